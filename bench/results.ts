/**
 * From single runs to the rows of the table: counts compared with what they must be, medians, and rates.
 */
import type { Contest, Outcome, Shape } from './contests.ts';
import type { Usage } from './measure.ts';

export interface Run extends Usage {
  readonly outcome: Outcome;
}

/** Medians over the runs of one contest. */
export interface Result {
  readonly model: string;
  readonly tool: string;
  readonly workers: number;
  readonly distinct: number;
  readonly generated: number;
  readonly diameter: number;
  readonly runs: number;
  readonly wallSeconds: number;
  readonly wallSecondsMin: number;
  readonly wallSecondsMax: number;
  readonly cpuSeconds: number;
  /** The tool's own clock, without start-up, or null. */
  readonly searchSeconds: number | null;
  /** Distinct states. */
  readonly perWallSecond: number;
  readonly perCpuSecond: number;
  readonly bytesPerState: number;
  /** The tool's own figure, or the peak of resident memory over the distinct states. */
  readonly bytesFrom: 'tool' | 'peak';
  readonly peakBytes: number;
  readonly shape: Shape | null;
  /** CPU time that the lookups alone would take. */
  readonly floorSeconds: number;
}

/** Throws where a run's counts are not the expected ones: a fast search of another space is no result. */
export function assertCounts({ model, tool, workers, expected, digits }: Contest, outcome: Outcome): void {
  for (const name of ['distinct', 'generated', 'diameter'] as const) {
    const wanted = Number(expected[name].toPrecision(digits));
    // rumur tells no depth.
    const said = name === 'diameter' ? (outcome.diameter ?? wanted) : outcome[name];
    if (said !== wanted)
      throw new Error(
        `${tool} with ${workers} workers says ${name} ${said} for ${model}, expected ${wanted}`,
      );
  }
}

export function resultOf(
  { model, tool, workers, expected }: Contest,
  runs: readonly Run[],
  floorSeconds: number,
): Result {
  const walls = runs.map(({ wallSeconds }) => wallSeconds);
  const [wallSeconds, cpuSeconds, peakBytes] = [
    median(walls),
    median(runs.map((run) => run.cpuSeconds)),
    median(runs.map((run) => run.peakBytes)),
  ];
  const own = runs.flatMap(({ outcome }) => outcome.bytesPerState ?? []);
  const search = runs.flatMap(({ outcome }) => outcome.searchSeconds ?? []);
  const { distinct, generated, diameter } = expected;
  return {
    model,
    tool,
    workers,
    distinct,
    generated,
    diameter,
    runs: runs.length,
    wallSeconds,
    wallSecondsMin: Math.min(...walls),
    wallSecondsMax: Math.max(...walls),
    cpuSeconds,
    searchSeconds: search.length === 0 ? null : median(search),
    perWallSecond: distinct / wallSeconds,
    perCpuSecond: distinct / cpuSeconds,
    bytesPerState: own.length === 0 ? peakBytes / distinct : median(own),
    bytesFrom: own.length === 0 ? 'peak' : 'tool',
    peakBytes,
    shape: runs[0]?.outcome.shape ?? null,
    floorSeconds,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('no values have no median');
  return (low + high) / 2;
}
