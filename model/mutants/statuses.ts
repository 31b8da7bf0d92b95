/** Statuses of goroutines. */
import { after, before, instead, leftOut } from './mutant.ts';
import type { Mutant } from './mutant.ts';

export const statusesMutants: readonly Mutant[] = [
  {
    name: 'status-two-slots',
    change: 'statusTraced has two slots, as seq has',
    why: 'who acquires a status for the next generation clears the slot of the one that traceAdvance still asks about',
    source: 'runtime/tracestatus.go, traceSchedResourceState',
    edits: [
      instead(
        'traceSchedResourceState.statusWasTraced',
        'statusTraced := g.trace.statusTraced[($gen % 3)] of $g',
        'statusTraced := g.trace.statusTraced[($gen % 2)] of $g',
      ),
      instead(
        'traceSchedResourceState.acquireStatus',
        'swapped := swap g.trace.statusTraced[($gen % 3)] of $g from 0 to 1',
        'swapped := swap g.trace.statusTraced[($gen % 2)] of $g from 0 to 1',
      ),
      instead(
        'traceSchedResourceState.readyNextGen',
        'g.trace.statusTraced[next (result % 3)] of $g := 0',
        'g.trace.statusTraced[next (result % 2)] of $g := 0',
      ),
      instead(
        'traceSchedResourceState.setStatusTraced',
        'g.trace.statusTraced[(result.gen % 3)] of $g := 1',
        'g.trace.statusTraced[(result.gen % 2)] of $g := 1',
      ),
    ],
    fails: {
      'statuses-tiny': { StatusOnce: 25, GenerationsAgree: 33 },
      'statuses-small': { StatusOnce: 25, GenerationsAgree: 33 },
    },
  },
  {
    name: 'status-own-slot-cleared',
    change: 'readyNextGen clears the slots of its own generation',
    why: 'the status that has just been acquired is free again',
    source: 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen',
    edits: [
      instead(
        'traceNextGen',
        [
          'result := ($gen + 1)',
          'g.trace.seq[(result % 2)] of $g := 0',
          'g.trace.statusTraced[next (result % 3)] of $g := 0',
        ],
        [
          'result := ($gen + 1)',
          'g.trace.seq[(result % 2)] of $g := 0',
          'g.trace.statusTraced[($gen % 3)] of $g := 0',
        ],
      ),
    ],
    fails: { 'statuses-tiny': { StatusOnce: 14 } },
  },
  {
    name: 'status-next-gen-not-readied',
    change: 'readyNextGen does nothing',
    why: 'three generations on the slot says that the status was traced, and two on the numbers do not start again',
    source: 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen',
    edits: [
      leftOut(
        'traceSchedResourceState.readyNextGen',
        ['g.trace.seq[(result % 2)] of $g := 0', 'g.trace.statusTraced[next (result % 3)] of $g := 0'],
        { part: 'statuses' },
      ),
      leftOut(
        'traceSchedResourceState.readyNextGen',
        ['p.trace.seq[(result % 2)] of $p := 0', 'p.trace.statusTraced[next (result % 3)] of $p := 0'],
        { part: 'procs' },
      ),
    ],
    fails: {
      'statuses-tiny': { SequenceContiguous: 39 },
      'procs-small': { SequenceContiguous: 35, StatusPrecedesEvents: 31 },
    },
  },
  {
    name: 'status-both-sequences-cleared',
    change: 'readyNextGen clears the sequence numbers of both generations',
    why: 'traceAdvance readies a G whose numbers of this generation have been written',
    source: 'runtime/tracestatus.go, traceSchedResourceState.readyNextGen',
    edits: [
      after(
        'traceNextGen',
        ['result := ($gen + 1)', 'g.trace.seq[(result % 2)] of $g := 0'],
        'g.trace.seq[($gen % 2)] of $g := 0',
      ),
    ],
    fails: { 'statuses-tiny': { SequenceContiguous: 22 }, 'statuses-small': { SequenceContiguous: 23 } },
  },
  {
    name: 'status-after-event',
    change: 'the event is written before the statuses that eventWriter owes',
    why: 'a reader does not know whose event it is',
    source: 'runtime/traceevent.go, traceLocker.eventWriter',
    edits: [
      leftOut('traceEventWriter.event', 'event(result.gen, 7, 0, 0, 0)'),
      instead(
        'park_m',
        ['if result', 'curg := m.curg'],
        ['if result', 'event(result.gen, 7, 0, 0, 0)', 'curg := m.curg'],
      ),
    ],
    fails: { 'statuses-tiny': { StatusPrecedesEvents: 6, StatusOnce: 8 } },
  },
  {
    name: 'status-of-other-not-written',
    change: 'ready writes the statuses of its own G only',
    why: 'GoUnblock is about the other, which this generation does not know',
    source: 'runtime/traceruntime.go, traceLocker.emitUnblockStatus',
    edits: [
      instead(
        'traceSchedResourceState.statusWasTraced',
        [
          'statusTraced := g.trace.statusTraced[(result.gen % 3)] of taken',
          'result := (statusTraced != 0)',
          'if result',
        ],
        [
          'statusTraced := g.trace.statusTraced[(result.gen % 3)] of taken',
          'result := (statusTraced != 0)',
          'if 1',
        ],
      ),
    ],
    fails: { 'statuses-tiny': { StatusPrecedesEvents: 19 } },
  },
  {
    name: 'advance-leaves-untraced',
    change: 'traceAdvance does not write the statuses of the Gs that nobody traced',
    why: 'a goroutine that does nothing for a generation is not in it',
    source: 'runtime/trace.go, traceAdvance',
    edits: [leftOut('traceWriter.writeGoStatus', 'lateEvent(gen, 2, ug, 0, tgs)')],
    fails: { 'statuses-tiny': { EveryLiveHasStatus: 30 } },
  },
  {
    name: 'split-acquire-status',
    change: 'a stack may grow between acquireStatus and the status: one of the two is not nosplit',
    why: 'the nested section finds the status traced, and writes its event before it',
    source: 'runtime/tracestatus.go, traceSchedResourceState.acquireStatus',
    edits: [
      before(
        'traceSchedResourceState.readyNextGen',
        'g.trace.seq[(result % 2)] of $g := 0',
        'enter traceSchedResourceState.readyNextGen, whose stack may grow',
        { kind: 'own', nth: 4 },
      ),
      before(
        'traceSchedResourceState.readyNextGen',
        'g.trace.seq[(result % 2)] of $g := 0',
        'enter traceSchedResourceState.readyNextGen, whose stack may grow',
        { kind: 'own', nth: 6 },
      ),
    ],
    fails: {
      'statuses-tiny': { StatusPrecedesEvents: 10, StatusOnce: 15 },
      'statuses-small': { StatusPrecedesEvents: 10, StatusOnce: 15 },
    },
  },
  {
    name: 'park-before-section',
    change: 'a goroutine that parks waits before the section of its event begins',
    why: 'invariant 6: traceAdvance finds it waiting, and the next generation has the event by which it goes to wait',
    source: 'runtime/proc.go, park_m',
    edits: [
      instead('park_m', ['swapped := swap g.atomicstatus of curg from 2 to 3', 'if swapped'], 'if 1'),
      instead(
        'own',
        ['curg := m.curg', 'enter traceAcquire'],
        ['curg := m.curg', 'parked := swap g.atomicstatus of curg from 2 to 3', 'enter traceAcquire'],
      ),
    ],
    fails: { 'statuses-tiny': { GenerationsAgree: 18, EventFitsStatus: 14 } },
  },
  {
    name: 'ready-before-section',
    change: 'a goroutine that is readied is runnable before the section of its event begins',
    why: 'invariant 6: traceAdvance finds it runnable, and the next generation has the event by which it gets so',
    source: 'runtime/proc.go, ready',
    edits: [
      instead('ready', ['swapped := swap g.atomicstatus of taken from 3 to 1', 'if swapped'], 'if 1'),
      instead(
        'ready',
        ['m.locks += 1', 'enter traceAcquire'],
        ['m.locks += 1', 'readied := swap g.atomicstatus of taken from 3 to 1', 'enter traceAcquire'],
      ),
    ],
    fails: { 'statuses-tiny': { GenerationsAgree: 31 } },
  },
  {
    name: 'ready-unowned',
    change: 'ready takes the goroutine from its wait queue inside the section of its event',
    why: 'invariant 4: the section may have begun in a generation before the one in which the goroutine went to wait',
    source: 'runtime/proc.go, ready',
    edits: [
      leftOut('own', ['taken := takeG(3)', 'atomicstatus := g.atomicstatus of taken']),
      before('ready', 'swapped := swap g.atomicstatus of taken from 3 to 1', 'taken := takeG(3)'),
    ],
    fails: { 'statuses-small': { EventFitsStatus: 25, GenerationsAgree: 30 } },
  },
  {
    name: 'start-before-running',
    change: 'a goroutine runs only after the section of its event',
    why: 'invariant 7: traceAdvance finds it runnable in a generation that another event has opened with running',
    source: 'runtime/proc.go, execute',
    edits: [
      instead('execute', ['swapped := swap g.atomicstatus of taken from 1 to 2', 'if swapped'], 'if 1'),
      before(
        'execute',
        'if result',
        'when (result.gen == 0): started := swap g.atomicstatus of taken from 1 to 2',
      ),
      instead(
        'traceRelease',
        ['m.locks -= 1', 'go on'],
        ['m.locks -= 1', 'started := swap g.atomicstatus of taken from 1 to 2', 'go on'],
        { kind: 'own', nth: 0 },
      ),
    ],
    fails: { 'statuses-tiny': { GenerationsAgree: 41 } },
  },
  {
    name: 'start-from-one',
    change: 'StartTrace begins at generation 1 every time',
    why: 'nothing clears the slots and the numbers that the first trace has used: a status seems traced already, and a number to go on',
    source: 'runtime/trace.go, StartTrace',
    edits: [
      instead(
        'StartTrace',
        ['lastNonZeroGen := trace.lastNonZeroGen', 'result := (lastNonZeroGen + 1)'],
        'result := 1',
      ),
    ],
    fails: {
      'statuses-restart': { StatusPrecedesEvents: 29, SequenceContiguous: 35, EveryLiveHasStatus: 30 },
      'procs-restart': { StatusPrecedesEvents: 20, SequenceContiguous: 26, EveryLiveHasStatus: 22 },
    },
  },
  {
    name: 'start-in-running-world',
    change: 'StartTrace does not stop the world',
    why: 'an M that has found tracing off makes a transition of which the new trace, which may have the status before it, never hears',
    source: 'runtime/trace.go, StartTrace',
    edits: [leftOut('StartTrace', 'stopTheWorld()'), leftOut('StartTrace', 'startTheWorld()')],
    fails: { 'statuses-restart': { EveryLiveHasStatus: 32, GenerationsAgree: 42 } },
  },
  {
    name: 'stop-leaves-untraced',
    change: 'StopTrace does not look at goroutines first, as an advance does',
    why: 'those that had no event are not in the last generation, and their slots are not ready for the first of the next trace',
    source: 'runtime/trace.go, traceAdvance',
    edits: [instead('traceAdvance', 'if (ug.goid != 0)', 'if 0', { nth: 1 })],
    fails: { 'statuses-restart': { EveryLiveHasStatus: 30 } },
  },
];
