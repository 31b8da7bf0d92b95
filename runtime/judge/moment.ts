/**
 * The end of a judged log as a system of its own, in which a run can be looked at step by step. It begins in the state that the log had
 * some records before, and its steps are those of the same programs, with the choices of logs.
 */
import type { Params, Plain, System } from '../../checker/index.ts';
import { logBounds, namesIn, programSystem, programsOfLogs } from '../../model/index.ts';
import type { Bounds, ProgramSchema, Programs, SystemNames } from '../../model/index.ts';
import { alone } from './alone.ts';
import type { LogMomentState } from './alone.ts';
import { Follower } from './follower.ts';
import type { Follows, Taken } from './follower.ts';
import type { LogRecords, LogVerdict } from './judge.ts';
import { filesFor, programsFor, stepsFor } from './judged-by.ts';
import type { JudgedBy } from './judged-by.ts';
import { valuesOf } from './plain.ts';
import { notOfLogs } from './properties.ts';
import { Rejection, Unmodelled } from './rejection.ts';
import { Steps } from './steps.ts';

export interface LogMoment {
  readonly system: System<ProgramSchema>;
  /** What the system is made of. */
  readonly programs: Programs;
  readonly bounds: Bounds;
  readonly files: Readonly<Record<string, string>>;
  /** The steps from the system's initial state to the record that ends the verdict. */
  readonly steps: readonly MomentStep[];
  /** The state that the judge came to, as the system has it: the one that its steps lead to. */
  readonly end: Plain<ProgramSchema>;
  /** The record that the first step belongs to. */
  readonly from: number;
  /** By the M of the system, m.id. Ms that did nothing in these records may be left out. */
  readonly ms: readonly number[];
}

export interface MomentStep {
  readonly action: string;
  readonly params: Params;
}

/** So many records before the last one at most. */
const RECORDS_MAX = 100;
/** All Ms keep their numbers where there are no more. */
const MS_KEPT = 12;
/** So many Ms that did nothing are kept because traceAdvance or the reader waits for them. */
const WAITED_MAX = 4;

/** A step as the judge tells it; a growth of the stack has no place of its own. */
type Told = Pick<Taken, 'kind' | 'step' | 'm' | 'picked'> | { readonly growth: number };

/** Judges the log once more, up to where the verdict ends. `log` is at its beginning. Throws a LogError for a damaged log. */
export function momentOf(
  log: LogRecords,
  by: JudgedBy,
  { rejection, consumed }: Pick<LogVerdict, 'rejection' | 'consumed'>,
): LogMoment {
  const last = rejection?.record ?? consumed - 1;
  let from = Math.max(0, last - RECORDS_MAX, rejection?.recent[0]?.record ?? 0);
  /** The steps so far, and whether one of them is none of the system's. */
  const run = { told: [] as Told[], isCut: false };
  const logSteps = stepsFor(by);
  const follower = new Follower(logSteps, log.ms, {
    took: (taken) => {
      run.told.push(taken);
      // The system has no step for what was read earlier.
      if (taken.isEarlier) run.isCut = true;
    },
    grew: (growth) => {
      run.told.push({ growth });
    },
    joined: () => {
      run.isCut = true;
    },
  });
  const now = (): LogMomentState => ({
    state: valuesOf<ProgramSchema>(follower.state),
    left: new Set(follower.sets.left),
  });
  let start: LogMomentState | null = null;
  const steps = new Steps(follower, log.ms, log.room);
  while (log.next()) {
    if (log.n === from) {
      start = now();
      run.told = [];
      run.isCut = false;
    }
    try {
      steps.take(log.n, log.kind, log.values, log.list);
    } catch (error) {
      if (error instanceof Rejection || error instanceof Unmodelled) break;
      throw error;
    }
    if (log.n === last) break;
    // The run begins anew behind a step that the system does not have.
    if (run.isCut) from = Math.max(from, log.n + 1);
  }
  const end = now();
  if (run.isCut || start === null) {
    start = end;
    run.told = [];
  }
  const { told } = run;
  const { m } = end.state;
  const ms = log.ms <= MS_KEPT ? m.map((_, id) => id) : involved(told, end, rejection?.m ?? -1);
  const bounds: Bounds = logBounds(ms.length, {
    generations: end.state.newest + 3,
    // One more than there are, so that a refill finds one.
    buffersPerM: 1 + Math.max(...ms.map((id) => roomOf(m[id]))),
  });
  const programs = programsOfLogs(programsFor(by));
  const files = filesFor(by);
  const names = namesIn(programs, bounds, 'fine');
  const base = programSystem(programs, bounds, { name: by.name, files });
  const [initial] = base.initial;
  if (initial === undefined) throw new Error(`${base.name} has no initial state`);
  const properties = Object.entries(base.properties).filter(
    ([name, { kind }]) => kind === 'always' && !notOfLogs.includes(name),
  );
  return {
    system: {
      state: base.state,
      name: `${by.name} at record ${last}`,
      initial: [alone(start, ms, logSteps, names, initial)],
      actions: base.actions,
      properties: Object.fromEntries(properties),
    },
    ...{ programs, bounds, files, from, ms },
    end: alone(end, ms, logSteps, names, initial),
    steps: told.flatMap((step) => stepOf(step, names, ms) ?? []),
  };
}

/** The Ms that moved, that the verdict is about, and some of those that traceAdvance or the reader waits for. */
function involved(
  told: readonly Told[],
  { state: { trace, m }, left }: LogMomentState,
  about: number,
): number[] {
  const moved = told.flatMap((one) => ('growth' in one ? [one.growth] : [one.m, one.picked]));
  const parity = trace.readerGen % 2;
  const waited = m.flatMap(({ full }, id) => (left.has(id) || (full[parity]?.[0] ?? 0) !== 0 ? [id] : []));
  const own = [about, ...moved, ...waited.slice(0, WAITED_MAX)].filter((id) => id !== -1);
  return [...new Set(own)].sort((a, b) => a - b);
}

const roomOf = (mp: Plain<ProgramSchema>['m'][number] | undefined): number =>
  mp === undefined ? 0 : Math.max(mp.bufs.length, ...mp.full.map(({ length }) => length));

/** The step as an instance of the system's; null where its M is left out. */
function stepOf(told: Told, names: SystemNames, ms: readonly number[]): MomentStep | null {
  if ('growth' in told) return { action: 'StackGrowth', params: { m: ms.indexOf(told.growth) } };
  const { kind, step, m, picked } = told;
  // A log has one step for any M that a thread picks, which it calls M0.
  const choice = step.choice.replace(/\bM0\b/, `M${ms.indexOf(picked)}`);
  const action = names.action(kind, step.index, choice);
  return action === undefined ? null : { action, params: paramsOf(kind, ms.indexOf(m)) };
}

const paramsOf = (kind: Follows, m: number): Params =>
  kind === 'own' || kind === 'growth' ? { m } : kind === 'caller' ? { slot: 0 } : {};
