/** Where threads wait for their turns: before the steps that are recorded, and before the locks under which they are. */
import type { Rule } from '../overlay/rules.ts';

/** The rules of a tree with waits before the steps that can be waited for; `others` are those of a schedule of Ps. */
export const withTurns = (rules: readonly Rule[], others: readonly Rule[] = []): Rule[] => [
  ...rules.map((rule): Rule => {
    const { turn, before, instead, after } = rule;
    if (turn === undefined) return rule;
    if (before !== undefined) return { ...rule, before: [turn, ...before] };
    return instead === undefined
      ? { ...rule, after: [turn, ...(after ?? [])] }
      : { ...rule, instead: [turn, ...instead] };
  }),
  ...beforeLocks,
  ...others,
];

/** Waits that come before a lock which others need for the steps that are waited for, and the reader, who is not woken before its turn. */
const beforeLocks: readonly Rule[] = [
  {
    file: 'trace.go',
    func: 'traceReaderAvailable',
    anchor: /^if trace\.flushedGen\.Load\(\) == trace\.readerGen\.Load\(\)/,
    before: ['if nosplitKeepsReader() {', '\treturn nil', '}'],
  },
  {
    file: 'tracebuf.go',
    func: '(w traceWriter) refill',
    anchor: /^systemstack\(func\(\) \{$/,
    before: ['nosplitTurnOf(nosplitRefill, &w)'],
  },
  {
    file: 'trace.go',
    func: 'traceAdvance',
    anchor: /^trace\.lastNonZeroGen = gen$/,
    after: ['if stopTrace {', '\tnosplitTurnOfAdvance(nosplitStopGen, nil)', '}'],
  },
  {
    file: 'trace.go',
    func: 'traceAdvance',
    anchor: /^lock\(&sched\.lock\)$/,
    before: ['nosplitTurnOfAdvance(nosplitSnapshot, nil)'],
  },
  {
    file: 'trace.go',
    func: 'traceAdvance',
    anchor: /^trace\.stringTab\[gen%2\]\.reset\(gen\)$/,
    after: ['nosplitTurnOfAdvance(nosplitFlushedGen, nil)'],
  },
  {
    file: 'trace.go',
    func: 'traceAdvance',
    anchor: /^semacquire\(&trace\.doneSema\[gen%2\]\)$/,
    before: ['nosplitTurnOfAdvance(nosplitAdvanceDone, nil)'],
  },
];
