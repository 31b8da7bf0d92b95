/**
 * Two-phase commit, searched by code that was written for this model alone: what the generic engine is measured against.
 *
 * It does what the engine does for any system: exact states, a parent and an action for each, counts per action,
 * `Consistent`, `NoDeadlock` and both `sometimes` judged. It differs in what a hand may know beforehand: the state is two
 * words with fixed places, a transition is a mask, and the columns and the table have their final size from the start.
 *
 *   node build/bench/hand-specialised.js N
 *
 * Word 0: two bits for each resource manager (0 working, 1 prepared, 2 committed, 3 aborted), then undecided (0), committed
 * (1) or aborted (2), and whether commit and abort were sent. Word 1: who is known to be prepared, and who has said so.
 */
import { fileURLToPath } from 'node:url';

export interface HandSpecialised {
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  readonly consistent: boolean;
  /** Transitions of each action. */
  readonly fired: Readonly<Record<string, number>>;
  readonly bytesPerState: number;
  readonly elapsedMs: number;
}

/** Searches the whole space for `n` resource managers, 1 to 10, and throws where it reaches a state without successor. */
export function handSpecialised(n: number): HandSpecialised {
  if (!(Number.isInteger(n) && n >= 1 && n <= 10)) throw new RangeError(`n: ${n} is not between 1 and 10`);
  const began = performance.now();
  // Six states for each resource manager are close to what is reached; twice that holds for every n.
  const statesMax = 2 * 6 ** n + 16;
  const slots = 2 ** Math.ceil(Math.log2(statesMax));
  const slotMask = slots - 1;
  const tagMask = ~slotMask;
  const arena = new Int32Array(statesMax * 2);
  const parent = new Int32Array(statesMax);
  const action = new Uint8Array(statesMax);
  const table = new Int32Array(slots);

  const tmShift = 2 * n;
  const tmMask = 3 << tmShift;
  const tmCommitted = 1 << tmShift;
  const tmAborted = 2 << tmShift;
  const sentCommit = 4 << tmShift;
  const sentAbort = 8 << tmShift;
  const low = (2 ** (2 * n) - 1) / 3;
  const all = (1 << n) - 1;

  let count = 0;
  let base = 0;
  let source = -1;
  const seen = { consistent: true, committed: false, aborted: false };

  // Successors wait in a batch, so that the cache misses of their lookups overlap: word 0, word 1, hash, source, action.
  const batch = new Int32Array((64 + 5 * n + 2) * 5);
  const touched = new Int32Array(1);
  let pending = 0;

  function defer(a: number, b: number, instance: number): void {
    let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15) ^ b, 0x27d4eb2f);
    h = Math.imul(h ^ (h >>> 15), 0xc2b2ae35);
    batch[pending] = a;
    batch[pending + 1] = b;
    batch[pending + 2] = h ^ (h >>> 16);
    batch[pending + 3] = source;
    batch[pending + 4] = instance;
    pending += 5;
  }

  function flush(): void {
    let sum = 0;
    for (let at = 2; at < pending; at += 5) sum ^= table[(batch[at] ?? 0) & slotMask] ?? 0;
    for (let at = 2; at < pending; at += 5) {
      const h = batch[at] ?? 0;
      const entry = table[h & slotMask] ?? 0;
      sum ^= arena[entry !== 0 && ((entry ^ h) & tagMask) === 0 ? ((entry & slotMask) - 1) * 2 : 0] ?? 0;
    }
    touched[0] = sum;
    for (let at = 0; at < pending; at += 5) add(at);
    pending = 0;
  }

  function add(at: number): void {
    const a = batch[at] ?? 0;
    const b = batch[at + 1] ?? 0;
    const h = batch[at + 2] ?? 0;
    const instance = batch[at + 4] ?? 0;
    for (let slot = h & slotMask; ; slot = (slot + 1) & slotMask) {
      const entry = table[slot] ?? 0;
      if (entry === 0) {
        if (count === statesMax) throw new Error(`n = ${n} reaches more than ${statesMax} states`);
        arena[count * 2] = a;
        arena[count * 2 + 1] = b;
        parent[count] = batch[at + 3] ?? 0;
        action[count] = instance;
        table[slot] = (h & tagMask) | ++count;
        judge(a);
        return;
      }
      if (((entry ^ h) & tagMask) === 0) {
        const known = (entry & slotMask) - 1;
        if (arena[known * 2] === a && arena[known * 2 + 1] === b) {
          if (known >= base && instance < (action[known] ?? 0)) action[known] = instance;
          return;
        }
      }
    }
  }

  function judge(a: number): void {
    const high = (a >>> 1) & low;
    const someAborted = a & high;
    const someCommitted = ~a & high;
    if (someAborted !== 0 && someCommitted !== 0) seen.consistent = false;
    if (someCommitted === low) seen.committed = true;
    if (someAborted === low) seen.aborted = true;
  }

  defer(0, 0, 0);
  flush();
  let [commits, aborts, learnt, prepared, chosen, obeyedCommit, obeyedAbort] = [0, 0, 0, 0, 0, 0, 0];
  let generated = 1;
  let levels = 0;
  for (let from = 0; from < count; levels++) {
    const to = count;
    base = to;
    for (let index = from; index < to; index++) {
      if (pending >= 64 * 5) flush();
      source = index;
      const a = arena[index * 2] ?? 0;
      const b = arena[index * 2 + 1] ?? 0;
      const undecided = (a & tmMask) === 0;
      const before = generated;
      if (undecided) {
        if ((b & all) === all) {
          commits++;
          defer(a | tmCommitted | sentCommit, b, 0);
        }
        aborts++;
        defer(a | tmAborted | sentAbort, b, 1);
      }
      for (let rm = 0; rm < n; rm++) {
        const at = 2 * rm;
        const now = (a >>> at) & 3;
        if (undecided && ((b >>> (n + rm)) & 1) === 1) {
          learnt++;
          if (((b >>> rm) & 1) === 0) defer(a, b | (1 << rm), 2 + rm);
        }
        if (now === 0) {
          prepared++;
          defer(a | (1 << at), b | (1 << (n + rm)), 2 + n + rm);
          chosen++;
          defer(a | (3 << at), b, 2 + 2 * n + rm);
        }
        if ((a & sentCommit) !== 0) {
          obeyedCommit++;
          if (now !== 2) defer((a & ~(3 << at)) | (2 << at), b, 2 + 3 * n + rm);
        }
        if ((a & sentAbort) !== 0) {
          obeyedAbort++;
          if (now !== 3) defer(a | (3 << at), b, 2 + 4 * n + rm);
        }
      }
      generated = 1 + commits + aborts + learnt + prepared + chosen + obeyedCommit + obeyedAbort;
      if (generated === before) throw new Error('a state of two-phase commit has no successor');
    }
    flush();
    from = to;
  }
  if (!seen.committed || !seen.aborted) throw new Error('two-phase commit never commits, or never aborts');
  return {
    distinct: count,
    generated,
    diameter: levels,
    consistent: seen.consistent,
    fired: { commits, aborts, learnt, prepared, chosen, obeyedCommit, obeyedAbort },
    elapsedMs: performance.now() - began,
    bytesPerState: (count * (8 + 4 + 1) + slots * 4) / count,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(handSpecialised(Number(process.argv[2] ?? 7))));
}
