/**
 * Bug A on real toolchains, as a table.
 *
 *   npx tsx scripts/real-runs/main.ts [--runs N] [RELEASE…]     (default: the go command's own release, three runs)
 *
 * A release is what GOTOOLCHAIN takes, go1.24.0 say; one that cannot be had is skipped with a line.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { build, outcome } from './run.ts';

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '3' } },
  allowPositionals: true,
});
const releases = positionals.length === 0 ? ['local'] : positionals;

console.log('release    runtime     traceallocfree  runs died');
for (const release of releases) {
  const asked = spawnSync('go', ['env', 'GOROOT'], {
    env: { ...process.env, GOTOOLCHAIN: release },
    encoding: 'utf8',
  });
  if (asked.status !== 0) {
    console.log(`${release} is skipped: ${asked.error?.message ?? asked.stderr.trim()}`);
    continue;
  }
  for (const runtime of ['as shipped', 'cured'] as const) {
    const program = await build(asked.stdout.trim(), runtime);
    if (program === null) continue;
    for (const allocFree of [true, false]) {
      const { runs, died, words } = outcome(program, allocFree, Number(values.runs));
      const row = [
        program.release.padEnd(10),
        runtime.padEnd(11),
        (allocFree ? '1' : 'off').padEnd(15),
        `${String(died)} of ${String(runs)}`,
      ];
      console.log(`${row.join(' ')}  ${words}`.trimEnd());
    }
    program.remove();
  }
}
