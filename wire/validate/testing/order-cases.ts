import { bound, clock, oneThread } from '../../testing/loose-text.ts';
import type { RuleCase } from './rule-case.ts';

/** Thread 1 as in oneThread, in two generations; the second has the status of P 0 and whatever `later` says. */
const twoGenerations = (earlier: string, later: string): string => `Trace Go1.23
  ${clock(1)}
  EventBatch gen=1 m=1 time=100
  ${bound(1)}
  ${earlier}
  ${clock(2)}
  EventBatch gen=2 m=1 time=200
  ProcStatus dt=1 p=0 pstatus=1
  ${later}`;

/** A batch of another thread, which comes after thread 1's. */
const thread = (m: number, events: string): string => `EventBatch gen=1 m=${m} time=200\n${events}`;

const names = `EventBatch gen=1 m=none time=1
  Strings
  String id=1
  data="a"
  String id=2
  data="b"`;

const syscall = 'GoSyscallBegin dt=1 p_seq=1 stack=0';
const block = 'GoBlock dt=1 reason_string=0 stack=0';
const create = 'GoCreate dt=1 new_g=9 new_stack=0 stack=0';
const otherP = 'ProcStatus dt=1 p=8 pstatus=1';
const stw = 'STWBegin dt=1 kind_string=0 stack=0';
const task = 'UserTaskBegin dt=1 task=5 parent_task=0 name_string=0 stack=0';
const region = (name: number): string => `UserRegionBegin dt=1 task=0 name_string=${name} stack=0`;

/** Rules of Ps. */
export const procCases: readonly RuleCase[] = [
  {
    rule: 'proc-status-unknown',
    text: oneThread('ProcStatus dt=1 p=7 pstatus=5'),
    fix: ['pstatus=5', 'pstatus=2'],
  },
  {
    rule: 'proc-status-differs',
    text: twoGenerations('ProcStop dt=1', ''),
    fix: ['ProcStop dt=1', ''],
  },
  {
    rule: 'proc-status-unbound',
    text: oneThread(`ProcStatus dt=1 p=7 pstatus=3\n${otherP}\nProcStatus dt=1 p=7 pstatus=4`),
    fix: [otherP, ''],
  },
  {
    rule: 'proc-unknown',
    text: oneThread('ProcStop dt=1\nProcStop dt=2'),
    fix: ['ProcStop dt=2', ''],
  },
  {
    rule: 'proc-not-running',
    text: oneThread(
      '',
      `${thread(2, 'ProcStatus dt=5 p=0 pstatus=1\nProcStop dt=1')}
       EventBatch gen=1 m=1 time=300
       ProcStop dt=1`,
    ),
    fix: ['dt=5 p=0', 'dt=5 p=7'],
  },
  {
    rule: 'proc-not-in-syscall',
    text: oneThread(`${syscall}\n${otherP}\nGoSyscallEnd dt=1`),
    fix: [otherP, ''],
  },
  {
    rule: 'proc-steal-self',
    text: oneThread(`${syscall}\n${otherP}\nProcSteal dt=1 p=0 p_seq=2 m=1`),
    fix: [otherP, ''],
  },
  {
    rule: 'proc-steal-thread-unknown',
    text: oneThread(syscall, thread(2, 'ProcSteal dt=1 p=0 p_seq=2 m=7')),
    fix: ['m=7', 'm=1'],
  },
  {
    rule: 'proc-steal-other',
    text: oneThread(syscall, `${thread(2, bound(2))}\n${thread(3, 'ProcSteal dt=9 p=0 p_seq=2 m=2')}`),
    fix: ['p_seq=2 m=2', 'p_seq=2 m=1'],
  },
];

