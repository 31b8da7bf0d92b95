// For esbuild: modules that a page cannot use, with the twins that it carries instead.
import { fileURLToPath } from 'node:url';

const checker = new URL('../checker/', import.meta.url);

/** Of a page that checks: it has neither threads nor files, and its searches are too short for WebAssembly. */
const ofChecks = [
  [/\/parallel\/crew\.ts$/, 'search/parallel/no-crew.ts'],
  [/\/checkpoint\/of-check\.ts$/, 'search/checkpoint/no-checkpoints.ts'],
  [/\/wasm\/going-over\.ts$/, 'search/wasm/no-wasm.ts'],
  [/\/components\/over\.ts$/, 'search/components/no-components.ts'],
];

/** Of the explorer, which walks and looks for states. */
const ofWalks = [
  ...ofChecks,
  [/\/liveness\/liveness\.ts$/, 'liveness/no-liveness.ts'],
  [/\/symmetry\/(reduction|lift)\.ts$/, 'symmetry/no-symmetry.ts'],
  [/\/vacuity\/vacuity\.ts$/, 'vacuity/no-vacuity.ts'],
];

/** @param {readonly (readonly [RegExp, string])[]} twins @returns {import('esbuild').Plugin} */
const plugin = (twins) => ({
  name: 'page-twins',
  setup(build) {
    for (const [filter, twin] of twins)
      build.onResolve({ filter }, () => ({ path: fileURLToPath(new URL(twin, checker)) }));
  },
});

export const pageTwins = plugin(ofChecks);
export const explorerTwins = plugin(ofWalks);
