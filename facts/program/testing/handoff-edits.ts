/**
 * Edits of entersyscallblock of go1.26.8, line by line, and what a check of the edited tree has to say, where one M has two
 * sections and another has one.
 */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const p = (from: string, to: string): Edit => ({ file: 'proc.go', from, to });

const begins = '\t\tif trace.ok() {\n\t\t\ttrace.GoSysCall()\n\t\t}\n';
const hands = '\t\thandoffp(releasep())\n';
const handsOff = `\ttrace := traceAcquire()\n\tsystemstack(func() {\n${begins}${hands}\t})\n`;
const window = '\tif debugExtendGrunningNoP {\n\t\tusleep(10)\n\t}\n';
const status = '\tcasgstatus(gp, _Grunning, _Gsyscall)\n';
const section = '\tif trace.ok() {\n\t\tsystemstack(func() {\n\t\t\ttraceRelease(trace)\n\t\t})\n\t}\n';
const resaves = '\n\t// Resave for traceback during blocked call.\n';
const counts = '\tgp.m.locks++ // see comment in entersyscall\n\tgp.throwsplit = true\n';
const ticks =
  '\tgp.m.syscalltick = gp.m.p.ptr().syscalltick\n\tgp.m.p.ptr().syscalltick++\n\n\taddGSyscallNoP';
const resaved = '\tsave(sys.GetCallerPC(), sys.GetCallerSP(), getcallerfp())\n\n';

export const handoffEdits: readonly NamedEdit[] = [
  {
    name: 'the section ends before the P is handed off',
    edits: [
      p(handsOff, handsOff.replace(begins, begins.replace('\t\t}\n', '\t\t\ttraceRelease(trace)\n\t\t}\n'))),
      p(`${section}${resaves}`, resaves),
    ],
    expected: violated('GenerationsAgree', 31),
  },
  {
    name: 'the goroutine is in its system call before its P is handed off',
    edits: [p(handsOff, `${status}${handsOff}`), p(`${window}${status}`, window)],
    expected: violated('EventFitsStatus', 26),
  },
  // That the goroutine then ends a system call which it has not begun is the question of the part about Gs.
  {
    name: 'GoSyscallBegin is left out',
    edits: [p(`systemstack(func() {\n${begins}${hands}`, `systemstack(func() {\n${hands}`)],
    expected: { holds: 24_582 },
  },
  {
    name: 'ProcStop is left out',
    edits: [p(`${begins}${hands}`, `${begins}\t\thandoffp(releasepNoTrace())\n`)],
    expected: violated('EventFitsStatus', 33),
  },
  // Then it is a system call as any other: a thief may take the P.
  {
    name: 'the P is kept',
    edits: [p(`${begins}${hands}`, begins)],
    expected: { holds: 15_747 },
  },
  {
    name: 'the status of the goroutine is left out',
    edits: [p(`${window}${status}`, window)],
    expected: violated('ClaimsHold', 29),
  },
  {
    name: 'the section never ends',
    edits: [p(`${section}${resaves}`, resaves)],
    expected: violated('LocksZeroOutside', 32),
  },
  {
    name: 'preemption is not kept off',
    edits: [
      p(
        `${counts}\tgp.stackguard0 = stackPreempt // see comment in entersyscall\n${ticks}`,
        `\tgp.throwsplit = true\n\tgp.stackguard0 = stackPreempt // see comment in entersyscall\n${ticks}`,
      ),
    ],
    expected: violated('CountsFit', 28),
  },
  {
    name: 'preemption is kept off for ever',
    edits: [p(`${resaved}\tgp.m.locks--\n`, resaved)],
    expected: violated('LocksZeroOutside', 35),
  },
  // Up to 1.25 it says whether the P was lost; here who comes out asks whether it has one.
  {
    name: 'syscalltick stays as it is',
    edits: [p(ticks, '\taddGSyscallNoP')],
    expected: { holds: 25_494 },
  },
];
