import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { selectModule } from '../selection/module.ts';
import type { Out } from '../world.ts';
import { modelScript } from './bundle-model.ts';

const told: string[] = [];
const stderr: Out = {
  write: (text) => void told.push(text),
  writeBytes: () => Promise.resolve(true),
  isTTY: false,
  columns: 80,
  colour: false,
};
const world = { cwd: process.cwd(), runsModel: () => undefined, stderr };

test('what is built in needs no bundle, and without esbuild a line says what is missing', async () => {
  const example = await selectModule('peterson', [], world);
  expect(await modelScript(example, world)).toBe(null);
  expect(told).toEqual([]);
  const own = {
    ...example,
    subject: { kind: 'model', model: './m.ts', params: {} },
    module: { url: pathToFileURL('/nowhere/m.ts').href, params: {} },
  } as const;
  expect(await modelScript(own, world, [])).toBe(null);
  expect(told).toEqual([
    'nosplit: the code of ./m.ts is not in the file, which shows the run as it was recorded: esbuild, which bundles it, is not installed; npm install esbuild beside it\n',
  ]);
});
