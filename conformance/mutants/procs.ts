/** Of Ps: their statuses, who has them, and GOMAXPROCS. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'procs-tiny';
const advance = 'runtime/traceadvance';

export const procMutants: readonly ReferenceMutant[] = [
  {
    name: 'dead-procs-not-readied',
    story: 'an advance leaves what was noted of Ps beyond GOMAXPROCS',
    file: advance,
    bounds,
    edits: [['yield* readyDeadPs(mp, trace.gen);', ';']],
  },
  {
    name: 'dead-procs-readied-for-later',
    story: 'an advance readies dead Ps for the generation after the next',
    file: advance,
    bounds,
    edits: [['yield* readyDeadPs(mp, trace.gen);', 'yield* readyDeadPs(mp, traceNextGen(trace.gen));']],
  },
  {
    name: 'dead-procs-readied-first',
    story: 'an advance readies dead Ps before it writes the statuses of the others',
    file: advance,
    bounds,
    edits: [
      [
        'yield* procStatuses(mp, sched); yield* readyDeadPs(mp, trace.gen);',
        'yield* readyDeadPs(mp, trace.gen); yield* procStatuses(mp, sched);',
      ],
    ],
  },
  {
    name: 'proc-statuses-without-worldsema',
    story: 'GOMAXPROCS may change while an advance writes the statuses of Ps',
    file: advance,
    bounds,
    edits: [
      [
        "yield* sched.semacquire(mp); if (rt.design.procStatuses === 'beforeBump')",
        "if (rt.design.procStatuses === 'beforeBump')",
      ],
    ],
  },
  {
    name: 'proc-statuses-forgotten',
    story: 'an advance writes no status of a P',
    file: advance,
    bounds,
    edits: [['if (!statusWasTraced(pp.trace, tl.gen)) {', 'if (false) {']],
  },
  {
    name: 'start-without-proc-statuses',
    story: 'StartTrace of 1.25 writes no status of a P',
    file: advance,
    bounds,
    design: '1.25',
    edits: [['rt.allp.slice(0, rt.gomaxprocs)', 'rt.allp.slice(0, 0)']],
  },
  {
    name: 'dead-procs-readied-in-their-own',
    story: 'an advance of 1.25 readies dead Ps for the generation that has begun',
    file: advance,
    bounds,
    design: '1.25',
    edits: [['yield* readyDeadPs(mp, traceNextGen(gen));', 'yield* readyDeadPs(mp, gen);']],
  },
  {
    name: 'idle-proc-said-to-run',
    story: 'an idle P is said to run',
    file: 'runtime/tracestatus',
    bounds,
    edits: [["case 'idle': return 'idle';", "case 'idle': return 'running';"]],
  },
  {
    name: 'proc-start-from-running',
    story: 'the status before ProcStart says that the P runs',
    file: 'runtime/traceruntime-events',
    bounds,
    edits: [
      [
        "yield* eventWriter(tl, 'syscall', 'idle'); yield* traceEvent(tl, ev.procStart",
        "yield* eventWriter(tl, 'syscall', 'running'); yield* traceEvent(tl, ev.procStart",
      ],
    ],
  },
  {
    name: 'proc-stop-from-idle',
    story: 'the status before ProcStop says that the P is idle',
    file: 'runtime/traceruntime-events',
    bounds,
    edits: [
      [
        "yield* eventWriter(tl, 'syscall', 'running'); yield* traceEvent(tl, ev.procStop)",
        "yield* eventWriter(tl, 'syscall', 'idle'); yield* traceEvent(tl, ev.procStop)",
      ],
    ],
  },
  {
    name: 'proc-start-counts-elsewhere',
    story: "ProcStart takes its number from the other generation's count",
    file: 'runtime/traceruntime-events',
    bounds,
    edits: [
      ['ev.procStart, pp.id, pp.trace.nextSeq(tl.gen)', 'ev.procStart, pp.id, pp.trace.nextSeq(tl.gen + 1)'],
    ],
  },
  {
    name: 'proc-acquired-in-section',
    story: 'an M takes its P after traceAcquire, not before it',
    file: 'runtime/proc/acquire',
    bounds,
    edits: [
      [
        'yield* wirep(mp, pp); const tl = yield* traceAcquire(mp); if (!isOk(tl)) return;',
        'const tl = yield* traceAcquire(mp); yield* wirep(mp, pp); if (!isOk(tl)) return;',
      ],
    ],
  },
  {
    name: 'proc-idle-in-section',
    story: 'a P is idle before the section of its ProcStop is over',
    file: 'runtime/proc/acquire',
    bounds,
    edits: [
      [
        'yield* procStop(tl); yield* traceRelease(tl);',
        "yield* procStop(tl); mp.p.status = 'idle'; yield* traceRelease(tl);",
      ],
    ],
  },
  {
    name: 'proc-dies-forgotten',
    story: 'a P that dies loses what the tracer has noted of it',
    file: 'runtime/proc/procs',
    bounds,
    edits: [["pp.status = 'dead';", "pp.status = 'dead'; pp.trace.statusTraced.fill(0);"]],
  },
  {
    name: 'proc-comes-back-counting-anew',
    story: 'a P that comes back begins its sequence numbers anew',
    file: 'runtime/proc/procs',
    bounds,
    edits: [["pp.status = 'gcstop';", "pp.status = 'gcstop'; pp.trace.seq.fill(0);"]],
  },
];
