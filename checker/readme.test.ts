import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import mutex from '../examples/mutex.ts';
import * as checker from './index.ts';
import { check } from './index.ts';
import type { System } from './index.ts';
import lock from './testing/readme-lock.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const blocks = [...read('README.md').matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code ?? '');

test('the example of the README is the one that is run', () => {
  expect(blocks[0]).toBe(read('../examples/mutex.ts').replaceAll('../checker/index.ts', 'nosplit/checker'));
});

test('the example of the library is one that runs, with its types', async () => {
  const text = read('testing/as-library.ts')
    .replaceAll('../public.ts', 'nosplit/checker')
    .replaceAll('../../examples/mutex.ts', './mutex.ts');
  expect(read('../docs/write-your-own-model.md')).toContain(`\`\`\`ts\n${text}\`\`\``);
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import('./testing/as-library.ts');
  expect(said.mock.calls.at(-1)).toEqual(['holds']);
  expect(said.mock.calls.at(-2)).toEqual(['8 states, depth 3']);
  said.mockRestore();
});

test('the example of sets, optional values and queues is one that is searched to its end', async () => {
  const text = read('testing/readme-lock.ts').replaceAll('../index.ts', 'nosplit/checker');
  expect(blocks).toContain(text);
  const { verdict, distinct, properties } = await check(lock);
  expect([verdict, distinct]).toEqual(['holds', 31]);
  expect(properties.map(({ exercised }) => exercised > 0)).toEqual([true, true, true]);
});

test('the example of steps is that of a system', async () => {
  const code = blocks.find((block) => block.includes('steps({ p: range(2) }')) ?? '';
  const body = code.replace(/\/\/.*/, '');
  const names = ['array', 'bool', 'oneOf', 'over', 'range', 'record'] as const;
  // The text is the README's, which is ours.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see the line above
  const make = new Function(
    ...names,
    `${body} return system({ name: 'steps', initial: [zero], actions, properties: {} });`,
  ) as (...of: readonly unknown[]) => System;
  const system = make(...names.map((name) => checker[name]));
  expect((await check(system)).distinct).toBe(8);
});

test('the example of composed processes is that of a system', async () => {
  const code = blocks.find((block) => block.includes('compose(')) ?? '';
  // The text is the README's, which is ours.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see the line above
  const make = new Function(
    'compose',
    'int',
    `${code} return system({ name: 'shop', actions, properties: {} });`,
  ) as (...of: readonly unknown[]) => System;
  expect((await check(make(checker.compose, checker.int))).distinct).toBe(45);
});

test('the README prints what the search of its example finds', async () => {
  const { verdict, distinct, generated, diameter } = await check(mutex);
  expect(blocks[1]).toContain(`// ${verdict} ${String(distinct)} ${String(generated)} ${String(diameter)}\n`);
});
