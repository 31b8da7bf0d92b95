/** How a thread may look at a place (places.ts has the table, and says what the classes mean). */
import type { ThreadKind } from '../language/kinds.ts';
import type { ValueType } from '../language/program.ts';

export type Mover = 'N' | 'R' | 'L' | 'B';

export interface Rule {
  readonly mover: Mover;
  /** One of these is held. `no reader` is the time in which no trace reader runs. */
  readonly needs?: readonly string[];
  readonly why: string;
  /** What holds instead for who holds one of these locks. */
  readonly under?: Readonly<Record<string, Rule>>;
}

export interface Place {
  readonly type: ValueType | 'parity' | 'count';
  /** Stored by sync/atomic: its thread loads nothing that others store before the store has arrived (memory.ts). */
  readonly atomic?: true;
  /** Where the state has it: `m` is the M that is meant, `buf` the buffer, `[]` the next index. */
  readonly field: string;
  readonly load: Readonly<Partial<Record<ThreadKind, Rule>>>;
  readonly store: Readonly<Partial<Record<ThreadKind, Rule>>>;
}
