/**
 * One table from one run on one machine: nosplit beside SPIN on many models, beside TLC, Stateright, rumur and a search written by
 * hand on some, and its decoder beside Go's own tool.
 *
 *   npm run bench [-- --quick] [--only TEXT]… [--runs N] [--format text|json] [--out FILE]
 *
 * `--only` keeps the rows whose model, tool and workers (`two-phase commit n=8 nosplit 1`) contain one of the texts.
 * `--quick` takes two-phase commit and the tracer, smaller, and one round. The rows take turns, so that a busy machine is unfair to all alike.
 * A whole run leaves its numbers in `bench/results/latest.jsonl`, any other one only where `--out` says.
 * Ends with 1 where a row's counts are wrong.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { scaled, tracer, twoPhaseCommit, usable } from './contests.ts';
import type { Contest } from './contests.ts';
import { decodeCells, decoded, decoders, decodeTargets, missing as missingDecoder } from './decode.ts';
import type { Decoded, Decoder } from './decode.ts';
import { floorSeconds } from './floor.ts';
import { measure, unmeasurable } from './measure.ts';
import { inScratch, repository } from '../peers/index.ts';
import { assertCounts, resultOf } from './results.ts';
import type { Result, Run } from './results.ts';
import { aligned, table, targetLine } from './table.ts';
import { reached, remarks, targets } from './targets.ts';

const values = options();
const rounds = Number(values.runs ?? (values.quick ? 1 : 3));
if (!Number.isInteger(rounds) || rounds < 1) fail(`--runs ${values.runs ?? ''} is not a positive integer`);
if (values.format !== 'text' && values.format !== 'json')
  fail(`--format ${values.format} is neither text nor json`);
const whole = !values.quick && values.only.length === 0;
const out =
  values.out ?? (whole ? fileURLToPath(new URL('bench/results/latest.jsonl', repository)) : undefined);
const [one, two] = values.quick ? [7, 7] : [8, 9];
const bounds = values.quick ? ['tiny', 'small'] : ['small', 'ci'];

const nameOf = ({ model, tool, workers }: Contest | Decoder): string => `${model} ${tool} ${workers}`;
const isChosen = (row: Contest | Decoder): boolean =>
  values.only.length === 0 || values.only.some((text) => nameOf(row).includes(text));
const chosen = [
  ...twoPhaseCommit(one),
  // For two workers over one; the others take minutes.
  ...(two === one ? [] : twoPhaseCommit(two).filter(({ tool }) => tool === 'nosplit')),
  ...(values.quick ? [] : scaled()),
  ...bounds.flatMap((name) => tracer(name)),
].filter(isChosen);
const chosenDecoders = decoders.filter(isChosen);
if (chosen.length === 0 && chosenDecoders.length === 0) fail(`no row contains ${values.only.join(' or ')}`);
const missing = unmeasurable();
if (missing !== undefined) fail(`nothing can be measured: ${missing}`);

const { ready: contests, skipped: skippedTools } = usable(chosen);
const decoderLack = chosenDecoders.length === 0 ? undefined : missingDecoder();
const skipped = new Map([
  ...skippedTools,
  ...(decoderLack === undefined ? [] : [['decode', decoderLack] as const]),
]);

try {
  inScratch(bench);
} catch (error) {
  fail(messageOf(error), 1);
}

function bench(scratch: string): void {
  const loadBefore = loadavg();
  const results = measured(scratch);
  const decodes = measuredDecoders(scratch);
  const judged = [...targets(results, one, two, bounds.at(-1) ?? ''), ...decodeTargets(decodes)];
  const environment = {
    date: new Date().toISOString(),
    commit: git('rev-parse', 'HEAD'),
    changed: git('status', '--porcelain', '--untracked-files=no') !== '',
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    loadBefore,
    loadAfter: loadavg(),
    rounds,
  };
  const lines = [
    { kind: 'environment', ...environment },
    ...results.map((result) => ({ kind: 'result', ...result })),
    ...decodes.map((result) => ({ kind: 'decode', ...result })),
    ...[...skipped].map(([tool, reason]) => ({ kind: 'skipped', tool, reason })),
    ...judged.map((target) => ({ kind: 'target', ...target, verdict: reached(target) })),
  ].map((line) => `${JSON.stringify(line)}\n`);
  if (out !== undefined) {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, lines.join(''));
  }
  if (values.format === 'json') {
    process.stdout.write(lines.join(''));
    return;
  }
  const load = (averages: readonly number[]): string => (averages[0] ?? NaN).toFixed(2);
  console.log(
    [
      `${environment.cores} cores (${environment.cpu}), Node ${environment.node}, commit ${environment.commit.slice(0, 12)}${environment.changed ? ' with changes' : ''}`,
      `rounds: ${rounds} (medians are shown; what takes minutes runs once); load average ${load(loadBefore)} before, ${load(environment.loadAfter)} after`,
      '',
      ...(results.length === 0 ? [] : [...table(results), '']),
      ...(decodes.length === 0 ? [] : [...aligned(decodeCells(decodes)), '']),
      'Wall and CPU time are of the whole process, from outside. B/state: all that the tool stores; * peak memory over distinct states.',
      'x floor: CPU time over that of random probes alone, one for each transition, into a table of that size.',
      ...[...skipped].map(([tool, reason]) => `${tool} is skipped: ${reason}`),
      '',
      ...(values.quick
        ? ['The targets are for n=8, n=9 and ci; a quick run only shows the ratios for n=7 and small.']
        : []),
      ...judged.map(targetLine),
      '',
      ...remarks(results),
    ].join('\n'),
  );
}

/** Runs the contests in turns. What is slow runs in the first round only. */
function measured(scratch: string): Result[] {
  const ready = contests.map((contest, k) => {
    const folder = join(scratch, String(k));
    mkdirSync(folder);
    return { contest, search: contest.prepare(folder), runs: [] as Run[] };
  });
  for (let round = 1; round <= rounds; round++) {
    for (const { contest, search, runs } of ready) {
      if (contest.slow && round > 1) continue;
      const { output, usage } = measure(search);
      const outcome = search.read(output);
      assertCounts(contest, outcome);
      runs.push({ ...usage, outcome });
      tell(contest, round, usage.wallSeconds);
    }
  }
  const floors = new Map<string, number>();
  return ready.map(({ contest, runs }) => {
    const floor = floors.get(contest.model) ?? floorSeconds(contest.expected);
    floors.set(contest.model, floor);
    return resultOf(contest, runs, floor);
  });
}

/** Some 25 MB of trace; a tenth of it where it is to be quick. */
function measuredDecoders(scratch: string): Decoded[] {
  if (chosenDecoders.length === 0 || decoderLack !== undefined) return [];
  return decoded(chosenDecoders, scratch, values.quick ? 10_000 : 100_000, rounds, (row, round, usage) => {
    tell(row, round, usage.wallSeconds);
  });
}

function tell(row: Contest | Decoder, round: number, wallSeconds: number): void {
  console.error(`round ${round} of ${rounds}: ${nameOf(row)}: ${wallSeconds.toFixed(2)} s`);
}

function options() {
  try {
    return parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        runs: { type: 'string' },
        format: { type: 'string', default: 'text' },
        out: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return fail(messageOf(error));
  }
}

function git(...words: string[]): string {
  const { stdout, status } = spawnSync('git', words, { cwd: fileURLToPath(repository), encoding: 'utf8' });
  return status === 0 ? stdout.trim() : 'unknown';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(message: string, code = 2): never {
  console.error(`bench: ${message}`);
  process.exit(code);
}
