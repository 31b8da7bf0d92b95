/**
 * Everything that is compared of one design, as rows of a table: model against reference in both directions, and the reference's
 * execution traces against its own log, our validator and Go's reader.
 */
import { check } from '../checker/index.ts';
import { follow, routeOf } from './follow.ts';
import type { FreeRuns } from './free-run.ts';
import { freeRuns } from './free-run.ts';
import type { Disagreement } from './lockstep.ts';
import { Lockstep, systemOf } from './lockstep.ts';
import { freeBoundsOf, isCompared, partOf } from './parts/index.ts';
import { wander } from './replay.ts';
import type { Subject } from './run/run.ts';
import { shrink } from './shrink.ts';
import type { UsersGo } from './users-go.ts';
import { verdictOf } from './verdict.ts';

export const rowNames = ['model to reference', 'reference to model', 'ledger', 'validator', 'Go'] as const;
export type RowName = (typeof rowNames)[number];

export interface Row {
  readonly check: RowName;
  readonly verdict: 'agrees' | 'disagrees' | 'skipped' | 'unfinished';
  /** What was compared, and how much of it, for people. */
  readonly what: string;
  /** Of one that disagrees: in what, a line each. */
  readonly reasons: readonly string[];
  /** Of the first two rows: the schedule that shows it, as text, short. */
  readonly schedule: readonly string[] | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
}

export interface ConformOptions {
  readonly runs: number;
  readonly seed: number;
  /** Execution traces that are judged, and how many of them Go is asked about. */
  readonly traces: number;
  readonly go: UsersGo | null;
  readonly now: () => number;
  readonly onProgress: (check: RowName, done: number, of: number) => void;
  /** Lets others run; true ends the work. */
  readonly pause: () => Promise<boolean>;
}

const goTraces = 6;

