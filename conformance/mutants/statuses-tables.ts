/** Of statuses, sequence numbers, tables, clocks and threads that exit: what only the execution traces of whole processes show. */
import type { ReferenceMutant } from './mutant.ts';

export const tableMutants: readonly ReferenceMutant[] = [
  {
    name: 'status-not-noted',
    story: 'that a status has been written is not noted',
    file: 'runtime/tracestatus',
    bounds: 'procs-tiny',
    edits: [['setStatusTraced(r, gen); readyNextGen(r, gen);', 'readyNextGen(r, gen);']],
  },
  {
    name: 'status-next-gen-not-readied',
    story: 'the note of three generations ago is not cleared',
    file: 'runtime/tracestatus',
    bounds: 'procs-tiny',
    edits: [['r.statusTraced[third(next)] = 0;', ';']],
  },
  {
    name: 'status-own-slot-cleared',
    story: 'the note of this generation is cleared, not that of the next',
    file: 'runtime/tracestatus',
    bounds: 'procs-tiny',
    edits: [['r.statusTraced[third(next)] = 0;', 'r.statusTraced[third(gen)] = 0;']],
  },
  {
    name: 'status-of-waiting',
    story: 'a goroutine that waits is said to be able to run',
    file: 'runtime/tracestatus',
    bounds: 'statuses-tiny',
    edits: [
      [
        "waitsForSuspendG.has(waitreason) ? 'running' : 'waiting'",
        "waitsForSuspendG.has(waitreason) ? 'running' : 'runnable'",
      ],
    ],
  },
  {
    name: 'status-while-suspending',
    story: 'a goroutine that waits only so that another can be suspended is said to wait',
    file: 'runtime/tracestatus',
    survives: 'nobody is looked at while it waits like that, in these runs',
    edits: [
      [
        "waitsForSuspendG.has(waitreason) ? 'running' : 'waiting'",
        "waitsForSuspendG.has(waitreason) ? 'waiting' : 'waiting'",
      ],
    ],
  },
  {
    name: 'status-of-another-m',
    story: 'the status of a goroutine names another thread',
    file: 'runtime/traceevent',
    edits: [
      [
        'writeGoStatus(tl, gp.goid, mp.procid, goStatus',
        'writeGoStatus(tl, gp.goid, mp.procid + 1, goStatus',
      ],
    ],
  },
  {
    name: 'status-of-unblocked-missing',
    story: 'nobody writes the status of a goroutine that is woken up by another',
    file: 'runtime/traceruntime-events',
    bounds: 'statuses-tiny',
    edits: [
      [
        'if (statusWasTraced(gp.trace, tl.gen) || !(yield* acquireStatus(tl.mp, gp.trace, tl.gen))) return;',
        'return;',
      ],
    ],
  },
  {
    name: 'untraced-forgotten',
    story: 'goroutines that did nothing in a generation have no status there',
    file: 'runtime/traceadvance',
    bounds: 'statuses-tiny',
    edits: [['yield* writeUntraced(mp, gen);', ';']],
  },
  {
    name: 'untraced-written-twice',
    story: 'the status of a goroutine that an event has brought in the meantime is written again',
    file: 'runtime/traceuntraced',
    bounds: 'statuses-tiny',
    edits: [['if (statusWasTraced(gp.trace, gen)) continue; const isAlive', 'const isAlive']],
  },
  {
    name: 'sequence-goes-on',
    story: 'sequence numbers do not begin anew in a generation',
    file: 'runtime/tracestatus',
    bounds: 'procs-tiny',
    edits: [['r.seq[slot(next)] = 0;', ';']],
  },
  {
    name: 'sequence-stands',
    story: 'every event of a resource has the same sequence number',
    file: 'runtime/runtime2',
    bounds: 'procs-tiny',
    edits: [['return ++this.seq[', 'return 1 + this.seq[']],
  },
  {
    name: 'stolen-from-nobody',
    story: 'the thread that a P is stolen from is not named',
    file: 'runtime/traceruntime-events',
    edits: [['pp.trace.nextSeq(gen), mStolenFrom)', 'pp.trace.nextSeq(gen), 0)']],
  },
  {
    name: 'stack-of-other-generation',
    story: "a stack is put into the other generation's table",
    file: 'runtime/tracestack',
    edits: [['rt.trace.stackTab[slot(gen)].put(stack)', 'rt.trace.stackTab[slot(gen + 1)].put(stack)']],
  },
  {
    name: 'stacks-count-numbers',
    story: 'a stack says four times as many frames as it has',
    file: 'runtime/tracestack',
    edits: [['w.varint(frames.length / 4);', 'w.varint(frames.length);']],
  },
  {
    name: 'strings-outlive-generation',
    story: 'the strings of a generation are not forgotten, so the one after the next lacks them',
    file: 'runtime/tracestring',
    edits: [['stringTab[slot(gen)].reset();', ';']],
  },
  {
    name: 'string-buffer-not-queued',
    story: 'the last batch of strings is dropped',
    file: 'runtime/tracestring',
    edits: [['unsafeTraceWriter(rt, gen, stringBuf[slot(gen)]).flush();', ';']],
  },
  {
    name: 'string-without-length',
    story: 'the bytes of a string follow its number at once',
    file: 'runtime/tracestring',
    edits: [['w.varint(data.length);', ';']],
  },
  {
    name: 'clock-in-ticks',
    story: "the wall clock's batch counts in units of the trace clock",
    file: 'runtime/tracetime',
    edits: [['const mono = ts * traceTimeDiv;', 'const mono = ts;']],
    survives: 'the ledger believes what the log says, and no reader compares the clocks of a single trace',
  },
  {
    name: 'frequency-missing',
    story: 'a generation does not say how fast its clock runs',
    file: 'runtime/tracetime',
    design: 'seed-entry-gen',
    edits: [
      [
        'w.ensure(1 + traceBytesPerNumber); w.byte(evFrequency); w.varint(traceClockUnitsPerSecond);',
        'w.ensure(1 + traceBytesPerNumber);',
      ],
    ],
  },
  {
    name: 'time-may-stand',
    story: 'an event can have the time of the one before it',
    file: 'runtime/tracewriter',
    edits: [['Math.max(mp.rt.clock(), buf.lastTime + 1)', 'mp.rt.clock()']],
    survives: 'the clock of all these runs goes forward at each reading',
  },
  {
    name: 'snapshot-without-freem',
    story: 'an advance does not look at Ms whose threads have exited',
    file: 'runtime/traceadvance',
    bounds: 'threads-tiny',
    edits: [['[...rt.allm, ...rt.freem]', '[...rt.allm]']],
  },
];
