import type { TraceItem } from '../decode/read-trace.ts';
import { readTrace } from '../decode/read-trace.ts';
import { itemText } from '../text/lines.ts';
import { goMessages } from '../validate/go-messages.ts';
import { validate } from '../validate/validate.ts';
import { writeGoldenTest } from './golden-test.ts';

/**
 * A trace as a golden test of Go's reader, for internal/trace/testdata/tests: what the reader of Go 1.26 makes of it, and its text.
 * Every number is written with as few bytes as it can have, so sizes of batches may be other ones than the runtime pads them to. A
 * trace with events about memory needs the header go 1.26 for that: Go's text reader does not know them under older headers. Throws
 * a WireError where the trace is damaged, for then there is no text.
 */
export function emitGoldenTest(bytes: Uint8Array): string {
  const { violation } = validate(bytes);
  const { version, items } = readTrace(bytes);
  const lines = [...items].flatMap((item: TraceItem) => [...itemText(item)]);
  return writeGoldenTest({
    expect:
      violation === null ? { kind: 'success' } : { kind: 'failure', failure: goMessageOf(violation.rule) },
    trace: `Trace Go1.${version}\n${lines.join('\n')}\n`,
  });
}

/** A violation that ends the reading is of a rule of the reader. */
function goMessageOf(rule: string): string {
  const found = Object.entries(goMessages).find(([name]) => name === rule);
  if (found === undefined) throw new RangeError(`Go has no message for the rule ${rule}`);
  return found[1];
}
