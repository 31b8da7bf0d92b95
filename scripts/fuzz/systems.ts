/** Random systems against the naive twin: every order of search, number of workers and mode. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { CheckSettings, ModuleSource, Report, System } from '../../checker/index.ts';
import { checkWith, replay } from '../../checker/index.ts';
import { workerModule } from '../../checker/testing/for-workers.ts';
import many from '../../checker/testing/many.ts';
import randomMixed, { mixedSpec } from '../../checker/testing/random-mixed.ts';
import randomSystem, { specOf } from '../../checker/testing/random-system.ts';
import { bestByForce, expectedOf, faultOf, summaryOf } from '../../checker/testing/summary.ts';
import type { FirstSizes } from '../../checker/testing/tiny-tables.ts';
import { withFirstSizes } from '../../checker/testing/tiny-tables.ts';
import type { Subject, Tally } from './subject.ts';
import { subject, tape } from './subject.ts';

const urls = { plain: workerModule('random-system.ts'), mixed: workerModule('random-mixed.ts') };

/** How a system is searched. */
interface How {
  readonly options: CheckSettings;
  /** Tables that are tiny at first grow, and move, every few states; null for those of every search. */
  readonly tables: FirstSizes | null;
}

interface Input extends How {
  readonly choices: readonly number[];
  /** Whether the state has sets, optional values and queues as well. */
  readonly mixed: boolean;
}

const slots = (bits: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: bits }).map((n) => 1 << n);
const tables = fc.option(
  fc.record({ states: fc.integer({ min: 1, max: 300 }), slots: slots(7), largeSlots: slots(9) }),
  { freq: 2 },
);

const hows = (workers: fc.Arbitrary<number>): fc.Arbitrary<How> =>
  fc
    .tuple(
      workers,
      fc.boolean(),
      fc.constantFrom('checked', 'checked', 'debug', 'unchecked'),
      fc.nat(3),
      tables,
    )
    .map(([workers, all, access, order, tables]) => ({
      options: {
        workers,
        debug: access === 'debug',
        unchecked: access === 'unchecked',
        continue: all,
        ...(order === 0 && workers === 1 ? { search: 'depth-first' } : {}),
      },
      tables,
    }));

const inputs = (workers: fc.Arbitrary<number>): fc.Arbitrary<Input> =>
  fc
    .tuple(tape(300), fc.boolean(), hows(workers))
    .map(([choices, mixed, how]) => ({ choices, mixed, ...how }));

const show = ({ choices, mixed, ...how }: Input): string =>
  JSON.stringify({ ...how, system: mixed ? mixedSpec(choices) : specOf(choices) });

async function searched(
  system: System,
  { options, tables }: How,
  module: ModuleSource,
  tally: Tally,
): Promise<Report> {
  const search = (): Promise<Report> => checkWith(system, { ...options, memoryMaxBytes: 2 ** 24, module });
  const report = await (tables === null ? search() : withFirstSizes(tables, search));
  tally.count(report.verdict);
  tally.count(options.search ?? 'breadth-first');
  if (options.workers !== 1) tally.count(`${options.workers ?? 1} workers`);
  if (options.debug === true) tally.count('debug');
  if (options.unchecked === true) tally.count('unchecked');
  if (tables !== null) tally.count('tiny tables');
  return report;
}

async function judge({ choices, mixed, ...how }: Input, tally: Tally): Promise<void> {
  const { options } = how;
  const system = mixed ? randomMixed(choices) : randomSystem(choices);
  const url = mixed ? urls.mixed : urls.plain;
  const report = await searched(system, how, { url, params: choices }, tally);
  if (mixed) tally.count('with parts');
  tally.most('states', report.distinct);
  tally.most('initial states', system.initial.length);
  const deep = options.search === 'depth-first';
  // A depth-first search that stops at a violation has seen other states than one by levels.
  if (!deep) deepStrictEqual(summaryOf(report), expectedOf(system, options.continue === true));
  else if (options.continue === true) judgeDepthFirst(report, expectedOf(system, true));
  else deepStrictEqual(report.verdict, expectedOf(system, true).verdict);
  for (const { property, trace } of report.violations) {
    if (trace === null) continue;
    tally.most('steps', trace.steps.length);
    // Of parts a trace shows what they are made of.
    deepStrictEqual(faultOf(system, property, trace, !mixed), undefined);
    deepStrictEqual(replay(system, trace.id), { ...trace, shortest: false });
    if (deep) continue;
    const best = bestByForce(system, property, trace.steps.length, 300);
    const steps = trace.steps.map(({ action, params }) => action + JSON.stringify(params));
    if (best !== undefined) deepStrictEqual({ switches: trace.switches, steps }, best);
  }
}

/** Its depth is not that of the space, and its traces may be longer than the shortest. */
function judgeDepthFirst(report: Report, expected: ReturnType<typeof expectedOf>): void {
  const found = summaryOf(report);
  deepStrictEqual({ ...found, shown: 0, diameter: 0 }, { ...expected, shown: 0, diameter: 0 });
  deepStrictEqual(Object.keys(found.shown).sort(), Object.keys(expected.shown).sort());
  for (const [property, length] of Object.entries(found.shown))
    ok(length >= (expected.shown[property] ?? 0), `${property}: a trace shorter than the shortest`);
}

interface ManyInput extends How {
  readonly instances: number;
  readonly roots: number;
}

/** Of every size as often as of any other. */
const upTo = (bits: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.integer({ min: 0, max: bits - 1 }), fc.nat(999))
    .map(([n, thousandths]) => Math.floor(2 ** n * (1 + thousandths / 1000)));

/** Of the many instances two matter, and these the twin tries. */
async function judgeMany({ instances, roots, ...how }: ManyInput, tally: Tally): Promise<void> {
  const params = { instances, roots };
  const report = await searched(many(params), how, { url: workerModule('many.ts'), params }, tally);
  tally.most('action instances', instances);
  tally.most('initial states', roots);
  const all = how.options.continue === true;
  const { verdict, distinct, generated, shown } = expectedOf(
    many({ instances: Math.min(instances, 2), roots }),
    all,
  );
  deepStrictEqual(report.verdict, verdict);
  deepStrictEqual(
    report.violations.map(({ property }) => property),
    Object.keys(shown),
  );
  const deep = how.options.search === 'depth-first';
  if (all) deepStrictEqual([report.distinct, report.generated], [distinct, generated]);
  for (const { property, trace } of report.violations)
    if (trace === null || (!deep && trace.steps.length !== shown[property]))
      throw new Error(`${property}: not the shortest counterexample`);
}

export const systems: readonly Subject[] = [
  subject({
    name: 'systems',
    about: 'random systems, one worker, compared with the naive twin',
    inputs: inputs(fc.constant(1)),
    perRound: 50,
    judge,
    show,
  }),
  subject({
    name: 'workers',
    about: 'random systems, several workers, compared with the naive twin',
    inputs: inputs(fc.constantFrom(2, 4)),
    perRound: 5,
    judge,
    show,
  }),
  subject({
    name: 'many',
    about: 'many action instances and initial states, compared with the naive twin',
    inputs: fc
      .tuple(upTo(16), upTo(14), hows(fc.constantFrom(1, 1, 1, 1, 2)))
      .map(([instances, roots, how]) => ({ instances, roots, ...how })),
    perRound: 5,
    judge: judgeMany,
    show: (input) => JSON.stringify(input),
  }),
];
