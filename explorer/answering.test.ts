import { expect, test } from 'vitest';
import peterson from '../examples/peterson.ts';
import type { Scope } from './answering.ts';
import { answerIn, makeOwn } from './answering.ts';
import type { Base, Question, Reply } from './data.ts';

const own: Base = { kind: 'own', title: 'mine', params: { broken: true } };

/** What a worker with peterson in itself answers. */
function asked(question: Question): Promise<Reply> {
  return new Promise((resolve) => {
    const scope: Scope = { onmessage: null, postMessage: resolve };
    answerIn(scope, makeOwn(peterson));
    scope.onmessage?.({ data: { number: 7, question } });
  });
}

test("a worker makes the system of a user's model with its parameters, and no other", async () => {
  expect(
    await asked({ kind: 'system', spec: { base: own, changes: ['without:ReadTurn.my turn'] } }),
  ).toMatchObject({
    number: 7,
    error: expect.stringContaining('the guard of ReadTurn has no conjunct my turn') as string,
  });
  expect(
    await asked({ kind: 'run', spec: { base: own, changes: [] }, id: '2eb14a80-7-2d5el1' }),
  ).toMatchObject({
    number: 7,
    answer: { violated: 'MutualExclusion' },
  });
  const other: Base = { kind: 'example', name: 'peterson', params: {} };
  expect(await asked({ kind: 'system', spec: { base: other, changes: [] } })).toEqual({
    number: 7,
    error: 'this page has one model in it, and no other system',
  });
});
