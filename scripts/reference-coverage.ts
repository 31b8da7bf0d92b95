/**
 * How many branches of the reference's protocol the path cover takes: npx tsx scripts/reference-coverage.ts [TEST FILES]
 * Without names of test files it is conformance/follow.test.ts, which follows every transition of the model at tiny.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

/** Sections, writers, buffers, advance and reader: what the model is about. The rest of the reference has tests of its own. */
const protocol = ['stack', 'traceadvance', 'tracebuf', 'tracereader', 'traceruntime', 'tracewriter'];

const Summary = v.record(
  v.string(),
  v.object({ branches: v.object({ covered: v.number(), total: v.number() }) }),
);

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nosplit-coverage-'));
try {
  const given = process.argv.slice(2);
  const tests = given.length > 0 ? given : ['conformance/follow.test.ts'];
  const coverage = [
    '--coverage',
    '--coverage.include=reference/**/*.ts',
    '--coverage.reporter=json-summary',
    `--coverage.reportsDirectory=${folder}`,
  ];
  execFileSync('npx', ['vitest', 'run', ...tests, ...coverage], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const summary = v.parse(Summary, JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')));
  for (const name of protocol) {
    const path = join(root, `reference/runtime/${name}.ts`);
    const { covered, total } = summary[path]?.branches ?? { covered: 0, total: 0 };
    console.log(`${relative(root, path).padEnd(36)} ${covered} of ${total} branches`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
