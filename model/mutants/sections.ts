/** Sections two deep and CPU samples. */
import { after, before, instead, leftOut } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const sectionsMutants: readonly Mutant[] = [
  {
    name: 'sample-clears-outer-flag',
    change: 'the signal handler lowers the flag at its end, whoever raised it',
    why: 'the section that it interrupted goes on without its flag',
    source: 'runtime/tracecpu.go, traceCPUSample',
    edits: [instead('traceCPUSample', 'locked := 0', 'locked := 1')],
    fails: {
      'sections-tiny': { LockParityAndBalance: 8, NoFlushUnderSection: 20 },
      'sections-small': { LockParityAndBalance: 8, NoFlushUnderSection: 20 },
    },
  },
  {
    name: 'sample-without-flag',
    change: 'the signal handler does not raise the flag',
    why: 'traceAdvance reads the samples of the generation before this one is written',
    source: 'runtime/tracecpu.go, traceCPUSample',
    edits: [leftOut('traceCPUSample', ['m.trace.writing := 1', 'locked := 1'])],
    fails: {
      'sections-tiny': { NoSampleAfterDump: 16, NoSampleLeftBehind: 17 },
      'sections-small': { NoSampleAfterDump: 16, NoSampleLeftBehind: 17 },
    },
  },
  {
    name: 'sample-gen-before-flag',
    change: 'the signal handler loads the generation before it raises the flag',
    why: 'between the two an advance sees the flag down and reads the samples of that generation',
    source: 'runtime/tracecpu.go, traceCPUSample',
    edits: [
      leftOut('traceCPUSample', 'gen := trace.gen'),
      after('traceCPUSample', 'locked := 0', 'gen := trace.gen'),
    ],
    fails: {
      'sections-tiny': { NoSampleAfterDump: 17, NoSampleLeftBehind: 18 },
      'sections-small': { NoSampleAfterDump: 17, NoSampleLeftBehind: 18 },
    },
  },
  {
    name: 'sample-gen-zero-unchecked',
    change: 'the signal handler does not look whether the generation it loaded is 0',
    why: 'the sample goes into the log of an even generation that may be read by nobody',
    source: 'runtime/tracecpu.go, traceCPUSample',
    edits: [instead('traceCPUSample', 'if (gen == 0)', 'if 0')],
    fails: { 'sections-tiny': { NoSampleAfterDump: 3 }, 'sections-small': { NoSampleAfterDump: 3 } },
  },
  {
    name: 'samples-read-before-wait',
    change: 'traceAdvance reads the samples of the generation before it has seen all flags down',
    why: 'a sample that comes later waits in a log that is read again two generations on',
    source: 'runtime/trace.go, traceAdvance',
    edits: [
      leftOut('traceAdvance', 'readSamples((gen % 2))'),
      before('traceAdvance', 'lock(sched.lock)', 'readSamples((gen % 2))'),
    ],
    fails: { 'sections-tiny': { NoSampleLeftBehind: 19 }, 'sections-small': { NoSampleLeftBehind: 19 } },
  },
  {
    name: 'reentered-is-a-bool',
    change: 'reentered is a boolean: whether the M is in a nested section',
    why: 'the inner of two nested releases clears it, and the outer of them lowers the flag of the outermost section',
    source: 'runtime/traceruntime.go, mTraceState.reentered',
    edits: [instead('traceAcquireEnabled', 'm.trace.reentered += 1', 'm.trace.reentered := 1')],
    fails: { 'sections-tiny': { LockParityAndBalance: 14 }, 'sections-small': { LockParityAndBalance: 15 } },
  },
  {
    name: 'release-two-deep-lowers-flag',
    change: 'a release lowers the flag when it is two sections deep',
    why: 'only the outermost release may',
    source: 'runtime/traceruntime.go, traceRelease',
    edits: [
      before('traceRelease', 'm.trace.reentered -= 1', 'when (reentered == 2): m.trace.writing := 0'),
      before(
        'traceRelease',
        'm.trace.reentered of result.mp -= 1',
        'when (reentered == 2): m.trace.writing of result.mp := 0',
      ),
    ],
    fails: { 'sections-tiny': { LockParityAndBalance: 11 }, 'sections-small': { LockParityAndBalance: 11 } },
  },
];
