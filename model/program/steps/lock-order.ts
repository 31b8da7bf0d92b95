/**
 * In which order the threads of a part take locks, found without a search, and where a step must not go on to wait.
 *
 * A step that takes two locks takes both at once or neither, so that a thread which has the first and waits for the second is in no state.
 * Nobody misses it unless somebody else waits the other way round. So a step ends before the second lock where the order of locks has a
 * circle with both in it. The releases have none, and their steps are what they would be without this.
 */
import { isBetweenSections } from './forgotten.ts';
import { isOfM, kindsIn } from '../language/kinds.ts';
import { locksMaybeHeld } from './locks.ts';
import { isFlag, nextOf } from '../language/program.ts';
import type { Instruction, Programs, ThreadProgram } from '../language/program.ts';

/** An M in a section, as something that others wait for: whoever stops the world or asks for a safe point does. */
const section = 'a section of an M';

const waitingForSections: ReadonlySet<string> = new Set(['the stopped world', 'a safe point']);

/** What comes after what; also locks that are taken inside a section, since there an M may wait while others wait for it. */
type Order = ReadonlyMap<string, ReadonlySet<string>>;

/** Locks, and {@link section}, that are in a circle of the order. */
export function circularLocks(programs: Programs): ReadonlySet<string> {
  const order = orderOf(programs);
  return new Set([...order.keys()].filter((lock) => reachable(order, lock).has(lock)));
}

function orderOf(programs: Programs): Order {
  const order = new Map<string, Set<string>>();
  const then = (first: string, next: string): void => {
    order.set(first, (order.get(first) ?? new Set()).add(next));
  };
  for (const lock of waitingForSections) then(lock, section);
  for (const kind of kindsIn(programs)) {
    const program = programs[kind];
    if (program === undefined) continue;
    const held = locksMaybeHeld(program);
    for (const [index, one] of program.list.entries()) {
      const next = waitsFor(one);
      if (next === undefined) continue;
      for (const first of held[index] ?? []) then(first, next);
    }
    if (isOfM(kind)) for (const next of takenInSections(program, kind !== 'own')) then(section, next);
  }
  return order;
}

/**
 * Locks that an M takes while its flag may be up. Between its sections the flag is down, whatever way led there. `inside`: what runs may
 * have begun in a section, as a growth and a signal handler may.
 */
function takenInSections({ list }: ThreadProgram, inside: boolean): ReadonlySet<string> {
  const taken = new Set<string>();
  const seen = new Set<string>();
  const waiting: { readonly index: number; readonly up: boolean }[] = [{ index: 0, up: inside }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { index, up } = next;
    const one = list[index];
    const key = `${index} ${String(up)}`;
    if (one === undefined || seen.has(key)) continue;
    seen.add(key);
    const lock = waitsFor(one);
    if (up && lock !== undefined) taken.add(lock);
    const after = inside || (!isBetweenSections(one) && flagAfter(one, up));
    for (const to of nextOf(one, index)) waiting.push({ index: to, up: after });
  }
  return taken;
}

/** A seqlock is up while it is odd. */
function flagAfter(one: Instruction, up: boolean): boolean {
  if (one.op === 'add' && isFlag(one.to)) return !up;
  return one.op === 'store' && isFlag(one.to) ? !('lit' in one.is) || one.is.lit !== 0 : up;
}

function reachable(order: Order, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...(order.get(from) ?? [])];
  for (let lock = waiting.pop(); lock !== undefined; lock = waiting.pop()) {
    if (found.has(lock)) continue;
    found.add(lock);
    waiting.push(...(order.get(lock) ?? []));
  }
  return found;
}

/** What an instruction waits for and then has, or undefined. */
function waitsFor(one: Instruction): string | undefined {
  if (one.op !== 'call') return undefined;
  if (one.name === 'stopTheWorld') return section;
  return one.name.startsWith('lock') ? one.lock : undefined;
}

/**
 * Whether a thread that waits before the instruction has to be seen to wait there. `taken`: the locks that the step has taken. Who waits
 * for a turn of the reader is no holder of a lock, so a step that has taken any lock ends before it.
 */
export function mustBeSeenWaiting(
  one: Instruction,
  taken: readonly string[],
  circular: ReadonlySet<string>,
): boolean {
  if (one.op === 'call' && (one.name === 'semacquire' || one.name === 'park')) return taken.length > 0;
  const next = waitsFor(one);
  return next !== undefined && circular.has(next) && taken.some((lock) => circular.has(lock));
}
