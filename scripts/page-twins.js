// For esbuild: modules that a page cannot use, with the twins that it carries instead. They are a tenth of what the checker takes there.
import { fileURLToPath } from 'node:url';

const search = new URL('../checker/search/', import.meta.url);
const twins = [
  [/\/parallel\/crew\.ts$/, 'parallel/no-crew.ts'],
  [/\/checkpoint\/of-check\.ts$/, 'checkpoint/no-checkpoints.ts'],
  [/\/wasm\/going-over\.ts$/, 'wasm/no-wasm.ts'],
];

/** @type {import('esbuild').Plugin} */
export const pageTwins = {
  name: 'page-twins',
  setup(build) {
    for (const [filter, twin] of twins)
      build.onResolve({ filter }, () => ({ path: fileURLToPath(new URL(twin, search)) }));
  },
};
