/** Bugs that a schedule can force, and what each violates. */

interface Claim {
  readonly what: string;
  readonly property: string;
}

/** A bug of the core, whose bounds are made for the schedule. */
export interface CoreBug extends Claim {
  readonly eventsPerBuffer: number;
  readonly stops: boolean;
  /** Whether the reader takes the buffer before it is queued again, and after: then StopTrace frees it twice. */
  readonly readerTakes: boolean;
}

/** A bug of Ps or system calls. */
interface ProcBug extends Claim {
  /** Bounds by their name. */
  readonly config: string;
}

export type Bug = CoreBug | ProcBug;

/** By the name of the report, as `reproduce` takes it. */
export const bugs: Readonly<Record<string, readonly Bug[]>> = {
  A: [
    {
      what: 'a buffer is lost',
      property: 'NoLostBuffer',
      eventsPerBuffer: 3,
      stops: false,
      readerTakes: false,
    },
    {
      what: 'a buffer is queued again after the reader took it',
      property: 'NoBufferQueuedTwice',
      eventsPerBuffer: 2,
      stops: false,
      readerTakes: true,
    },
  ],
  B0: [
    {
      what: 'a nested section that finds tracing off leaves its lock and its flag',
      property: 'LocksZeroOutside',
      eventsPerBuffer: 3,
      stops: true,
      readerTakes: false,
    },
  ],
  B1: [
    {
      what: 'a nested section is in the next generation',
      property: 'OneGenerationPerOuterSection',
      eventsPerBuffer: 3,
      stops: false,
      readerTakes: false,
    },
  ],
  F10: [
    {
      what: 'a P that died while a generation began goes on with old numbers',
      property: 'SequenceContiguous',
      config: 'procs-tiny',
    },
    {
      what: 'a P that died while a generation began counts as one with a status',
      property: 'StatusPrecedesEvents',
      config: 'procs-small',
    },
  ],
  F11: [
    {
      what: 'a P is stolen from a system call of the next generation',
      property: 'SequenceContiguous',
      config: 'syscalls-small',
    },
  ],
  F13: [
    {
      what: 'a P that died between two traces goes on with old numbers',
      property: 'SequenceContiguous',
      config: 'procs-restart',
    },
  ],
};
