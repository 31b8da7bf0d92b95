/**
 * A process that runs a workload while its execution is traced, over several generations.
 */
import type { Design } from '../design.ts';
import { drive, randomBelow } from '../machine/drive.ts';
import { startWorkers } from '../runtime/proc/collect.ts';
import { malg, newproc } from '../runtime/proc/goroutine.ts';
import { startWatching } from '../runtime/proc/retake.ts';
import { mOf, newm, sleepUntil } from '../runtime/proc/schedule.ts';
import { sched } from '../runtime/proc/sched.ts';
import { P, Runtime } from '../runtime/runtime2.ts';
import type { LoggedEvent } from '../runtime/records.ts';
import type { G, M, Steps } from '../runtime/runtime2.ts';
import { newstack } from '../runtime/stack.ts';
import { startTrace, stopTrace, traceAdvance } from '../runtime/traceadvance.ts';
import { callFrame, pcOf } from '../runtime/symtab.ts';
import { traceCPUSample } from '../runtime/tracecpu.ts';
import { readTrace } from '../runtime/tracereader.ts';
import type { Workload } from './workload.ts';

/** A program to run under the tracer, and how long. */
export interface ProcessOptions {
  readonly workload: Workload;
  readonly design: Design;
  readonly seed: number;
  /** How often main runs its round. */
  readonly rounds: number;
  /** How many generations follow the first. */
  readonly advances: number;
  /** Bytes of a trace buffer; Go's where left out. Small ones are refilled more often. */
  readonly bufBytes?: number;
  /** The most steps that a thread takes before another is chosen. */
  readonly stepsMax: number;
  /** Takes each piece of the execution trace as it is read; it is good during the call only. */
  readonly write: (piece: Uint8Array) => void;
  /** Takes all that is written, for a ledger. */
  readonly log?: (event: LoggedEvent) => void;
}

/** How such a run ended. */
export interface ProcessResult {
  readonly rt: Runtime;
  /** Stack growths in all, and those inside a section. */
  readonly growths: number;
  readonly nestedGrowths: number;
  /** What a thread threw, or why nothing goes on; empty: the run came to its end. */
  readonly failure: string;
}

/** Bytes that the frames of the tracer need on a goroutine's stack; refill and what it calls need the most. */
const frameBytes = (step: string): number => (step === 'traceWriter.refill' ? 900 : 700);

/** Runs a process to its end, or to where nothing goes on. The same options give the same bytes. */
export function runProcess(options: ProcessOptions): ProcessResult {
  const { workload, design, log } = options;
  const below = randomBelow(options.seed);
  let now = 0;
  let growths = 0;
  let nestedGrowths = 0;
  const rt = new Runtime({
    design,
    traceallocfree: workload.traceallocfree,
    sched,
    clock: () => (now += 1 + below(8)),
    *newstack(mp: M) {
      growths++;
      if (mp.lockers.length > 0) nestedGrowths++;
      yield* newstack(mp);
    },
    mustGrow: ({ curg }, step) => curg !== null && curg.stackUsed + frameBytes(step) > curg.stackBytes,
    sleepUntil: (gp, isReady) => sleepUntil(gp, 'sync', isReady),
    ...(log !== undefined && { log }),
    ...(options.bufBytes !== undefined && { bufBytes: options.bufBytes }),
  });
  for (let id = 0; id < workload.procs; id++) rt.allp.push(new P(id));
  rt.gomaxprocs = workload.procs;
  const life = { isDone: false };
  const main = malg(rt, 'main.main', function* (gp) {
    yield* mainOf(gp, options);
    life.isDone = true;
  });
  main.status = 'runnable';
  rt.allg.push(main);
  rt.schedt.runq.push(main);
  startWatching(rt);
  const [first, ...others] = rt.allp;
  rt.schedt.pidle.push(...others);
  if (first !== undefined) newm(rt, first);
  const failed = (): boolean => rt.threads.some(({ thrown }) => thrown !== '');
  drive(
    rt,
    below,
    options.stepsMax,
    () => life.isDone || failed(),
    workload.profiled === true ? profiler(options.seed) : undefined,
  );
  const thrown = rt.threads.map((mp) => mp.thrown).find((text) => text !== '');
  return { rt, growths, nestedGrowths, failure: thrown ?? (life.isDone ? '' : 'all goroutines are asleep') };
}

/** Signals of a CPU profiler: one thread in eight that has run gets one where it has come to, be it in a section. */
function profiler(seed: number): (mp: M) => void {
  const below = randomBelow(seed + 2);
  return (mp) => {
    if (below(8) > 0 || mp.rt.freem.includes(mp)) return;
    const gp = mp.onG0 ? null : mp.curg;
    // It stops nowhere.
    traceCPUSample(mp, gp, mp, mp.p, gp?.frame ?? systemStack).next();
  };
}

const systemStack = callFrame(null, pcOf('runtime.mcall', 'asm_amd64.s', 1));

/** Goroutines that call into StartTrace, traceAdvance or ReadTrace keep their thread, for these take an M. */
function* mainOf(gp: G, options: ProcessOptions): Steps<void> {
  const below = randomBelow(options.seed + 1);
  gp.lockedm = mOf(gp);
  yield* startTrace(mOf(gp));
  gp.lockedm = null;
  let readerLeft = true;
  yield* newproc(gp, 'main.read', function* (reader) {
    reader.lockedm = mOf(reader);
    for (;;) {
      const piece = yield* readTrace(mOf(reader));
      if (piece === null) break;
      options.write(piece);
    }
    readerLeft = false;
    reader.lockedm = null;
  });
  let rounds = 0;
  let advanced = 0;
  yield* newproc(gp, 'runtime.traceAdvancer', function* (advancer) {
    advancer.lockedm = mOf(advancer);
    const { advances } = options;
    while (advanced < advances) {
      const due = ((advanced + 1) * options.rounds) / (advances + 1);
      yield* sleepUntil(advancer, 'sleep', () => rounds >= due);
      yield* traceAdvance(mOf(advancer));
      advanced++;
    }
    advancer.lockedm = null;
  });
  yield* startWorkers(gp);
  for (; rounds < options.rounds; rounds++) yield* options.workload.round(gp, below);
  yield* sleepUntil(gp, 'sleep', () => advanced === options.advances);
  gp.lockedm = mOf(gp);
  yield* stopTrace(mOf(gp));
  gp.lockedm = null;
  yield* sleepUntil(gp, 'sleep', () => !readerLeft);
}
