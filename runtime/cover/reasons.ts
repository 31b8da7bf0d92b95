/** Why logs do not show what no log has shown, each looked at by hand. A log that shows it after all makes the reason wrong. */
import type { LineCoverage } from './program-steps.ts';

interface Reviewed {
  readonly why: string;
  /** Of the function's lines, those that touch one of these. Left out: all. */
  readonly touches?: readonly string[];
  /** It says why the thread runs nothing of the function, or of this part of it; else the thread must have run some line of it. */
  readonly isWhole?: true;
}

const noHook = 'it has no hook: a thread that exits is seen when its M is destroyed';
const ofC = 'Ms that threads of C borrow are not judged, and the verdict on their logs is inconclusive';
const asM = 'a growth outside of one counts as the M itself';
const free = 'the record before says whether the buffer was full, and no record whether one was free';
const nil = 'the record of the flush has the address, which is 0 where there is nothing to push';

/** By what was seen, thread and function. */
const lines: Readonly<Record<string, Reviewed>> = {
  'never own traceAcquireEnabled': {
    why: 'the flag of an M is down outside of its sections, and growths inside are counted apart',
    touches: ['m.trace.reentered', 'm.trace.entryGen', 'trace.gen'],
  },
  'never own traceRelease': { why: 'nested sections are those of growths, which are counted apart' },
  'never growth traceAcquireEnabled': { why: `inside a section the flag is up; ${asM}` },
  'never growth traceRelease': { why: `inside a section the flag stays up; ${asM}` },
  'never own mexit': { why: noHook, isWhole: true },
  'perhaps own mexit': { why: noHook, isWhole: true },
  'perhaps own dropm': { why: ofC, isWhole: true },
  'perhaps own traceThreadDestroy': { why: ofC, isWhole: true },
  'perhaps own traceShuttingDown': { why: ofC, isWhole: true },
  'perhaps own traceWriter.refill': { why: free },
  'perhaps own traceBuf.available': { why: free, isWhole: true },
  'perhaps own traceBufFlush': { why: nil, isWhole: true },
  'perhaps growth traceWriter.refill': { why: free },
  'perhaps growth traceBuf.available': { why: free, isWhole: true },
  'perhaps growth traceBufFlush': { why: nil, isWhole: true },
  'perhaps caller StartTrace': { why: 'a start while tracing is on gives up, and has no hook' },
  'perhaps caller traceAdvance': {
    why: 'a stop or an advance while tracing is off gives up, and has no hook; the slot of an M may be nil',
  },
  'perhaps caller traceBufFlush': { why: nil, isWhole: true },
  'perhaps reader readTrace0': { why: 'the reader finds nothing and parks, and has no hook there' },
  'perhaps allocm traceBufFlush': { why: nil, isWhole: true },
  'perhaps allocm traceThreadDestroy': { why: 'either slot may be nil; the record has both addresses' },
  'perhaps allocm traceShuttingDown': {
    why: 'read where enabled is false already, and has no hook',
    isWhole: true,
  },
  'perhaps allocm allocm': { why: 'it has no hook of its own beside the destruction' },
  'perhaps allocm mcommoninit': { why: 'it has no hook: an M is seen at its first section', isWhole: true },
};

/** Why no log shows a line, among all that were covered; null where nobody has given a reason. */
export function reasonForLine(line: LineCoverage, all: readonly LineCoverage[]): string | null {
  const { thread, fn, seen, touches } = line;
  const reviewed = lines[`${seen} ${thread} ${fn}`];
  if (reviewed === undefined) return null;
  if (reviewed.touches !== undefined && !reviewed.touches.some((place) => touches.includes(place)))
    return null;
  const isRun = all.some((one) => one.thread === thread && one.fn === fn && one.seen === 'run');
  return isRun || reviewed.isWhole === true ? reviewed.why : null;
}

/** Every reason, so that none is kept that nothing needs. */
export const reviewedReasons: readonly string[] = Object.values(lines).map(({ why }) => why);
