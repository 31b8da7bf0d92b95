/**
 * `nosplit decode` beside Go's own tool: one trace that the go command at hand records, the same lines from both, written to
 * nowhere and to a file.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.ts';
import type { Usage } from './measure.ts';
import { isInstalled, repository } from '../peers/index.ts';
import { median } from './results.ts';
import type { Target } from './targets.ts';

export interface Decoder {
  readonly model: string;
  readonly tool: string;
  readonly workers: 1;
  readonly toFile: boolean;
}

/** The rows; `nosplit` and Go's tool take turns. */
export const decoders: readonly Decoder[] = [false, true].flatMap((toFile) =>
  ['nosplit', 'go tool trace'].map((tool) => ({
    model: `decode to ${toFile ? 'a file' : 'nowhere'}`,
    tool,
    workers: 1 as const,
    toFile,
  })),
);

/** Medians over the runs of one row, of whole processes. */
export interface Decoded extends Decoder {
  /** The release that recorded the trace. */
  readonly release: string;
  readonly traceBytes: number;
  readonly lines: number;
  readonly runs: number;
  readonly wallSeconds: number;
  readonly wallSecondsMin: number;
  readonly wallSecondsMax: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  /** Of the trace. */
  readonly megabytesPerSecond: number;
  readonly linesPerSecond: number;
}

/** What is missing and how to get it, or undefined. */
export const missing = (): string | undefined =>
  isInstalled('go', 'version') ? undefined : 'no go command; install Go 1.23 or later';

/** Runs those rows in turns, on a trace of about 270 bytes a round. Throws where the lines of two tools differ. */
export function decoded(
  rows: readonly Decoder[],
  scratch: string,
  traceRounds: number,
  rounds: number,
  told: (row: Decoder, round: number, usage: Usage) => void,
): Decoded[] {
  const folder = join(scratch, 'decode');
  const { path, release } = recorded(folder, traceRounds);
  const words = { nosplit: ours(path), 'go tool trace': theirs(folder, release, path) };
  const lines = linesOf(Object.values(words), folder);
  const runs = rows.map((row) => ({ row, usages: [] as Usage[] }));
  for (let round = 1; round <= rounds; round++) {
    for (const { row, usages } of runs) {
      const usage = run(row.tool === 'nosplit' ? words.nosplit : words['go tool trace'], row.toFile, folder);
      usages.push(usage);
      told(row, round, usage);
    }
  }
  const traceBytes = statSync(path).size;
  return runs.map(({ row, usages }) => resultOf(row, { release, traceBytes, lines }, usages));
}

/** A trace with events of most kinds, as the go command's release records it. */
function recorded(folder: string, rounds: number): { readonly path: string; readonly release: string } {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), 'module record\n\ngo 1.22\n');
  for (const name of ['main.go', 'coroutine.go'])
    copyFileSync(fileURLToPath(new URL(`wire/testing/record/${name}`, repository)), join(folder, name));
  said('go', ['build', '-o', 'record', '.'], folder);
  const path = join(folder, 'trace');
  said(join(folder, 'record'), [path, String(rounds)], folder);
  return { path, release: said('go', ['env', 'GOVERSION'], folder) };
}

const ours = (path: string): string[] => [
  process.execPath,
  fileURLToPath(new URL('dist/cli/bin.js', repository)),
  'decode',
  path,
];

/** The tool itself, without the go command that would look for it first. */
const theirs = (folder: string, release: string, path: string): string[] => [
  said('go', ['tool', '-n', 'trace'], folder),
  release.startsWith('go1.23') ? '-d=2' : '-d=wire',
  path,
];

function linesOf(tools: readonly (readonly string[])[], folder: string): number {
  const [first, ...others] = tools.map((words) => {
    run(words, true, folder);
    return readFileSync(join(folder, 'lines'));
  });
  if (first === undefined || !others.every((other) => other.equals(first)))
    throw new Error("nosplit's lines are not those of Go's tool");
  let lines = 0;
  for (let at = first.indexOf(10); at >= 0; at = first.indexOf(10, at + 1)) lines++;
  return lines;
}

const run = (words: readonly string[], toFile: boolean, cwd: string): Usage =>
  measure({
    command: 'sh',
    words: ['-c', `exec "$0" "$@" > ${toFile ? 'lines' : '/dev/null'}`, ...words],
    cwd,
  }).usage;

function said(command: string, words: readonly string[], cwd: string): string {
  const { stdout, stderr, status, error } = spawnSync(command, words, { cwd, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${command} ${words.join(' ')}: ${stderr.trim()}`);
  return stdout.trim();
}

export function resultOf(
  row: Decoder,
  trace: Pick<Decoded, 'release' | 'traceBytes' | 'lines'>,
  usages: readonly Usage[],
): Decoded {
  const walls = usages.map(({ wallSeconds }) => wallSeconds);
  const wallSeconds = median(walls);
  return {
    ...row,
    ...trace,
    runs: usages.length,
    wallSeconds,
    wallSecondsMin: Math.min(...walls),
    wallSecondsMax: Math.max(...walls),
    cpuSeconds: median(usages.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: median(usages.map(({ peakBytes }) => peakBytes)),
    megabytesPerSecond: trace.traceBytes / 1e6 / wallSeconds,
    linesPerSecond: trace.lines / wallSeconds,
  };
}

/** At least the tool's rate, wherever the lines go. */
export function decodeTargets(results: readonly Decoded[]): Target[] {
  return [false, true].map((toFile) => {
    const rate = (tool: string): number | undefined =>
      results.find((result) => result.tool === tool && result.toFile === toFile)?.linesPerSecond;
    const [mine, gos] = [rate('nosplit'), rate('go tool trace')];
    return {
      claim: `decode to ${toFile ? 'a file' : 'nowhere'}, lines a second over Go's tool`,
      unit: '×',
      atLeast: 1,
      value: mine === undefined || gos === undefined ? null : mine / gos,
    };
  });
}

/** Rows of cells below their headings; none without results. */
export function decodeCells(results: readonly Decoded[]): string[][] {
  if (results.length === 0) return [];
  const headings = [
    'model',
    'tool',
    'trace MB',
    'lines',
    'wall s',
    'min-max',
    'CPU s',
    'MB/s',
    'lines/s',
    'peak MB',
  ];
  const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
  return [
    headings,
    ...results.map((result, k) => [
      results[k - 1]?.model === result.model ? '' : result.model,
      result.tool === 'nosplit' ? result.tool : `${result.tool}, ${result.release}`,
      (result.traceBytes / 1e6).toFixed(1),
      grouped(result.lines),
      result.wallSeconds.toFixed(2),
      `${result.wallSecondsMin.toFixed(2)}-${result.wallSecondsMax.toFixed(2)}`,
      result.cpuSeconds.toFixed(2),
      result.megabytesPerSecond.toFixed(1),
      grouped(result.linesPerSecond),
      (result.peakBytes / 1e6).toFixed(0),
    ]),
  ];
}
