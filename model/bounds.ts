/**
 * Bounds: how much the program of the model does. Everything within them is searched; nothing is said beyond.
 */

/** How the thread of an M comes and goes; one that says nothing runs throughout. */
export type Thread =
  /** It runs from the beginning, and exits. */
  | 'exits'
  /** Another M starts it, and it exits. */
  | 'starts'
  /** An extra M, which threads that C made borrow in turn: never off allm. */
  | 'extra';

/** How much the program of the model does. */
export interface Bounds {
  readonly name: string;
  /** What each of the writing Ms does; the advancer and the reader are extra. */
  readonly programs: readonly Program[];
  /** The highest generation: one less is the number of advances, or fewer with a stop and a start. */
  readonly generations: number;
  /** Whether tracing may be stopped, and whether it may be started again while there are generations left. */
  readonly stop: boolean;
  readonly restart: boolean;
  readonly eventsPerBuffer: number;
  /** Enough that a refill finds one in every state; a test asserts that one more changes nothing. */
  readonly buffersPerM: number;
  /** Whether claims about runs are judged, too. */
  readonly runs: boolean;
  /** What else runs beside the core. A part that is left out has no actions, and its fields take no bits. */
  readonly parts: Parts;
}

/** Parts of the tracer beyond its core, each of which brings fields, actions and properties of its own. */
export interface Parts {
  /** Stores wait in a buffer of their thread before others see them (model/memory/). */
  readonly memory?: MemoryBounds;
  /** Gs and their statuses. Buffers are left out where it is on. */
  readonly statuses?: StatusesBounds;
  /** The reader waits and is woken, and keeps the buffer that it reads. */
  readonly reader?: true;
  /** Sections of other kinds: StartTrace's own with the memory snapshot inside it, and CPU samples. */
  readonly sections?: SectionsBounds;
  /** Ps and their statuses. Buffers are left out where it is on. */
  readonly procs?: ProcsBounds;
}

export interface SectionsBounds {
  /** CPU-profile signals that each M gets while tracing is on, at any step. */
  readonly samplesPerM: number;
}

/** Ps, all of them idle when tracing starts. */
export interface ProcsBounds {
  readonly ps: number;
  /** How often GOMAXPROCS changes, each time by one P that is idle: it dies, or comes alive again. */
  readonly resizes: number;
  /** Whether Ms enter system calls, and lose their Ps there to others. Not for bounds with a stop. */
  readonly syscalls?: true;
  /** Whether the goroutine of an M that has lost its P there ends the system call with an event, GoSyscallEndBlocked. */
  readonly blockedEnds?: true;
  /** Whether Ms enter system calls that are known to block, for which they hand their Ps off themselves. */
  readonly handsOff?: true;
}

export interface MemoryBounds {
  /** How many stores the buffer of an M holds; a further one pushes the oldest out. */
  readonly storesPerM: number;
}

/** How much of Gs the model has. */
export interface StatusesBounds {
  /** The status of each G when tracing starts; of those that run, the first is on M0, the next on M1. */
  readonly gs: readonly GoStatus[];
  /** Whether goroutines enter system calls. Not for bounds with a stop. */
  readonly syscalls?: true;
}

/** Of those that the runtime tells apart, the ones in which an event or a status of the trace differs. */
export type GoStatus = 'runnable' | 'running' | 'waiting' | 'dead' | 'syscall';

/** What one M does, at most, and how it comes and goes. */
export interface Program {
  /** Outer sections, of one event each. */
  readonly sections: number;
  /** Whether it goes on for ever with sections in which nothing is written. */
  readonly endless?: boolean;
  /** Stack growths, each with an alloc and a free section of one event each. */
  readonly growths: number;
  /** Left out: its thread runs throughout. Where no M has it, threads take no bits and have no actions. */
  readonly thread?: Thread;
}

const tiny: Bounds = {
  name: 'tiny',
  programs: [{ sections: 2, growths: 1 }],
  generations: 2,
  stop: true,
  restart: false,
  eventsPerBuffer: 1,
  buffersPerM: 4,
  runs: false,
  parts: {},
};

const endless: Program = { sections: 1, growths: 1, endless: true };

/** M0 runs a goroutine and has one section, in which the stack may grow; M1 has two. The other G is dead at first. */
const statusesTiny: Bounds = {
  name: 'statuses-tiny',
  programs: [
    { sections: 1, growths: 1 },
    { sections: 2, growths: 0 },
  ],
  generations: 3,
  stop: false,
  restart: false,
  eventsPerBuffer: 1,
  buffersPerM: 1,
  runs: false,
  parts: { statuses: { gs: ['running', 'dead'] } },
};

/** Two Ms and one P, which GOMAXPROCS takes away and gives back. */
const procsTiny: Bounds = {
  ...statusesTiny,
  name: 'procs-tiny',
  programs: [
    { sections: 2, growths: 0 },
    { sections: 1, growths: 0 },
  ],
  parts: { procs: { ps: 1, resizes: 2 } },
};

/** A P leaves its M behind in a system call twice, so that a thief may have looked at it in the first. */
const syscallsSmall: Bounds = {
  ...procsTiny,
  name: 'syscalls-small',
  programs: [
    { sections: 3, growths: 0 },
    { sections: 1, growths: 0 },
  ],
  generations: 2,
  parts: { procs: { ps: 1, resizes: 0, syscalls: true } },
};

