/** A search of a system with a misfit, compared with what the strict twin says, and with the system without it. */
import { deepStrictEqual, fail } from 'node:assert/strict';
import { checkWith } from '../check/check.ts';
import type { CheckSettings, ModuleSource } from '../check/options.ts';
import type { Report } from '../check/report.ts';
import { SystemError } from '../language/system-error.ts';
import type { System } from '../language/system.ts';
import { workerModule } from './for-workers.ts';
import type { Tapes } from './misfits.ts';
import misfitSystem, { misfitOf } from './misfits.ts';
import type { Fault } from './naive-misfits.ts';
import { naiveFaults } from './naive-misfits.ts';
import randomMixed, { mixedSpec } from './random-mixed.ts';
import type { Summary } from './summary.ts';
import { expectedOf, summaryOf } from './summary.ts';

const countsOf = ({ verdict, distinct, generated, violated }: Summary) => ({
  verdict,
  distinct,
  generated,
  violated,
});

const urls = { planted: workerModule('misfits.ts'), plain: workerModule('random-mixed.ts') };

/** Whether it is met, and where. Throws where search and twin differ. Depth-first, `options` has to `continue`. */
export async function judgeMisfit(tapes: Tapes, options: CheckSettings): Promise<Fault | undefined> {
  const system = misfitSystem(tapes);
  const all = options.continue === true;
  const { faults, late } = naiveFaults(system, all, options.search === 'depth-first');
  const several = (options.workers ?? 1) !== 1;
  const found = await reportOrError(system, { url: urls.planted, params: tapes }, options);
  if (found instanceof SystemError) {
    const site = siteOf(found);
    const fault = [...faults, ...(several ? late : [])].find((one) => {
      // Debug mode asks all instances of an invariant in one call.
      const { params, ...rest } = one;
      const isWhole = site.params === undefined && one.function === 'property';
      return textOf(isWhole ? rest : { ...rest, params }) === textOf(site);
    });
    return fault ?? fail(`${found.message}\n${textOf(site)} is none of ${JSON.stringify(faults)}`);
  }
  deepStrictEqual(faults, [], 'a misfit that no search reports');
  const { choices, misfit } = tapes;
  const { site, deed } = misfitOf(mixedSpec(choices), misfit);
  if (site.function === 'effect' && deed.kind === 'call') {
    // A call that fits, as a push onto a queue with room, is a step of another system, which the twin takes as well.
    deepStrictEqual(countsOf(summaryOf(found)), countsOf(expectedOf(system, all)));
    return undefined;
  }
  const module = { url: urls.plain, params: choices };
  const without = await reportOrError(randomMixed(choices), module, options);
  deepStrictEqual(comparable(found), without instanceof SystemError ? without : comparable(without));
  return undefined;
}

async function reportOrError(
  system: System,
  module: ModuleSource,
  options: CheckSettings,
): Promise<Report | SystemError> {
  try {
    return await checkWith(system, { ...options, memoryMaxBytes: 2 ** 24, module });
  } catch (thrown) {
    if (thrown instanceof SystemError) return thrown;
    throw thrown;
  }
}

const siteOf = ({ code, at }: SystemError) => ({
  code,
  function: at.function,
  action: at.action,
  conjunct: at.conjunct,
  property: at.property,
  params: at.params,
  path: at.path,
});

const names = ['code', 'function', 'action', 'conjunct', 'property', 'params', 'path'] as const;
type Named = Partial<Record<(typeof names)[number], unknown>>;
const textOf = (of: Named): string => JSON.stringify(names.map((name) => [name, of[name]]));

/**
 * Without times, and without what is said of guards in states that were not expanded. Depth-first, what depends on the order of the
 * steps is left out too: guards that read something else may be asked in another order.
 */
const comparable = (report: Report) => {
  const isDeep = report.search === 'depth-first';
  return {
    ...report,
    elapsedMs: 0,
    statesPerSecond: 0,
    // A guard that is asked in other states, as one with a misfit is, may decide something there.
    vacuity: null,
    diameter: isDeep ? 0 : report.diameter,
    violations: report.violations.map((one) => (isDeep ? one.property : one)),
    properties: report.properties.map((one) => (isDeep ? [one.property, one.verdict, one.exercised] : one)),
    actions: report.actions.map((one) => ({
      ...one,
      fresh: isDeep ? 0 : one.fresh,
      neverHeld: report.left === 0 ? one.neverHeld : null,
    })),
  };
};
