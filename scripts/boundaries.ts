import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');

const folders = [
  'index.ts',
  'checker',
  'model',
  'facts',
  'wire',
  'reference',
  'conformance',
  'explorer',
  'cli',
  'examples',
  'harness',
  'bench',
  'scripts',
];

const Cruise = v.object({
  summary: v.object({
    totalCruised: v.number(),
    violations: v.array(v.object({ from: v.string(), to: v.string(), rule: v.object({ name: v.string() }) })),
  }),
});

/** What a look at the imports below `root` found: how many modules were read, and one line per broken rule. */
export type Boundaries = { readonly moduleCount: number; readonly violations: readonly string[] };

/** Reads every import below `root` and judges it by the rules of `.dependency-cruiser.js`. */
export function boundaries(root: string): Boundaries {
  const depcruise = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const found = folders.filter((name) => existsSync(join(root, name)));
  const { stdout, stderr, error } = spawnSync(
    process.execPath,
    [depcruise, '--config', join(repository, '.dependency-cruiser.js'), '--output-type', 'json', ...found],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (error !== undefined) throw error;
  if (stdout === '') throw new Error(`dependency-cruiser printed nothing in ${root}: ${stderr}`);
  const { summary } = v.parse(Cruise, JSON.parse(stdout));
  return {
    moduleCount: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { moduleCount, violations } = boundaries(repository);
  for (const line of violations) console.error(line);
  console.log(`${moduleCount} modules, ${violations.length} violations`);
  // A checker that read no module has checked nothing, and says "no violations" all the same.
  if (moduleCount === 0 || violations.length > 0) process.exitCode = 1;
}
