/** Edits of go1.26.8 that are about statuses of Gs, and what a check of the edited tree has to say at `statuses-tiny`. */
import type { Edit } from '../../testing/go-trees.ts';
import type { NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const s = (from: string, to: string): Edit => ({ file: 'tracestatus.go', from, to });
const e = (from: string, to: string): Edit => ({ file: 'traceevent.go', from, to });
const p = (from: string, to: string): Edit => ({ file: 'proc.go', from, to });
const violated = (property: string, steps: number | null): NamedEdit['expected'] => ({
  violated: property,
  steps,
});

const unpark = '\ttl.emitUnblockStatus(gp, tl.gen)\n\ttl.eventWriter';
const start = '\tw := tl.eventWriter(tracev2.GoRunnable, tracev2.ProcRunning)\n';

export const statusEdits: readonly NamedEdit[] = [
  {
    name: 'acquireStatus does not compare and swap',
    edits: [
      s(
        '\tif !r.statusTraced[gen%3].CompareAndSwap(0, 1) {\n\t\treturn false\n\t}\n\tr.readyNextGen(gen)\n',
        '\tr.readyNextGen(gen)\n',
      ),
    ],
    expected: violated('StatusOnce', 11),
  },
  {
    // traceAdvance readies every G before the generation begins.
    name: 'acquireStatus does not ready the next generation',
    edits: [s('\tr.readyNextGen(gen)\n\treturn true\n', '\treturn true\n')],
    expected: { holds: 15501 },
  },
  {
    name: 'readyNextGen clears both sequence numbers',
    edits: [s('\tr.seq[nextGen%2] = 0\n', '\tr.seq[nextGen%2] = 0\n\tr.seq[gen%2] = 0\n')],
    expected: violated('SequenceContiguous', 23),
  },
  {
    name: 'readyNextGen clears the slot of the generation at hand',
    edits: [s('\tr.statusTraced[nextGen%3].Store(0)\n', '\tr.statusTraced[gen%3].Store(0)\n')],
    expected: violated('StatusOnce', 15),
  },
  {
    name: 'readyNextGen clears another sequence number',
    edits: [s('\tr.seq[nextGen%2] = 0\n', '\tr.seq[gen%2] = 0\n')],
    expected: violated('SequenceContiguous', 23),
  },
  {
    name: 'readyNextGen may grow the stack',
    edits: [s('\tr.seq[nextGen%2] = 0\n', '\tr.seq[nextGen%2] = 0\n\tr.seq[nextGen%2] = 0\n')],
    expected: violated('StatusPrecedesEvents', 11),
  },
  {
    name: 'there are two slots',
    edits: [
      s('CompareAndSwap(0, 1) {', 'CompareAndSwap(0, 1) { //'),
      s('r.statusTraced[gen%3].CompareAndSwap', 'r.statusTraced[gen%2].CompareAndSwap'),
      s('r.statusTraced[nextGen%3].Store(0)', 'r.statusTraced[nextGen%2].Store(0)'),
      s('r.statusTraced[gen%3].Load()', 'r.statusTraced[gen%2].Load()'),
      s('r.statusTraced[gen%3].Store(1)', 'r.statusTraced[gen%2].Store(1)'),
    ],
    expected: violated('StatusOnce', 18),
  },
  {
    name: 'GoUnpark does not write the status of the other',
    edits: [r(unpark, '\ttl.eventWriter')],
    expected: violated('StatusPrecedesEvents', 20),
  },
  {
    name: 'the sequence number is taken of another generation',
    edits: [
      r(
        'traceArg(gp.goid), gp.trace.nextSeq(tl.gen))\n\tif pp',
        'traceArg(gp.goid), gp.trace.nextSeq(tl.gen+1))\n\tif pp',
      ),
    ],
    expected: violated('SequenceContiguous', 22),
  },
  {
    name: 'GoStart takes no sequence number',
    edits: [s('\tr.seq[gen%2]++\n', '')],
    expected: violated('SequenceContiguous', 16),
  },
  {
    name: 'GoStart says that the goroutine ran before',
    edits: [r(start, start.replace('GoRunnable', 'GoRunning'))],
    expected: violated('EventFitsStatus', 22),
  },
  {
    name: 'the status is written after the event',
    edits: [
      e(
        '\tif gp := tl.mp.curg; gp != nil && !gp.trace.statusWasTraced(tl.gen) && gp.trace.acquireStatus(tl.gen) {\n\t\ttl.writer().writeGoStatus(gp.goid, int64(tl.mp.procid), goStatus, gp.inMarkAssist, 0 /* no stack */).end()\n\t}\n',
        '',
      ),
      r(
        '\ttl.eventWriter(tracev2.GoRunning, tracev2.ProcRunning).event(tracev2.EvGoBlock, trace.goBlockReasons[tl.gen%2][reason], tl.stack(skip))\n',
        '\ttl.eventWriter(tracev2.GoRunning, tracev2.ProcRunning).event(tracev2.EvGoBlock, trace.goBlockReasons[tl.gen%2][reason], tl.stack(skip))\n\tif gp := tl.mp.curg; gp.trace.acquireStatus(tl.gen) {\n\t\ttl.writer().writeGoStatus(gp.goid, 0, tracev2.GoRunning, false, 0).end()\n\t}\n',
      ),
    ],
    expected: violated('StatusPrecedesEvents', 7),
  },
  {
    name: 'GoCreate does not say that the status is traced',
    edits: [r('\tnewg.trace.setStatusTraced(tl.gen)\n\tev := ', '\tev := ')],
    expected: violated('StatusOnce', 17),
  },
  {
    name: 'traceAdvance writes no status of untraced Gs',
    edits: [
      t(
        '\t\tstatusWriter = statusWriter.writeGoStatus(ug.goid, ug.mid, status, ug.inMarkAssist, ug.stackID)\n',
        '\t\t_ = status\n',
      ),
    ],
    expected: violated('EveryLiveHasStatus', 31),
  },
  {
    name: 'traceAdvance does not look again whether a status was traced',
    edits: [
      t(
        "\t\tif ug.gp.trace.statusWasTraced(gen) {\n\t\t\t// It was traced, we don't need to do anything.\n\t\t\tcontinue\n\t\t}\n",
        '',
      ),
    ],
    expected: violated('StatusOnce', 20),
  },
  {
    name: 'traceAdvance does not ready all Gs',
    edits: [t('\t\tgp.trace.readyNextGen(gen)\n', '')],
    expected: violated('SequenceContiguous', 40),
  },
  {
    name: 'park_m parks before its section',
    edits: [
      p(
        '\tcasgstatus(gp, _Grunning, _Gwaiting)\n\tif trace.ok() {\n\t\ttraceRelease(trace)\n\t}\n\n\tdropg()\n\n\tif fn',
        '\tif trace.ok() {\n\t\ttraceRelease(trace)\n\t}\n\n\tdropg()\n\n\tif fn',
      ),
      p(
        '\ttrace := traceAcquire()\n\n\t// If g is in a synctest group',
        '\tcasgstatus(gp, _Grunning, _Gwaiting)\n\ttrace := traceAcquire()\n\n\t// If g is in a synctest group',
      ),
    ],
    expected: violated('StatusOnce', 14),
  },
  {
    // suspendG waits for a goroutine whose status says that it runs.
    name: 'park_m parks after its section',
    edits: [
      p(
        '\tcasgstatus(gp, _Grunning, _Gwaiting)\n\tif trace.ok() {\n\t\ttraceRelease(trace)\n\t}\n\n\tdropg()\n\n\tif fn',
        '\tif trace.ok() {\n\t\ttraceRelease(trace)\n\t}\n\tcasgstatus(gp, _Grunning, _Gwaiting)\n\n\tdropg()\n\n\tif fn',
      ),
    ],
    expected: { holds: 12460 },
  },
  {
    name: 'ready makes runnable before its section',
    edits: [
      p(
        '\ttrace := traceAcquire()\n\tcasgstatus(gp, _Gwaiting, _Grunnable)\n\tif trace.ok() {\n\t\ttrace.GoUnpark(gp, traceskip)',
        '\tcasgstatus(gp, _Gwaiting, _Grunnable)\n\ttrace := traceAcquire()\n\tif trace.ok() {\n\t\ttrace.GoUnpark(gp, traceskip)',
      ),
    ],
    expected: violated('GenerationsAgree', 32),
  },
  {
    name: 'ready puts the goroutine on a run queue twice',
    edits: [
      p(
        '\trunqput(mp.p.ptr(), gp, next)\n\twakep()\n',
        '\trunqput(mp.p.ptr(), gp, next)\n\trunqput(mp.p.ptr(), gp, next)\n\twakep()\n',
      ),
    ],
    expected: violated('LockDiscipline', 17),
  },
  {
    name: 'execute starts before it runs',
    edits: [
      p('\tcasgstatus(gp, _Grunnable, _Grunning)\n\tgp.waitsince = 0\n', '\tgp.waitsince = 0\n'),
      p(
        '\t\ttrace.GoStart()\n\t\ttraceRelease(trace)\n\t}\n\n\tgogo(&gp.sched)',
        '\t\ttrace.GoStart()\n\t\ttraceRelease(trace)\n\t}\n\tcasgstatus(gp, _Grunnable, _Grunning)\n\n\tgogo(&gp.sched)',
      ),
    ],
    expected: violated('GenerationsAgree', 43),
  },
  {
    name: 'goexit1 writes no event',
    edits: [p('\t\ttrace.GoEnd()\n', '')],
    expected: violated('EveryLiveHasStatus', 17),
  },
  {
    name: 'ready does not release',
    edits: [
      p(
        '\t\ttrace.GoUnpark(gp, traceskip)\n\t\ttraceRelease(trace)\n',
        '\t\ttrace.GoUnpark(gp, traceskip)\n',
      ),
    ],
    expected: violated('LockParityAndBalance', 16),
  },
  {
    name: 'a helper that nobody knows writes the event of park_m',
    edits: [
      p('\t\ttrace.GoPark(mp.waitTraceBlockReason, mp.waitTraceSkip)\n', '\t\tparked(trace, mp)\n'),
      p(
        '// park continuation on g0.\n',
        'func parked(trace traceLocker, mp *m) {\n\ttrace.GoPark(mp.waitTraceBlockReason, mp.waitTraceSkip)\n}\n\n// park continuation on g0.\n',
      ),
    ],
    expected: { holds: 15501 },
  },
  {
    name: 'variables have other names',
    edits: [
      s(
        'func (r *traceSchedResourceState) nextSeq(gen uintptr) traceArg {\n\tr.seq[gen%2]++\n\treturn traceArg(r.seq[gen%2])',
        'func (state *traceSchedResourceState) nextSeq(g uintptr) traceArg {\n\tstate.seq[g%2]++\n\treturn traceArg(state.seq[g%2])',
      ),
    ],
    expected: { holds: 15501 },
  },
  {
    name: 'something else is done in between',
    edits: [p('\tgp.waitsince = 0\n\tgp.preempt = false\n', '\tgp.preempt = false\n\tgp.waitsince = 0\n')],
    expected: { holds: 15501 },
  },
  {
    name: 'an unknown event',
    edits: [r('tracev2.EvGoDestroy)', 'tracev2.EvGoVanish)')],
    expected: { refused: /GoEnd at traceruntime\.go:\d+ .*EvGoVanish/ },
  },
  {
    name: 'an unknown field of the tracer’s state of a G',
    edits: [s('\tr.seq[nextGen%2] = 0\n', '\tr.seq[nextGen%2] = 0\n\tr.last[nextGen%2] = 0\n')],
    expected: { refused: /readyNextGen at tracestatus\.go:\d+ .*last/ },
  },
  {
    name: 'a statement of the scheduler that touches a status in an unknown way',
    edits: [
      p(
        '\tgp.waitsince = 0\n\tgp.preempt = false\n',
        '\tgp.atomicstatus.Or(_Gscan)\n\tgp.waitsince = 0\n\tgp.preempt = false\n',
      ),
    ],
    expected: { refused: /execute at proc\.go:\d+ .*atomicstatus/ },
  },
  {
    name: 'a loop in the scheduler in which sections are opened',
    edits: [
      p(
        '\t\ttrace.GoEnd()\n\t\ttraceRelease(trace)\n',
        '\t\tfor range 2 {\n\t\t\ttrace.GoEnd()\n\t\t}\n\t\ttraceRelease(trace)\n',
      ),
    ],
    expected: { refused: /goexit1 at proc\.go:\d+/ },
  },
];
