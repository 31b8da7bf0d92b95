import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { boundaries } from './boundaries.ts';

const planted: string[] = [];
afterEach(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true });
});

/** A throw-away source tree with these files. */
function tree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  planted.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const clean = {
  'package.json': '{"type":"module"}',
  'checker/index.ts': `export { search } from './search.ts';`,
  'checker/search.ts': `export const search = 1;`,
  'model/index.ts': `export { tracer } from './tracer.ts';`,
  'model/tracer.ts': `import type { search } from '../checker/index.ts';\nexport const tracer: typeof search = 1;`,
  'facts/index.ts': `import { tracer } from '../model/index.ts';\nexport const facts: number = tracer;`,
  'examples/mutex.ts': `import { search } from '../checker/index.ts';\nexport default search;`,
  'cli/bin.ts': `import '../checker/index.ts';\nimport '../model/index.ts';\nimport '../facts/index.ts';`,
};

test('the rules accept a tree whose arrows point the right way', () => {
  expect(boundaries(tree(clean))).toEqual({ moduleCount: 7, violations: [] });
});

test('every rule reports the violation planted for it', () => {
  const { violations } = boundaries(
    tree({
      ...clean,
      'checker/report.ts': `import type { tracer } from '../model/index.ts';\nexport type Report = typeof tracer;`,
      'checker/search.ts': `import './report.ts';\nimport './search-loop.ts';\nexport const search = 1;`,
      'checker/search-loop.ts': `import './search.ts';\nimport 'node:fs';`,
      'model/reader.ts': `import '../facts/index.ts';`,
      'model/index.ts': `import './reader.ts';\nimport './gone.ts';\nexport { tracer } from './tracer.ts';`,
      'model/program/language/up.ts': `import '../state/field.ts';`,
      'model/program/state/field.ts': `export const field = 1;`,
      'examples/tracer.ts': `import '../model/index.ts';`,
      'facts/parse.ts': `import '../checker/index.ts';`,
      'reference/tracer.ts': `import '../checker/index.ts';`,
      'cli/deep.ts': `import '../checker/report.ts';`,
      'cli/lonely.ts': `export const lonely = 1;`,
      'cli/untested.ts': `import './bin.test.ts';`,
      'cli/bin.test.ts': `import '../checker/search.ts';\nimport './testing/folder.ts';`,
      'cli/testing/folder.ts': `export const folder = 1;`,
    }),
  );
  expect(violations.filter((line) => !line.startsWith('no-cycle')).sort()).toEqual([
    'checker-imports-nothing-of-ours: checker/report.ts → model/index.ts',
    'enter-through-index: cli/deep.ts → checker/report.ts',
    'examples-imports-only-checker: examples/tracer.ts → model/index.ts',
    'facts-imports-only-model: facts/parse.ts → checker/index.ts',
    'imports-resolve: model/index.ts → ./gone.ts',
    'model-imports-only-checker: model/reader.ts → facts/index.ts',
    'model-program-language-imports-nothing-above: model/program/language/up.ts → model/program/state/field.ts',
    'no-orphan: cli/lonely.ts → cli/lonely.ts',
    'no-test-imported: cli/untested.ts → cli/bin.test.ts',
    'node-only-in-the-host: checker/search-loop.ts → fs',
    'reference-imports-only-wire: reference/tracer.ts → checker/index.ts',
  ]);
  // A cycle is reported from whichever of its modules is read first.
  expect(
    violations.filter((line) => line.startsWith('no-cycle') && line.includes('checker/search-loop.ts')),
  ).not.toEqual([]);
});
