/** Which locks are held where, found without a search. */
import type { ThreadProgram } from '../language/program.ts';
import { nextOf } from '../language/program.ts';

type Held = readonly (ReadonlySet<string> | undefined)[];

/** Locks that are held before each instruction, on every way there: what an access may rely on. */
export const locksHeld = (program: ThreadProgram): Held =>
  locksAt(program, (known, more) => new Set([...known].filter((lock) => more.has(lock))));

/** Locks that are held on some way there: what others may have to wait for. */
export const locksMaybeHeld = (program: ThreadProgram): Held =>
  locksAt(program, (known, more) => new Set([...known, ...more]));

function locksAt(
  { list }: ThreadProgram,
  joined: (known: ReadonlySet<string>, more: ReadonlySet<string>) => ReadonlySet<string>,
): Held {
  const held: (ReadonlySet<string> | undefined)[] = list.map(() => undefined);
  const waiting: [number, ReadonlySet<string>][] = [[0, new Set()]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [index, locks] = next;
    const one = list[index];
    if (one === undefined) continue;
    const known = held[index];
    const now = known === undefined ? locks : joined(known, locks);
    if (known?.size === now.size) continue;
    held[index] = now;
    const after = new Set(now);
    if (one.op === 'call' && one.lock !== undefined) {
      if (one.name.startsWith('unlock')) after.delete(one.lock);
      else after.add(one.lock);
    }
    for (const to of nextOf(one, index)) waiting.push([to, after]);
  }
  return held;
}
