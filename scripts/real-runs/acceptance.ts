/**
 * What the judge of logs says of real runs, and of damaged ones, as tables.
 *
 *   npm run real-runs -- logs [--statuses|--transitions] [--records N] [--out PAGE] [RELEASE…]
 *   npm run real-runs -- coverage [--out PAGE] [RELEASE]
 *   npm run real-runs -- corruptions [--transitions] [--each N] [--seed N] [--out PAGE] [WORKLOAD…]
 *
 * A release is what GOTOOLCHAIN takes, go1.24.0 say; one that cannot be had is skipped with a line. `--only NAME,…` leaves the other
 * workloads out. `--keep DIR` keeps each log, or judges the one that is kept there. The exit code is 1 where a real run is not accepted, or a
 * damaged one is without being a run.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { LogCoverage } from '../../runtime/index.ts';
import { LogReader, judgeLog, unionOf } from '../../runtime/index.ts';
import { coverageMillis, coverageRows } from './coverage.ts';
import { corrupted, readAll, truncated } from './corrupted.ts';
import { workloadsOf } from './logs.ts';
import type { Workloads } from './logs.ts';
import { withRow, withRows } from './page.ts';

const { values, positionals } = parseArgs({
  options: {
    records: { type: 'string', default: '500000' },
    each: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    statuses: { type: 'boolean', default: false },
    transitions: { type: 'boolean', default: false },
    out: { type: 'string' },
    keep: { type: 'string' },
  },
  allowPositionals: true,
});
const [table, ...names] = positionals;
if (table === 'logs') await logs(names.length === 0 ? ['local'] : names);
else if (table === 'corruptions') await corruptionsOf(names);
else if (table === 'coverage') await coverage(names[0] ?? 'local');
else throw new Error('name a table: logs, coverage, or corruptions');

async function logs(releases: readonly string[]): Promise<void> {
  for (const asked of releases) {
    const built = await toolchain(asked);
    if (built === null) continue;
    const { release, workloads } = built;
    for (const name of workloads.names) {
      if (values.only?.split(',').includes(name) === false) continue;
      const cells = [];
      for (const allocFree of [false, true]) {
        const kept = values.keep && join(values.keep, `${release}-${name}-${Number(allocFree)}.log`);
        const path =
          kept !== undefined && existsSync(kept)
            ? kept
            : await workloads.run(name, allocFree, Number(values.records), 100);
        if (kept !== undefined && kept !== path) copyFileSync(path, kept);
        const log = new LogReader(path);
        const { verdict, records, ms, reason } = judgeLog(log, log.header.design);
        log.close();
        if (verdict !== 'accepted') process.exitCode = 1;
        const words = verdict === 'accepted' ? verdict : `${verdict}: ${reason ?? ''}`;
        cells.push(`${records.toLocaleString('en')}, ${ms}`, words);
      }
      write(values.transitions ? 'transitions' : values.statuses ? 'statuses' : 'logs', [
        `${release} ${name}`,
        ...cells,
      ]);
    }
    workloads.remove();
  }
}

/** What logs of all workloads took together. */
async function coverage(asked: string): Promise<void> {
  const built = await toolchain(asked);
  if (built === null) return;
  const all: LogCoverage[] = [];
  for (const name of built.workloads.names)
    for (const allocFree of [false, true]) {
      const path = await built.workloads.run(name, allocFree, 20_000, coverageMillis[name] ?? 50);
      const log = new LogReader(path);
      const { go, design } = log.header;
      const found = judgeLog(log, design, { coverage: { go } });
      log.close();
      console.log(`${name}: ${found.verdict}, ${found.records} records`);
      if (found.verdict !== 'accepted') process.exitCode = 1;
      if (found.coverage !== null) all.push(found.coverage);
    }
  built.workloads.remove();
  const union = unionOf(all);
  if (union === null) return;
  const rows = coverageRows(union);
  console.log(rows.map((row) => row.join(' | ')).join('\n'));
  if (values.out !== undefined)
    writeFileSync(values.out, withRows(readFileSync(values.out, 'utf8'), 'coverage', rows));
}

async function corruptionsOf(workloads: readonly string[]): Promise<void> {
  const built = await toolchain('local');
  if (built === null) return;
  const draw = drawer(Number(values.seed));
  for (const name of built.workloads.names) {
    if (workloads.length > 0 && !workloads.includes(name)) continue;
    const path = await built.workloads.run(name, true, 5000, 2);
    const opened = readAll(path);
    const each = Number(values.each);
    const rows = corrupted(opened, each, draw);
    for (const { kind, tried, killed, runs, killedBySecond, missed } of rows) {
      if (missed.length > 0) process.exitCode = 1;
      const words = missed.length === 0 ? '' : `, ${missed.length} missed (${missed[0] ?? ''})`;
      console.log(
        `${name}: ${kind}: ${killed} of ${tried} killed, ${runs} are runs${words}; second ${killedBySecond}`,
      );
    }
    const cut = truncated(path, each, draw);
    if (cut < each) process.exitCode = 1;
    write(values.transitions ? 'corruptions of transitions' : 'corruptions', [
      name,
      opened.all.length.toLocaleString('en'),
      ...rows.map(
        ({ killed, runs, missed }) =>
          `${killed} + ${runs}${missed.length === 0 ? '' : ` (${missed.length})`}`,
      ),
      `${cut}`,
    ]);
  }
  built.workloads.remove();
}

async function toolchain(
  asked: string,
): Promise<{ readonly release: string; readonly workloads: Workloads } | null> {
  const env = { ...process.env, GOTOOLCHAIN: asked };
  const found = spawnSync('go', ['env', 'GOROOT', 'GOVERSION'], {
    env,
    encoding: 'utf8',
  });
  if (found.status !== 0) {
    console.log(`${asked} is skipped: ${found.error?.message ?? found.stderr.trim()}`);
    return null;
  }
  const [goroot = '', release = ''] = found.stdout.trim().split('\n');
  return {
    release,
    workloads: await workloadsOf(
      join(goroot, 'bin/go'),
      release,
      values.transitions
        ? ['core', 'statuses', 'transitions']
        : values.statuses
          ? ['core', 'statuses']
          : ['core'],
    ),
  };
}

function write(name: string, cells: readonly string[]): void {
  console.log(cells.join(' | '));
  if (values.out !== undefined)
    writeFileSync(values.out, withRow(readFileSync(values.out, 'utf8'), name, cells));
}

/** Whole numbers from 0 to below what is asked, by xorshift. */
function drawer(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
