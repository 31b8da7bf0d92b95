/** What a run of the parts about Ps and system calls notes besides the state of the reference. */
import type { G, M, P } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { ReadingMs } from './reading-ms.ts';
import { Reading } from './reading.ts';
import type { Seen } from './reading.ts';

/** What an M has come out of its rest for; `blocked`: it has come out of a system call without a P. */
type Op = 'none' | 'start' | 'stop' | 'other' | 'retake' | 'enter' | 'exit' | 'blocked';

interface OfM {
  op: Op;
  /** The last of its steps since then that says which way it has taken, and the events since then, statuses left out. */
  last: string;
  events: number;
  /** It has said that its system call is over. */
  ended: boolean;
  /** The sequence number of the event that it is about to write. */
  seq: number;
  /** The P that it has let go of, on no list yet. */
  released: P | null;
  /** Its goroutine, also when the scheduler has that. */
  g: G | null;
}

interface Noted {
  readonly ms: readonly OfM[];
  /** The P that forEachP comes to next, from 1. */
  next: number;
  /** The call of traceAdvance stops tracing. */
  stops: boolean;
  /** How often GOMAXPROCS may still be changed. */
  resizes: number;
  /** By P: alive since this generation began, and throughout the one before, which has to have its status. */
  readonly sinceBump: boolean[];
  readonly owed: boolean[];
  readonly reading: Reading;
  readonly readingMs: ReadingMs;
}

const notes = new WeakMap<Run, Noted>();

/** All Ps, with the first, which is that of whoever starts, advances or changes GOMAXPROCS. */
export const psOf = ({ bounds }: Run): number => (bounds.parts.procs?.ps ?? 0) + 1;

export const hasSyscalls = ({ bounds }: Run): boolean => bounds.parts.procs?.syscalls === true;

const resting = { op: 'none' as Op, last: '', events: 0, ended: false, seq: 0, released: null };

export function notesOf(run: Run): Noted {
  const known = notes.get(run);
  if (known !== undefined) return known;
  const ps = psOf(run);
  const times = <T>(of: T): T[] => Array.from({ length: ps }, () => of);
  const made: Noted = {
    ms: run.ms.map(({ curg }): OfM => ({ ...resting, g: curg })),
    next: 0,
    stops: false,
    resizes: run.bounds.parts.procs?.resizes ?? 0,
    sinceBump: times(false),
    owed: times(false),
    reading: new Reading(times<Seen>('none')),
    readingMs: new ReadingMs(hasSyscalls(run) ? ps : 0, run.ms.length),
  };
  notes.set(run, made);
  return made;
}

export const opOf = (run: Run, { id }: M): Op => notesOf(run).ms[id]?.op ?? 'none';

export function begins(run: Run, mp: M, op: Op): void {
  run.sections[mp.id] = (run.sections[mp.id] ?? 0) - 1;
  goesOnWith(run, mp, op);
}

export function goesOnWith(run: Run, { id }: M, op: Op): void {
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, resting, { op });
}

export const ends = (run: Run, mp: M): void => {
  goesOnWith(run, mp, 'none');
};

/** Every M is between its sections. */
export const areResting = (run: Run): boolean => notesOf(run).ms.every(({ op }) => op === 'none');
