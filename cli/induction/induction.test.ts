import { expect, test } from 'vitest';
import { validatorOf } from '../testing/schema.ts';
import { nosplit } from '../testing/world.ts';
import { painter } from '../reporters/words.ts';
import { ask } from './ask.ts';
import { verdictOf } from './document.ts';
import type { Answer, InductionDocument } from './document.ts';
import { questionsOf, sizesDefault } from './questions.ts';
import type { Question } from './questions.ts';
import { inductionText } from './text.ts';

// The whole takes minutes; the schemas' tests ask it at one size, and those of the notes compare that with their table.
const { signal } = new AbortController();
const asked = (question: Question): Promise<Answer> =>
  ask(question, { signal, onStates: () => undefined, now: () => 0 });

const byEnumeration = { solver: 'enumeration' } as const;

function questionNamed(name: string): Question {
  const found = questionsOf(['1x1'], byEnumeration).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no question ${name}`);
  return found;
}

const documentOf = (answers: readonly Answer[], of = answers.length): InductionDocument => ({
  ...{
    schema: 'nosplit.induction/1',
    verdict: verdictOf(answers, of),
    design: '1.26-nosplit',
    solver: 'enumeration',
  },
  ...{ conjuncts: ['one', 'two'], implies: ['NoTornEvent'], answers, elapsedMs: 1200 },
});
const textOf = (document: InductionDocument): string =>
  inductionText(document, { width: 80, paint: painter(false), asked: document.answers.length });

test('each size, the pair, each conjunct and each mutant of the core is a question; --only leaves one table', () => {
  const all = questionsOf(sizesDefault.enumeration, byEnumeration);
  const of = (table: string): string[] => all.filter((one) => one.table === table).map(({ name }) => name);
  expect([of('sizes'), of('pair')]).toEqual([sizesDefault.enumeration, ['1x1']]);
  expect(of('conjuncts')).toContain('writerHasTheSlot');
  expect(of('mutants')).toContain('undo-leaves-flag');
  expect(questionsOf(['4x1'], { ...byEnumeration, only: 'sizes' }).map(({ name }) => name)).toEqual(['4x1']);
  const [first] = all.filter(({ table }) => table === 'conjuncts');
  expect(first?.asked().conjuncts).not.toHaveProperty(first?.name ?? '');
});

test('what is not inductive comes with its first failure, and is wrong where the invariant should be inductive', async () => {
  const question = questionNamed('split-byte');
  const right = await asked(question);
  expect(right).toMatchObject({
    ...{ table: 'mutants', verdict: 'not inductive', asExpected: true, reached: null, questions: null },
    failure: 'traceLocker.writer:52 breaks everyBufferInOnePlace',
  });
  const wrong = await asked({ ...question, expected: 'inductive' });
  expect(wrong.asExpected).toBe(false);
  expect([verdictOf([right], 1), verdictOf([right], 2), verdictOf([right, wrong], 3)]).toEqual([
    ...['expected', 'unfinished', 'unexpected'],
  ]);
  expect(textOf(documentOf([right, wrong]))).toMatch(
    /^ {2}split-byte +not inductive: traceLocker.*\n {2}and should be inductive\n\nnot as expected: 1 of 2 answers/m,
  );
  const validate = validatorOf('induction');
  expect(validate(documentOf([right, wrong])), JSON.stringify(validate.errors)).toBe(true);
  expect(validate(documentOf([{ ...right, states: -1 }]))).toBe(false);
});

test('a state that a search reaches outside the invariant is told, whatever the enumeration says', async () => {
  const question = questionNamed('1x1');
  const { system, ...rest } = question.asked();
  const nowhere = { ...rest, system: { ...system, actions: {} }, conjuncts: { nowhere: () => false } };
  const answer = await asked({
    ...{ ...question, expected: 'not inductive', isWhole: true },
    asked: () => nowhere,
  });
  expect(answer).toMatchObject({ verdict: 'not inductive', asExpected: false, reached: 1, states: 0 });
  expect(textOf(documentOf([answer]))).toContain('\n1x1: nowhere is false at first\n');
});

test('figures of the largest sizes fit 80 columns', () => {
  const large: Answer = {
    ...{ table: 'sizes', name: '4x1', verdict: 'inductive', expected: 'inductive', asExpected: true },
    ...{
      failure: null,
      counterexample: null,
      questions: null,
      states: 42_236_688,
      partialStates: 1_174_520,
      transitions: 115_514_112,
    },
    ...{ reached: 549_190, elapsedMs: 3_671_000 },
  };
  const lines = textOf(documentOf([large])).split('\n');
  expect(lines.filter((line) => line.includes('4x1'))).toHaveLength(1);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test.each([
  [['2x'], '2x is not a size; give the buffers of an M and the events of a buffer, as 2x1'],
  [['1x1', '0x3'], '0x3 is not a size; give the buffers of an M and the events of a buffer, as 2x1'],
])('%j is refused', async (sizes, told) => {
  const { exit, stdout, stderr } = await nosplit(['induction', ...sizes]);
  expect([exit, stdout, stderr]).toEqual([2, '', `nosplit: ${told}\n`]);
});

test('an interrupt ends it with what was answered, and the line of progress is removed', async () => {
  const words = ['induction', '1x1', '--only', 'sizes'];
  const json = await nosplit([...words, '--format', 'json'], { interrupt: true });
  const document = JSON.parse(json.stdout) as InductionDocument;
  expect([json.exit, document.verdict, document.answers]).toEqual([130, 'unfinished', []]);
  expect(validatorOf('induction')(document)).toBe(true);
  const { stdout, stderr } = await nosplit(words, { interrupt: true, isTTY: true });
  expect(stdout).toMatch(
    /\ninterrupted: 0 of 1 question answered; run it again, or ask less with --only \([\d.]+ m?s\)\n$/,
  );
  expect(stderr).toMatch(/^\r\u001b\[Kquestion 1 of 1, sizes 1x1: 0 states enumerated.*\r\u001b\[K$/s);
  expect((await nosplit([...words, '--quiet'], { interrupt: true, isTTY: true })).stderr).toBe('');
});
