/** The cures that the reports on Ps and system calls have, as edits of a tree of Go 1.24 or 1.25. */
import type { Rule } from '../overlay/rules.ts';

const [proc, trace] = ['proc.go', 'trace.go'];

/**
 * Go 1.26's: under worldsema, and before the next generation is stored, an advance has the status of every P written, and resets dead Ps. The
 * two steps after the store are left without effect.
 */
export const statusesBeforeBump: readonly Rule[] = [
  {
    file: trace,
    func: 'traceAdvance',
    anchor: /^trace\.lastNonZeroGen = gen$/,
    above: /^mp := acquirem\(\)$/,
    before: [
      'nosplitTurnBeforeBump(nosplitForEachP)',
      'forEachP(waitReasonTraceProcStatus, func(live *p) {',
      '\ttl := traceAcquire()',
      '\tif !live.trace.statusWasTraced(tl.gen) {',
      '\t\ttl.writer().writeProcStatusForP(live, false).end()',
      '\t}',
      '\ttraceRelease(tl)',
      '})',
      'nosplitTurnBeforeBump(nosplitReadyDeadPs)',
      'for _, dead := range allp[len(allp):cap(allp)] {',
      '\tdead.trace.readyNextGen(gen)',
      '}',
    ],
  },
  {
    file: trace,
    func: 'traceAdvance',
    anchor: /^pp\.trace\.readyNextGen\(traceNextGen\(gen\)\)$/,
    instead: ['_ = pp'],
  },
  {
    file: trace,
    func: 'traceAdvance',
    anchor: /^if !pp\.trace\.statusWasTraced\(tl\.gen\) \{$/,
    instead: ['if false {'],
  },
];

/**
 * Go 1.26's: sysmon first holds the goroutine in its system call, by its scan bit, and then begins its section. For that a P keeps the goroutine
 * that has left it behind.
 */
export const scanBitFirst: readonly Rule[] = [
  { file: 'runtime2.go', func: 'p', anchor: /^syscalltick\s+uint32\b/, after: ['syscallg guintptr'] },
  { file: proc, func: 'reentersyscall', anchor: /^pp\.m = 0$/, before: ['pp.syscallg.set(gp)'] },
  {
    file: proc,
    func: 'retake',
    anchor: /^trace := traceAcquire\(\)$/,
    before: [
      'held := pp.syscallg.ptr()',
      'if held == nil || !castogscanstatus(held, _Gsyscall, _Gscansyscall) {',
      '\tincidlelocked(1)',
      '\tlock(&allpLock)',
      '\tcontinue',
      '}',
    ],
  },
  {
    file: proc,
    func: 'retake',
    anchor: /^n\+\+$/,
    before: ['casfrom_Gscanstatus(held, _Gscansyscall, _Gsyscall)', 'held = nil'],
  },
  {
    file: proc,
    func: 'retake',
    anchor: /^incidlelocked\(1\)$/,
    before: ['if held != nil {', '\tcasfrom_Gscanstatus(held, _Gscansyscall, _Gsyscall)', '}'],
  },
];
