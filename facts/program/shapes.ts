/**
 * Statements that are no part of the programs, with the reason, as hashes of what they are in Go 1.23 to 1.27 (known-shapes.ts
 * says how they are made). A statement that differs from all of them in more than the names of variables is read instead, or
 * refused.
 */
import type { ProgramPart } from '../../model/index.ts';

/** What a known statement stands for (meanings.ts). */
export type Meaning =
  | 'header'
  | 'allMs'
  | 'moreMs'
  | 'offAllm'
  | 'ontoAllm'
  | 'sections'
  | 'recycles'
  | 'looks'
  | 'eventBefore'
  | 'eventAfter'
  | 'event'
  | 'locksSignal';

export interface Shapes {
  readonly why: string;
  /** What the statement does that is part of the programs. */
  readonly does?: Meaning;
  /** The row is of these parts alone; elsewhere another says what the statements are. */
  readonly parts?: readonly ProgramPart[];
  /** Parts that read the statements, which are no part of the others. */
  readonly readIn?: readonly ProgramPart[];
  /** By function, the hashes. */
  readonly of: Readonly<Record<string, string>>;
}

export const shapes: readonly Shapes[] = [
  {
    why: 'CPU samples: the part sections reads them',
    readIn: ['sections'],
    of: {
      StartTrace: 'd20f9a94 def37247',
      traceAdvance: '7bfc56c1 7034f3d4 38a4b508',
    },
  },
  {
    why: 'the logs of CPU samples are there while tracing is on; a goroutine reads them now and then, and their buffers are nobody else’s',
    of: {
      traceInitReadCPU: '3a3c3dd0 9f67bfe6 105ecb77 eb874bce',
      traceStartReadCPU: 'f96f4966 61669b96 6c5ee81f 66d16138',
      traceStopReadCPU:
        'f42abab7 9eca83ae e9ba0853 fd412ecd 5fdfeaa3 b6421003 9e947914 10f0617a db0300cb 59643812',
      traceCPUFlush: 'd32e0665',
    },
  },
  {
    why: 'when a sample was taken, and of what',
    of: {
      traceCPUSample: '131e65c8 1ee0d713 bed42044 a566af8d 50901bb7 0a452c22',
    },
  },
  {
    why: 'one handler writes at a time: a lock',
    does: 'locksSignal',
    of: {
      traceCPUSample: '03bb9b34',
    },
  },
  {
    why: 'counters and locks of the collector, the heap, system calls and sysmon, none of which is in the model',
    of: {
      StartTrace: '92fa4496 b1ae8cb0 7bbfc34e 28b55bbb 2044d380',
    },
  },
  {
    why: 'the header and the signal at the end of a generation, which readTrace0 returns in calls of their own: no buffer is touched',
    of: {
      StartTrace: 'e8e7c555',
      traceAdvance: 'e8e7c555',
      readTrace0: '628a31ce 20e498fc 6b910a00 9dade37a e3b439bc',
    },
  },
  {
    why: 'tables of strings, stacks and types, and the clock’s frequency: written by the caller alone, after the flush',
    of: {
      StartTrace: 'ce13af22 61a76d03',
      traceAdvance: '970b3b09 61a76d03 885fa609 57f6fcaf 341d95c6 97fbdec9',
    },
  },
  {
    why: 'events of allocation are on, so that a growth has sections; nobody is between system call and acquire when StartTrace looks',
    of: {
      StartTrace: 'c53aafa0 bc7227ff',
      traceAdvance: '661e9d23',
    },
  },
  {
    why: 'the memory snapshot: the part sections reads it',
    readIn: ['sections'],
    of: {
      StartTrace: '313530c1',
    },
  },
  {
    why: 'a batch of its own, in a buffer that no M has',
    of: {
      traceSnapshotMemory:
        'bf9869f9 98c11f5b 41ee78d2 f9930def 6cfb7860 a873ff79 8523cece ee723700 16e84b5b 9e79afcd 0183c9a5 7c36d906',
    },
  },
  {
    why: 'events about spans and objects: each section here has one',
    does: 'event',
    of: {
      traceSnapshotMemory: 'e2a42fc7',
    },
  },
  {
    why: 'events about stacks, like those about spans and objects: each section here has one',
    of: {
      traceSnapshotMemory: '184ebb35',
    },
  },
  {
    why: 'the sections of StartTrace and traceAdvance are ordinary ones, which the Ms stand for',
    of: {
      StartTrace: 'c97ddfe7 0bb08b11 8aff38c0',
      traceAdvance: '431405fe 3cc763c1 f7732000',
    },
  },
  {
    why: 'the section of StartTrace is an ordinary one, which the Ms stand for; the part sections reads it, and so does that about Ps',
    readIn: ['sections', 'procs', 'syscalls'],
    of: {
      StartTrace: '183015a5 1af6f797',
    },
  },
  {
    why: 'an event in the section of StartTrace, which is an ordinary one; the part sections reads it',
    readIn: ['sections'],
    of: {
      StartTrace: '7d85e6e8 d5ccd502',
    },
  },
  {
    why: 'an event of StartTrace, before the snapshot: each section here has one',
    does: 'eventBefore',
    parts: ['sections'],
    of: {
      StartTrace: '7d85e6e8',
    },
  },
  {
    why: 'an event of StartTrace, after the snapshot: each section here has one',
    does: 'eventAfter',
    parts: ['sections'],
    of: {
      StartTrace: 'd5ccd502',
    },
  },
  {
    why: 'the goroutine that calls traceAdvance now and then: the driver calls it at any time',
    of: {
      StartTrace: 'd9c2de37',
      traceAdvance: '238fdb6a',
    },
  },
  {
    why: 'statuses of Ps: the part about them reads it',
    readIn: ['procs', 'syscalls'],
    of: {
      traceAdvance: '189fa666 7159b221 a0199f90 9e80b0b5 3b6690ce',
    },
  },
  {
    why: 'a queue of the collector, whose method is called like one of a P',
    of: {
      'p.destroy': '99ef4b88',
    },
  },
  {
    why: 'up to 1.25, StartTrace writes the statuses of Ps: the part about them reads it',
    readIn: ['procs', 'syscalls'],
    of: {
      StartTrace: '68a92566',
    },
  },
  {
    why: 'statuses of goroutines: the part about them reads it',
    readIn: ['statuses', 'statuses-syscalls'],
    of: {
      traceAdvance: 'ff4c8580 419e8777 6ddc80c3 e49468ef 26ded877 7c36d906 0a00b9f7 f43ef9a7',
    },
  },
  {
    why: 'the label of a worker of the collector, which no transition goes with',
    of: {
      'traceLocker.GoStart': '0da9fc35 3350f95a a7943ac5',
    },
  },
  {
    why: 'the M of a goroutine that is noted down, on which no status depends',
    of: {
      traceAdvance: '508bdbc7',
    },
  },
  {
    why: 'the list of Ms as a set, taken whole under sched.lock',
    does: 'allMs',
    of: {
      traceAdvance: '18eb7de7',
    },
  },
  {
    why: 'the list of Ms as a set: nothing to link; where all have been looked at, it goes round again',
    of: {
      traceAdvance: '7bfe89be 0f60ebb8',
    },
  },
  {
    why: 'no M has exited: another part of the model',
    of: {
      traceAdvance: '6cd53153',
    },
  },
  {
    why: 'those that have exited join the set',
    does: 'moreMs',
    parts: ['threads'],
    of: {
      traceAdvance: '6cd53153',
    },
  },
  {
    why: 'the M leaves allm, which is a set',
    does: 'offAllm',
    of: {
      mexit: 'dadc2af2',
    },
  },
  {
    why: 'the M joins allm, which is a set',
    does: 'ontoAllm',
    of: {
      mcommoninit: '59250805',
    },
  },
  {
    why: 'gives the P away, with events: sections like those of any other code',
    does: 'sections',
    of: {
      mexit: 'e816b414',
    },
  },
  {
    why: 'lists of Ms as sets: nothing to link',
    of: {
      mexit: '9bb1573e 4f3429cd',
      allocm: '910b048a 51a21564',
      mcommoninit: '3a734d16',
    },
  },
  {
    why: 'the main thread, signals, random numbers, counters and what a thread has of the system: none of the tracer looks at it',
    of: {
      mexit:
        '8eaa7934 ecb5db42 06de969e 36842990 08091ac1 cf7daa7a a60c212d 6a215ee9 7d0c0013 ba726c70 90903e23 c4412511 0d54a718',
      allocm: '35f56d99 c51dcb2d 7a43b597 3cca1eea 31146612 69004809 428dcf98 e4ef6396 284b8ccd',
      dropm:
        '79b9419c 280a880c 1e2394ac d978f5ae 518c2b39 ecca3faa d996a71e 06de969e 08dde372 13d474d5 fe21af6d 9e0b135f affe07d7 7f28ce26 730135a7 534ffec4',
      mcommoninit: '57ea0670 aab38e36 e12820ed 6da202b8 4f03a261 64227167 0a8e6dd5 762e32a0',
    },
  },
  {
    why: 'the stack of a thread that is gone: a section of the M that calls allocm, which is an ordinary one',
    of: {
      allocm: '84b713d5 2ca5bc37',
    },
  },
  {
    why: 'an M that is made: the driver calls mcommoninit for it',
    of: {
      allocm: '87632b1b 997a7a4e f0418352 9fb9dca2',
    },
  },
  {
    why: 'a section of the M, like those of its driver, and the status of its goroutine, which is another part of the model',
    of: {
      dropm: '838cb9ce f0fe0779 4150bf3c 694eceab b576e87a bc4a12b9',
    },
  },
  {
    why: 'a check of the M’s own seqlock, to which nobody else adds while sched.lock is held',
    of: {
      traceThreadDestroy: 'a5efe8de',
    },
  },
  {
    why: 'there is one reader, and the buffer that it reads is on the empty list already',
    readIn: ['reader'],
    of: {
      traceAdvance: 'bc34246f',
    },
  },
  {
    why: 'the buffer that is being read is on the empty list already',
    of: {
      readTrace0: '51af8414',
    },
  },
  {
    why: 'the buffer that was handed out goes to the empty list',
    does: 'recycles',
    parts: ['reader'],
    of: {
      readTrace0: '51af8414',
    },
  },
  {
    why: 'there is one reader',
    of: {
      readTrace0: 'd3aa0958',
    },
  },
  {
    why: 'the signal at the end of a generation, which readTrace0 returns in a call of its own: no buffer is touched',
    of: {
      ReadTrace: '7b42a2b8',
    },
  },
  {
    why: 'the look of the unlock function: an M that has parked its goroutine comes to the scheduler anyway',
    does: 'looks',
    of: {
      ReadTrace: '12edf838',
      readTrace: '12edf838',
    },
  },
  {
    why: 'an empty buffer is one that the system has, as well',
    of: {
      traceAdvance: 'cbda4602',
    },
  },
  {
    why: 'the state of sweeps on Ps, which is none of the model',
    of: {
      traceAdvance: '9eb942bd',
    },
  },
  {
    why: 'StartTrace has set readerGen before there is a reader',
    of: {
      readTrace0: '1309094d',
    },
  },
  {
    why: 'checks of lock ranks, which do nothing in an ordinary build',
    of: {
      readTrace0: 'e2a82de6',
      traceBufFlush: 'e2a82de6',
      traceAcquireEnabled: 'e68f8b53',
      traceTryAcquireEnabled: 'e68f8b53',
      traceThreadDestroy: 'a03e8ed4',
    },
  },
  {
    why: 'who wakes the reader is another part of the model: here it looks again and again',
    readIn: ['reader'],
    of: {
      readTrace0: '84e54eed',
      traceBufFlush: '55d87b77',
    },
  },
  {
    why: 'the time of an event, which is in the hands of its writer',
    of: {
      'traceWriter.event': '131e65c8 cf6fcda0 ed921329 15c8411f',
      'traceWriter.refill': '131e65c8 cf6fcda0 15c8411f',
    },
  },
  {
    why: 'the header of a batch, which takes no room here: the capacity is what remains',
    of: {
      'traceWriter.refill':
        'd8def95a 73509d9b a0cab6a4 ce6bfa95 1a842176 0e9da2b9 fed90996 7444c8b8 db916e2c 4f3115c9',
      traceBufFlush: 'bf436a58',
    },
  },
  {
    why: 'the generation in the header is what the model knows a batch by',
    does: 'header',
    of: {
      'traceWriter.refill': '63365f04',
    },
  },
];
