/** Where threads wait at steps about Ps and system calls. */
import type { Design } from '../../model/index.ts';
import type { Rule } from '../overlay/rules.ts';

const [proc, trace] = ['proc.go', 'trace.go'];

/** Their places in a tree of that design. Ps in system calls have a status of their own up to 1.25. */
export const procRules = ({ syscalls, procStatuses }: Design): readonly Rule[] => [
  ...transitions,
  ...advance,
  ...(procStatuses === 'afterBump' ? afterBump : beforeBump),
  ...(syscalls === 'procStatus' ? psyscall : []),
];

const acquire = /^trace := traceAcquire\(\)$/;

const transitions: readonly Rule[] = [
  { file: proc, func: 'acquirep', anchor: acquire, before: ['nosplitTakesP(pp)'] },
  {
    file: proc,
    func: 'releasep',
    anchor: acquire,
    before: ['nosplitReleasesP()'],
    after: ['nosplitReleasedP(trace.ok())'],
  },
  {
    file: proc,
    func: 'releasepNoTrace',
    anchor: /^gp\.m\.p = 0$/,
    before: ['nosplitTurnOfP(nosplitIdleP, pp)'],
  },
  {
    file: proc,
    func: 'pidleput',
    anchor: /^sched\.npidle\.Add\(1\)$/,
    after: ['nosplitSteppedP(nosplitIdleP, pp)'],
  },
  {
    file: proc,
    func: 'pidleget',
    anchor: /^pp := sched\.pidle\.ptr\(\)$/,
    before: ['if nosplitKeepsIdle() {', '\treturn nil, now', '}'],
  },
  {
    file: proc,
    func: 'handoffp',
    anchor: /^if !runqempty\(pp\) \|\| (?:!sched\.runq\.empty\(\)|sched\.runqsize != 0) \{$/,
    before: ['if nosplitPutsIdle(pp) {', '\treturn', '}'],
  },
  {
    file: proc,
    func: 'procresize',
    anchor: /^stealOrder\.reset\(uint32\(nprocs\)\)$/,
    before: ['if old != nprocs {', '\tnosplitResized()', '}'],
  },
];

const psyscall: readonly Rule[] = [
  {
    file: proc,
    func: 'reentersyscall',
    anchor: acquire,
    before: [
      'nosplitTurnOfP(nosplitEnterSyscall, getg().m.p.ptr())',
      'nosplitSteppedP(nosplitEnterSyscall, getg().m.p.ptr())',
    ],
  },
  {
    file: proc,
    func: 'reentersyscall',
    anchor: /^atomic\.Store\(&pp\.status, _Psyscall\)$/,
    before: ['nosplitTurnOfP(nosplitLeaveP, pp)'],
    after: ['nosplitSteppedP(nosplitLeaveP, pp)'],
  },
  {
    file: proc,
    func: 'exitsyscall',
    anchor: /^oldp := gp\.m\.oldp\.ptr\(\)$/,
    after: ['nosplitTurnOfP(nosplitExitSyscall, oldp)', 'nosplitSteppedP(nosplitExitSyscall, oldp)'],
  },
  {
    file: proc,
    func: 'exitsyscallfast',
    anchor: /^if oldp != nil && oldp\.status == _Psyscall && atomic\.Cas\(/,
    before: ['nosplitTurnOfP(nosplitRegainP, oldp)'],
  },
  {
    file: proc,
    func: 'exitsyscall',
    anchor: /^casgstatus\(gp, _Gsyscall, _Grunning\)$/,
    before: ['nosplitHeld(gp)'],
  },
  {
    file: proc,
    func: 'exitsyscallfast',
    anchor: /^wirep\(oldp\)$/,
    after: ['nosplitSteppedP(nosplitRegainP, oldp)'],
  },
  {
    file: proc,
    func: 'exitsyscallfast',
    anchor: /^if sched\.pidle != 0 \{$/,
    before: ['nosplitInstead(nosplitLostP, nosplitRegainP, oldp)'],
  },
  {
    file: proc,
    func: 'retake',
    anchor: /^incidlelocked\(-1\)$/,
    before: ['if nosplitLooksAt(pp) {', '\tlock(&allpLock)', '\tcontinue', '}'],
  },
  {
    file: proc,
    func: 'retake',
    anchor: /^if atomic\.Cas\(&pp\.status, s, _Pidle\) \{$/,
    before: ['nosplitTurnOfP(nosplitStealP, pp)'],
    after: ['nosplitSteppedP(nosplitStealP, pp)'],
  },
  {
    file: proc,
    func: 'retake',
    anchor: /^\} else if trace\.ok\(\) \{$/,
    after: ['nosplitInstead(nosplitStealFails, nosplitStealP, pp)'],
  },
];

const isDead = /^for _, pp := range allp\[len\(allp\):cap\(allp\)\] \{$/;
const eachP = /^forEachP\(waitReasonTraceProcStatus, func\(pp \*p\) \{$/;

const advance: readonly Rule[] = [
  {
    file: trace,
    func: 'traceAdvance',
    anchor: /^semacquire\(&traceAdvanceSema\)$/,
    before: ['if nosplitLeavesAdvance() {', '\treturn', '}'],
  },
  {
    file: trace,
    func: 'traceAdvance',
    anchor: eachP,
    below: /^semrelease\(&worldsema\)$/,
    before: ['nosplitStepped(100, nosplitForEachP, 0)'],
  },
];

/** Before the advance holds what GOMAXPROCS waits for. */
const afterBump: readonly Rule[] = [
  {
    file: trace,
    func: 'traceAdvance',
    anchor: /^mp = acquirem\(\)$/,
    before: ['nosplitTurnOfAdvance(nosplitReadyDeadPs, nil)'],
  },
  {
    file: trace,
    func: 'traceAdvance',
    anchor: isDead,
    before: ['nosplitStepped(100, nosplitReadyDeadPs, 0)'],
  },
  {
    file: trace,
    func: 'traceAdvance',
    anchor: eachP,
    above: /^semacquire\(&worldsema\)$/,
    before: ['nosplitTurnOfAdvance(nosplitForEachP, nil)'],
  },
];

const beforeBump: readonly Rule[] = [
  {
    file: trace,
    func: 'traceAdvance',
    anchor: isDead,
    before: ['nosplitTurnBeforeBump(nosplitReadyDeadPs)', 'nosplitStepped(100, nosplitReadyDeadPs, 0)'],
  },
  {
    file: trace,
    func: 'traceAdvance',
    anchor: eachP,
    before: ['nosplitTurnBeforeBump(nosplitForEachP)'],
  },
];
