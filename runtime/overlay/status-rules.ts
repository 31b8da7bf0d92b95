/** Hooks of the part statuses: each store to what the tracer keeps of a G or P, and each answer that is read of it. */
import type { Rule } from './rules.ts';

const file = 'tracestatus.go';
const lock = ['nosplitLock()'];
const func = (name: string): string => `(r *traceSchedResourceState) ${name}`;

/** A call in these functions would let the stack grow where it could not; so they are nosplit like the one that calls them. */
export const statusRules: readonly Rule[] = [
  {
    file,
    func: func('acquireStatus'),
    anchor: /^if !r\.statusTraced\[gen%3\]\.CompareAndSwap\(0, 1\) \{$/,
    instead: [
      ...lock,
      'won := r.statusTraced[gen%3].CompareAndSwap(0, 1)',
      'nosplitStatusStep(nosplitStatusAcquire, r, gen, won)',
      'if !won {',
    ],
  },
  {
    file,
    func: func('readyNextGen'),
    isNosplit: true,
    anchor: /^nextGen := traceNextGen\(gen\)$/,
    after: lock,
  },
  {
    file,
    func: func('readyNextGen'),
    anchor: /^r\.statusTraced\[nextGen%3\]\.Store\(0\)$/,
    after: ['nosplitStatusStep(nosplitStatusReady, r, gen, false)'],
  },
  {
    file,
    func: func('statusWasTraced'),
    isNosplit: true,
    anchor: /^return r\.statusTraced\[gen%3\]\.Load\(\) != 0$/,
    instead: [
      ...lock,
      'traced := r.statusTraced[gen%3].Load() != 0',
      'nosplitStatusStep(nosplitStatusSeen, r, gen, traced)',
      'return traced',
    ],
  },
  {
    file,
    func: func('setStatusTraced'),
    isNosplit: true,
    anchor: /^r\.statusTraced\[gen%3\]\.Store\(1\)$/,
    before: lock,
    after: ['nosplitStatusStep(nosplitStatusSet, r, gen, false)'],
  },
  {
    file,
    func: func('nextSeq'),
    isNosplit: true,
    anchor: /^r\.seq\[gen%2\]\+\+$/,
    before: lock,
    after: ['nosplitStatusValue(nosplitStatusSequence, r, gen, r.seq[gen%2])'],
  },
  {
    file: 'traceruntime.go',
    func: '(s *gTraceState) reset',
    isNosplit: true,
    anchor: /^s\.seq = \[2\]uint64\{\}$/,
    before: lock,
    after: ['nosplitStatusStep(nosplitStatusReset, &s.traceSchedResourceState, 0, false)'],
  },
];
