/** Edits of go1.26.8 that are about statuses of Ps, and what a check of the edited tree has to say at `procs-tiny`. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const s = (from: string, to: string): Edit => ({ file: 'tracestatus.go', from, to });
const e = (from: string, to: string): Edit => ({ file: 'traceevent.go', from, to });
const p = (from: string, to: string): Edit => ({ file: 'proc.go', from, to });

/** What the tree has as it stands. */
const whole = { holds: 7287 };
const writes = '\t\t\ttl.writer().writeProcStatusForP(pp, false).end()\n';
const readied = '\tfor _, pp := range allp[len(allp):cap(allp)] {\n\t\tpp.trace.readyNextGen(gen)\n\t}\n';
const released = '\tgp.m.p = 0\n\tpp.m = 0\n\tpp.status = _Pidle\n';

export const procEdits: readonly NamedEdit[] = [
  {
    name: 'acquireStatus does not ready the next generation',
    edits: [s('\tr.readyNextGen(gen)\n\treturn true\n', '\treturn true\n')],
    expected: violated('SequenceContiguous', 36),
  },
  {
    // The first status of a generation comes before the first number.
    name: 'readyNextGen clears both sequence numbers',
    edits: [s('\tr.seq[nextGen%2] = 0\n', '\tr.seq[nextGen%2] = 0\n\tr.seq[gen%2] = 0\n')],
    expected: { holds: 7311 },
  },
  {
    name: 'readyNextGen clears the slot of the generation at hand',
    edits: [s('\tr.statusTraced[nextGen%3].Store(0)\n', '\tr.statusTraced[gen%3].Store(0)\n')],
    expected: violated('StatusOnce', 11),
  },
  {
    name: 'ProcStart takes no sequence number',
    edits: [s('\tr.seq[gen%2]++\n', '')],
    expected: violated('SequenceContiguous', 9),
  },
  {
    name: 'ProcStart says that the P ran before',
    edits: [
      r(
        'tl.eventWriter(tracev2.GoSyscall, tracev2.ProcIdle)',
        'tl.eventWriter(tracev2.GoSyscall, tracev2.ProcRunning)',
      ),
    ],
    expected: violated('EventFitsStatus', 9),
  },
  {
    name: 'eventWriter writes no status of the P',
    edits: [e('\t\ttl.writer().writeProcStatus(uint64(pp.id), procStatus, pp.trace.inSweep).end()\n', '')],
    expected: violated('StatusPrecedesEvents', 8),
  },
  {
    name: 'releasep writes no event',
    edits: [
      p(
        '\t\ttrace.ProcStop(getg().m.p.ptr())\n\t\ttraceRelease(trace)\n\t}\n\treturn releasepNoTrace()',
        '\t\ttraceRelease(trace)\n\t}\n\treturn releasepNoTrace()',
      ),
    ],
    expected: violated('EventFitsStatus', 21),
  },
  {
    name: 'releasep gives the P away before its event',
    edits: [
      p(
        'func releasep() *p {\n\ttrace := traceAcquire()',
        'func releasep() *p {\n\tpp := releasepNoTrace()\n\ttrace := traceAcquire()',
      ),
      p('\treturn releasepNoTrace()\n', '\treturn pp\n'),
    ],
    expected: violated('StatusPrecedesEvents', 15),
  },
  {
    name: 'acquirep writes its event before it has the P',
    edits: [
      p('\t// Do the work.\n\tacquirepNoTrace(pp)\n', ''),
      p(
        '\t\ttrace.ProcStart()\n\t\ttraceRelease(trace)\n\t}\n}',
        '\t\ttrace.ProcStart()\n\t\ttraceRelease(trace)\n\t}\n\tacquirepNoTrace(pp)\n}',
      ),
    ],
    expected: violated('ClaimsHold', 6),
  },
  {
    name: 'releasep leaves the P running',
    edits: [p(released, '\tgp.m.p = 0\n\tpp.m = 0\n')],
    expected: violated('ClaimsHold', 18),
  },
  {
    name: 'releasep leaves the M its P',
    edits: [p(released, '\tpp.m = 0\n\tpp.status = _Pidle\n')],
    expected: violated('GenerationsAgree', 28),
  },
  {
    name: 'releasep forgets the P under a condition that is about something else',
    edits: [p(released, `\tif debug.schedtrace > 0 {\n\t\tpp = nil\n\t}\n${released}`)],
    expected: violated('ClaimsHold', 16),
  },
  {
    name: 'acquirep does not say that the P runs',
    edits: [p('\tpp.m.set(gp.m)\n\tpp.status = _Prunning\n', '\tpp.m.set(gp.m)\n')],
    expected: violated('ClaimsHold', 16),
  },
  {
    name: 'traceAdvance writes no statuses of Ps',
    edits: [t(writes, '')],
    expected: violated('EveryLiveHasStatus', 10),
  },
  {
    name: 'traceAdvance does not ask whether the status was traced',
    edits: [t('\t\tif !pp.trace.statusWasTraced(tl.gen) {\n' + writes + '\t\t}\n', '\t' + writes)],
    expected: whole,
  },
  {
    name: 'nobody asks whether the status was traced',
    edits: [
      t('\t\tif !pp.trace.statusWasTraced(tl.gen) {\n' + writes + '\t\t}\n', '\t' + writes),
      s('\tif !pp.trace.acquireStatus(w.gen) {\n\t\treturn w\n\t}\n', ''),
    ],
    expected: violated('StatusOnce', 10),
  },
  {
    name: 'traceAdvance says of idle Ps that they run',
    edits: [
      s(
        '\tcase _Pidle, _Pgcstop:\n\t\tstatus = tracev2.ProcIdle\n',
        '\tcase _Pidle, _Pgcstop:\n\t\tstatus = tracev2.ProcRunning\n',
      ),
    ],
    expected: violated('EventFitsStatus', 9),
  },
  {
    name: 'traceAdvance does not ready dead Ps',
    edits: [t('\t\tpp.trace.readyNextGen(gen)\n\t}\n\n\t// Prevent', '\t}\n\n\t// Prevent')],
    expected: violated('SequenceContiguous', 37),
  },
  {
    name: 'traceAdvance readies dead Ps for another generation',
    edits: [
      t(
        '\t\tpp.trace.readyNextGen(gen)\n\t}\n\n\t// Prevent',
        '\t\tpp.trace.readyNextGen(traceNextGen(gen))\n\t}\n\n\t// Prevent',
      ),
    ],
    expected: violated('SequenceContiguous', 37),
  },
  {
    name: 'traceAdvance gives worldsema back before it readies dead Ps',
    edits: [
      t(readied, '\tsemrelease(&worldsema)\n' + readied),
      t('\treleasem(mp)\n\tsemrelease(&worldsema)\n', '\treleasem(mp)\n'),
    ],
    expected: violated('SequenceContiguous', 37),
  },
  {
    name: 'traceAdvance does not take worldsema',
    edits: [
      t('\tsemacquire(&worldsema)\n\n\t// Go', '\n\t// Go'),
      t('\treleasem(mp)\n\tsemrelease(&worldsema)\n', '\treleasem(mp)\n'),
    ],
    expected: violated('LockDiscipline', 3),
  },
  {
    name: 'traceAdvance goes over Ps that it has not stopped',
    edits: [
      t('\tforEachP(waitReasonTraceProcStatus, func(pp *p) {\n', '\tfor _, pp := range allp {\n'),
      t('\t\ttraceRelease(tl)\n\t})\n', '\t\ttraceRelease(tl)\n\t}\n'),
    ],
    expected: violated('LockDiscipline', 3),
  },
  {
    name: 'a P that dies stays idle',
    edits: [p('\tpp.xRegs.free()\n\tpp.status = _Pdead\n', '\tpp.xRegs.free()\n')],
    expected: violated('EveryLiveHasStatus', 10),
  },
  {
    name: 'procresize puts no P on the idle list',
    edits: [p('\t\tidlePs = pp.link.ptr()\n\t\tpidleput(pp, now)\n', '\t\tidlePs = pp.link.ptr()\n')],
    expected: violated('NoDeadlock', 5),
  },
  {
    name: 'procresize keeps allp as long as it was',
    edits: [
      p('\t\tlock(&allpLock)\n\t\tallp = allp[:nprocs]\n\t\tidlepMask', '\t\tlock(&allpLock)\n\t\tidlepMask'),
    ],
    expected: violated('NoDeadlock', 4),
  },
  {
    name: 'a helper that is called like a word of the drivers writes the event of acquirep',
    edits: [
      p(
        '\t\ttrace.ProcStart()\n\t\ttraceRelease(trace)\n\t}\n}',
        '\t\tstarted(trace)\n\t\ttraceRelease(trace)\n\t}\n}\n\nfunc started(tl traceLocker) {\n\ttl.ProcStart()\n}',
      ),
    ],
    expected: whole,
  },
  {
    name: 'variables have other names, and other things are done in another order',
    edits: [
      p(released, '\tpp.status = _Pidle\n\tpp.m = 0\n\tgp.m.p = 0\n'),
      s(
        'func (r *traceSchedResourceState) nextSeq(gen uintptr) traceArg {\n\tr.seq[gen%2]++\n\treturn traceArg(r.seq[gen%2])',
        'func (state *traceSchedResourceState) nextSeq(g uintptr) traceArg {\n\tstate.seq[g%2]++\n\treturn traceArg(state.seq[g%2])',
      ),
    ],
    expected: whole,
  },
  {
    name: 'an unknown event',
    edits: [r('event(tracev2.EvProcStop)', 'event(tracev2.EvProcVanish)')],
    expected: { refused: /ProcStop at traceruntime\.go:\d+ .*EvProcVanish/ },
  },
  {
    name: 'a status of a P that nobody taught',
    edits: [p('\tpp.m.set(gp.m)\n\tpp.status = _Prunning\n', '\tpp.m.set(gp.m)\n\tpp.status = _Pwired\n')],
    expected: { refused: /wirep at proc\.go:\d+ .*_Pwired/ },
  },
  {
    name: 'a P is given away in an unknown way',
    edits: [p(released, '\tgp.m.p.swap(0)\n\tpp.m = 0\n\tpp.status = _Pidle\n')],
    expected: { refused: /releasepNoTrace at proc\.go:\d+ .*swap/ },
  },
  {
    name: 'releasep stores the status by its address',
    edits: [p(released, '\tgp.m.p = 0\n\tpp.m = 0\n\tatomic.Store(&pp.status, _Pidle)\n')],
    expected: { refused: /releasepNoTrace at proc\.go:\d+ / },
  },
  {
    name: 'allp becomes something else',
    edits: [
      p(
        '\t\tallp = allp[:nprocs]\n\t\tidlepMask = idlepMask.resize(nprocs)\n\t\ttimerpMask = timerpMask.resize(nprocs)\n\t\twork.spanqMask = work.spanqMask.resize(nprocs)\n\t\tunlock(&allpLock)\n\t}\n\n\t// Assign',
        '\t\tallp = allp[1:nprocs]\n\t\tidlepMask = idlepMask.resize(nprocs)\n\t\ttimerpMask = timerpMask.resize(nprocs)\n\t\twork.spanqMask = work.spanqMask.resize(nprocs)\n\t\tunlock(&allpLock)\n\t}\n\n\t// Assign',
      ),
    ],
    expected: { refused: /procresize at proc\.go:\d+ / },
  },
];
