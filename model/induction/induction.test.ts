import { describe, expect, test } from 'vitest';
import { induction } from '../../checker/index.ts';
import type { InductionReport } from '../../checker/index.ts';
import { mutants } from '../mutants/index.ts';
import { mutantPrograms } from '../mutants/programs.ts';
import { programsOfDesign } from '../program/edits/cures.ts';
import type { ReleasePrograms } from '../program/releases/releases.ts';
import { impliedProperties, inductiveInvariant } from './invariant.ts';
import { correct } from './testing/trees.ts';
import type { ViewSize } from './view.ts';
import { endlessMs, viewOfOneM } from './view.ts';

const one: ViewSize = { buffersPerM: 1, eventsPerBuffer: 1 };
const two: ViewSize = { buffersPerM: 2, eventsPerBuffer: 1 };

/** Tags: what is looked at each time. */
const everyThird = (index: number): string[] => (index % 3 === 0 ? [] : ['exhaustive']);

/** `inductive`, or the first thing that fails, where one conjunct is left out. */
async function judged(tree: ReleasePrograms, size: ViewSize, without?: string): Promise<string> {
  const view = viewOfOneM(tree, size);
  const conjuncts = Object.entries(inductiveInvariant(view).conjuncts).filter(([name]) => name !== without);
  const properties = impliedProperties(view.system);
  const report = await induction(view.system, Object.fromEntries(conjuncts), { properties, first: true });
  return report.verdict === 'inductive' ? report.verdict : failureOf(report);
}

function failureOf({ initial: [initial], unsafe: [unsafe], steps: [step] }: InductionReport): string {
  if (initial !== undefined) return `at first: ${initial.conjunct}`;
  if (unsafe !== undefined) return `does not imply ${unsafe.property}`;
  return `${step?.action} breaks ${step?.conjunct}`;
}

test('the invariant is inductive and implies the properties', async () => {
  const view = viewOfOneM(correct, one);
  const properties = impliedProperties(view.system);
  const report = await induction(view.system, inductiveInvariant(view).conjuncts, { properties });
  expect(report).toEqual({
    verdict: 'inductive',
    initial: [],
    steps: [],
    unsafe: [],
    states: 22_621,
    partialStates: 12_175,
    transitions: 73_601,
    complete: true,
  });
});

test.skipIf(process.env['NIGHTLY'] === undefined)(
  'it is inductive for two Ms that both do everything',
  async () => {
    const both = endlessMs(correct, one);
    const properties = impliedProperties(both.system);
    const report = await induction(both.system, inductiveInvariant(both).conjuncts, { properties });
    expect([report.verdict, report.states, report.complete]).toEqual(['inductive', 1_236_423, true]);
  },
  3_600_000,
);

test('every property of states is implied, but that of the numbers of events', () => {
  const { system } = viewOfOneM(correct, one);
  const safety = Object.entries(system.properties).flatMap(([name, { kind }]) =>
    ['always', 'alwaysStep', 'alwaysOver'].includes(kind) ? [name] : [],
  );
  expect([...impliedProperties(system), 'EventExactlyOnce'].sort()).toEqual(safety.sort());
  expect(safety.length).toBeGreaterThan(20);
});

for (const [index, name] of inductiveInvariant(viewOfOneM(correct, one)).claims.entries())
  test(`without ${name} it is not inductive, or implies less`, { tags: everyThird(index) }, async () => {
    expect(await judged(correct, one, name)).not.toBe('inductive');
  });

describe('what breaks it', () => {
  test.each([
    ['1.23', 'traceAcquireEnabled:240 breaks entryGenIsThatOfTheOuter'],
    ['1.24', 'traceAcquireEnabled:214 breaks locksAreCounted'],
    ['1.25', 'traceAcquireEnabled:215 breaks locksAreCounted'],
    ['1.26', 'StackGrowth breaks growsInASection'],
    ['1.27', 'StackGrowth breaks growsInASection'],
    ['seed', 'traceAcquireEnabled:214 breaks locksAreCounted'],
    ['1.24-nosplit', 'traceAcquireEnabled:214 breaks locksAreCounted'],
    ['1.26-nosplit', 'inductive'],
  ])('%s: %s', async (design, verdict) => {
    expect(await judged(programsOfDesign(design), one)).toBe(verdict);
  });

  // The invariant is about the core, in the build without debugTraceReentrancy.
  const ofTheCore = Object.values(mutants).filter(({ fails }) => Object.hasOwn(fails, 'tiny'));

  test('the mutants of the core are there', () => {
    expect(ofTheCore.length).toBeGreaterThan(30);
  });

  for (const [index, { name, change }] of ofTheCore.entries())
    test(`${name}: ${change}`, { tags: everyThird(index) }, async () => {
      // With one buffer an M that forgets it has none left, and waits.
      const size = name === 'refill-forgets-buffer' ? two : one;
      expect(await judged(mutantPrograms(name, 'core'), size)).not.toBe('inductive');
    });
});
