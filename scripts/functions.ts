/**
 * Writes docs/functions.md: each Go function that the reference or the model has, with its counterparts.
 *
 *   npx tsx scripts/functions.ts
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundsByName, tracerOf } from '../model/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'docs/functions.md');

/** A file of this package at its version. */
function permalink(path: string): string {
  const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
    repository: { url: string };
  };
  return `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/v${version}/${path}`;
}

interface Row {
  /** Within src/. */
  file: string;
  readonly references: Set<string>;
  readonly steps: Set<string>;
}

/** The page, from the sources as they are. */
export function functionsPage(): string {
  const rows = new Map<string, Row>();
  const rowOf = (name: string, file: string): Row => {
    const row = rows.get(name) ?? { file, references: new Set<string>(), steps: new Set<string>() };
    rows.set(name, row);
    return row;
  };
  for (const [action, source] of actionSources()) {
    const [, file, name] = /^(runtime\/[\w/]+\.go), ([\w.]+)/.exec(source) ?? [];
    if (file !== undefined && name !== undefined) rowOf(name, file).steps.add(action);
  }
  for (const { goName, file, from, declared } of counterparts())
    rowOf(goName, file).references.add(`[\`${declared}\`][reference/runtime/${from}]`);
  const sorted = [...rows].sort(([a, { file: fileA }], [b, { file: fileB }]) =>
    fileA === fileB ? (a < b ? -1 : 1) : fileA < fileB ? -1 : 1,
  );
  const lines = sorted.map(
    ([name, { file, references, steps }]) =>
      `| \`${name}\` | \`${file}\` | ${[...references].sort().join(', ')} | ${[...steps]
        .sort()
        .map((step) => `\`${step}\``)
        .join(', ')} |`,
  );
  const files = [...new Set(counterparts().map(({ from }) => `reference/runtime/${from}`))].sort();
  const links = files.map((path) => `[${path}]: ${permalink(path)}`);
  return `${head}${lines.join('\n')}\n\n${links.join('\n')}\n`;
}

const head = `# Go functions, the reference and the model

Made by \`npx tsx scripts/functions.ts\`; a test compares it with the sources. The file is where a recent release has the function. The links of the
reference lead to the version of this package. A step of the model is called by its first access, at its line in
go1.26.8 ([programs of steps](programs.md)). \`nosplit cite traceAcquireEnabled\` prints a row with the claims that name the function.

| Go function | file | reference | steps of the model |
| --- | --- | --- | --- |
`;

/** Of each part, the steps of the newest release, with their sources: a function has those that begin with its first access. */
function actionSources(): Map<string, string> {
  const found = new Map<string, string>();
  for (const config of Object.keys(boundsByName).filter((name) => name !== 'nightly'))
    for (const [action, { source }] of Object.entries(tracerOf({ design: '1.26', bounds: config }).actions)) {
      const name = action.replace(/ .*/, '');
      if (source !== undefined && /^[\w.]+:\d+$/.test(name)) found.set(name, source);
    }
  return found;
}

/** What the comments of the reference say: \`Go: traceRelease, runtime/traceruntime.go\`, and the function below. */
function counterparts(): { goName: string; file: string; from: string; declared: string }[] {
  const folder = join(root, 'reference/runtime');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .sort()
    .flatMap((from) => {
      const text = readFileSync(join(folder, from), 'utf8');
      const declared = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(?:export )?(?:function\*? |const |class )(\w+)/g;
      return [...text.matchAll(declared)].flatMap(([, comment = '', name = '']) =>
        [
          ...comment
            .replace(/\n\s*\*/g, '')
            .replace(/\s+/g, ' ')
            .matchAll(/Go: ([\w.]+(?:(?:,| and) [\w.]+)*), (runtime\/\w+\.go)/g),
        ].flatMap(([, names = '', file = '']) =>
          names.split(/,? and |, /).map((goName) => ({ goName, file, from, declared: name })),
        ),
      );
    });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, functionsPage());
