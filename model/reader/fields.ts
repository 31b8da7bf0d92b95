/**
 * The goroutine that reads the trace, and what wakes it. Source: runtime/trace.go (trace.reading, trace.workAvailable,
 * trace.reader, ReadTrace), runtime/proc.go (findRunnable, handoffp).
 */
import { array, bool, int, oneOf, record } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';

/** No element where the part is left out. */
export const readerFields = ({ parts: { reader }, programs, buffersPerM }: Bounds) =>
  array(
    reader === true ? 1 : 0,
    record({
      /**
       * Nobody reads; in ReadTrace, or its caller is, which will call it again; about to release doneSema; about to
       * put itself into trace.reader; in trace.reader, waiting.
       */
      phase: oneOf('off', 'running', 'release', 'parking', 'parked'),
      /** The generation whose doneSema is to be released, by gen%2, and whether it was the last one. */
      parity: int(0, 1),
      stops: bool(),
      /** trace.reading: the buffer that ReadTrace has handed out, and whose M it was; 0 for none. */
      reading: int(0, buffersPerM),
      m: int(0, programs.length - 1),
      workAvailable: bool(),
      /** Somebody who made work available, or who parked the reader, has yet to come to the scheduler. */
      look: bool(),
      /** Bookkeeping: a doneSema was released while it was up. */
      doneTwice: bool(),
    }),
  );

/** What the initial state has. */
export const readerInitial = ({ parts: { reader } }: Bounds) =>
  reader === true
    ? [
        {
          phase: 'off' as const,
          parity: 0,
          stops: false,
          reading: 0,
          m: 0,
          workAvailable: false,
          look: false,
          doneTwice: false,
        },
      ]
    : [];
