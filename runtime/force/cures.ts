/** What prevents a schedule: the lines that a tree lacks, as an overlay has them, and the design of the tree with them. */
import { splitPoints } from '../../facts/index.ts';
import type { Facts } from '../../facts/index.ts';
import type { Design } from '../../model/index.ts';
import type { Line } from '../overlay/line.ts';
import type { Rule } from '../overlay/rules.ts';
import { scanBitFirst, statusesBeforeBump } from './cures-of-procs.ts';
import { isOfProcs } from './step.ts';
import type { ScheduledStep } from './step.ts';

export interface Cure {
  /** Functions that get //go:nosplit. */
  readonly heads: readonly Line[];
  readonly edits: readonly Rule[];
  readonly design: Design;
}

const file = 'traceruntime.go';

/** Go 1.26's: a nested section uses the generation of the outer one. */
const entryGen: readonly Rule[] = [
  { file, func: 'mTraceState', anchor: /^reentered\s+uint32\b/, after: ['entryGen uintptr'] },
  {
    file,
    func: 'traceAcquireEnabled',
    anchor: /^return traceLocker\{mp, gen\}$/,
    before: ['mp.trace.entryGen = gen'],
  },
  {
    file,
    func: 'traceAcquireEnabled',
    anchor: /^return traceLocker\{mp, trace\.gen\.Load\(\)\}$/,
    instead: ['return traceLocker{mp, mp.trace.entryGen}'],
  },
];

/** The cure that the reports have for what the schedule does; null where there is none, or the tree has it. */
export function cureFor(schedule: readonly ScheduledStep[], facts: Facts, design: Design): Cure | null {
  const name = `${design.name} cured`;
  if (schedule.some(({ kind }) => kind === 'retake')) {
    if (design.syscalls !== 'procStatus') return null;
    return { heads: [], edits: scanBitFirst, design: { ...design, name, syscalls: 'scanBit' } };
  }
  if (isOfProcs(schedule)) {
    if (design.procStatuses !== 'afterBump') return null;
    return { heads: [], edits: statusesBeforeBump, design: { ...design, name, procStatuses: 'beforeBump' } };
  }
  if (isCuredByNosplit(schedule)) {
    const heads = splitPoints(facts).filter(({ insideWriter }) => insideWriter);
    const inside = new Set(heads.map((point) => point.name));
    const left = design.splitPoints.filter((point) => !inside.has(point));
    return heads.length === 0 ? null : { heads, edits: [], design: { ...design, name, splitPoints: left } };
  }
  if (design.reentry !== 'reload' || !schedule.some(({ kind }) => kind === 'acquireNested')) return null;
  return { heads: [], edits: entryGen, design: { ...design, name, reentry: 'entryGen' } };
}

/** Whether a growth of the schedule lies between writer() and end(), where //go:nosplit prevents it. */
export const isCuredByNosplit = (schedule: readonly ScheduledStep[]): boolean =>
  schedule.some(({ grows, kind }) => grows && ['writer', 'noRoom', 'refill', 'event'].includes(kind));
