/**
 * The events of Go's execution trace, version 2: one row each, for all releases from Go 1.22 on. Source:
 * internal/trace/tracev2/events.go (1.25, 1.26), internal/trace/event/go122 (to 1.24); ids never change between releases.
 */

/** A header names one of these: `go 1.23 trace`. There is no 24: Go 1.24 writes 23. */
export type TraceVersion = 22 | 23 | 25 | 26;

/** A kind of event: its number, its name and its arguments. */
export interface EventSpec {
  readonly id: number;
  /** Go's name, without the prefix Ev. */
  readonly name: string;
  /** Names as the raw text prints them, in the order of the wire. A timed event's first is `dt`. */
  readonly args: readonly string[];
  /** Whether it stands in the batch of a thread, with the time since the event before it. */
  readonly timed: boolean;
  /** Indices of arguments that are ids of strings, and of stacks. */
  readonly strings: readonly number[];
  readonly stacks: readonly number[];
  /** The first header that may have it. */
  readonly since: TraceVersion;
}

/** Ids from here on belong to experiments. */
export const experimentBase = 127;

/** The largest batch body, in bytes. */
export const batchBytesMax = 65_536;

/** The most bytes of a String. */
export const dataBytesMax = 1024;
/** The most frames of a Stack. */
export const framesMax = 128;

const rows: readonly (readonly [id: number, name: string, args: string, since: TraceVersion])[] = [
  [1, 'EventBatch', 'gen m time size', 22],
  [2, 'Stacks', '', 22],
  [3, 'Stack', 'id nframes', 22],
  [4, 'Strings', '', 22],
  [5, 'String', 'id', 22],
  [6, 'CPUSamples', '', 22],
  [7, 'CPUSample', 'time m p g stack', 22],
  [8, 'Frequency', 'freq', 22],
  [9, 'ProcsChange', 'dt procs_value stack', 22],
  [10, 'ProcStart', 'dt p p_seq', 22],
  [11, 'ProcStop', 'dt', 22],
  [12, 'ProcSteal', 'dt p p_seq m', 22],
  [13, 'ProcStatus', 'dt p pstatus', 22],
  [14, 'GoCreate', 'dt new_g new_stack stack', 22],
  [15, 'GoCreateSyscall', 'dt new_g', 22],
  [16, 'GoStart', 'dt g g_seq', 22],
  [17, 'GoDestroy', 'dt', 22],
  [18, 'GoDestroySyscall', 'dt', 22],
  [19, 'GoStop', 'dt reason_string stack', 22],
  [20, 'GoBlock', 'dt reason_string stack', 22],
  [21, 'GoUnblock', 'dt g g_seq stack', 22],
  [22, 'GoSyscallBegin', 'dt p_seq stack', 22],
  [23, 'GoSyscallEnd', 'dt', 22],
  [24, 'GoSyscallEndBlocked', 'dt', 22],
  [25, 'GoStatus', 'dt g m gstatus', 22],
  [26, 'STWBegin', 'dt kind_string stack', 22],
  [27, 'STWEnd', 'dt', 22],
  [28, 'GCActive', 'dt gc_seq', 22],
  [29, 'GCBegin', 'dt gc_seq stack', 22],
  [30, 'GCEnd', 'dt gc_seq', 22],
  [31, 'GCSweepActive', 'dt p', 22],
  [32, 'GCSweepBegin', 'dt stack', 22],
  [33, 'GCSweepEnd', 'dt swept_value reclaimed_value', 22],
  [34, 'GCMarkAssistActive', 'dt g', 22],
  [35, 'GCMarkAssistBegin', 'dt stack', 22],
  [36, 'GCMarkAssistEnd', 'dt', 22],
  [37, 'HeapAlloc', 'dt heapalloc_value', 22],
  [38, 'HeapGoal', 'dt heapgoal_value', 22],
  [39, 'GoLabel', 'dt label_string', 22],
  [40, 'UserTaskBegin', 'dt task parent_task name_string stack', 22],
  [41, 'UserTaskEnd', 'dt task stack', 22],
  [42, 'UserRegionBegin', 'dt task name_string stack', 22],
  [43, 'UserRegionEnd', 'dt task name_string stack', 22],
  [44, 'UserLog', 'dt task key_string value_string stack', 22],
  [45, 'GoSwitch', 'dt g g_seq', 23],
  [46, 'GoSwitchDestroy', 'dt g g_seq', 23],
  [47, 'GoCreateBlocked', 'dt new_g new_stack stack', 23],
  [48, 'GoStatusStack', 'dt g m gstatus stack', 23],
  [49, 'ExperimentalBatch', 'exp gen m time', 23],
  [50, 'Sync', '', 25],
  [51, 'ClockSnapshot', 'dt mono sec nsec', 25],
  [52, 'EndOfGeneration', '', 26],
  [128, 'Span', 'dt id npages_value kindclass', 23],
  [129, 'SpanAlloc', 'dt id npages_value kindclass', 23],
  [130, 'SpanFree', 'dt id', 23],
  [131, 'HeapObject', 'dt id type', 23],
  [132, 'HeapObjectAlloc', 'dt id type', 23],
  [133, 'HeapObjectFree', 'dt id', 23],
  [134, 'GoroutineStack', 'dt id order', 23],
  [135, 'GoroutineStackAlloc', 'dt id order', 23],
  [136, 'GoroutineStackFree', 'dt id', 23],
];

/** Every event, in the order of ids. */
export const events: readonly EventSpec[] = rows.map(([id, name, words, since]) => {
  const args = words === '' ? [] : words.split(' ');
  const where = (fits: (arg: string) => boolean): number[] =>
    args.flatMap((arg, index) => (fits(arg) ? [index] : []));
  return {
    id,
    name,
    args,
    timed: args[0] === 'dt',
    strings: where((arg) => arg.endsWith('_string')),
    stacks: where((arg) => arg === 'stack' || arg === 'new_stack'),
    since,
  };
});

const byId: readonly (EventSpec | undefined)[] = events.reduce<(EventSpec | undefined)[]>(
  (table, spec) => {
    table[spec.id] = spec;
    return table;
  },
  Array.from({ length: 256 }),
);

const byName: ReadonlyMap<string, EventSpec> = new Map(events.map((spec) => [spec.name, spec]));

/** The event with that id, which may be unknown to an older header; undefined where no release has one. */
export const eventOfId = (id: number): EventSpec | undefined => byId[id];

/** The event of that name, or undefined. */
export const eventNamed = (name: string): EventSpec | undefined => byName.get(name);

/** The id of the event of that name. Throws a RangeError where there is none. */
export function eventId(name: string): number {
  const spec = byName.get(name);
  if (spec === undefined) throw new RangeError(`no event of the trace format is called '${name}'`);
  return spec.id;
}
