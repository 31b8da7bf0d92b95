import { lineWith } from './assumptions.ts';
import { knownFunction } from './acquire-shape.ts';
import { UnrecognizedShape } from './errors.ts';
import type { Fact } from './fact.ts';
import type { GoSource } from './go-source.ts';

/** In what the releases differ around the end of a generation. */
export interface AdvanceShape {
  readonly procStatuses: Fact<'afterBump' | 'beforeBump'>;
  readonly syscalls: Fact<'procStatus' | 'scanBit'>;
  readonly shutdownWakesReader: Fact<boolean>;
}

/** Reads traceAdvance, writeProcStatusForP and traceReaderAvailable. Throws an UnrecognizedShape where they have not the known parts. */
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
    syscalls: readSyscalls(source),
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

/** A P in a system call has a status of its own, or is a running one whose goroutine is in the system call. */
function readSyscalls(source: GoSource): AdvanceShape['syscalls'] {
  const writes = knownFunction(source, 'traceWriter.writeProcStatusForP');
  const ofProc = lineWith(writes, /\bcase _Psyscall:/);
  const ofGoroutine = lineWith(writes, /\b_Gsyscall\b/);
  const line = ofProc ?? ofGoroutine;
  if (line === null)
    throw new UnrecognizedShape(writes.name, writes, 'it asks neither for _Psyscall nor for _Gsyscall');
  return {
    name: 'P in a system call',
    value: ofProc === null ? 'scanBit' : 'procStatus',
    file: writes.file,
    line,
    meaning:
      ofProc === null
        ? 'who steals a P from a system call stops its goroutine first, and then begins a section'
        : 'who steals a P from a system call begins a section, and then swaps the status of the P, whoever has it by then',
  };
}
