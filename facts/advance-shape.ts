import { lineWith } from './assumptions.ts';
import { knownFunction } from './acquire-shape.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Fact } from './fact.ts';
import type { GoSource } from './go-source.ts';

/** In what the releases differ around the end of a generation. */
export interface AdvanceShape {
  readonly procStatuses: Fact<'afterBump' | 'beforeBump'>;
  readonly shutdownWakesReader: Fact<boolean>;
}

/** Reads traceAdvance and traceReaderAvailable. Throws an UnrecognizedShape where they have not the known parts. */
export function readAdvance(source: GoSource): AdvanceShape {
  const advance = knownFunction(source, 'traceAdvance');
  const bump = lineWith(advance, /trace\.gen\.Store\(traceNextGen\(/);
  const statuses = lineWith(advance, /\bforEachP\(/);
  if (bump === null || statuses === null) {
    const lacks = bump === null ? 'trace.gen.Store(traceNextGen(' : 'forEachP(';
    throw new UnrecognizedShape('traceAdvance', advance, `it has no ${lacks}`);
  }
  const again = lineWith(advance, /\bforEachP\(/, statuses);
  if (again !== null) {
    throw new UnrecognizedShape(
      'traceAdvance',
      { file: advance.file, line: again },
      `it has a second forEachP, and one at line ${statuses}`,
    );
  }
  const before = statuses < bump;
  const wakes = knownFunction(source, 'traceReaderAvailable');
  const shutdown = lineWith(wakes, /trace\.shutdown\.Load\(\)/);
  const condition = lineWith(
    wakes,
    /trace\.flushedGen\.Load\(\) == trace\.readerGen\.Load\(\) \|\| trace\.workAvailable\.Load\(\)/,
  );
  if (condition === null) {
    throw new UnrecognizedShape(
      'traceReaderAvailable',
      wakes,
      'it does not ask for flushedGen == readerGen or workAvailable',
    );
  }
  return {
    procStatuses: {
      name: 'P statuses',
      value: before ? 'beforeBump' : 'afterBump',
      file: advance.file,
      line: statuses,
      meaning: before
        ? 'each P has its status written into a generation before the next begins'
        : 'each P has its status written into a generation after it has begun',
    },
    shutdownWakesReader: {
      name: 'shutdown wakes reader',
      value: shutdown !== null,
      file: wakes.file,
      line: shutdown ?? condition,
      meaning:
        shutdown === null
          ? 'a reader is woken for work and for the end of a generation'
          : 'a reader is woken again and again while tracing shuts down, whether there is work or not',
    },
  };
}
