/** A step of a schedule. */
import { codeOf, recordKinds } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';

/** An M by its number, or one of the other threads. */
export type Role = number | 'advancer' | 'reader' | 'GOMAXPROCS';

/**
 * Steps about Ps and system calls. A thread waits at them, and no record stands for them. The last three only come in place of others: a P
 * that was lost in a system call, a steal that found another status, and a goroutine that is held in its system call.
 */
export const procKinds = [
  'acquireP',
  'releaseP',
  'acquireOff',
  'idleP',
  'resizePs',
  'readyDeadPs',
  'forEachP',
  'enterSyscall',
  'leaveP',
  'exitSyscall',
  'regainP',
  'retake',
  'stealP',
  'lostP',
  'stealFails',
  'heldInSyscall',
] as const;

export type ProcKind = (typeof procKinds)[number];
export type StepKind = RecordKind | ProcKind;

/** What a goroutine does to write a section: where the run says nothing else, it allocates. */
export const sectionCalls = ['log', 'end'] as const;
export type SectionCall = (typeof sectionCalls)[number];

export interface ScheduledStep {
  readonly role: Role;
  readonly kind: StepKind;
  /** Where it stands in the tree: `traceAcquireEnabled:214`. */
  readonly place: string;
  /** The section is inside that of a growth. */
  readonly nested: boolean;
  /** The M's stack is to be moved once this step is done. */
  readonly grows: boolean;
  /** The M must have no buffer here. */
  readonly empty: boolean;
  /** The nested section gets another generation than the outer one. */
  readonly skewed: boolean;
  /**
   * The step of the same M at which its outer section began; for the reader, the M whose buffer it takes, and for the advancer the one
   * that it looks at.
   */
  readonly section: number;
  /** What begins the section, at its first step. */
  readonly call?: SectionCall;
}

/** No record has six values. */
const NO_RECORD = 6;

/** The number of a step in the hooks: its record's first byte, or one that no record has. */
export function codeOfStep(kind: StepKind): number {
  const proc = procKinds.findIndex((one) => one === kind);
  const record = recordKinds.find((one) => one === kind);
  return record === undefined ? ((proc + 1) << 3) | NO_RECORD : codeOf(record);
}

/** The Go constant of a step: `nosplitAcquireFlag`. */
export const constantOf = (kind: StepKind): string =>
  `nosplit${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;

/** Whether a schedule is one of Ps, which a thread gets only when that is due. */
export const isOfProcs = (schedule: readonly Pick<ScheduledStep, 'kind'>[]): boolean =>
  schedule.some(({ kind }) => procKinds.some((one) => one === kind));

/** What each M's goroutine does, in its order; none where it allocates. */
export const callsOf = (schedule: readonly ScheduledStep[]): readonly (readonly SectionCall[])[] =>
  schedule.reduce<SectionCall[][]>((calls, { role, call }) => {
    if (call !== undefined && typeof role === 'number') (calls[role] ??= []).push(call);
    return calls;
  }, []);
