/**
 * The floor of a search: the time that its lookups alone would take, if all else cost nothing. Every transition asks a table whether its
 * state is known, at a place that nobody can foresee; a table of all states is larger than the caches.
 */

/** Probes of a measurement; more only repeat it. */
const PROBES = 1 << 23;
const ROUNDS = 3;

/** Seconds of CPU time for `generated` probes into a table with room for `distinct` entries of four bytes, at most two thirds full. */
export function floorSeconds({ distinct, generated }: { distinct: number; generated: number }): number {
  const slots = 2 ** Math.ceil(Math.log2(1.5 * distinct));
  const table = new Int32Array(slots).fill(1);
  const probes = Math.min(PROBES, Math.max(generated, 1 << 16));
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const { user, system } = process.cpuUsage();
    if (probe(table, probes, round + 1) !== probes) throw new Error('a probe met an empty slot');
    const taken = process.cpuUsage({ user, system });
    return (taken.user + taken.system) / 1e6;
  });
  return (Math.min(...rounds) / probes) * generated;
}

/** Adds up what it meets, so that nothing can be left out. */
function probe(table: Int32Array, probes: number, seed: number): number {
  const mask = table.length - 1;
  let [at, met] = [seed, 0];
  for (let k = 0; k < probes; k++) {
    // Its period is all 32-bit numbers; the high bits are the well mixed ones.
    at = (Math.imul(at, 0x915f77f5) + 1) | 0;
    met += table[(at ^ (at >>> 15)) & mask] ?? 0;
  }
  return met;
}
