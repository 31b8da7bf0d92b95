/** Counts of the model at named bounds, by one thread and by several: what the tests of its parts share. */
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { ModuleSource } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { writtenModule } from '../written-module.ts';
import type { WrittenParams } from '../written-module.ts';
import { correct } from '../mutants/actions/mutant.ts';
import { tracer } from '../tracer.ts';

/** `writtenModule` as it was built: worker threads cannot import a .ts file. */
export function builtModule(params: WrittenParams): ModuleSource {
  return {
    ...writtenModule(params),
    url: new URL('../../build/model/written-module.js', import.meta.url).href,
  };
}

/** Declares the tests that a naive search of these designs at the bounds finds the same: every day, of the first. */
export function testNaively(bounds: string, names: readonly string[]): void {
  for (const [index, name] of names.entries())
    test(
      `the naive search of ${name} at ${bounds} agrees`,
      { tags: index === 0 ? [] : ['exhaustive'] },
      async () => {
        const system = tracer(designNamed(name), boundsNamed(bounds));
        const { distinct, generated, diameter, violations } = await check(system, {
          continue: true,
          debug: true,
        });
        const violated = Object.fromEntries(violations.map((one) => [one.property, one.trace?.steps.length]));
        expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated });
      },
    );
}

/** Declares the tests that the correct design has these counts at the bounds, with 1 and 2 workers: every day, 2 at tiny bounds. */
export function describeCounts(
  bounds: string,
  counts: Readonly<Record<'distinct' | 'generated' | 'diameter', number>>,
): void {
  describe(bounds, () => {
    for (const workers of [1, 2]) {
      const tags = workers === 1 || bounds.endsWith('-tiny') ? [] : ['exhaustive'];
      test(`has its counts with ${workers} workers, and every property holds`, { tags }, async () => {
        const module = builtModule({ design: correct, bounds });
        const report = await check(tracer(correct, boundsNamed(bounds)), { workers, module });
        expect(report).toMatchObject({ verdict: 'holds', left: 0, ...counts });
      });
    }
  });
}
