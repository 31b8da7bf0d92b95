import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explorer, plainStory } from '../../checker/index.ts';
import peterson from '../../examples/peterson.ts';
import { Desk, detailsShown, runShown, systemShown, withGuards } from '../../explorer/index.ts';
import type { Served } from './server.ts';
import { serve } from './server.ts';

const system = peterson({ broken: true });
const of = explorer(system);
const spec = { base: { kind: 'recorded' }, changes: [] } as const;
let served: Served;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<Answer> {
  const { port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('the server of explore', () => {
  beforeAll(async () => {
    served = await serve(
      {
        schema: 'nosplit.page/1',
        version: '0',
        isServed: true,
        spec,
        system: systemShown(of, plainStory, 'peterson', []),
        run: runShown(of, plainStory, of.initial()),
        details: [detailsShown(of, plainStory, of.initial())],
        words: [],
        golden: null,
        functions: {},
        others: [],
      },
      new Desk(({ changes }) => ({
        system: withGuards(system, changes),
        story: plainStory,
        title: 'peterson',
        offers: [],
      })),
      ({ id }) => Promise.reject(new Error(`${id} is no run of a design`)),
    );
  });
  afterAll(() => served.close());
  const token = (): string => /token=([0-9a-f]{32})$/.exec(served.url)?.[1] ?? '';

  test('hands out the page and nothing else, under its policy', async () => {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[0-9a-f]{32}$/);
    for (const path of ['/', '/app.js', '/app.css', '/worker.js', '/graph.js']) {
      const { status, headers } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers).toMatchObject({
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
    }
    const policy = (await ask('/')).headers['content-security-policy'];
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    // What the checker generates, and WebAssembly, run in workers alone.
    for (const path of ['/worker.js', '/graph.js'])
      expect((await ask(path)).headers['content-security-policy']).toContain("'unsafe-eval'");
    for (const path of ['/index.html', '/../package.json', '/%2e%2e/package.json', '/data/x', '//etc/passwd'])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
  });

  test('gives data to nobody without the token, and answers to no other name', async () => {
    expect((await ask('/data')).status).toBe(403);
    expect((await ask('/data', { headers: { 'x-nosplit-token': 'x'.repeat(32) } })).status).toBe(403);
    for (const path of ['/ask', '/golden'])
      expect((await ask(path, { method: 'POST', body: '{}' })).status).toBe(403);
    expect((await ask('/', { headers: { host: 'evil.example' } })).status).toBe(421);
    const { status, body } = await ask('/data', { headers: { 'x-nosplit-token': token() } });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ schema: 'nosplit.page/1', isServed: true });
  });

  test('answers for a model whose code is here, and says what is wrong with a question', async () => {
    const posed = async (question: unknown): Promise<unknown> =>
      JSON.parse(
        (
          await ask('/ask', {
            method: 'POST',
            headers: { 'x-nosplit-token': token() },
            body: typeof question === 'string' ? question : JSON.stringify(question),
          })
        ).body,
      );
    const instance = of.choices(of.initial()).possible[0]?.instance ?? -1;
    expect(await posed({ kind: 'take', spec, id: null, at: 0, instance })).toMatchObject({
      answer: { steps: [{ process: 'p=0' }] },
    });
    expect(
      await posed({ kind: 'find', spec, id: null, at: 0, goal: { kind: 'violation' }, depthMax: null }),
    ).toMatchObject({
      answer: { found: { kind: 'found', property: 'MutualExclusion', steps: 7 } },
    });
    expect(await posed({ kind: 'run', spec, id: 'nonsense' })).toMatchObject({
      error: expect.stringContaining('is not a trace id') as string,
    });
    const { body } = await ask('/golden', {
      method: 'POST',
      headers: { 'x-nosplit-token': token() },
      body: JSON.stringify({ design: '1.26', bounds: 'tiny', id: 'x' }),
    });
    expect(JSON.parse(body)).toEqual({ error: 'x is no run of a design' });
    expect(await posed('{')).toMatchObject({ error: expect.any(String) as string });
    expect(await posed('x'.repeat(2 ** 20 + 1))).toMatchObject({ error: 'the question is too long' });
  });
});
