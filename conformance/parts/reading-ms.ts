/** On which M a reader of the trace has each P, where Ms leave theirs behind in system calls. */
import type { ProgramDraft } from '../../model/index.ts';
import type { Runtime } from '../../reference/index.ts';
import { isNextToRead } from './reading.ts';
import type { Reading } from './reading.ts';

type KnownPs = ProgramDraft['knownPs'];

const half = (gen: number): 0 | 1 => (gen % 2 === 0 ? 0 : 1);

/** Ms count from 1; 0 is none. */
interface On {
  readonly now: [number, number];
  left: number;
  /** The M that a ProcSteal has named before it can be known whether that is right; one more than there are where it named none. */
  named: number;
  readonly ended: [boolean, boolean];
}

export class ReadingMs {
  readonly #on: readonly On[];
  readonly #ms: number;
  #wrongM = false;
  #stuck = false;

  constructor(ps: number, ms: number) {
    this.#on = Array.from({ length: ps }, () => ({ now: [0, 0], left: 0, named: 0, ended: [false, false] }));
    this.#ms = ms;
  }

  /** Where nobody enters a system call, and of no P (-1), nothing is noted. */
  binds(gen: number, p: number, m: number): void {
    if (this.#on.length === 0 || p < 0) return;
    this.#of(p).now[half(gen)] = m;
  }

  /** ProcSteal names an M. To be called before {@link Reading.moves}. */
  steals(rt: Runtime, { known }: Reading, gen: number, p: number, m: number): void {
    const on = this.#of(p);
    const at = half(gen);
    if (known[p]?.now[at] !== 'abandoned') {
      if (on.now[at] !== m) this.#wrongM = true;
    } else if (!isNextToRead(rt, gen)) on.named = m === 0 ? this.#ms + 1 : m;
    else if (known[p].left === 'syscall' && on.left !== m) this.#wrongM = true;
    on.now[at] = 0;
    on.ended[at] = false;
  }

  /** GoSyscallEndBlocked: as long as a P is in a system call on that M, its ProcSteal is waited for. */
  endsBlocked({ known }: Reading, gen: number, m: number): void {
    const at = half(gen);
    this.#on.forEach((on, p) => {
      if (on.now[at] === m && known[p]?.now[at] === 'syscall') on.ended[at] = true;
    });
  }

  /** A generation is complete. To be called before {@link Reading.ends}. */
  ends({ known }: Reading, gen: number): void {
    const at = half(gen);
    this.#on.forEach((on, p) => {
      const now = known[p]?.now[at] ?? 'none';
      if (now !== 'none' && now !== 'abandoned') on.left = on.now[at];
      const left = now === 'none' ? known[p]?.left : now;
      if (on.named !== 0 && left === 'syscall' && on.named !== on.left) this.#wrongM = true;
      if (on.ended[at]) this.#stuck = true;
      on.named = 0;
      on.now[at] = 0;
      on.ended[at] = false;
    });
  }

  /** Writes the books into those of the model, which has them where Ms enter system calls. */
  into({ on, stumbledOverMs }: Pick<KnownPs, 'on' | 'stumbledOverMs'>): void {
    for (let p = 0; p < on.length; p++) {
      const book = on.at(p);
      const own = this.#of(p);
      book.left = own.left;
      book.named = own.named;
      for (const at of [0, 1] as const) {
        book.now.set(at, own.now[at]);
        book.ended.set(at, own.ended[at]);
      }
    }
    if (stumbledOverMs.length === 0) return;
    stumbledOverMs.at(0).wrongM = this.#wrongM;
    stumbledOverMs.at(0).stuck = this.#stuck;
  }

  #of(p: number): On {
    const on = this.#on[p];
    if (on === undefined) throw new Error(`an event is about P ${p}, which this run has not`);
    return on;
  }
}
