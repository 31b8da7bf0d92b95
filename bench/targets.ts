/**
 * What the numbers are for: the ratios that nosplit is to reach, and two that explain where its time goes.
 */
import type { Result } from './results.ts';

export interface Target {
  readonly claim: string;
  /** null where a row that it needs was not measured. */
  readonly value: number | null;
  readonly unit: '×' | 'bytes';
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** From so many states on a model counts, and for a whole process. */
const [SCALED, LARGE] = [300_000, 1_000_000];

export type Reached = 'reached' | 'missed' | 'not measured';

/**
 * The targets: on all models that SPIN has too, on two-phase commit with `one` managers, and with `two` for two workers, and on the
 * tracer within `bounds`. They are about CPU time of whole processes, where they do not say otherwise.
 */
export function targets(results: readonly Result[], one: number, two: number, bounds: string): Target[] {
  const of = (n: number, tool: string, workers?: number): Result[] =>
    results.filter(
      (result) =>
        result.model === `two-phase commit n=${n}` &&
        result.tool === tool &&
        (workers === undefined || result.workers === workers),
    );
  const [alone, both] = [of(one, 'nosplit', 1), of(two, 'nosplit', 2)];
  const ofTracer = (tool: string): Result[] =>
    results.filter(
      (result) =>
        result.model.startsWith('tracer ') &&
        result.model.endsWith(`, ${bounds}`) &&
        result.tool === tool &&
        result.workers === 1,
    );
  const [tracer, tracerInSpin] = [ofTracer('nosplit'), ofTracer('spin exact DFS')];
  const sizes = [...of(one, 'nosplit'), ...of(two, 'nosplit')].map(({ bytesPerState }) => bytesPerState);
  const overSpin = ratiosToSpin(results).filter(({ distinct }) => distinct >= SCALED);
  const large = overSpin.filter(({ distinct }) => distinct >= LARGE);
  const searches = overSpin.map(({ search }) => search);
  const speed = (
    claim: string,
    atLeast: number,
    ours: readonly Result[],
    theirs: readonly Result[],
  ): Target => ({
    claim,
    unit: '×',
    atLeast,
    value: ratio(best(ours), best(theirs)),
  });
  return [
    {
      claim: `${overSpin.length} models from ${SCALED.toLocaleString('en-US')} states, search over SPIN's, geometric mean`,
      ...{ unit: '×', atLeast: 2, value: geometricMean(searches) },
    },
    {
      claim: `the same, the worst of the models`,
      ...{ unit: '×', atLeast: 1, value: searches.length === 0 ? null : Math.min(...searches) },
    },
    {
      claim: `${large.length} models from ${LARGE.toLocaleString('en-US')} states, whole process over SPIN's, geometric mean`,
      ...{ unit: '×', atLeast: 1.5, value: geometricMean(large.map(({ whole }) => whole)) },
    },
    speed(`n=${one}, one worker, over SPIN's exact DFS`, 2, alone, of(one, 'spin exact DFS')),
    speed(`n=${one}, one worker, over the best of TLC`, 30, alone, of(one, 'tlc')),
    {
      claim: `n=${two}, two workers over one, wall time`,
      ...{
        unit: '×',
        atLeast: 1.5,
        value: ratio(best(both, perWallSecond), best(of(two, 'nosplit', 1), perWallSecond)),
      },
    },
    {
      claim: `bytes per state on two-phase commit, the worst of nosplit's rows`,
      unit: 'bytes',
      atMost: 24,
      value: sizes.length === 0 ? null : Math.max(...sizes),
    },
    speed(`tracer at ${bounds}, one worker, over SPIN's exact DFS`, 1.5, tracer, tracerInSpin),
    {
      claim: `tracer at ${bounds}, SPIN's bytes per state over nosplit's`,
      unit: '×',
      atLeast: 3,
      value: ratio(best(tracerInSpin, bytes), best(tracer, bytes)),
    },
  ];
}

export function reached({ value, atLeast, atMost }: Target): Reached {
  if (value === null) return 'not measured';
  return value >= (atLeast ?? -Infinity) && value <= (atMost ?? Infinity) ? 'reached' : 'missed';
}

/** One model in nosplit with one worker over the same in SPIN. */
interface RatioToSpin {
  readonly model: string;
  readonly distinct: number;
  /** By the CPU time of whole processes. */
  readonly whole: number;
  /** By CPU time less the tool's start, which is what it takes for a model of eight states. */
  readonly search: number;
}

/** Every model but the tracer that both have. */
export function ratiosToSpin(results: readonly Result[]): RatioToSpin[] {
  const of = (tool: string): Result[] => results.filter((row) => row.tool === tool && row.workers === 1);
  const [ours, theirs] = [of('nosplit'), of('spin exact DFS')];
  const start = (rows: readonly Result[]): number =>
    rows.find(({ model }) => model === 'mutex')?.cpuSeconds ?? 0;
  const search = (row: Result, rows: readonly Result[]): number =>
    // GNU time counts hundredths.
    Math.max(row.cpuSeconds - start(rows), 0.01);
  return ours.flatMap((row) => {
    const other = theirs.find(({ model }) => model === row.model);
    if (other === undefined || row.model.startsWith('tracer ')) return [];
    return [
      {
        ...{ model: row.model, distinct: row.distinct, whole: other.cpuSeconds / row.cpuSeconds },
        search: search(other, theirs) / search(row, ours),
      },
    ];
  });
}

/** What explains the rates, one line each: the ratios of the models, the price of being generic, and that of a larger system. */
export function remarks(results: readonly Result[]): string[] {
  const ours = results.filter(({ tool, workers }) => tool === 'nosplit' && workers === 1);
  const hands = results.filter(({ tool }) => tool === 'hand-specialised');
  const ratios = ratiosToSpin(results)
    .filter(({ distinct }) => distinct >= SCALED)
    .map(
      ({ model, whole, search }) =>
        `${model}: ${search.toFixed(2)} × SPIN's rate by search, ${whole.toFixed(2)} × by whole process`,
    );
  const generic = hands.flatMap((hand) => {
    const engine = ours.find(({ model }) => model === hand.model);
    if (engine === undefined) return [];
    const share = (rateOfSearch(engine) / rateOfSearch(hand)) * 100;
    return [
      `${hand.model}: the generic engine reaches ${share.toFixed(0)} % of the rate of a search written for this model alone`,
    ];
  });
  const sizes = ours.flatMap((result) => {
    const { shape, model } = result;
    if (shape === null) return [];
    const perTransition = (1e9 * (result.searchSeconds ?? result.wallSeconds)) / result.generated;
    return [
      `${model}: ${shape.stateBits} bits in ${shape.stateWords} ${shape.stateWords === 1 ? 'word' : 'words'}, ${shape.actions} actions, ${shape.properties} properties: ` +
        `${(rateOfSearch(result) / 1e6).toFixed(2)} M distinct/s of search, ${perTransition.toFixed(0)} ns a transition`,
    ];
  });
  return [...ratios, ...generic, ...sizes];
}

const perWallSecond = (result: Result): number => result.perWallSecond;

const bytes = ({ bytesPerState }: Result): number => bytesPerState;

const rateOfSearch = ({ distinct, searchSeconds, wallSeconds }: Result): number =>
  distinct / (searchSeconds ?? wallSeconds);

function best(
  results: readonly Result[],
  rate: (result: Result) => number = ({ perCpuSecond }) => perCpuSecond,
): number | null {
  return results.length === 0 ? null : Math.max(...results.map(rate));
}

const ratio = (ours: number | null, theirs: number | null): number | null =>
  ours === null || theirs === null ? null : ours / theirs;

const geometricMean = (values: readonly number[]): number | null =>
  values.length === 0
    ? null
    : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
