/** Building the generated inner loop, and what it is asked for. */
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { isTrue, nothing } from '../state/answers.ts';
import { compiled } from '../state/compiled.ts';
import { SystemError } from '../language/system-error.ts';
import type { Counters } from './counters.ts';
import { zeroCounters } from './counters.ts';
import type { InnerLoop } from './generated/inner-loop.ts';
import { innerLoop } from './generated/inner-loop.ts';
import type { Variant } from './generated/table.ts';
import type { Site } from './located.ts';
import { locateAgain, locateNoted, located } from './located.ts';
import type { Prepared } from './prepared.ts';
import type { AnyStore } from './store.ts';
import { isPlain } from './store.ts';
import type { Verdicts } from './verdicts.ts';
import { verdictsOf } from './verdicts.ts';

/** What an engine reports while it runs. Called for violations only, so not part of the hot path. */
export interface Sink {
  /** A new state violates property `property`; for a step property, instance `instance` of state `index` does (else -1). */
  violated(property: number, index: number, instance: number): void;
}

export interface Engine {
  readonly counters: Counters;
  /** Adds the state in `next` as a root. */
  addRoot(): void;
  /** Expands states from … to-1 and returns the first that was not expanded: `to`, or less where space ran out. */
  expand(from: number, to: number): number;
  /** Sets where new states go and how many fit; states from `base` on are of the level being built. */
  place(next: number, end: number, base: number): void;
  /** The next free index. */
  next(): number;
  /** After the number of the store's slots changed. */
  bind(): void;
  /** Puts states from … to-1, which are in the arena, into the table. */
  fill(from: number, to: number): void;
  /** Over a store of components alone: appends the first states of a plain arena. The table is to be filled afterwards. */
  adopt?(arena: Int32Array, count: number): void;
  /** Calls back with the index (or -1) and instance of every successor of `index`; nothing is judged. */
  successors(index: number, visit: (successor: number, instance: number) => void): void;
  /** The index of the state in `next`, or -1. */
  indexOfNext(): number;
  /** Loads state `index` into `current`. */
  load(index: number): void;
}

export interface EngineOptions {
  /** What is told of violations; nothing, for the passes over a finished space. */
  readonly sink?: Sink;
  readonly debug?: boolean;
  readonly variant?: Variant;
  /** Counts to go on from. */
  readonly counters?: Counters | undefined;
}

const deaf: Sink = { violated: () => undefined };

export function engineOf<S extends RecordField>(
  { program, views, reduction }: Prepared<S>,
  store: AnyStore,
  { sink = deaf, debug = false, variant = 'alone', counters = zeroCounters(program) }: EngineOptions = {},
): Engine {
  const { text, sites, verdicts } = madeOf({ program, views, reduction }, store, variant, debug);
  const fault = (message: string): never => {
    throw new SystemError(message, { code: 'unsteady' });
  };
  const steady = (first: boolean, second: boolean): boolean =>
    first === second ? first : fault('asked twice about one state, it answers once true and once false');
  const site: Site = { at: undefined, params: undefined };
  const given = {
    ...{ program, views, store, counters, sink, site, steady, fault, reduction, verdicts },
    ...{ isTrue, nothing, sites },
  };
  const name = `engine-${variant}${debug ? '-debug' : ''}`;
  const engine = compiled(name, given, text) as Omit<Engine, 'counters'>;
  const again = locateAgain(program, views);
  return { ...located(engine, debug ? locateNoted(site, again) : again), counters };
}

/** What the engines of a program have in common: their text, and what is remembered of its invariants. */
interface Made extends InnerLoop {
  readonly verdicts: Verdicts;
}

const known = new WeakMap<Program, Map<string, Made>>();

/** A search has an engine for its first states, one for the rest, and one more for its traces. */
function madeOf<S extends RecordField>(
  { program, views }: Prepared<S>,
  store: AnyStore,
  variant: Variant,
  debug: boolean,
): Made {
  const own = program as unknown as Program;
  const ofProgram = known.get(own) ?? new Map<string, Made>();
  known.set(own, ofProgram);
  const key = `${variant} ${String(debug)}`;
  let made = ofProgram.get(key);
  if (made === undefined || !isPlain(store)) {
    // Debug mode asks every predicate of every state.
    const verdicts =
      made?.verdicts ?? (debug ? { properties: [], groups: [] } : verdictsOf(program, views.layout, views));
    const codeOf = isPlain(store) ? null : store.codeOf;
    made = { ...innerLoop(program, views.layout, { variant, debug, verdicts, codeOf }), verdicts };
    if (isPlain(store)) ofProgram.set(key, made);
  }
  return made;
}