/** Rules of goroutines, and what an event needs of its thread. */
export const goroutineCases: readonly RuleCase[] = [
  {
    rule: 'needs-thread',
    text: oneThread('', 'EventBatch gen=1 m=none time=300\nSpanFree dt=1 id=1'),
    fix: ['m=none time=300', 'm=1 time=300'],
  },
  {
    rule: 'needs-proc',
    text: oneThread('', thread(2, 'HeapAlloc dt=1 heapalloc_value=5')),
    fix: ['m=2', 'm=1'],
  },
  {
    rule: 'needs-goroutine',
    text: oneThread(`${block}\nGoLabel dt=1 label_string=0`),
    fix: [block, ''],
  },
  {
    rule: 'needs-no-goroutine',
    text: oneThread(`${create}\nGoStart dt=1 g=9 g_seq=1`),
    fix: ['GoStart', `${block}\nGoStart`],
  },
  {
    rule: 'goroutine-status-unknown',
    text: oneThread('GoStatus dt=1 g=7 m=1 gstatus=5'),
    fix: ['gstatus=5', 'gstatus=4'],
  },
  {
    rule: 'goroutine-status-differs',
    text: twoGenerations(block, 'GoStatus dt=1 g=1 m=1 gstatus=2'),
    fix: [block, ''],
  },
  {
    rule: 'goroutine-status-late',
    text: twoGenerations('', 'GoStatus dt=1 g=7 m=1 gstatus=2'),
    fix: ['g=7', 'g=1'],
  },
  {
    rule: 'goroutine-unknown',
    text: oneThread('GCMarkAssistActive dt=1 g=7'),
    fix: ['g=7', 'g=1'],
  },
  { rule: 'goroutine-exists', text: oneThread(`${create}\n${create}`), fix: ['new_g=9', 'new_g=8'] },
  { rule: 'goroutine-not-running', text: oneThread(`${syscall}\n${block}`), fix: [syscall, ''] },
  {
    rule: 'goroutine-not-in-syscall',
    text: oneThread('GoSyscallEnd dt=1'),
    fix: ['GoSyscallEnd', `${syscall}\nGoSyscallEnd`],
  },
  {
    rule: 'syscall-without-thread',
    text: oneThread('GoStatus dt=1 g=7 m=none gstatus=3'),
    fix: ['g=7 m=none', 'g=7 m=7'],
  },
  {
    rule: 'syscall-other-thread',
    text: oneThread('', thread(2, 'GoStatus dt=1 g=7 m=1 gstatus=3')),
    fix: ['g=7 m=1', 'g=7 m=7'],
  },
  {
    rule: 'syscall-sequence',
    text: oneThread(syscall.replace('p_seq=1', 'p_seq=2')),
    fix: ['p_seq=2', 'p_seq=1'],
  },
];

/** Rules of the collector, of ranges, tasks and regions, and of all threads together. */
export const rangeCases: readonly RuleCase[] = [
  {
    rule: 'gc-active-late',
    text: oneThread('GCBegin dt=1 gc_seq=1 stack=0\nGCActive dt=1 gc_seq=2'),
    fix: ['GCBegin dt=1 gc_seq=1 stack=0', ''],
  },
  {
    rule: 'gc-not-running',
    text: oneThread('GCBegin dt=1 gc_seq=1 stack=0\nGCEnd dt=1 gc_seq=2\nGCEnd dt=1 gc_seq=3'),
    fix: ['GCEnd dt=1 gc_seq=3', ''],
  },
  {
    rule: 'gc-running',
    text: oneThread('GCBegin dt=1 gc_seq=1 stack=0\nGCBegin dt=1 gc_seq=2 stack=0'),
    fix: ['GCBegin dt=1 gc_seq=2 stack=0', 'GCEnd dt=1 gc_seq=2'],
  },
  { rule: 'range-twice', text: oneThread(`${stw}\n${stw}`), fix: [stw, `${stw}\nSTWEnd dt=1`] },
  {
    rule: 'range-missing',
    text: oneThread('GCSweepEnd dt=1 swept_value=1 reclaimed_value=1'),
    fix: ['GCSweepEnd', 'GCSweepBegin dt=1 stack=0\nGCSweepEnd'],
  },
  {
    rule: 'task-twice',
    text: oneThread(`${task}\n${task}`),
    fix: [task, `${task}\nUserTaskEnd dt=1 task=5 stack=0`],
  },
  {
    rule: 'region-mismatch',
    text: oneThread(`${region(1)}\n${region(2)}\nUserRegionEnd dt=1 task=0 name_string=1 stack=0`, names),
    fix: [region(2), ''],
  },
  {
    rule: 'cannot-advance',
    text: oneThread(`${create}\n${block}\nGoStart dt=1 g=9 g_seq=2`),
    fix: ['g_seq=2', 'g_seq=1'],
  },
];
