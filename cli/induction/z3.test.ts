import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { induction } from '../../checker/index.ts';
import { posed, solved, z3Solver } from '../../export/index.ts';
import type { Solver } from '../../export/index.ts';
import { ask } from './ask.ts';
import { questionsOf } from './questions.ts';
import type { Asked, Question } from './questions.ts';

// The tracer's invariant by z3: the answers for every step and conjunct are those of the enumeration.

let solver: Solver;
beforeAll(async () => {
  solver = await z3Solver();
});
afterAll(() => {
  solver.end();
});

const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const { signal } = new AbortController();
const questions = questionsOf(['1x1'], { solver: 'z3' });
const of = (table: string): Question[] => questions.filter((one) => one.table === table);
const verdictOf = async (question: Question): Promise<string> =>
  (await ask(question, { signal, solver, onStates: () => undefined, now: () => 0 })).verdict;

async function bothAnswer({ system, conjuncts, properties }: Asked): Promise<readonly [unknown, unknown]> {
  const told = ({
    initial,
    steps,
    unsafe,
  }: Pick<Awaited<ReturnType<typeof solved>>, 'initial' | 'steps' | 'unsafe'>): unknown => [
    initial.map(({ conjunct }) => conjunct),
    steps.map(({ action, conjunct }) => `${action} ${conjunct}`).sort(),
    unsafe.map(({ property }) => property).sort(),
  ];
  const question = await posed(system, { conjuncts }, signal, properties);
  const solving = solver.begin();
  const bySolver = await solved(question, solving.evaluate);
  solving.close();
  return [told(bySolver), told(await induction(system, conjuncts, { properties }))];
}

const MINUTES = 60_000;

test(
  'it is inductive at one buffer of one event',
  async () => {
    expect(await Promise.all(of('sizes').map(verdictOf))).toEqual(['inductive']);
  },
  MINUTES,
);

const exhaustive = { tags: ['exhaustive'], timeout: 10 * MINUTES };

test('and for two and three Ms that all do everything', exhaustive, async () => {
  for (const question of [...of('pair'), ...of('triple')])
    expect(await verdictOf(question)).toBe('inductive');
});

describe('the answers of both are the same', () => {
  test('of the design that holds', exhaustive, async () => {
    const [question] = of('sizes');
    if (question === undefined) throw new Error('no question');
    const [bySolver, byEnumeration] = await bothAnswer(question.asked());
    expect(bySolver).toEqual([[], [], []]);
    expect(byEnumeration).toEqual(bySolver);
  });

  const some = ['split-byte', 'gen-before-flag', 'flush-wrong-slot', 'last-generation-forgotten'];
  test.each(some)('of the mutant %s', exhaustive, async (name) => {
    const question = of('mutants').find((one) => one.name === name);
    if (question === undefined) throw new Error(`no mutant ${name}`);
    const [bySolver, byEnumeration] = await bothAnswer(question.asked());
    expect(bySolver).not.toEqual([[], [], []]);
    expect(bySolver).toEqual(byEnumeration);
  });

  test('without a conjunct', exhaustive, async () => {
    const [question] = of('conjuncts').filter(({ name }) => name === 'writerHasTheSlot');
    if (question === undefined) throw new Error('no conjunct');
    const [bySolver, byEnumeration] = await bothAnswer(question.asked());
    expect(bySolver).not.toEqual([[], [], []]);
    expect(bySolver).toEqual(byEnumeration);
  });
});

describe('z3 refutes', () => {
  const all = [...of('mutants'), ...of('conjuncts')];
  // All of them by night, and one in six by the exhaustive tests.
  const chosen = process.env['NIGHTLY'] === undefined ? all.filter((_, index) => index % 6 === 0) : all;
  for (const question of chosen)
    test(`${question.table} ${question.name}`, exhaustive, async () => {
      expect(await verdictOf(question)).toBe('not inductive');
    });
});

test('the command ends when it has answered', exhaustive, () => {
  const words = ['induction', '1x1', '--only', 'sizes', '--solver', 'z3', '--format', 'json'];
  const {
    verdict,
    solver: named,
    answers,
  } = JSON.parse(execFileSync(process.execPath, [bin, ...words], { encoding: 'utf8' })) as {
    verdict: string;
    solver: string;
    answers: { questions: number; states: null }[];
  };
  expect([verdict, named, answers[0]?.states]).toEqual(['expected', 'z3', null]);
  expect(answers[0]?.questions).toBeGreaterThan(100);
});
