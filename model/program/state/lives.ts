/** Where an M stands between its start and its end: fields of the part threads. Source: runtime/proc.go, mcommoninit, mexit, dropm. */
import { bool, int } from '../../../checker/index.ts';
import type { BoolField, IntField } from '../../../checker/index.ts';
import type { Bounds, Program } from '../../bounds.ts';
import { exits, hasThreads } from '../../bounds.ts';

interface LifeFields {
  /** On allm. */
  readonly allm: BoolField;
  /** On sched.freem: it has exited and still holds its stack. */
  readonly freem: BoolField;
  /** 0 freeMStack, 1 freeMRef, 2 freeMWait, as in Go. */
  readonly freeWait: IntField;
  /** On the list of extra Ms: no thread that C made has borrowed it. */
  readonly extra: BoolField;
}

/** In other parts the fields are not there, whatever the type says: only what the part threads has reads them. */
export const lifeFields = (bounds: Bounds, countMax: number): LifeFields =>
  (hasThreads(bounds)
    ? { allm: bool(), freem: bool(), freeWait: int(0, countMax), extra: bool() }
    : {}) as LifeFields;

interface Life {
  readonly allm: boolean;
  readonly freem: boolean;
  readonly freeWait: number;
  readonly extra: boolean;
}

/** The values at the beginning, under the same proviso. */
export const initialLife = (bounds: Bounds, { thread }: Program): Life =>
  (hasThreads(bounds)
    ? { allm: thread !== 'starts', freem: false, freeWait: 0, extra: thread === 'extra' }
    : {}) as Life;

/** On neither list, where traceAdvance looks for Ms. */
export const isOffTheLists = ({ allm, freem }: Pick<Life, 'allm' | 'freem'>): boolean => !allm && !freem;

/** Whether some M of the bounds exits. */
export const someExit = ({ programs }: Bounds): boolean => programs.some(({ thread }) => exits(thread));