/** The bounds that have a name: `tiny`, `small`, `ci` and others. */
export const boundsByName: Readonly<Record<string, Bounds>> = {
  tiny: { ...tiny, runs: true },
  small: {
    ...tiny,
    name: 'small',
    programs: [
      { sections: 2, growths: 1 },
      { sections: 1, growths: 0 },
    ],
  },
  // Both Ms do the same, so that neither is special.
  pair: {
    ...tiny,
    name: 'pair',
    programs: [
      { sections: 1, growths: 1 },
      { sections: 1, growths: 1 },
    ],
    buffersPerM: 3,
  },
  'endless-small': { ...tiny, name: 'endless-small', programs: [endless], runs: true },
  ci: {
    ...tiny,
    name: 'ci',
    programs: [
      { sections: 2, growths: 1 },
      { sections: 1, growths: 1 },
    ],
    generations: 3,
    restart: true,
    eventsPerBuffer: 2,
    buffersPerM: 3,
  },
  nightly: {
    ...tiny,
    name: 'nightly',
    programs: [
      { sections: 2, growths: 1 },
      { sections: 1, growths: 1 },
      { sections: 1, growths: 0 },
    ],
    generations: 3,
    restart: true,
    eventsPerBuffer: 2,
    buffersPerM: 3,
  },
  'memory-tiny': {
    ...tiny,
    name: 'memory-tiny',
    eventsPerBuffer: 2,
    buffersPerM: 3,
    parts: { memory: { storesPerM: 4 } },
  },
  'memory-small': {
    ...tiny,
    name: 'memory-small',
    generations: 3,
    parts: { memory: { storesPerM: 4 } },
  },
  'statuses-tiny': statusesTiny,
  'statuses-small': {
    ...statusesTiny,
    name: 'statuses-small',
    programs: [
      { sections: 2, growths: 1 },
      { sections: 1, growths: 0 },
    ],
    generations: 2,
  },
  // A goroutine may lose its P in a system call, or keep it; Ps themselves are left out.
  'statuses-syscalls': {
    ...statusesTiny,
    name: 'statuses-syscalls',
    programs: [
      { sections: 2, growths: 1 },
      { sections: 1, growths: 0 },
    ],
    parts: { statuses: { gs: ['running', 'dead'], syscalls: true } },
  },
  // Tracing stops, Gs and Ps go on, and another trace has them as it finds them.
  'statuses-restart': {
    ...statusesTiny,
    name: 'statuses-restart',
    stop: true,
    restart: true,
  },
  'sections-tiny': {
    ...tiny,
    name: 'sections-tiny',
    eventsPerBuffer: 3,
    buffersPerM: 3,
    parts: { sections: { samplesPerM: 1 } },
  },
  'sections-small': {
    ...tiny,
    name: 'sections-small',
    eventsPerBuffer: 2,
    parts: { sections: { samplesPerM: 2 } },
  },
  'reader-tiny': {
    ...tiny,
    name: 'reader-tiny',
    programs: [{ sections: 1, growths: 0 }],
    restart: true,
    buffersPerM: 2,
    runs: true,
    parts: { reader: true },
  },
  'reader-small': {
    ...tiny,
    name: 'reader-small',
    programs: [{ sections: 1, growths: 0 }],
    generations: 3,
    restart: true,
    buffersPerM: 2,
    runs: true,
    parts: { reader: true },
  },
  'procs-tiny': procsTiny,
  // The slots of statusTraced come round with the fourth generation.
  'procs-small': { ...procsTiny, name: 'procs-small', generations: 4 },
  'procs-restart': { ...procsTiny, name: 'procs-restart', stop: true, restart: true },
  'syscalls-small': syscallsSmall,
  // The section of GoSyscallEndBlocked comes after the loss, and ProcSteal may not be written yet.
  'syscalls-blocked': {
    ...syscallsSmall,
    name: 'syscalls-blocked',
    parts: { procs: { ps: 1, resizes: 0, syscalls: true, blockedEnds: true } },
  },
  // An M hands its P off, and a generation begins meanwhile; the other M may take it.
  'syscalls-handoff': {
    ...syscallsSmall,
    name: 'syscalls-handoff',
    parts: { procs: { ps: 1, resizes: 0, syscalls: true, blockedEnds: true, handsOff: true } },
  },
  'threads-tiny': {
    ...tiny,
    name: 'threads-tiny',
    programs: [
      { sections: 0, growths: 0, thread: 'exits' },
      { sections: 1, growths: 0, thread: 'starts' },
    ],
    buffersPerM: 1,
  },
  'threads-small': {
    ...tiny,
    name: 'threads-small',
    programs: [
      { sections: 1, growths: 0, thread: 'extra' },
      { sections: 1, growths: 0, thread: 'starts' },
    ],
    generations: 1,
    buffersPerM: 1,
  },
};

/** The most events that one M can write; the snapshot of StartTrace is one more. */
export function eventsMax({ programs, parts }: Bounds): number {
  const snapshots = parts.sections === undefined ? 0 : 1;
  return Math.max(...programs.map(({ sections, growths }) => sections + 2 * growths + snapshots));
}

/** The bounds of that name. Throws a RangeError that lists the known ones. */
export function boundsNamed(name: string): Bounds {
  const bounds = Object.hasOwn(boundsByName, name) ? boundsByName[name] : undefined;
  if (bounds === undefined) {
    throw new RangeError(
      `no bounds are called '${name}'; choose one of ${Object.keys(boundsByName).join(', ')}`,
    );
  }
  return bounds;
}

/** Whether the thread ends, and with it the M. */
export const exits = (thread: Thread | undefined): boolean => thread === 'exits' || thread === 'starts';

/** Whether some M of the bounds comes or goes. */
export const hasThreads = ({ programs }: Pick<Bounds, 'programs'>): boolean =>
  programs.some(({ thread }) => thread !== undefined);

export const gsOf = ({ parts: { statuses } }: Pick<Bounds, 'parts'>): number => statuses?.gs.length ?? 0;
