/** A thread's program as places and the steps that begin at them. */
import { isBetweenSections } from './forgotten.ts';
import type { Fields } from './locals.ts';
import { circularLocks } from './lock-order.ts';
import { locksHeld, locksMaybeHeld } from './locks.ts';
import { fixedBefore } from './fixed.ts';
import { fieldsOf } from './locals.ts';
import { livenessOf } from './liveness.ts';
import type { Liveness } from './liveness.ts';
import type { ThreadKind } from '../language/kinds.ts';
import { accessOf, isFlag } from '../language/program.ts';
import type { Instruction, Programs, ThreadProgram } from '../language/program.ts';
import { begins } from '../places/granularity.ts';
import type { Granularity } from '../places/granularity.ts';
import { moverOf } from '../places/rules.ts';
import { boundedBy } from '../scheduler/bounded.ts';
import type { Tree } from './walk.ts';
import { arrivals, stepFrom } from './walk.ts';

export interface ThreadPlace {
  /** The instruction before which the step begins. */
  readonly index: number;
  readonly first: Instruction;
  readonly tree: Tree;
  /** Fields that hold a local there which a later step may read, and which local; the others are 0. */
  readonly fields: ReadonlyMap<string, string>;
  /** Locals that always have the same value there. */
  readonly constants: ReadonlyMap<string, number>;
  /** Between `opened` and `closing`. */
  readonly open: boolean;
  /** Between `openedInside` and `closingInside`. */
  readonly openInside: boolean;
  /** In no section: before an M's acquire, or after its release. */
  readonly outside: boolean;
  /** Of a caller: trace.gen has been stored, and flushedGen has not. */
  readonly ending: boolean;
  /** trace.enabled has been loaded, and the flag has not been looked at. */
  readonly seenEnabled: boolean;
  /** Locks that are held there on every way, and on some way. */
  readonly held: ReadonlySet<string>;
  readonly maybeHeld: ReadonlySet<string>;
}

/** `circular`: locks that threads of the part may take in opposite orders ({@link circularLocks}). */
export interface Cut {
  readonly granularity: Granularity;
  readonly circular: ReadonlySet<string>;
}

export interface Thread {
  readonly kind: ThreadKind;
  readonly program: ThreadProgram;
  readonly fields: Fields;
  readonly liveness: Liveness;
  /** The first is where the thread begins. */
  readonly places: readonly ThreadPlace[];
}

export function threadOf(kind: ThreadKind, program: ThreadProgram, { granularity, circular }: Cut): Thread {
  const { list } = program;
  const held = locksHeld(program);
  const maybeHeld = locksMaybeHeld(program);
  const liveness = livenessOf(program);
  const fixed = fixedBefore(program);
  const kept = (index: number): readonly string[] =>
    [...(liveness.before[index] ?? [])].filter((local) => fixed(index, local) === undefined);
  const known = {
    held: (index: number): ReadonlySet<string> => held[index] ?? new Set(),
    live: (index: number): ReadonlySet<string> => new Set(kept(index)),
    circular,
    granularity,
  };
  const trees = new Map<number, Tree>();
  const waiting = [startOf(kind, program, granularity)];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (trees.has(index)) continue;
    const tree = stepFrom(kind, program, index, known);
    trees.set(index, tree);
    waiting.push(...arrivals(tree));
  }
  const indices = [...trees.keys()];
  const fields = fieldsOf(program, liveness, indices, kept);
  const word =
    (...names: readonly string[]) =>
    (one: Instruction) =>
      one.op === 'call' && names.includes(one.name);
  const stores = (place: string) => (one: Instruction) => one.op === 'store' && one.to.place === place;
  const open = between(program, word('opened'), word('closing'));
  const openInside = between(program, word('openedInside'), word('closingInside'));
  const inside = between(program, word('outside'), word('resting'));
  const ending = between(
    program,
    stores('trace.gen'),
    (one) => stores('trace.flushedGen')(one) || word('idle', 'started')(one),
  );
  const seenEnabled = between(
    program,
    (one) => one.op === 'load' && one.from.place === 'trace.enabled',
    (one) => {
      const access = accessOf(one);
      return access !== undefined && isFlag(access);
    },
  );
  const places = [...trees].map(([index, tree]): ThreadPlace => {
    const first = list[index];
    if (first === undefined) throw new RangeError(`${kind} has no instruction ${index}`);
    const constants = new Map<string, number>();
    for (const local of liveness.before[index] ?? []) {
      const lit = fixed(index, local);
      if (lit !== undefined) constants.set(fields.same(local), lit);
    }
    const holding = new Map<string, string>();
    for (const local of kept(index)) {
      const field = fields.of.get(local);
      if (field !== undefined) holding.set(field, fields.same(local));
    }
    return {
      index,
      first,
      tree,
      fields: holding,
      constants,
      open: open[index] === true,
      openInside: openInside[index] === true,
      outside: isBetweenSections(first) || inside[index] !== true,
      ending: ending[index] === true,
      seenEnabled: seenEnabled[index] === true,
      held: known.held(index),
      maybeHeld: maybeHeld[index] ?? new Set(),
    };
  });
  return { kind, program, fields, liveness, places };
}

/** What comes before only gives locals the value 0, which their fields have, or enters a function. */
function startOf(kind: ThreadKind, { list }: ThreadProgram, granularity: Granularity): number {
  const index = list.findIndex((one) => begins(one, granularity) || moverOf(kind, one) !== 'B');
  if (index < 0 || list.slice(0, index).some((one) => one.op !== 'set' && one.op !== 'entry'))
    throw new RangeError(`the program of ${kind} does not begin where a step could`);
  return index;
}

/** Whether each instruction comes after one of the first and before one of the others; not where that depends on the way there. */
export function between(
  { list }: ThreadProgram,
  from: (one: Instruction) => boolean,
  to: (one: Instruction) => boolean,
): readonly (boolean | undefined)[] {
  const open: (boolean | undefined)[] = list.map(() => undefined);
  const waiting: [number, boolean][] = [[0, false]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [index, before] = next;
    const one = list[index];
    if (one === undefined || open[index] === (open[index] === false ? false : before)) continue;
    open[index] = before;
    const after = from(one) || (before && !to(one));
    const following =
      one.op === 'branch'
        ? [one.then, one.else]
        : one.op === 'jump'
          ? [one.to]
          : one.op === 'throw' || one.op === 'end'
            ? []
            : [index + 1];
    for (const next of following) waiting.push([next, after]);
  }
  return open;
}

/** The instructions before which steps of one thread of the programs begin. */
export const stepsBegin = (
  kind: ThreadKind,
  programs: Programs,
  granularity: Granularity,
): ReadonlySet<number> => {
  const program = programs[kind];
  if (program === undefined) return new Set();
  const cut = { granularity, circular: circularLocks(programs) };
  const { places } = threadOf(kind, boundedBy(program, { gs: 2, ps: 2, handsOff: true }), cut);
  return new Set(places.map(({ index }) => index));
};
