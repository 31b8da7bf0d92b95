// The pages of the site in the order in which they are read: learn, do, look up, and how far to trust it.

import { readdirSync } from 'node:fs';

/** @type {readonly { readonly text: string, readonly pages: readonly string[] }[]} */
const placed = [
  {
    text: 'Tutorial',
    pages: [
      'docs/tutorial-1-a-bug-in-a-lock.md',
      'docs/tutorial-2-liveness.md',
      'docs/tutorial-3-symmetry.md',
      'docs/tutorial-4-conformance.md',
      'docs/tutorial-5-several-processes.md',
    ],
  },
  {
    text: 'Check a model',
    pages: [
      'docs/check.md',
      'docs/read-a-counterexample.md',
      'docs/ask-why.md',
      'docs/explore.md',
      'docs/write-your-own-model.md',
      'docs/test-your-model.md',
      'docs/test-your-code.md',
      'docs/liveness.md',
      'docs/symmetry.md',
      'docs/run-on-many-cores.md',
      'docs/run-on-spark.md',
      'docs/engines.md',
      'docs/stop-and-resume.md',
      'docs/other-programs.md',
      'docs/export.md',
    ],
  },
  {
    text: "Check Go's tracer",
    pages: [
      'docs/check-a-go-tree.md',
      'docs/diff.md',
      'docs/matrix.md',
      'docs/record.md',
      'docs/reproduce.md',
      'docs/real-runs.md',
      'docs/findings/README.md',
      'docs/findings/bug-a.md',
      'docs/findings/bug-b.md',
      'docs/findings/f10.md',
      'docs/findings/f11.md',
      'docs/findings/f13.md',
      'docs/findings/f14.md',
    ],
  },
  {
    text: 'Execution traces',
    pages: ['docs/run.md', 'docs/decode.md', 'docs/validate.md', 'docs/conformance.md'],
  },
  {
    text: 'Reference',
    pages: [
      'docs/reference.md',
      'checker/README.md',
      'docs/glossary.md',
      'docs/functions.md',
      'model/README.md',
      'docs/programs.md',
      'docs/cite.md',
      'CHANGELOG.md',
    ],
  },
  {
    text: 'The library',
    pages: [
      ...[
        'checker',
        'testing',
        'vitest',
        'fast-check',
        'wire',
        'model',
        'reference',
        'conformance',
        'nosplit',
      ].map((entry) => `api/${entry}.md`),
    ],
  },
  {
    text: 'Limits, and how to trust it',
    pages: [
      'docs/limits.md',
      'docs/trust.md',
      'proofs-notes.md',
      'docs/damage.md',
      'docs/bench.md',
      'model/peers/README.md',
    ],
  },
  {
    text: 'The project',
    pages: ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md'],
  },
];

/** Pages of docs that nobody has placed yet: no page is left out. */
const others = readdirSync(new URL('../docs', import.meta.url))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`)
  .filter((page) => !placed.some(({ pages }) => pages.includes(page)));

export const contents = [...placed, ...(others.length === 0 ? [] : [{ text: 'More', pages: others }])];

/**
 * What the table of contents calls a page where its own title is too long or too short for it.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const titles = {
  'checker/README.md': 'The checker',
  'model/README.md': 'The model of the tracer',
  'model/peers/README.md': 'The model in TLA+ and Promela',
  'docs/findings/bug-a.md': 'Bug A: a stack grows inside refill',
  'docs/findings/bug-b.md': 'Bug B: another generation',
  'docs/findings/f10.md': 'F10: GOMAXPROCS changes',
  'docs/findings/f11.md': 'F11: a P is stolen',
  'docs/findings/f13.md': 'F13: GOMAXPROCS between traces',
  'docs/findings/f14.md': 'F14: A P handed off in two generations',
};

/** Every page, by its path in the repository. */
export const pages = ['README.md', ...contents.flatMap((part) => part.pages)];

/**
 * Where a page is in the site: `docs/check.md` is `check.md`.
 *
 * @param {string} page
 */
export const placeOf = (page) =>
  page === 'README.md'
    ? 'index.md'
    : page
        .replace(/^docs\//, '')
        .replace(/\/README\.md$/, page.startsWith('docs/') ? '/index.md' : '.md')
        .toLowerCase();
