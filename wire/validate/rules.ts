/**
 * The rules that an execution trace keeps, each with one sentence. Rules of severity `reader` are those of Go's own reader
 * (internal/trace: reader.go, batch.go, generation.go, order.go, event.go), whose verdict they give together. Rules of severity
 * `strict` are kept by Go's writer, and no reader of Go's asks for them.
 */

export type Severity = 'reader' | 'strict';

const reader = {
  // Framing, in the order in which a file is read.
  'header-version': 'The header names a version that the reader knows.',
  'batch-expected': 'What stands where a batch begins is a batch.',
  'batch-header': 'The header of a batch is whole.',
  'batch-size': 'A batch has at most 65,536 bytes.',
  'batch-cut': 'A batch has all the bytes that its header says.',
  'generation-zero': 'No batch belongs to generation 0.',
  'generation-order': 'A generation follows the one before it, and none comes back.',
  'generation-end': 'Each generation of a go 1.26 trace ends with a mark, and marks stand nowhere else.',
  'generation-empty': 'A generation has events of some thread; Go 1.24 asks for it.',
  'experiment-unknown':
    "The experiment of a batch is one that Go has; Go's tools from 1.25 on crash on others.",
  // Tables of a generation.
  'frequency-missing': 'A generation has a frequency.',
  'frequency-twice': 'A generation has one frequency.',
  'clock-snapshot-missing': 'A generation of a trace from Go 1.25 on has a snapshot of the clocks.',
  'clock-snapshot-twice': 'A generation has one snapshot of the clocks.',
  'table-event': 'A batch of strings, stacks, samples or clocks holds nothing else.',
  'table-cut': 'An entry of a table is whole.',
  'string-long': 'A string has at most 1,024 bytes.',
  'string-twice': 'An id of a string is given once in a generation, and 0 never.',
  'stack-deep': 'A stack has at most 128 frames.',
  'stack-twice': 'An id of a stack is given once in a generation, and 0 never.',
  'frame-string-missing': 'The strings that a frame of a stack names are in the table of its generation.',
  'string-missing': 'The strings that an event names are in the table of its generation.',
  'stack-missing': 'The stacks that an event names are in the table of its generation.',
  'cpu-sample-stack-missing':
    "The stack of a CPU sample is in its generation's table; Go's tools crash if not.",
  // Single events.
  'event-unknown': 'An event is of a type that Go has.',
  'event-untimed': 'The batch of a thread holds only events with a time.',
  'event-unordered': 'A snapshot of the clocks stands only in a batch of clocks.',
  'event-cut': 'An event is whole, and no number of it has more than 64 bits.',
  // What an event needs about it.
  'needs-thread': 'The event happens on a thread.',
  'needs-proc': 'The event happens on a thread that has a P.',
  'needs-goroutine': 'The event happens on a thread that runs a goroutine.',
  'needs-no-goroutine': 'The event happens on a thread that runs no goroutine.',
  // Ps.
  'proc-status-unknown': 'The status of a P is one that Go has.',
  'proc-status-differs': 'The status of a P is the one that its events left it in.',
  'proc-status-unbound': 'A P about to be stolen from a system call is on some thread.',
  'proc-unknown': 'The P of the event has a status.',
  'proc-not-running': 'A P that stops was running or in a system call.',
  'proc-not-in-syscall': 'The P of a goroutine that leaves a system call is in that call.',
  'proc-steal-self': 'A thread that steals a P from itself has that P.',
  'proc-steal-thread-unknown': 'The thread that a P is stolen from exists.',
  'proc-steal-other': 'The thread that a P is stolen from has that P.',
  // Goroutines.
  'goroutine-status-unknown': 'The status of a goroutine is one that Go has.',
  'goroutine-status-differs': 'The status of a goroutine is the one that its events left it in.',
  'goroutine-status-late': 'A goroutine not known before has its first status in the first generation.',
  'goroutine-unknown': 'The goroutine of the event has a status or was created.',
  'goroutine-exists': 'A goroutine that is created does not exist yet.',
  'goroutine-not-running': 'The goroutine that the event is about is running.',
  'goroutine-not-in-syscall': 'A goroutine that leaves a system call is in one.',
  'syscall-without-thread': 'A goroutine in a system call is on a thread.',
  'syscall-other-thread': 'A goroutine in a system call is on the thread that its status names.',
  'syscall-sequence': 'The sequence number of a system call follows the last one of its P.',
  // The garbage collector, ranges, tasks and regions.
  'gc-active-late': 'In the first generation, GCActive comes before any other event of the collector.',
  'gc-not-running': 'A collection that is active or ends was running.',
  'gc-running': 'A collection begins when none is running.',
  'range-twice': 'A range begins, or is found active in the first generation, when it is not active yet.',
  'range-missing': 'A range that ends, or is found active in a later generation, is active.',
  'task-twice': 'A task that begins is not active yet.',
  'region-mismatch': 'A region that ends is the innermost one of its goroutine.',
  // All threads together.
  'cannot-advance': 'Of the next events of all threads, one can be next: its sequence number and status fit.',
} as const;

const strict = {
  'frequency-zero': 'A clock ticks: its frequency is not 0.',
  'generation-skipped':
    'No number of a generation is left out, and none comes back, in a go 1.26 trace either.',
  'table-cut-unseen':
    "No table ends between two numbers of an entry; Go's reader takes it for the end of the trace.",
  'trace-unfinished': 'Nothing comes after the last whole generation.',
  'status-wide': 'The number of a status fits a byte, which is all that the reader looks at.',
  'status-twice': 'A goroutine or a P has its status written once in a generation.',
  'status-replaces': 'A thread that runs one goroutine or P is not given another by a status.',
  'time-stands': 'Each event of a thread comes at least one tick after the one before it.',
  'time-backwards':
    'A batch of a thread begins no earlier than the clock was when its batch before was written.',
  'clock-snapshot-order': 'The clocks of a snapshot are later than those of the snapshot before.',
  'frame-differs': 'A program counter stands for one function, file and line in a generation.',
  'cpu-sample-twice': 'No CPU sample is written twice.',
  'range-left': 'A goroutine that ends has no range that is active.',
  'thread-bare': 'A thread that writes events about memory has had a P or a goroutine.',
  'stack-allocs-alternate': 'A stack of a goroutine is allocated and freed in turns.',
  'span-allocs-alternate': 'A span of memory is allocated and freed in turns.',
  'memory-info':
    'A trace that has events about memory says once, in its first generation, how their ids are made.',
  'memory-type-twice': 'An id of a type is given once in a generation.',
  'memory-type-missing': 'The type of an object is in the table of types of its generation.',
} as const;

export type ReaderRule = keyof typeof reader;
export type StrictRule = keyof typeof strict;
/** The names of all rules. */
export type RuleName = ReaderRule | StrictRule;

/** A rule that execution traces keep. */
export interface Rule {
  readonly name: RuleName;
  readonly severity: Severity;
  readonly sentence: string;
}

/** Every rule, those of the reader first. */
export const rules: readonly Rule[] = [...rows('reader', reader), ...rows('strict', strict)];

function rows<Name extends RuleName>(severity: Severity, sentences: Readonly<Record<Name, string>>): Rule[] {
  return names(sentences).map((name) => ({ name, severity, sentence: sentences[name] }));
}

/** Object.keys forgets the names that the type knows, and these tables have no others. */
function names<Name extends string>(table: Readonly<Record<Name, string>>): Name[] {
  return Object.keys(table) as Name[];
}
