/**
 * Whether a tree counts as the releases do. A caller begins a generation only below the highest of the bounds, so the releases never
 * store more than that, and their states have no room for more. An edited tree may: then states have room, and generations are counted.
 */
import { kindsIn } from '../language/kinds.ts';
import { places } from '../places/places.ts';
import type { Expr, Instruction } from '../language/program.ts';
import { nextOf, writesOf } from '../language/program.ts';
import type { Threads } from '../state/state.ts';
import type { Thread } from '../steps/thread.ts';

/** Room for the generations of a tree that counts otherwise, which may have its turn in arrays by gen%2 and gen%3 six later. */
const ROOM = 8;

/** What a driver asks: whether the generation in this place is below the highest. */
const questions: Readonly<Record<string, string>> = {
  mayAdvance: 'trace.gen',
  mayStart: 'trace.lastNonZeroGen',
  startsHere: 'trace.lastNonZeroGen',
};

/** By local or place: -1 for a value below the highest generation, more than 0 for one that may be beyond it, nothing for 0. */
type Beyond = ReadonlyMap<string, number>;

/** The highest generation that a place or a kept local has room for: that of the bounds, where nothing can be beyond it. */
export function highestGeneration(threads: Threads, generations: number, callers: number): number {
  const isBeyond = kindsIn(threads).some((kind) => {
    const thread = threads[kind];
    if (thread === undefined) return false;
    const { list } = thread.program;
    const before = beyondBefore(thread, generations, kind === 'caller' && callers === 1);
    return (
      list.some((one, index) => {
        const known = before[index];
        return isStoreOfGen(one) && known !== undefined && beyondOf(one.is, known, generations) > 0;
      }) ||
      thread.places.some(({ index, fields }) =>
        [...fields.values()].some((local) => (before[index]?.get(local) ?? 0) > 0),
      )
    );
  });
  return isBeyond ? generations + ROOM : generations;
}

const isStoreOfGen = (one: Instruction): one is Extract<Instruction, { op: 'store' }> =>
  one.op === 'store' && places[one.to.place]?.type === 'gen';

/** `isAlone`: nobody else begins a generation, so that what a thread was told is so for more than a step. */
function beyondBefore(
  { program: { list, locals }, places: steps }: Thread,
  generations: number,
  isAlone: boolean,
): readonly (Beyond | undefined)[] {
  const before: (Beyond | undefined)[] = [new Map()];
  const told = answers(list);
  const begins = new Set(isAlone ? [] : steps.map(({ index }) => index));
  const waiting = new Set([0]);
  for (const index of waiting) {
    waiting.delete(index);
    const [one, given] = [list[index], before[index]];
    if (one === undefined || given === undefined) continue;
    const known = begins.has(index) ? withoutPlaces(given) : given;
    let after = known;
    for (const to of writesOf(one)) {
      if (locals[to] !== 'gen') continue;
      const is = one.op === 'set' ? beyondOf(one.is, known, generations) : 0;
      after = withValue(after, to, one.op === 'load' ? (known.get(one.from.place) ?? 0) : is);
    }
    if (isStoreOfGen(one)) after = withValue(after, one.to.place, 0);
    const below = one.op === 'branch' && 'local' in one.if ? told.get(one.if.local) : undefined;
    for (const to of nextOf(one, index)) {
      const isBelow = below !== undefined && one.op === 'branch' && to === one.then;
      const next = isBelow ? withValue(after, below, -1) : after;
      const old = before[to];
      const now = old === undefined ? next : higher(old, next);
      if (now === old) continue;
      before[to] = now;
      waiting.add(to);
    }
  }
  return before;
}

/** By the local that has the answer, the place that a driver has asked about. */
function answers(list: readonly Instruction[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const written = new Set<string>();
  for (const one of list)
    for (const local of writesOf(one)) {
      const place = one.op === 'call' ? questions[one.name] : undefined;
      if (place === undefined || written.has(local)) found.delete(local);
      else found.set(local, place);
      written.add(local);
    }
  return found;
}

function beyondOf(expr: Expr, known: Beyond, generations: number): number {
  if ('lit' in expr) return expr.lit - generations;
  if ('local' in expr) return known.get(expr.local) ?? 0;
  if ('bound' in expr || expr.op === '%') return 0;
  const [a = { lit: 0 }, b = { lit: 0 }] = expr.of;
  return expr.op === '+' && 'lit' in b ? beyondOf(a, known, generations) + b.lit : ROOM;
}

function withValue(before: Beyond, name: string, value: number): Beyond {
  const cut = Math.max(-1, Math.min(value, ROOM));
  if ((before.get(name) ?? 0) === cut) return before;
  const after = new Map(before);
  if (cut === 0) after.delete(name);
  else after.set(name, cut);
  return after;
}

const withoutPlaces = (before: Beyond): Beyond =>
  Object.values(questions).reduce((rest, place) => withValue(rest, place, 0), before);

/** What holds whichever way was taken; the same map where nothing is new. */
function higher(old: Beyond, given: Beyond): Beyond {
  let joined = old;
  for (const name of new Set([...old.keys(), ...given.keys()]))
    joined = withValue(joined, name, Math.max(old.get(name) ?? 0, given.get(name) ?? 0));
  return joined;
}
