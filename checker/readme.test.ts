import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import mutex from '../examples/mutex.ts';
import { check } from './index.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const blocks = [...read('README.md').matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code ?? '');

test('the example of the README is the one that is run', () => {
  expect(blocks[0]).toBe(read('../examples/mutex.ts').replaceAll('../checker/index.ts', 'nosplit/checker'));
});

test('the README prints what the search of its example finds', async () => {
  const { verdict, distinct, generated, diameter } = await check(mutex);
  expect(blocks[1]).toContain(`// ${verdict} ${String(distinct)} ${String(generated)} ${String(diameter)}\n`);
});
