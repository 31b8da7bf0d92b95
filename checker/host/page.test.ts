import { createHash } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import { check } from '../index.ts';
import { bodyAfter, chromium, pageScript } from '../testing/page-bundle.ts';
import { host as node } from './node.ts';
import { host as page } from './page.ts';
import { sha256 } from './sha256.ts';

test("SHA-256 in plain JavaScript is Node's", () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])
    expect(sha256('é'.repeat(length)), String(length)).toBe(node.sha256('é'.repeat(length)));
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});

test('a page lets messages through between two slices, and says what it has not', async () => {
  const heard: unknown[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => heard.push(true), { once: true });
  port1.start();
  port2.postMessage('heard');
  while (heard.length === 0) await page.nextTurn();
  port1.close();
  expect(page.startWorker).toBeNull();
  expect(page.files).toBeNull();
  expect(page.memoryLimits()).toMatchObject([{ of: 'the page' }]);
});

const params = { broken: true, n: 3 };
const found = ({
  verdict,
  distinct,
  generated,
  diameter,
  violations,
}: Awaited<ReturnType<typeof check>>) => ({
  ...{ verdict, distinct, generated, diameter },
  violations: violations.map(({ property, steps, trace }) => [property, steps, trace?.id]),
});

/** The same check as below, as a page runs it. */
const text = `
import { check } from './checker/index.ts';
import twoPhaseCommit from './examples/two-phase-commit.ts';

const found = ${String(found)};
const system = twoPhaseCommit(${JSON.stringify(params)});
const said = (run) => run.then((report) => JSON.stringify(found(report)), (error) => error.code + ': ' + error.message);
globalThis.notes = [];
const module = { url: 'nowhere' };
globalThis.answers = Promise.all([
  said(check(system)),
  said(check(system, { workers: 2, module, onNote: (note) => notes.push(note) })),
  said(check(system, { checkpoint: { file: 'kept' } })),
]);
`;

describe('checker and a model bundled for a page', () => {
  let script = '';
  let expected: unknown;
  beforeAll(async () => {
    script = await pageScript(text);
    const report = found(await check(twoPhaseCommit(params)));
    expect(report).toMatchObject({
      verdict: 'violated',
      violations: [[expect.any(String), expect.any(Number), expect.any(String)]],
    });
    expected = report;
  });

  function judge([plain = '', parallel = '', kept = '']: readonly string[]): void {
    expect(JSON.parse(plain)).toEqual(expected);
    expect(JSON.parse(parallel)).toEqual(expected);
    expect(kept).toBe(
      'options: a page has no files to keep a checkpoint in; leave out checkpoint and resume',
    );
  }

  test("find the same id, counts and verdict where nothing of Node's is", async () => {
    const context = createContext({ performance, MessageChannel, TextEncoder });
    runInContext(script, context);
    const { answers, notes } = context as { readonly answers: Promise<string[]>; readonly notes: unknown };
    judge(await answers);
    expect(JSON.stringify(notes)).toBe('["a page has no worker threads; one worker searches"]');
  });

  test.skipIf(chromium === undefined)('find the same in Chromium', () => {
    const shown = `${script}\nvoid answers.then((all) => (document.body.textContent = JSON.stringify(all)));`;
    judge(JSON.parse(bodyAfter(chromium ?? '', shown)) as string[]);
  });
});
