/** What a run of the part about goroutines notes besides the state of the reference. */
import type { Draft } from '../../checker/index.ts';
import type { TracerSchema } from '../../model/index.ts';
import type { G, M } from '../../reference/index.ts';
import { goStatus } from '../../wire/index.ts';
import type { Run } from '../run/run.ts';
import { Reading } from './reading.ts';
import type { Seen } from './reading.ts';

export type Statuses = Draft<TracerSchema['fields']['statuses']['of']>;
export type Op = ReturnType<Statuses['m']['at']>['op'];
type Asked = ReturnType<ReturnType<Statuses['m']['at']>['asked']['at']>;

/** What an M's outer section is for, and what the state of the reference does not show of it. */
interface OfM {
  op: Op;
  g: G | null;
  moved: boolean;
  /** By depth: the G whose status is about to be written, and of which Gs it has been. */
  readonly acquired: [G | null, G | null];
  readonly asked: [Asked, Asked];
}

interface Noted {
  readonly ms: readonly OfM[];
  /** Gs that traceAdvance has looked at. */
  looked: number;
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
      asked: ['none', 'none'],
    })),
    looked: 0,
    reading: new Reading(gsOf(run).map((status) => (status === 'dead' ? 'dead' : 'none'))),
    indexOf: new Map<number, number>(),
  };
  notes.set(run, known);
  return known;
}

export const gsOf = ({ bounds }: Run) => bounds.parts.statuses?.gs ?? [];
const nothing = () => ({ op: 'none' as Op, g: null, moved: false });

/** By the number that the wire has for it. */
export function seenOf(code: number): Seen {
  const name = (['runnable', 'running', 'syscall', 'waiting'] as const).find((one) => goStatus[one] === code);
  return name ?? 'none';
}

/** An M has taken it from where others could find it. */
export const isOwned = (run: Run, gp: G): boolean =>
  notesOf(run).ms.some(({ op, g }) => g === gp && (op === 'ready' || op === 'create'));

export const isRunning = ({ status }: G): boolean => status === 'running' || status === 'copystack';

export function begins(run: Run, { id }: M, op: Op, g: G): void {
  const left = run.sections[id] ?? 0;
  if (left > 0) run.sections[id] = left - 1;
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, { op, g });
}

export function ends(run: Run, { id }: M): void {
  const noted = notesOf(run).ms[id];
  if (noted !== undefined) Object.assign(noted, nothing());
}

/** Whether suspendG wants the goroutine to stop: it will, at its next safe point. */
export function isWanted(run: Run, gp: G): boolean {
  const { trace, allg } = run.rt;
  const next = allg[notesOf(run).looked];
  return next === gp && trace.gen !== 0 && isLooking(run) && !isTraced(run, gp);
}

const isLooking = ({ advancers }: Run): boolean =>
  advancers[1]?.offers[0]?.step === 'forEachGRace: readyNextGen';

export function isTraced({ reference, rt }: Run, gp: G): boolean {
  return reference.statusWasTraced(gp.trace, rt.trace.gen);
}
