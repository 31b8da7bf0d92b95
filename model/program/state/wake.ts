/** How the reader waits, and what it has in its hands: fields of the part reader. Source: runtime/trace.go, ReadTrace, traceReader. */
import { bool, int } from '../../../checker/index.ts';
import type { BoolField, IntField } from '../../../checker/index.ts';
import type { Bounds } from '../../bounds.ts';

interface WakeFields {
  /** The goroutine that reads is in trace.reader. */
  readonly reader: BoolField;
  /** trace.reading: whose buffer ReadTrace has handed out, plus one, and which; 0 for none. */
  readonly readingM: IntField;
  readonly reading: IntField;
  readonly workAvailable: BoolField;
  /** Somebody who made work available, or who parked the reader, has yet to come to the scheduler. */
  readonly look: BoolField;
  /** Bookkeeping: a doneSema was released while it was up. */
  readonly doneTwice: BoolField;
}

/** In other parts the fields are not there, whatever the type says: only what the part reader has reads them. */
export const wakeFields = ({ parts, programs, buffersPerM }: Bounds): WakeFields =>
  (parts.reader === true
    ? {
        reader: bool(),
        readingM: int(0, programs.length),
        reading: int(0, buffersPerM),
        workAvailable: bool(),
        look: bool(),
        doneTwice: bool(),
      }
    : {}) as WakeFields;

type Wake = Readonly<Record<'reader' | 'workAvailable' | 'look' | 'doneTwice', boolean>> &
  Readonly<Record<'readingM' | 'reading', number>>;

/** The values at the beginning, under the same proviso. */
export const initialWake = ({ parts }: Bounds): Wake =>
  (parts.reader === true
    ? { reader: false, readingM: 0, reading: 0, workAvailable: false, look: false, doneTwice: false }
    : {}) as Wake;
