/** How many callers there have to be, and which locks a state has to keep. */
import { locksMaybeHeld } from '../steps/locks.ts';
import type { Instruction } from '../language/program.ts';
import { kindsIn } from '../language/kinds.ts';
import type { ThreadKind } from '../language/kinds.ts';
import type { Threads } from './state.ts';

const taken = (one: Instruction): string[] =>
  one.op === 'call' && one.lock !== undefined && !one.name.startsWith('unlock') ? [one.lock] : [];

/** Locks that threads of other kinds take. */
export const locksTakenBesides = (kind: ThreadKind, threads: Threads): readonly string[] =>
  kindsIn(threads).flatMap((other) =>
    other === kind ? [] : (threads[other]?.program.list.flatMap(taken) ?? []),
  );

/**
 * Callers that can be at it at once: one, where a lock is held wherever a caller is between its calls' first step and its last, so
 * that a second could never begin; else two.
 */
export function callersOf({ caller }: Threads): number {
  const [idle, ...others] = caller.places;
  const [first] = others;
  if (idle === undefined || first === undefined) return 1;
  const isHeld = (lock: string): boolean => others.every(({ held }) => held.has(lock));
  return [...first.held].some(isHeld) ? 1 : 2;
}

/** Locks that a state has to keep: held where a step ends, and wanted by somebody who could run then. */
export function locksKept(threads: Threads, callers: number): ReadonlySet<string> {
  const kept = new Set(
    kindsIn(threads).flatMap(
      (kind) => threads[kind]?.places.flatMap(({ maybeHeld }) => [...maybeHeld]) ?? [],
    ),
  );
  if (callers > 1) return kept;
  const byOthers = new Set(locksTakenBesides('caller', threads));
  // The only caller waits for a lock of callers alone just where it may hold it itself.
  const maybe = locksMaybeHeld(threads.caller.program);
  const again = new Set(
    threads.caller.program.list.flatMap((one, index) => taken(one).filter((lock) => maybe[index]?.has(lock))),
  );
  return new Set([...kept].filter((lock) => byOthers.has(lock) || again.has(lock)));
}

/** What a state has room for. */
export interface Kept {
  /** Locks that some step ends with; the others are free whenever a step begins. */
  readonly locks: ReadonlySet<string>;
  readonly highest: number;
}
