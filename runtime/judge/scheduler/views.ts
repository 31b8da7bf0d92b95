/** What a record of the scheduler is about: the programs about goroutines follow Gs, those about system calls follow Ps. */
import { eventKinds, eventNames, statusNumber } from '../../../model/index.ts';
import type { ArgumentType, ProgramPart } from '../../../model/index.ts';

export interface View {
  readonly root: 'g' | 'p';
  readonly part: ProgramPart;
  /** Where the M has its G or P. */
  readonly has: ReadonlySet<string>;
  /** Where its status is. */
  readonly status: ReadonlySet<string>;
  /** The call that takes one from a list. */
  readonly take: string;
  /** Kinds of events that say something of one, by number; whether the first argument names it. */
  readonly told: ReadonlyMap<number, boolean>;
}

const kindsAbout = (isAbout: (wanted: readonly ArgumentType[], name: string) => boolean, type: 'g' | 'p') =>
  new Map(
    eventNames.flatMap((name, number) => {
      const wanted: readonly ArgumentType[] = eventKinds[name];
      return name !== 'other' && isAbout(wanted, name) ? [[number, wanted[0] === type] as const] : [];
    }),
  );

export const ofGoroutines: View = {
  root: 'g',
  part: 'statuses-syscalls',
  has: new Set(['m.curg']),
  status: new Set(['g.atomicstatus']),
  take: 'takeG',
  told: kindsAbout((_, name) => name.startsWith('Go'), 'g'),
};

export const ofProcs: View = {
  root: 'p',
  part: 'syscalls',
  has: new Set(['m.p', 'm.p[taken]']),
  status: new Set(['p.status', 'p.status[taken]']),
  take: 'takeP',
  told: kindsAbout((_, name) => name.startsWith('Proc') || name.startsWith('GoSyscall'), 'p'),
};

/** What the runtime's numbers for statuses are in the programs (runtime2.go). Others are told from these alone. */
const goroutineStatuses: readonly (number | undefined)[] = [
  undefined,
  statusNumber('runnable'),
  statusNumber('running'),
  statusNumber('syscall'),
  statusNumber('waiting'),
  undefined,
  statusNumber('dead'),
];
const procStatuses: readonly (number | undefined)[] = [
  statusNumber('idle'),
  statusNumber('running'),
  statusNumber('syscall'),
  undefined,
  statusNumber('dead'),
];
const OTHER = 1000;

/** The program's number of a status as the runtime has it. */
export const statusIn = (root: 'g' | 'p', status: number): number =>
  (root === 'g' ? goroutineStatuses : procStatuses)[status] ?? OTHER + status;
