/** Traces in text form for tests, where what a reader of the test need not see is filled in. */
import { encodeText } from '../index.ts';

/**
 * The bytes of a trace in text form. A batch without a size gets the one that it has, and `m=none` is the thread of tables.
 * Space at the ends of lines does not matter.
 */
export function encodeLoose(text: string): Uint8Array {
  const [head = '', ...lines] = text
    .trim()
    .replaceAll('m=none', 'm=18446744073709551615')
    .split('\n')
    .map((line) => line.trim());
  const sized = lines.map((line, index) => {
    if (!line.startsWith('EventBatch') || line.includes('size=')) return line;
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((other) => /^(EventBatch|ExperimentalBatch|EndOfGeneration)/.test(other));
    const body = rest.slice(0, end < 0 ? undefined : end);
    return `${line} size=${encodeText([head, ...body].join('\n')).length - 16}`;
  });
  return encodeText([head, ...sized].join('\n'));
}

/**
 * A trace of one generation in which thread 1 has P 0 and runs goroutine 1, and then has these events. `tables` are further
 * batches, of other threads too, and `header` the number of its version.
 */
export function oneThread(events: string, tables = '', header: 22 | 23 = 23): string {
  return `Trace Go1.${header}
    ${clock(1)}
    EventBatch gen=1 m=1 time=100
    ${bound(1)}
    ${events}
    ${tables}`;
}

/** The batch that every generation up to go 1.23 needs; a nanosecond is a tick. */
export const clock = (gen: number): string =>
  `EventBatch gen=${gen} m=none time=1\nFrequency freq=1000000000`;

/** The events by which a thread has the P of the number before its own and runs the goroutine of its own. */
export const bound = (m: number): string =>
  `ProcStatus dt=1 p=${m - 1} pstatus=1\nGoStatus dt=1 g=${m} m=${m} gstatus=2`;
