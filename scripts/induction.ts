/**
 * Whether the invariant of `model/induction/` is inductive for the correct design, at several sizes and for two Ms that both
 * do everything, and how many of its states a search reaches; and that it is not without any one of its conjuncts, nor for
 * any mutant.
 *
 *   npx tsx scripts/induction.ts [BUFFERSxEVENTS…]     (default: 1x1 2x1 2x2 3x1)
 *
 * Ends with 1 where an answer is not as expected.
 */
import { check, induction } from '../checker/index.ts';
import type { InductionReport } from '../checker/index.ts';
import {
  designNamed,
  endlessPair,
  impliedProperties,
  inductiveInvariant,
  mutants,
  viewOfOneM,
} from '../model/index.ts';
import type { Design, Mutant, ViewSize } from '../model/index.ts';

type Endless = ReturnType<typeof viewOfOneM>;

const { frame, claims } = inductiveInvariant();
const correct = designNamed('1.26-nosplit');
const given = process.argv.slice(2);
const sizes = (given.length === 0 ? ['1x1', '2x1', '2x2', '3x1'] : given).map(sizeOf);

console.log(
  `design ${correct.name} as one M of any number sees it; ${Object.keys(claims).length} conjuncts imply`,
);
console.log(`${impliedProperties.join(', ')}\n`);
const head = [
  'buffers',
  'events each',
  'states',
  'partial states',
  'transitions',
  'states reached',
  'seconds',
];
console.log(`${row(head)}  verdict`);
for (const size of sizes) await tabulate(viewOfOneM(correct, size), inductiveInvariant(), size);
console.log('\ntwo Ms that both do everything:');
const least: ViewSize = { buffersPerM: 1, eventsPerBuffer: 1 };
await tabulate(endlessPair(correct, least), inductiveInvariant('busy'), least);

console.log('\nwithout one conjunct:');
for (const name of Object.keys(claims)) {
  const others = Object.fromEntries(Object.entries(claims).filter(([other]) => other !== name));
  expectVerdict(`  ${name.padEnd(26)}`, await judge(correct, others), 'not inductive');
}
console.log('\nmutants:');
for (const mutant of Object.values(mutants)) {
  // The invariant is about the core, in the build without debugTraceReentrancy.
  if (mutant.design.debugThrowsplit || !Object.hasOwn(mutant.fails, 'tiny')) continue;
  expectVerdict(`  ${mutant.name.padEnd(26)}`, await judge(mutant, claims), 'not inductive');
}

/** To the first failure. */
async function judge(variant: Design | Mutant, conjuncts: typeof claims): Promise<InductionReport> {
  const view = viewOfOneM(variant, { buffersPerM: 2, eventsPerBuffer: 1 });
  return await induction(view, { ...frame, ...conjuncts }, { properties: impliedProperties, first: true });
}

async function tabulate(
  system: Endless,
  invariant: ReturnType<typeof inductiveInvariant>,
  { buffersPerM, eventsPerBuffer }: ViewSize,
): Promise<void> {
  const conjuncts = { ...invariant.frame, ...invariant.claims };
  const from = performance.now();
  const report = await induction(system, conjuncts, { properties: impliedProperties });
  const seconds = (performance.now() - from) / 1000;
  const { states, partialStates, transitions } = report;
  const counts = [states, partialStates, transitions, await reached(system, conjuncts)];
  const cells = [buffersPerM, eventsPerBuffer, ...counts, seconds].map((number) =>
    Math.round(number).toLocaleString('en-US'),
  );
  expectVerdict(`${row(cells)} `, report, 'inductive');
}

/** The distinct states that a search finds, in each of which the invariant must be true. */
async function reached(system: Endless, conjuncts: typeof claims): Promise<number> {
  const properties = Object.fromEntries(
    Object.entries(conjuncts).map(([name, holds]) => [name, { kind: 'always', holds } as const]),
  );
  const { verdict, distinct, violations } = await check({ ...system, properties }, { continue: true });
  if (verdict === 'holds') return distinct;
  throw new Error(`the search says ${verdict}: ${violations.map(({ property }) => property).join(', ')}`);
}

function expectVerdict(label: string, report: InductionReport, expected: InductionReport['verdict']): void {
  const { verdict, initial, unsafe, steps } = report;
  const [failure] = [
    ...initial.map(({ conjunct }) => `${conjunct} is false at first`),
    ...unsafe.map(({ property }) => `does not imply ${property}`),
    ...steps.map(({ action, conjunct }) => `${action} breaks ${conjunct}`),
  ];
  const words = failure === undefined ? verdict : `${verdict}: ${failure}`;
  console.log(`${label} ${words}${verdict === expected ? '' : `, and should be ${expected}`}`);
  if (verdict !== expected) process.exitCode = 1;
}

function row(cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(16)).join('');
}

function sizeOf(text: string): ViewSize {
  const [, buffers, events] = /^([1-9])x([1-9])$/.exec(text) ?? [];
  if (buffers === undefined || events === undefined)
    throw new RangeError(`${text} is no size; give the buffers of an M and the events of a buffer, 2x1 say`);
  return { buffersPerM: Number(buffers), eventsPerBuffer: Number(events) };
}
