/** Of goroutines: what becomes of them, and their statuses. */
import type { ReferenceMutant } from './mutant.ts';

const bounds = 'statuses-tiny';
const schedule = 'runtime/proc/schedule';
const goroutine = 'runtime/proc/goroutine';
const events = 'runtime/traceruntime-events';
const untraced = 'runtime/traceuntraced';

export const statusMutants: readonly ReferenceMutant[] = [
  {
    name: 'park-before-event',
    story: 'a goroutine waits before its GoBlock is written',
    file: schedule,
    bounds,
    edits: [
      [
        'if (isOk(tl)) yield* goPark(tl, reason);',
        "gp.status = 'waiting'; if (isOk(tl)) yield* goPark(tl, reason);",
      ],
    ],
  },
  {
    name: 'park-after-section',
    story: 'a goroutine waits when the section of its GoBlock is over',
    file: schedule,
    bounds,
    edits: [
      ["yield* detail(mp, 'park_m: casgstatus'); gp.status = 'waiting';", ''],
      [
        'if (isOk(tl)) yield* traceRelease(tl); dropg(mp, gp); if (commit(gp))',
        "if (isOk(tl)) yield* traceRelease(tl); yield* detail(mp, 'park_m: casgstatus'); gp.status = 'waiting'; dropg(mp, gp); if (commit(gp))",
      ],
    ],
  },
  {
    name: 'ready-before-section',
    story: 'a goroutine can run before the section of its GoUnblock begins',
    file: schedule,
    bounds,
    edits: [
      [
        "const tl = yield* traceAcquire(mp); yield* detail(mp, 'ready: casgstatus');",
        "gp.status = 'runnable'; const tl = yield* traceAcquire(mp); yield* detail(mp, 'ready: casgstatus');",
      ],
    ],
  },
  {
    name: 'start-in-section',
    story: 'a goroutine runs only in the section of its GoStart',
    file: schedule,
    bounds,
    edits: [
      [
        "gp.status = 'running'; const tl = yield* traceAcquire(mp);",
        "const tl = yield* traceAcquire(mp); gp.status = 'running';",
      ],
    ],
  },
  {
    name: 'create-before-section',
    story: 'a new goroutine can run before the section of its GoCreate begins',
    file: goroutine,
    bounds,
    edits: [
      [
        'const tl = yield* traceAcquire(mp); newg.goid =',
        "newg.status = 'runnable'; const tl = yield* traceAcquire(mp); newg.goid =",
      ],
    ],
  },
  {
    name: 'create-keeps-count',
    story: 'a new goroutine goes on with the sequence numbers of the dead one',
    file: goroutine,
    bounds,
    edits: [['newg.trace.reset();', ';']],
  },
  {
    name: 'dead-in-section',
    story: 'a goroutine is dead before the section of its GoDestroy is over',
    file: goroutine,
    bounds,
    edits: [
      [
        'mp.onG0 = true; if (isOk(tl)) yield* traceRelease(tl); yield goexit0;',
        "mp.onG0 = true; gp.status = 'dead'; if (isOk(tl)) yield* traceRelease(tl); yield goexit0;",
      ],
    ],
  },
  {
    name: 'created-status-not-noted',
    story: 'that the status of a new goroutine is known is not noted',
    file: events,
    bounds,
    edits: [['setStatusTraced(newg.trace, tl.gen);', ';']],
  },
  {
    name: 'start-from-running',
    story: 'the status before GoStart says that the goroutine runs',
    file: events,
    bounds,
    edits: [
      ["yield* eventWriter(tl, 'runnable', 'running');", "yield* eventWriter(tl, 'running', 'running');"],
    ],
  },
  {
    name: 'unblock-from-runnable',
    story: 'the status before GoUnblock says that the goroutine can run already',
    file: events,
    bounds,
    edits: [["writeGoStatus(tl, gp.goid, -1, 'waiting',", "writeGoStatus(tl, gp.goid, -1, 'runnable',"]],
  },
  {
    name: 'own-status-first',
    story: 'the status of the goroutine that is readied comes after that of the one that readies it',
    file: events,
    bounds,
    edits: [
      [
        'if (sharedWriter) yield* own(); yield* other(); if (!sharedWriter) yield* own();',
        'yield* own(); yield* other();',
      ],
    ],
  },
  {
    name: 'unblock-counts-elsewhere',
    story: "GoUnblock takes its number from the other generation's count",
    file: events,
    bounds,
    edits: [
      [
        'ev.goUnblock, gp.goid, gp.trace.nextSeq(tl.gen)',
        'ev.goUnblock, gp.goid, gp.trace.nextSeq(tl.gen + 1)',
      ],
    ],
  },
  {
    name: 'traced-gs-not-readied',
    story: 'an advance readies for the next generation only goroutines that it has to look at',
    file: untraced,
    bounds,
    edits: [
      [
        'readyNextGen(gp.trace, gen); if (statusWasTraced(gp.trace, gen)) continue;',
        'if (statusWasTraced(gp.trace, gen)) continue; readyNextGen(gp.trace, gen);',
      ],
    ],
  },
  {
    name: 'untraced-written-anyway',
    story: 'the status that was noted is written, though an event has brought one since',
    file: untraced,
    bounds,
    edits: [['if (statusWasTraced(gp.trace, gen)) continue; if (stackID === 0)', 'if (stackID === 0)']],
  },
  {
    name: 'untraced-in-next-generation',
    story: 'the statuses of goroutines that did nothing are looked for in the next generation',
    file: 'runtime/traceadvance',
    bounds,
    edits: [['writeUntraced(mp, gen);', 'writeUntraced(mp, traceNextGen(gen));']],
  },
];
