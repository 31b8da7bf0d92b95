/** A log against the model of a design: whether what the tracer did is a run of it, and whether its properties held on the way. */
import type { Design } from '../../model/index.ts';
import type { LogReader } from '../log/reader.ts';
import { recordFields } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';
import { ProgramSteps } from '../cover/program-steps.ts';
import { Coverage } from './coverage.ts';
import type { LogCoverage } from './coverage.ts';
import type { Watch } from './moves.ts';
import { readsOf } from './plain.ts';
import { Properties } from './properties.ts';
import { Recent } from './recent.ts';
import type { RecentRecord } from './recent.ts';
import { Rejection, Unmodelled } from './rejection.ts';
import { Statuses } from './statuses.ts';
import { Steps } from './steps.ts';
import { stateOf, systemOf } from './system.ts';
import type { LogState } from './system.ts';

export interface LogVerdict {
  /** `violated`: a run of the model, in which a property of it does not hold. */
  readonly verdict: 'accepted' | 'rejected' | 'violated' | 'inconclusive';
  readonly design: string;
  /** Records that were judged, and that the program wrote. */
  readonly consumed: number;
  readonly records: number;
  readonly ms: number;
  /** Steps of the model, and those among them that no record stands for. */
  readonly steps: number;
  readonly hidden: number;
  /** The invariants that were judged. */
  readonly properties: readonly string[];
  /** Why the verdict is not `accepted`; null where it is. */
  readonly reason: string | null;
  readonly rejection: LogRejection | null;
  /** Null where it was not asked for. */
  readonly coverage: LogCoverage | null;
  /** What was judged of the statuses of Gs and Ps; null where the log has none. */
  readonly statuses: { readonly records: number; readonly resources: number } | null;
}

/** The record that ends the run, and what was known when it came. */
export interface LogRejection {
  /** Its number, from 0. */
  readonly record: number;
  readonly kind: RecordKind;
  /** The values that the record has, by name. */
  readonly values: Readonly<Record<string, number>>;
  /** The M that it is about; null for the advancer and the reader. */
  readonly m: number | null;
  /** The property that is violated, or else the action that cannot be taken, as `StackGrowth(M3)`. */
  readonly what: string;
  /** The conjunct that is false, with what it read; null where the model and the record differ in a value. */
  readonly conjunct: string | null;
  readonly reads: Readonly<Record<string, unknown>>;
  /** The actions that the M could have taken instead. */
  readonly allowed: readonly string[];
  /** The last records of the M, the advancer and the reader, the oldest first. */
  readonly recent: readonly RecentRecord[];
}

/** The records of a log in their order: {@link LogReader} reads them from a file. */
export type LogRecords = Pick<
  LogReader,
  'kind' | 'values' | 'list' | 'n' | 'next' | 'ms' | 'room' | 'records' | 'cut'
> & { readonly hasStatuses?: boolean };

export interface JudgeOptions {
  /** Whether properties are judged on the way. Default true. */
  readonly properties?: boolean;
  /** Whether what was taken of the design is counted, and of the steps of this release, as `go1.26.8`. Default: it is not. */
  readonly coverage?: { readonly go: string };
  /** Is told, after each record, of the steps before it that no record stands for, if there are any. */
  readonly onHidden?: (record: number, kind: RecordKind, m: number, steps: readonly string[]) => void;
}

