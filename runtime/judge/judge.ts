/** A log against the programs of a tree: whether what the tracer did is a run of them, and whether their properties held on the way. */
import type { LogReader } from '../log/reader.ts';
import { recordFields } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';
import { ProgramSteps } from '../cover/program-steps.ts';
import { Coverage } from './coverage.ts';
import type { LogCoverage } from './coverage.ts';
import { Follower } from './follower.ts';
import type { JudgedBy } from './judged-by.ts';
import { schedulerFor, stepsFor } from './judged-by.ts';
import { Properties } from './properties.ts';
import { Recent } from './recent.ts';
import type { RecentRecord } from './recent.ts';
import { Rejection, Unmodelled } from './rejection.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import type { SchedulerReport } from './scheduler/report.ts';
import { Statuses } from './statuses.ts';
import { Steps } from './steps.ts';

export interface LogVerdict {
  /** `violated`: a run of the programs, in which a property of them does not hold. */
  readonly verdict: 'accepted' | 'rejected' | 'violated' | 'inconclusive';
  readonly design: string;
  /** Records that were judged, and that the program wrote. */
  readonly consumed: number;
  readonly records: number;
  readonly ms: number;
  /** Steps of the programs, and those among them that no record stands for. */
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
  /** What was judged of what Gs and Ps do; null where the log does not have it. */
  readonly scheduler: SchedulerReport | null;
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
  /** The property that is violated, or else the step that cannot be taken, as `traceEnabled:152 (M3)`, or the record that no way leads to. */
  readonly what: string;
  /** The condition that is false, with what the step read; null where the program and the record differ in a value. */
  readonly conjunct: string | null;
  readonly reads: Readonly<Record<string, unknown>>;
  /** The records that the thread could have written instead. */
  readonly allowed: readonly RecordKind[];
  /** The last records of the M, the advancer and the reader, the oldest first. */
  readonly recent: readonly RecentRecord[];
}

/** The records of a log in their order: {@link LogReader} reads them from a file. */
export type LogRecords = Pick<
  LogReader,
  'kind' | 'values' | 'list' | 'n' | 'next' | 'ms' | 'room' | 'records' | 'cut'
> & { readonly hasStatuses?: boolean; readonly hasTransitions?: boolean; readonly sites?: readonly string[] };

export interface JudgeOptions {
  /** Whether properties are judged on the way. Default true. */
  readonly properties?: boolean;
  /** Whether what was taken of the design is counted, and of the steps of this release, as `go1.26.8`. Default: it is not. */
  readonly coverage?: { readonly go: string };
  /** Is told, after each record, of the steps before it that no record stands for, if there are any. */
  readonly onHidden?: (record: number, kind: RecordKind, m: number, steps: readonly string[]) => void;
}

/**
 * Judges the log from its beginning to its end, or to the first record that does not fit. Throws a LogError for a damaged log, and for a
 * design whose steps are not known.
 */
export function judgeLog(log: LogRecords, by: JudgedBy, options: JudgeOptions = {}): LogVerdict {
  const judged = options.properties !== false;
  const lines = options.coverage === undefined ? null : ProgramSteps.of(options.coverage.go);
  const unseen: string[] = [];
  const { onHidden } = options;
  const isWatched = options.coverage !== undefined || onHidden !== undefined;
  const follower = new Follower(
    stepsFor(by),
    log.ms,
    isWatched
      ? {
          took: ({ step, isHidden }) => {
            coverage?.took(step, isHidden);
            if (isHidden) unseen.push(step.name);
          },
          grew: () => {
            unseen.push('StackGrowth');
          },
          joined: (what) => {
            coverage?.joined(what);
            unseen.push(what);
          },
        }
      : null,
  );
  const coverage = options.coverage === undefined ? null : new Coverage(follower.steps);
  const steps = new Steps(follower, log.ms, log.room);
  const properties = new Properties(follower.program, judged ? log.ms : 0);
  const statuses = log.hasStatuses === true ? new Statuses() : null;
  const scheduler =
    log.hasTransitions === true ? new Scheduler(schedulerFor(by), log.sites ?? [], log.ms) : null;
  const recent = new Recent();
  const end = (
    verdict: LogVerdict['verdict'],
    reason: string | null,
    rejection: LogRejection | null,
  ): LogVerdict => ({
    verdict,
    ...{ design: by.name, records: log.records, ms: log.ms, properties: properties.names },
    consumed: verdict === 'rejected' || reason?.startsWith('record ') === true ? log.n : log.n + 1,
    steps: follower.taken,
    hidden: follower.hidden,
    reason,
    rejection,
    coverage: coverage?.report(lines?.coverage() ?? null) ?? null,
    statuses: statuses === null ? null : { records: statuses.taken, resources: statuses.resources },
    scheduler: scheduler?.report ?? null,
  });
  /** What ends the run: a property that does not hold after the record. */
  const violated = (m: number, what: string, words: string): LogVerdict =>
    end('violated', words, {
      ...recordOf(log),
      m: m === -1 ? null : m,
      what,
      ...{ conjunct: null, reads: {}, allowed: [] },
      recent: recent.of(m),
    });
  /** The verdict that the record ends with; null where it fits. */
  const taken = (): LogVerdict | null => {
    const { n, kind, values, list } = log;
    const found = scheduler?.take(n, kind, values) ?? null;
    if (found !== null && judged) return violated(values[0] ?? -1, found.property, found.words);
    if (kind === 'scheduler') return null;
    if (kind === 'status') {
      const fault = statuses?.take(values) ?? null;
      return fault === null || !judged ? null : violated(values[0] ?? -1, fault.property, fault.words);
    }
    lines?.record(kind, values);
    unseen.length = 0;
    const moved = steps.take(n, kind, values, list);
    if (unseen.length > 0) onHidden?.(n, kind, moved, unseen);
    const property = judged ? properties.violated(follower.view, moved) : null;
    if (property === null) return null;
    const about = follower.program.properties[property];
    return violated(
      moved,
      property,
      about !== undefined && 'otherwise' in about ? (about.otherwise ?? '') : '',
    );
  };
  while (log.next()) {
    recent.add(log.n, log.kind, log.values);
    try {
      const ended = taken();
      if (ended !== null) return ended;
    } catch (error) {
      if (error instanceof Unmodelled) return end('inconclusive', `record ${log.n}: ${error.message}`, null);
      if (!(error instanceof Rejection)) throw error;
      return end('rejected', error.message, rejectionOf(error, log, follower, recent));
    }
  }
  if (log.cut !== null) return end('inconclusive', log.cut, null);
  if (log.n + 1 !== log.records)
    return end('inconclusive', `the log counts ${log.records} records and has ${log.n + 1}`, null);
  return end('accepted', null, null);
}

function recordOf({ n, kind, values, list }: LogRecords): Pick<LogRejection, 'record' | 'kind' | 'values'> {
  const names: readonly string[] = recordFields[kind];
  const shown =
    kind === 'snapshot'
      ? list.map((m) => [`M${m}`, m] as const)
      : names.map((name, i) => [name, values[i] ?? 0] as const);
  return { record: n, kind, values: Object.fromEntries(shown) };
}

function rejectionOf(
  { step, m, conjunct, reads }: Rejection,
  log: LogRecords,
  follower: Follower,
  recent: Recent,
): LogRejection {
  return {
    ...recordOf(log),
    m,
    what: m === null ? step : `${step} (M${m})`,
    conjunct,
    reads,
    allowed: follower.allowed(log.kind, m),
    recent: recent.of(m ?? -1),
  };
}
