/** What records of statuses and events say, by their numbers. */
import { statusNumber } from '../../../model/index.ts';
import { events } from '../../log/events.ts';
import { statusSteps } from '../../log/records.ts';
import { READY, RESET, SEQUENCE, SET, acquired, seen } from './symbols.ts';

/** Statuses say what was before. */
export const statusEvents = new Set<number>([events.GoStatus, events.GoStatusStack, events.ProcStatus]);
/** What is active when a status is written, of a P and of a goroutine. */
export const SWEEP_ACTIVE = 31;
export const ASSIST_ACTIVE = 34;
export const activeRanges = new Set<number>([SWEEP_ACTIVE, ASSIST_ACTIVE]);
/** The second event of a writer. */
export const GO_LABEL = 39;
/** Events that name the goroutine that they are about. */
export const namesOne = new Set<number>([
  ...[events.GoStatus, events.GoStatusStack, events.GoCreate, events.GoCreateSyscall, events.GoStart],
  ...[events.GoUnblock, events.GoSwitch, events.GoSwitchDestroy, events.GoCreateBlocked],
]);

/** The statuses of events of a trace, by their numbers there, as the programs have them. */
const goStatuses = (['none', 'runnable', 'running', 'syscall', 'waiting'] as const).map(statusNumber);
const procStatuses = (['none', 'running', 'idle', 'syscall', 'abandoned'] as const).map(statusNumber);
export const goStatusIn = (status: number): number => goStatuses[status] ?? 0;
export const procStatusIn = (status: number): number => procStatuses[status] ?? 0;

/** What a record of a status says to a thread that is followed. */
export function symbolOf(step: number, value: number): number {
  switch (statusSteps[step]) {
    case 'seen':
      return seen(value);
    case 'acquire':
      return acquired(value);
    case 'ready':
      return READY;
    case 'sequence':
      return SEQUENCE;
    case 'reset':
      return RESET;
    default:
      return SET;
  }
}