/** Judges the log from its beginning to its end, or to the first record that does not fit. Throws a LogError for a damaged log. */
export function judgeLog(log: LogRecords, design: Design, options: JudgeOptions = {}): LogVerdict {
  const system = systemOf(design, log.ms);
  const state = stateOf(system);
  const coverage = options.coverage === undefined ? null : new Coverage(system, state);
  const program = options.coverage === undefined ? null : ProgramSteps.of(options.coverage.go);
  const unseen: string[] = [];
  const { onHidden } = options;
  const watch: Watch = {
    took: (action, isHidden) => {
      coverage?.took(action, isHidden);
      if (isHidden) unseen.push(action);
    },
    joined: (what) => {
      coverage?.joined(what);
      unseen.push(what);
    },
  };
  const isWatched = coverage !== null || onHidden !== undefined;
  const steps = new Steps(system, state, log.room, isWatched ? watch : null);
  const properties = new Properties(system, options.properties === false ? 0 : log.ms);
  const recent = new Recent();
  const known = { design: design.name, records: log.records, ms: log.ms, properties: properties.names };
  const end = (
    verdict: LogVerdict['verdict'],
    reason: string | null,
    rejection: LogRejection | null,
  ): LogVerdict => ({
    verdict,
    ...known,
    consumed: verdict === 'rejected' || reason?.startsWith('record ') === true ? log.n : log.n + 1,
    steps: steps.taken,
    hidden: steps.hidden,
    reason,
    rejection,
    coverage: coverage?.report(program?.coverage() ?? null) ?? null,
    statuses: statuses === null ? null : { records: statuses.taken, resources: statuses.resources },
  });
  const judged = options.properties !== false;
  const statuses = log.hasStatuses === true ? new Statuses() : null;
  /** The verdict that a record about a status ends with; null where it fits. */
  const statusEnd = (): LogVerdict | null => {
    const { values } = log;
    try {
      const fault = statuses?.take(values) ?? null;
      if (fault === null || !judged) return null;
      return end('violated', fault.words, {
        ...recordOf(log),
        m: values[0] ?? null,
        what: fault.property,
        ...{ conjunct: null, reads: {}, allowed: [] },
        recent: recent.of(values[0] ?? -1),
      });
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return end('rejected', error.message, rejectionOf(error, log, state, {}, recent));
    }
  };
  while (log.next()) {
    const { n, kind, values, list } = log;
    recent.add(n, kind, values);
    if (kind === 'status') {
      const ended = statusEnd();
      if (ended !== null) return ended;
      continue;
    }
    coverage?.ask(ofM(kind) ? (values[0] ?? -1) : -1);
    program?.record(kind, values);
    unseen.length = 0;
    let moved: number;
    try {
      moved = steps.take(n, kind, values, list);
    } catch (error) {
      if (error instanceof Unmodelled) return end('inconclusive', `record ${n}: ${error.message}`, null);
      if (!(error instanceof Rejection)) throw error;
      return end('rejected', error.message, rejectionOf(error, log, state, system.actions, recent));
    }
    if (unseen.length > 0) onHidden?.(n, kind, moved, unseen);
    if (!judged) continue;
    const property = properties.violated(state, moved);
    if (property === null) continue;
    const about = system.properties[property];
    const words = about !== undefined && 'otherwise' in about ? (about.otherwise ?? '') : '';
    return end('violated', words, {
      ...recordOf(log),
      m: moved === -1 ? null : moved,
      what: property,
      conjunct: null,
      reads: {},
      allowed: [],
      recent: recent.of(moved),
    });
  }
  if (log.cut !== null) return end('inconclusive', log.cut, null);
  if (log.n + 1 !== log.records)
    return end('inconclusive', `the log counts ${log.records} records and has ${log.n + 1}`, null);
  return end('accepted', null, null);
}

const ofM = (kind: RecordKind): boolean => (recordFields[kind] as readonly string[])[0] === 'm';

function recordOf({ n, kind, values, list }: LogRecords): Pick<LogRejection, 'record' | 'kind' | 'values'> {
  const names: readonly string[] = recordFields[kind];
  const shown =
    kind === 'snapshot'
      ? list.map((m) => [`M${m}`, m] as const)
      : names.map((name, i) => [name, values[i] ?? 0] as const);
  return { record: n, kind, values: Object.fromEntries(shown) };
}

function rejectionOf(
  { action, conjunct, params }: Rejection,
  log: LogRecords,
  state: LogState,
  actions: ReturnType<typeof systemOf>['actions'],
  recent: Recent,
): LogRejection {
  const m = typeof params['m'] === 'number' && params['m'] >= 0 ? params['m'] : null;
  const guard = actions[action]?.guard.find(({ name }) => name === conjunct);
  const reads = guard === undefined ? [] : readsOf(state, (seen) => guard.holds(seen, params));
  return {
    ...recordOf(log),
    m,
    what: m === null ? action : `${action}(M${m})`,
    conjunct,
    reads: Object.fromEntries(reads),
    allowed: m === null ? [] : allowedTo(m, state, actions),
    recent: recent.of(m ?? -1),
  };
}

/** The actions of an M whose guards hold. */
function allowedTo(m: number, state: LogState, actions: ReturnType<typeof systemOf>['actions']): string[] {
  const names: string[] = [];
  for (const [name, { params, guard }] of Object.entries(actions)) {
    const domains: readonly string[] = Object.keys(params);
    if (!domains.includes('m')) continue;
    const depths = domains.includes('depth') ? [0, 1] : [0];
    if (depths.some((depth) => guard.every(({ holds }) => holds(state, { m, depth })))) names.push(name);
  }
  return names;
}
