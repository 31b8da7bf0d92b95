/** How many random inputs a property is tried with. */
import { TestRunner } from 'vitest';

/**
 * `FUZZ_RUNS` if it is set; otherwise `ofEveryDay` where the exhaustive tests are left out, `all` where `NIGHTLY` is set, and half of
 * them else. The inputs of fewer are the first of more.
 */
export function runs({ ofEveryDay, all }: { readonly ofEveryDay: number; readonly all: number }): number {
  const wanted = process.env['FUZZ_RUNS'];
  if (wanted !== undefined) return Number(wanted);
  if (!TestRunner.matchesTags(['exhaustive'])) return ofEveryDay;
  return process.env['NIGHTLY'] === undefined ? Math.max(ofEveryDay, Math.ceil(all / 2)) : all;
}
