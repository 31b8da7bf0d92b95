/**
 * What is measured: one model in one tool, with the counts that it must give.
 */
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { examples } from '../examples/index.ts';
import type { Command } from './measure.ts';
import { expectedRows, peers, repository } from '../peers/index.ts';
import type { Counts, Row } from '../peers/index.ts';
import { aboutRuns, tracerCounts } from '../peers/index.ts';

/** Size of the searched system, which the rate depends on. */
export interface Shape {
  readonly stateBits: number;
  readonly stateWords: number;
  readonly actions: number;
  readonly properties: number;
}

export interface Outcome extends Omit<Counts, 'violated' | 'violatedInRuns'> {
  /** The tool's own figure of everything that it stores, where it has one. */
  readonly bytesPerState?: number | undefined;
  /** The tool's own clock, without start-up. */
  readonly searchSeconds?: number | undefined;
  readonly shape?: Shape | undefined;
}

export interface Contest {
  readonly model: string;
  readonly tool: string;
  readonly workers: number;
  readonly expected: Pick<Row, 'distinct' | 'generated' | 'diameter'>;
  /** The tool prints this many digits of a count. */
  readonly digits: number;
  /** Takes minutes, so it is run in the first round only. */
  readonly slow: boolean;
  /** What is missing and how to get it, or undefined. */
  missing(): string | undefined;
  /** Does what is not measured, such as compiling. */
  prepare(folder: string): Command & { readonly read: (output: string) => Outcome };
}

const built = (path: string): string => fileURLToPath(new URL(`build/${path}`, repository));

const ReportSchema = v.object({
  verdict: v.literal('holds'),
  distinct: v.number(),
  generated: v.number(),
  diameter: v.number(),
  bytesPerState: v.number(),
  elapsedMs: v.number(),
  stateBits: v.number(),
  stateWords: v.number(),
  actions: v.array(v.unknown()),
  properties: v.array(v.unknown()),
});

const HandSchema = v.object({
  consistent: v.literal(true),
  distinct: v.number(),
  generated: v.number(),
  diameter: v.number(),
  bytesPerState: v.number(),
  elapsedMs: v.number(),
});

/** Two-phase commit with `n` resource managers in every tool. */
export function twoPhaseCommit(n: number): Contest[] {
  const row = rowOf(n);
  const common = { model: `two-phase commit n=${n}`, expected: row, digits: 15, slow: false };
  const ours = [1, 2].map((workers): Contest => ({
    ...common,
    ...nosplit(workers, ['--model', 'two-phase-commit', '--set', `n=${n}`]),
  }));
  const hand: Contest = {
    ...common,
    tool: 'hand-specialised',
    workers: 1,
    missing: () => undefined,
    prepare: (folder) => ({
      command: process.execPath,
      words: [built('bench/hand-specialised.js'), String(n)],
      cwd: folder,
      read: (output) => {
        const { elapsedMs, ...counts } = v.parse(HandSchema, JSON.parse(output));
        return { ...counts, searchSeconds: elapsedMs / 1000 };
      },
    }),
  };
  return [...ours, hand, ...others(common, row, ['tlc', 'spin', 'stateright', 'rumur'], n > 7)];
}

/** The examples and the bench's own models, as large as is measured, in nosplit and SPIN. */
export function scaled(): Contest[] {
  return expectedRows('bench')
    .filter(({ slow }) => slow === true)
    .flatMap((row) => {
      const settings = Object.entries(row.params).map(([name, value]) => `${name}=${String(value)}`);
      const model = [row.model, ...settings].join(' ');
      const common = { model, expected: row, digits: 15, slow: false };
      const isExample = examples.some(({ name }) => name === row.model);
      const named = isExample ? row.model : built(`bench/models/${row.model}.js`);
      const sets = settings.flatMap((setting) => ['--set', setting]);
      const ours = { ...common, ...nosplit(1, ['--model', named, ...sets]) };
      return [ours, ...others(common, row, ['spin'], false)];
    });
}

/** The contests that can run here, and for each tool that cannot what is missing. */
export function usable(contests: readonly Contest[]): {
  readonly ready: readonly Contest[];
  readonly skipped: ReadonlyMap<string, string>;
} {
  const skipped = new Map<string, string>();
  const ready = contests.filter((contest) => {
    const lack = contest.missing();
    if (lack !== undefined) skipped.set(contest.tool, lack);
    return lack === undefined;
  });
  return { ready, skipped };
}

/** The tracer with the design that holds, whose whole space is searched, in every tool that has it. */
export function tracer(bounds: string): Contest[] {
  const design = '1.26-nosplit';
  const expected = tracerCounts(bounds, design);
  const oracles: Row['oracles'] = ['tlc', 'spin'];
  const row: Row = {
    ...{ model: 'tracer', params: { design, bounds }, oracles },
    ...{ ...expected, verdict: 'holds', violated: {}, omits: [...aboutRuns] },
  };
  const common = { model: `tracer ${design}, ${bounds}`, expected, digits: 15, slow: false };
  const ours = [1, 2].map((workers) => ({
    ...common,
    // The peers have the fine steps.
    ...nosplit(workers, [bounds, '--design', design, '--granularity', 'fine']),
  }));
  return [...ours, ...others(common, row, oracles, bounds === 'ci')];
}

/** The other tools' searches of a row. */
function others(
  common: Pick<Contest, 'model' | 'expected'>,
  row: Row,
  names: Row['oracles'],
  isSlowInTlc: boolean,
): Contest[] {
  return peers
    .filter(({ name }) => names.some((one) => one === name))
    .flatMap((peer) =>
      (workersOf[peer.name] ?? [1]).map((workers): Contest => ({
        ...common,
        tool: peer.name === 'spin' ? 'spin exact DFS' : peer.name,
        workers,
        // SPIN prints eight digits.
        digits: peer.name === 'spin' ? 8 : 15,
        slow: peer.name === 'tlc' && isSlowInTlc,
        missing: () => peer.missing(),
        prepare: (folder) => {
          const search = peer.prepare(row, folder, { workers, search: 'depth-first' });
          return { ...search, read: search.counts };
        },
      })),
    );
}

const workersOf: Readonly<Record<string, readonly number[]>> = {
  spin: [1],
  tlc: [1, 2],
  stateright: [2],
  rumur: [1, 2],
};

/** The command line as it is shipped, so its start is measured too. */
function nosplit(
  workers: number,
  words: readonly string[],
): Pick<Contest, 'tool' | 'workers' | 'missing' | 'prepare'> {
  return {
    tool: 'nosplit',
    workers,
    missing: () => undefined,
    prepare: (folder) => ({
      command: process.execPath,
      words: [built('cli/bin.js'), 'check', ...words, '--workers', String(workers), '--format', 'json'],
      cwd: folder,
      read: (output) => {
        const { distinct, generated, diameter, bytesPerState, elapsedMs, ...system } = v.parse(
          ReportSchema,
          JSON.parse(output),
        );
        return {
          ...{ distinct, generated, diameter, bytesPerState },
          searchSeconds: elapsedMs / 1000,
          shape: {
            stateBits: system.stateBits,
            stateWords: system.stateWords,
            actions: system.actions.length,
            properties: system.properties.length,
          },
        };
      },
    }),
  };
}

function rowOf(n: number): Row {
  const row = expectedRows().find(
    ({ model, params }) => model === 'two-phase-commit' && params['n'] === n && params['broken'] !== true,
  );
  if (row === undefined) throw new RangeError(`expected.json has no two-phase-commit with n=${n}`);
  return row;
}