/** Row by row, as they are done. */
export async function* conform(subject: Subject, options: ConformOptions): AsyncGenerator<Row> {
  const { now, onProgress, pause } = options;
  let startedMs = now();
  const row = (
    check: RowName,
    given: Omit<Row, 'check' | 'elapsedMs' | 'schedule' | 'reasons'> & Partial<Row>,
  ): Row => {
    const elapsedMs = now() - startedMs;
    startedMs = now();
    return { reasons: [], schedule: null, ...given, check, elapsedMs };
  };

  if (!isCompared(subject)) {
    for (const check of rowNames)
      yield row(check, { verdict: 'skipped', what: 'a writer is held across events here', counts: {} });
    return;
  }
  const route = await routeOf(subject);
  const followed = await follow(subject, route, {
    pause,
    onPath: (done, of) => {
      onProgress('model to reference', done, of);
    },
  });
  const { failure, ...counts } = followed;
  const isWhole = followed.paths === route.cover.paths;
  yield row('model to reference', {
    verdict: failure !== null ? 'disagrees' : isWhole ? 'agrees' : 'unfinished',
    what: `${n(followed.covered)} of ${n(followed.transitions)} transitions at ${subject.bounds.name}, ${n(followed.paths)} paths, ${n(followed.steps)} steps`,
    counts,
    ...shown(subject, failure),
  });

  const freeBounds = freeBoundsOf(subject.bounds);
  const free = { ...subject, bounds: freeBounds };
  const ran = await freeRuns(free, options.seed, options.runs, {
    pause,
    onRun: (done) => {
      onProgress('reference to model', done, options.runs);
    },
  });
  yield row('reference to model', {
    verdict: ran.failure !== null ? 'disagrees' : ran.runs === options.runs ? 'agrees' : 'unfinished',
    what: `${n(ran.runs)} free runs from seed ${options.seed}, ${n(ran.steps)} steps, the longest ${n(ran.longest)}`,
    counts: countsOf(ran),
    ...shown(free, ran.failure?.disagreement ?? null),
  });

  if (partOf(subject.bounds)?.withoutTables === true) {
    for (const check of ['ledger', 'validator', 'Go'] as const)
      yield row(check, { verdict: 'skipped', what: 'no tables are written in this part', counts: {} });
    return;
  }
  const isSound = await holds(subject);
  const wandered = Array.from({ length: options.traces }, (_, index) => {
    onProgress('ledger', index + 1, options.traces);
    return wander({ ...free, bounds: { ...freeBounds, restart: false } }, options.seed + index);
  });
  const damaged = wandered.filter(({ damage }) => damage.length > 0);
  yield row('ledger', {
    verdict: isSound && damaged.length > 0 ? 'disagrees' : 'agrees',
    what: `${n(damaged.length)} of ${n(wandered.length)} execution traces damaged, ${isSound ? 'and the model says none' : 'as the model says of this design'}`,
    counts: { traces: wandered.length, damaged: damaged.length },
    reasons: isSound ? damaged.flatMap(({ damage }) => damage.slice(0, 1)).slice(0, 3) : [],
  });

  const verdicts = wandered.map(({ bytes }) => verdictOf(bytes));
  const refused = verdicts.filter((verdict) => verdict !== null);
  yield row('validator', {
    verdict: isSound && refused.length > 0 ? 'disagrees' : 'agrees',
    what: `${n(refused.length)} of ${n(wandered.length)} execution traces break a rule of Go's reader`,
    counts: { traces: wandered.length, refused: refused.length },
    reasons: isSound ? refused.slice(0, 3) : [],
  });

  const { go } = options;
  const header = subject.reference.designNamed(subject.design).header;
  if (go?.reads(header) !== true) {
    const why = go === null ? 'no go command here' : `${go.version} does not read traces of go 1.${header}`;
    yield row('Go', { verdict: 'skipped', what: why, counts: {} });
    return;
  }
  // Those that the validator refuses first: Go must refuse them, too.
  const asked = wandered
    .map(({ bytes }, index) => ({ bytes, seed: options.seed + index, ours: verdicts[index] ?? null }))
    .toSorted((one, other) => Number(one.ours === null) - Number(other.ours === null))
    .slice(0, goTraces);
  const reasons: string[] = [];
  let done = 0;
  for (const { bytes, seed, ours } of asked) {
    onProgress('Go', ++done, asked.length);
    if (await pause()) break;
    const theirs = go.verdict(bytes);
    if ((ours === null) === (theirs === null)) continue;
    const says = (text: string | null): string => (text === null ? 'accepts it' : `says: ${text}`);
    reasons.push(`trace of seed ${seed}: the validator ${says(ours)}; ${go.version} ${says(theirs)}`);
  }
  yield row('Go', {
    verdict: reasons.length > 0 ? 'disagrees' : done < asked.length ? 'unfinished' : 'agrees',
    what: `${go.version} judges ${n(done)} execution traces as the validator does`,
    counts: { traces: done },
    reasons,
  });
}

/** A disagreement with a short schedule that shows it. */
function shown(subject: Subject, failure: Disagreement | null): Pick<Row, 'reasons' | 'schedule'> {
  if (failure === null) return { reasons: [], schedule: null };
  const lockstep = new Lockstep(subject);
  const short = shrink(lockstep, failure);
  return {
    reasons: [short.text],
    schedule: short.schedule.map((instance) => lockstep.instances.textOf(instance)),
  };
}

const countsOf = ({ runs, steps, over, longest }: FreeRuns): Row['counts'] => ({
  runs,
  steps,
  over,
  longest,
});

/** Whether the model finds nothing wrong with the design but what it drops. */
async function holds({ design, debug, bounds }: Subject): Promise<boolean> {
  const system = systemOf({ design, debug, bounds: { ...bounds, runs: false } });
  const properties = Object.entries(system.properties).flatMap(([name, { kind }]) =>
    kind === 'always' && name !== 'NoDroppedEvent' ? [name] : [],
  );
  return (await check(system, { properties, traces: false })).verdict === 'holds';
}

const n = (count: number): string => count.toLocaleString('en');
