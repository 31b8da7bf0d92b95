/** What a run of the part about goroutines notes besides the state of the reference. */
import type { G, M } from '../../reference/index.ts';
import { goStatus } from '../../wire/index.ts';
import type { Run } from '../run/run.ts';
import { Reading } from './reading.ts';
import type { Seen } from './reading.ts';

/**
 * `enter`: into a system call, and there; `exit`: out of it with the P; `lost`: out of it, and the P is gone; `blocked`: the goroutine
 * leaves its thread, since that has got no other P.
 */
export type Op =
  'none' | 'ready' | 'start' | 'create' | 'park' | 'end' | 'other' | 'enter' | 'exit' | 'lost' | 'blocked';

/** What an M's outer section is for, and what the state of the reference does not show of it. */
interface OfM {
  op: Op;
  g: G | null;
  /** It was one of those that the M's bounds have, and no goroutine that parks because it has to. */
  spare: boolean;
  /** Events since then, statuses left out, and sections that have ended since. */
  events: number;
  sections: number;
  /** By depth: the G whose status is about to be written. */
  readonly acquired: [G | null, G | null];
}

interface Noted {
  readonly ms: readonly OfM[];
  /** Gs that traceAdvance has looked at. */
  looked: number;
  /** The call of traceAdvance stops tracing. */
  stops: boolean;
  readonly reading: Reading;
  /** A G begins anew under another number. */
  readonly indexOf: Map<number, number>;
}

const notes = new WeakMap<Run, Noted>();

export function notesOf(run: Run): Noted {
  const known = notes.get(run) ?? {
    ms: run.bounds.programs.map((): OfM => ({
      ...nothing(),
      acquired: [null, null],
    })),
    looked: 0,
    stops: false,
    reading: new Reading(gsOf(run).map((status) => (status === 'dead' ? 'dead' : 'none'))),
    indexOf: new Map<number, number>(),
  };
  notes.set(run, known);
  return known;
}

export const gsOf = ({ bounds }: Run) => bounds.parts.statuses?.gs ?? [];
const nothing = () => ({ op: 'none' as Op, g: null, spare: false, events: 0, sections: 0 });

/** By the number that the wire has for it. */
export function seenOf(code: number): Seen {
  const name = (['runnable', 'running', 'syscall', 'waiting'] as const).find((one) => goStatus[one] === code);
  return name ?? 'none';
}

/** An M has taken it from where others could find it. */
export const isOwned = (run: Run, gp: G): boolean =>
  notesOf(run).ms.some(({ op, g }) => g === gp && owning.has(op));

const owning: ReadonlySet<Op> = new Set(['ready', 'create', 'blocked']);

export const isRunning = ({ status }: G): boolean => status === 'running' || status === 'copystack';

export function begins(run: Run, { id }: M, op: Op, g: G): void {
  const left = run.sections[id] ?? 0;
  if (left > 0) run.sections[id] = left - 1;
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, { op, g, spare: left > 0, events: 0, sections: 0 });
}

/** What it has begun takes another turn. */
export function goesOnWith(run: Run, { id }: M, op: Op): void {
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, { op, events: 0, sections: 0 });
}

export function ends(run: Run, { id }: M): void {
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, nothing());
}

/** Whether suspendG wants the goroutine to stop: it will, at its next safe point. */
export const isWanted = (run: Run, gp: G): boolean =>
  run.advancers[1]?.offers[0]?.step === 'suspendG' && run.rt.allg[notesOf(run).looked - 1] === gp;
