import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { ClosingLine } from './scripts/closing-line.ts';

const source = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  // What package.json's `imports` find in dist. No condition: worker threads would inherit it, and they run from dist.
  resolve: {
    alias: {
      '#host': source('checker/host/node.ts'),
      '#releases': source('model/program/releases/kept-releases.ts'),
    },
  },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '**/fixtures/**', '**/testdata/**'],
    // Worker threads start from `dist`: Node 20 cannot start a worker from a `.ts` file.
    globalSetup: ['scripts/build-before-tests.ts'],
    // What several workers are to be tested with is searched by several workers, however short it is.
    setupFiles: ['checker/testing/share-at-once.ts'],
    // Two, because searches with 2 and 4 worker threads of their own run inside these.
    maxWorkers: 2,
    testTimeout: 300_000,
    // `npm test` leaves these out, and `npm run test:all` runs everything.
    tags: [{ name: 'exhaustive', description: 'Runs in npm run test:all, which .ci/run calls.' }],
    hookTimeout: 300_000,
    passWithNoTests: false,
    reporters: ['default', new ClosingLine()],
    coverage: {
      provider: 'v8',
      include: ['{checker,model,facts,wire,reference,runtime,conformance,cli,examples}/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**', '**/fixtures/**', '**/testdata/**'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'coverage',
    },
  },
});
