/** Statuses of Gs and Ps, and kinds of events, as numbers: what programs say of them. */
import { seen } from '../../trace-reader/fields.ts';
import type { Seen } from '../../trace-reader/fields.ts';

/** A status that a reader knows is its number; those of the runtime that no G or P of the model has come after them. */
export const statusNumber = (status: Seen): number => seen.values.indexOf(status);
export const statusOf = (number: number): Seen => seen.values[number] ?? 'none';
/** Not more than this many statuses that no G or P of the model has. */
export const STATUS_MAX = seen.values.length + 6;

/** What an argument of an event has to be, for a reader of the trace: nothing, or the G or P, its status, its sequence number. */
export type ArgumentType = 'g' | 'p' | 'status' | 'seq' | 'm' | null;

/** Events that say something of a G or P. `other` is any event that no transition goes with. */
export const eventKinds = {
  other: [],
  GoStatus: ['g', null, 'status'],
  GoStatusStack: ['g', null, 'status'],
  GoCreate: ['g'],
  GoStart: ['g', 'seq'],
  GoDestroy: [],
  GoStop: [],
  GoBlock: [],
  GoUnblock: ['g', 'seq'],
  ProcStatus: ['p', 'status'],
  ProcStart: ['p', 'seq'],
  ProcStop: [],
  GoSyscallBegin: ['seq'],
  GoSyscallEnd: [],
  GoSyscallEndBlocked: [],
  ProcSteal: ['p', 'seq', 'm'],
} as const satisfies Readonly<Record<string, readonly ArgumentType[]>>;
export type EventKind = keyof typeof eventKinds;

// Sound because `eventKinds` has no other keys.
export const eventNames = Object.keys(eventKinds) as readonly EventKind[];
export const eventNumber = (kind: EventKind): number => eventNames.indexOf(kind);
