/**
 * The end of a judged log as a system of its own, in which a run can be looked at step by step. It begins in the state that the log had
 * some records before. It has the model's actions, and the joins of steps that only logs have as further actions.
 */
import type { Params, Plain, System } from '../../checker/index.ts';
import { tracer } from '../../model/index.ts';
import type { Design, TracerSchema } from '../../model/index.ts';
import { alone } from './alone.ts';
import type { LogRecords, LogVerdict } from './judge.ts';
import { joinActions, nameOfEarly, nameOfJoin, throughLog } from './joins.ts';
import type { How } from './moves.ts';
import { valuesOf } from './plain.ts';
import { notOfLogs } from './properties.ts';
import { Rejection, Unmodelled } from './rejection.ts';
import { Steps } from './steps.ts';
import { boundsOf, stateOf, systemOf } from './system.ts';

export interface LogMoment {
  readonly system: System<TracerSchema>;
  /** The steps from the system's initial state to the record that ends the verdict. */
  readonly steps: readonly MomentStep[];
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
/** So many Ms that did nothing are kept because the advancer or the reader waits for them. */
const WAITED_MAX = 4;
/** Sections and growths that an M has left. */
const LEFT = 3 * RECORDS_MAX;

/** A step as the judge tells it. */
interface Told {
  readonly action: string;
  readonly m: number;
  readonly depth: number;
  readonly how: How;
}

/** Judges the log once more, up to where the verdict ends. `log` is at its beginning. Throws a LogError for a damaged log. */
export function momentOf(
  log: LogRecords,
  design: Design,
  { rejection, consumed }: Pick<LogVerdict, 'rejection' | 'consumed'>,
): LogMoment {
  const last = rejection?.record ?? consumed - 1;
  const from = Math.max(0, last - RECORDS_MAX, rejection?.recent[0]?.record ?? 0);
  const judged = systemOf(design, log.ms);
  const state = stateOf(judged);
  const told: Told[] = [];
  let initial: Plain<TracerSchema> | null = null;
  const steps = new Steps(judged, state, log.room, {
    took: (action, _, m, depth, how) => {
      if (initial !== null) told.push({ action, m, depth, how });
    },
    joined: (what, m, depth) => {
      if (initial !== null) told.push({ action: nameOfJoin[what], m, depth, how: null });
    },
  });
  while (log.next()) {
    if (log.n === from) initial = valuesOf<TracerSchema>(state);
    try {
      steps.take(log.n, log.kind, log.values, log.list);
    } catch (error) {
      if (error instanceof Rejection || error instanceof Unmodelled) break;
      throw error;
    }
    if (log.n === last) break;
  }
  const start = initial ?? valuesOf<TracerSchema>(state);
  const end = valuesOf<TracerSchema>(state);
  const ms = log.ms <= MS_KEPT ? end.m.map((_, m) => m) : involved(told, end, rejection?.m ?? -1);
  const bounds = boundsOf(ms.length, {
    generations: end.trace.lastNonZeroGen + 3,
    left: LEFT,
    // One more than there are, so that a refill finds one.
    buffersPerM: 1 + Math.max(...ms.map((m) => roomOf(end.m[m]))),
  });
  const base = tracer(design, bounds);
  const early = new Set(told.flatMap(({ action, how }) => (how === 'read earlier' ? [action] : [])));
  const properties = Object.entries(base.properties).filter(
    ([name, { kind }]) => kind === 'always' && !notOfLogs.includes(name),
  );
  return {
    system: {
      state: base.state,
      name: `${design.name} at record ${last}`,
      initial: [alone(start, ms, bounds)],
      actions: { ...throughLog(base, early), ...joinActions(base) },
      properties: Object.fromEntries(properties),
    },
    steps: told.flatMap((step) => stepOf(step, base, ms) ?? []),
    from,
    ms,
  };
}

/** The Ms that moved, that the verdict is about, and some of those that the advancer or the reader waits for. */
function involved(
  told: readonly Told[],
  { trace, advancer, m }: Plain<TracerSchema>,
  about: number,
): number[] {
  const moved = told.flatMap((step) => (step.m === -1 ? [] : [step.m]));
  const parity = trace.readerGen % 2;
  const waited = m.flatMap(({ full }, id) =>
    advancer.toFlush[id] === true || (full[parity]?.[0] ?? 0) !== 0 ? [id] : [],
  );
  const own = [about, advancer.m, ...moved, ...waited.slice(0, WAITED_MAX)].filter((id) => id !== -1);
  return [...new Set(own)].sort((a, b) => a - b);
}

const roomOf = (mp: Plain<TracerSchema>['m'][number] | undefined): number =>
  mp === undefined ? 0 : Math.max(mp.bufs.length, ...mp.full.map(({ length }) => length));

/** The step as an instance of the system's; null where its M is left out. */
function stepOf(
  { action, m, depth, how }: Told,
  { actions }: System<TracerSchema>,
  ms: readonly number[],
): MomentStep | null {
  const own = ms.indexOf(m);
  if (m !== -1 && own === -1) return null;
  const names = Object.keys(actions[action]?.params ?? joinParams(action));
  const values: Params = { m: own, depth, room: how === 'room' };
  const params = Object.fromEntries(
    [...names, ...(how === 'room' || how === 'no room' ? ['room'] : [])].map((name) => [
      name,
      values[name] ?? 0,
    ]),
  );
  return { action: how === 'read earlier' ? nameOfEarly(action) : action, params };
}

const joinParams = (action: string): Params =>
  action === nameOfJoin['a growth opens no further section'] || action === nameOfJoin['an M is gone unseen']
    ? { m: 0 }
    : { m: 0, depth: 0 };
