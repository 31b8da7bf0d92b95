/** How many random inputs a property is tried with. */
import { TestRunner } from 'vitest';

/**
 * `FUZZ_RUNS` if it is set; otherwise `all`, or `ofEveryDay` where the exhaustive tests are left out. The inputs of every day
 * are the first of all.
 */
export function runs({ ofEveryDay, all }: { readonly ofEveryDay: number; readonly all: number }): number {
  const wanted = process.env['FUZZ_RUNS'];
  if (wanted !== undefined) return Number(wanted);
  return TestRunner.matchesTags(['exhaustive']) ? all : ofEveryDay;
}
