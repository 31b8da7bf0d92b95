/** A random system that is stopped again and again and gone on with, compared with one search of it that is not. */
import { deepStrictEqual } from 'node:assert/strict';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { checkWith } from '../check/check.ts';
import type { CheckSettings } from '../check/options.ts';
import type { Report } from '../check/report.ts';
import type { System } from '../language/system.ts';
import { withFirstSizes } from './tiny-tables.ts';

export interface Stops {
  readonly all: boolean;
  readonly debug: boolean;
  readonly search: 'breadth-first' | 'depth-first';
  /** The workers of each run, and where it ends: after so many states, or at so many steps, or where its time is over. */
  readonly stops: readonly {
    readonly workers: number;
    readonly bound: 'statesMax' | 'depthMax' | 'timeMaxMs';
    readonly at: number;
  }[];
  /** The workers of the run that is not stopped. */
  readonly last: number;
}

export const stopsArbitrary: fc.Arbitrary<Stops> = fc.record({
  all: fc.boolean(),
  debug: fc.boolean(),
  search: fc.constantFrom('breadth-first', 'depth-first'),
  stops: fc.array(
    fc.record({
      workers: fc.constantFrom(1, 1, 2),
      bound: fc.constantFrom('statesMax', 'depthMax', 'timeMaxMs'),
      at: fc.nat(25),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  last: fc.constantFrom(1, 2),
});

/** The report without what takes another value in each run, or for another number of workers. */
export const reportText = (report: Report, workersDiffer = false): string =>
  JSON.stringify({
    ...report,
    elapsedMs: 0,
    statesPerSecond: 0,
    liveness: report.liveness && { ...report.liveness, elapsedMs: 0 },
    ...(workersDiffer ? { workers: 0, bytesPerState: 0 } : {}),
  });

/** Throws where the reports differ. `file` is written and removed. Answers how often it was stopped, and the report. */
export async function judgeResumed(
  system: System,
  url: string,
  choices: readonly number[],
  { all, debug, search, stops, last }: Stops,
  file: string,
): Promise<{ readonly stopped: number; readonly whole: Report }> {
  const one = search === 'depth-first';
  const run = (workers: number, options: CheckSettings): Promise<Report> =>
    checkWith(system, {
      ...{ search, continue: all, debug, workers: one ? 1 : workers },
      module: { url, params: choices },
      ...options,
    });
  // Tables that are tiny at first grow, and move, every few states.
  const sizes = { states: 4, slots: 8, largeSlots: 16 };
  return withFirstSizes(sizes, async () => {
    const whole = await run(1, {});
    rmSync(file, { force: true });
    let resume: CheckSettings = {};
    let stopped = 0;
    for (const { workers, bound, at } of stops) {
      // Bounds of time end where they like, and mostly within a level.
      // What a search depth-first left out for its depth is lost to those that go on with it.
      const within = bound === 'timeMaxMs' ? { timeMaxMs: at % 3 } : { [one ? 'statesMax' : bound]: at };
      const { limit } = await run(workers, { ...resume, ...within, checkpoint: { file } });
      resume = { resume: file };
      if (limit === null) break;
      stopped++;
    }
    deepStrictEqual(reportText(await run(last, resume), true), reportText(whole, true));
    return { stopped, whole };
  });
}
