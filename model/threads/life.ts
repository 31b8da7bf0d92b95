/**
 * Where an M stands between its start and its end. Source: runtime/proc.go, mcommoninit, mexit, allocm, needm, dropm.
 *
 * Two lists matter to the tracer: allm, and sched.freem of the Ms that have exited and still hold a stack. Both change under
 * sched.lock alone. An M leaves freem for good in allocm, once its thread has said that it is done with the stack.
 */
import { oneOf } from '../../checker/index.ts';
import type { EnumField } from '../../checker/index.ts';
import { hasThreads } from '../bounds.ts';
import type { Bounds, Thread } from '../bounds.ts';

const lives = [
  /** Runs, on allm. */
  'running',
  /** Not allocated yet: on no list. */
  'unborn',
  /** On freem with freeWait = freeMWait: mexit goes on, and may still write events. */
  'exiting',
  /** On freem with freeWait = freeMStack or freeMRef: its thread writes no more. */
  'done',
  /** In traceThreadDestroy, whose caller holds sched.lock: the flag is up. */
  'flagged',
  /** In traceThreadDestroy: both slots are flushed. */
  'flushed',
  /** On no list. What still names it keeps its memory: Ms are garbage collected. */
  'gone',
  /** An extra M that no thread has borrowed: on allm. */
  'idle',
  /** In dropm, which waits for sched.lock to destroy what the M has of the tracer's: on allm. */
  'dropping',
] as const;
export type Life = (typeof lives)[number];

/**
 * The field of an M that has it, for bounds in which Ms come and go. Elsewhere it is not there, whatever the type says: only
 * the actions and properties of threads read it, and they are there in the same bounds.
 */
export function lifeField(bounds: Bounds): { readonly life: EnumField<Life> } {
  return (hasThreads(bounds) ? { life: oneOf(...lives) } : {}) as { readonly life: EnumField<Life> };
}

/** The value of that field at the beginning, under the same proviso. */
export function initialLife(bounds: Bounds, thread: Thread | undefined): { readonly life: Life } {
  const life: Life = thread === 'starts' ? 'unborn' : thread === 'extra' ? 'idle' : 'running';
  return (hasThreads(bounds) ? { life } : {}) as { readonly life: Life };
}
