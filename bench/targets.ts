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
  /** The same ratio by nosplit's own clock, which leaves out the start of Node and of the command line. */
  readonly searchAlone?: number | null;
}

export type Reached = 'reached' | 'missed' | 'not measured';

/**
 * The targets, judged by the whole process: on two-phase commit with `one` managers, and with `two` for two workers, and on the
 * tracer within `bounds`. They are about wall time.
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
    searchAlone: ratio(best(ours, rateOfSearch), best(theirs, rateOfSearch)),
  });
  return [
    speed(`n=${one}, one worker, over SPIN's exact DFS`, 2, alone, of(one, 'spin exact DFS')),
    speed(`n=${one}, one worker, over the best of TLC`, 30, alone, of(one, 'tlc')),
    speed(`n=${two}, two workers over one`, 1.5, both, of(two, 'nosplit', 1)),
    speed(`n=${two}, two workers, over SPIN's exact DFS`, 3, both, of(two, 'spin exact DFS')),
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

/** What explains the rates, one line each: the price of being generic, and the price of a larger system. */
export function remarks(results: readonly Result[]): string[] {
  const ours = results.filter(({ tool, workers }) => tool === 'nosplit' && workers === 1);
  const hands = results.filter(({ tool }) => tool === 'hand-specialised');
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
  return [...generic, ...sizes];
}

const bytes = ({ bytesPerState }: Result): number => bytesPerState;

const rateOfSearch = ({ distinct, searchSeconds, wallSeconds }: Result): number =>
  distinct / (searchSeconds ?? wallSeconds);

function best(
  results: readonly Result[],
  rate: (result: Result) => number = ({ perWallSecond }) => perWallSecond,
): number | null {
  return results.length === 0 ? null : Math.max(...results.map(rate));
}

const ratio = (ours: number | null, theirs: number | null): number | null =>
  ours === null || theirs === null ? null : ours / theirs;
