/** What a run of the part about Ps notes besides the state of the reference. */
import type { M, P } from '../../reference/index.ts';
import type { Run } from '../run/run.ts';
import { Reading } from './reading.ts';
import type { Seen } from './reading.ts';

/** What an M has come out of its rest for. */
type Op = 'none' | 'start' | 'stop' | 'other';

interface OfM {
  op: Op;
  /** The P that it has let go of, on no list yet. */
  released: P | null;
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
}

const notes = new WeakMap<Run, Noted>();

/** All Ps, with the first, which is that of whoever starts, advances or changes GOMAXPROCS. */
export const psOf = ({ bounds }: Run): number => (bounds.parts.procs?.ps ?? 0) + 1;

export function notesOf(run: Run): Noted {
  const times = <T>(of: T): T[] => Array.from({ length: psOf(run) }, () => of);
  const known = notes.get(run) ?? {
    ms: run.bounds.programs.map((): OfM => ({ op: 'none', released: null })),
    next: 0,
    stops: false,
    resizes: run.bounds.parts.procs?.resizes ?? 0,
    sinceBump: times(false),
    owed: times(false),
    reading: new Reading(times<Seen>('none')),
  };
  notes.set(run, known);
  return known;
}

export const opOf = (run: Run, { id }: M): Op => notesOf(run).ms[id]?.op ?? 'none';

export function begins(run: Run, { id }: M, op: Op): void {
  run.sections[id] = (run.sections[id] ?? 0) - 1;
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) noted.op = op;
}

export function ends(run: Run, { id }: M): void {
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, { op: 'none', released: null });
}

/** Every M is between its sections. */
export const areResting = (run: Run): boolean => notesOf(run).ms.every(({ op }) => op === 'none');
