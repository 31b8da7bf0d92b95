import { describe, expect, test } from 'vitest';
import { induction } from '../../checker/index.ts';
import type { InductionReport } from '../../checker/index.ts';
import type { Design } from '../design.ts';
import { designNamed, designs } from '../designs.ts';
import { mutantNamed } from '../mutants/index.ts';
import { actionMutants } from '../mutants/actions/index.ts';
import type { ActionMutant } from '../mutants/actions/mutant.ts';
import { impliedProperties, inductiveInvariant } from './invariant.ts';
import type { ViewSize } from './view.ts';
import { endlessPair, viewOfOneM } from './view.ts';

const { frame, claims } = inductiveInvariant();
const correct = designNamed('1.26-nosplit');
const one: ViewSize = { buffersPerM: 1, eventsPerBuffer: 1 };
const two: ViewSize = { buffersPerM: 2, eventsPerBuffer: 1 };

/** Tags: what is looked at each time. */
const everyThird = (index: number): string[] => (index % 3 === 0 ? [] : ['exhaustive']);

/** `inductive`, or the first thing that fails. */
async function judged(variant: Design | ActionMutant, size: ViewSize, conjuncts = claims): Promise<string> {
  const view = viewOfOneM(variant, size);
  // 1.23 lacks properties of nested sections.
  const properties = impliedProperties.filter((name) => Object.hasOwn(view.properties, name));
  const report = await induction(view, { ...frame, ...conjuncts }, { properties, first: true });
  return report.verdict === 'inductive' ? report.verdict : failureOf(report);
}

function failureOf({ initial: [initial], unsafe: [unsafe], steps: [step] }: InductionReport): string {
  if (initial !== undefined) return `at first: ${initial.conjunct}`;
  if (unsafe !== undefined) return `does not imply ${unsafe.property}`;
  return `${step?.action} breaks ${step?.conjunct}`;
}

test('the invariant is inductive and implies the properties', async () => {
  const view = viewOfOneM(correct, one);
  const report = await induction(view, { ...frame, ...claims }, { properties: impliedProperties });
  expect(report).toEqual({
    verdict: 'inductive',
    initial: [],
    steps: [],
    unsafe: [],
    states: 109_328,
    partialStates: 10_577,
    transitions: 252_488,
    complete: true,
  });
});

test.skipIf(process.env['NIGHTLY'] === undefined)(
  'it is inductive for two Ms that both do everything',
  async () => {
    const both = inductiveInvariant('busy');
    const conjuncts = { ...both.frame, ...both.claims };
    const report = await induction(endlessPair(correct, one), conjuncts, { properties: impliedProperties });
    expect([report.verdict, report.states, report.complete]).toEqual(['inductive', 31_069_536, true]);
  },
  3_600_000,
);

test('every property of states and steps is implied, but that of the numbers of events', () => {
  const properties = Object.entries(viewOfOneM(correct, one).properties);
  const safety = properties.flatMap(([name, { kind }]) =>
    kind === 'always' || kind === 'alwaysStep' ? [name] : [],
  );
  expect([...impliedProperties, 'EventExactlyOnce'].sort()).toEqual(safety.sort());
});

for (const [index, name] of Object.keys(claims).entries())
  test(`without ${name} it is not inductive, or implies less`, { tags: everyThird(index) }, async () => {
    const others = Object.fromEntries(Object.entries(claims).filter(([other]) => other !== name));
    expect(await judged(correct, one, others)).not.toBe('inductive');
  });

describe('what breaks it', () => {
  test('of the designs, those that have a bug', async () => {
    const verdicts: [string, string][] = [];
    for (const design of Object.values(designs)) verdicts.push([design.name, await judged(design, one)]);
    expect(verdicts).toEqual([
      ['1.23', 'StackGrowth breaks growsOutsideTheWriter'],
      ['seed', 'AcquireReentrant breaks nestedPhases'],
      ['seed-entry-gen', 'inductive'],
      ['seed-undo', 'AcquireReentrant breaks nestedPhases'],
      ['1.24', 'StackGrowth breaks growsOutsideTheWriter'],
      ['1.24-nosplit', 'AcquireReentrant breaks nestedPhases'],
      ['1.25', 'StackGrowth breaks growsOutsideTheWriter'],
      ['1.26', 'StackGrowth breaks growsOutsideTheWriter'],
      ['1.26-nosplit', 'inductive'],
    ]);
  });

  // The invariant is about the core, in the build without debugTraceReentrancy.
  const ofTheCore = Object.values(actionMutants).filter(
    ({ name, design }) => !design.debugThrowsplit && Object.hasOwn(mutantNamed(name).fails, 'tiny'),
  );

  for (const [index, mutant] of ofTheCore.entries())
    test(`${mutant.name}: ${mutant.change}`, { tags: everyThird(index) }, async () => {
      // With one buffer an M that forgets it has none left, and waits.
      const size = mutant.name === 'refill-forgets-buffer' ? two : one;
      expect(await judged(mutant, size)).not.toBe('inductive');
    });
});
