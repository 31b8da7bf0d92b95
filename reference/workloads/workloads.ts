/**
 * Workloads that people know from their own programs, one for each part of the runtime that writes events.
 */
import type { G, Steps } from '../runtime/runtime2.ts';
import { allocate, startCycle } from '../runtime/proc/collect.ts';
import { Chan, WaitGroup } from '../runtime/proc/chan.ts';
import { newproc } from '../runtime/proc/goroutine.ts';
import { gosched, mOf, safePoint } from '../runtime/proc/schedule.ts';
import { syscall } from '../runtime/proc/syscall.ts';
import { userLog, userRegion, userTaskCreate, userTaskEnd } from '../runtime/traceruntime-events.ts';
import { call } from './call.ts';
import type { Workload } from './workload.ts';

type Below = (count: number) => number;

/** Runs so many goroutines, and waits for all of them. */
function* together(
  gp: G,
  name: string,
  count: number,
  body: (gp: G, index: number) => Steps<void>,
): Steps<void> {
  const all = new WaitGroup(count);
  for (let index = 0; index < count; index++) {
    yield* newproc(gp, name, (worker) => waitedFor(worker, body(worker, index), all));
  }
  yield* all.wait();
}

function* waitedFor(worker: G, work: Steps<void>, all: WaitGroup): Steps<void> {
  yield* work;
  yield* all.done(worker);
}

/** Computes for so many safe points. */
function* compute(gp: G, points: number): Steps<void> {
  for (let left = points; left > 0; left--) yield* safePoint(gp);
}

// Bodies are functions of the module, and arrows bind them: a coroutine function that is made anew for each goroutine costs more than
// what most of them do.

const forkJoin = (gp: G, below: Below): Steps<void> =>
  together(gp, 'main.forkJoin.func1', 8, (worker, index) => fork(worker, index, below));

/** The last of them keeps its thread (runtime.LockOSThread), which ends with it. */
function* fork(gp: G, index: number, below: Below): Steps<void> {
  if (index === 7) gp.lockedm = mOf(gp);
  for (let part = 0; part < 4; part++) {
    yield* compute(gp, 1 + below(4));
    yield gosched;
  }
}

function* pipeline(gp: G, below: Below): Steps<void> {
  const stages = [new Chan(1), new Chan(2), new Chan(1)] as const;
  const [first, second, third] = stages;
  yield* newproc(gp, 'main.copy', (worker) => copy(worker, first, second, below));
  yield* newproc(gp, 'main.copy', (worker) => copy(worker, second, third, below));
  yield* newproc(gp, 'main.source', (worker) => source(worker, first));
  for (let value = yield* third.receive(gp); value !== undefined; value = yield* third.receive(gp)) {
    yield* compute(gp, 1);
  }
}

function* copy(gp: G, from: Chan, to: Chan, below: Below): Steps<void> {
  for (let value = yield* from.receive(gp); value !== undefined; value = yield* from.receive(gp)) {
    yield* compute(gp, below(3));
    yield* to.send(gp, value + 1);
  }
  yield* to.close(gp);
}

function* source(gp: G, to: Chan): Steps<void> {
  for (let value = 0; value < 10; value++) yield* to.send(gp, value);
  yield* to.close(gp);
}

const syscalls = (gp: G, below: Below): Steps<void> =>
  together(gp, 'main.syscalls.func1', 6, (worker) => call4(worker, below));

function* call4(gp: G, below: Below): Steps<void> {
  for (let part = 0; part < 4; part++) {
    yield* syscall(gp, below(8));
    yield* compute(gp, below(3));
  }
}

function* collect(gp: G, below: Below): Steps<void> {
  yield* startCycle(gp, 12);
  yield* together(gp, 'main.collect.func1', 4, (worker) => allocate6(worker, below));
}

function* allocate6(gp: G, below: Below): Steps<void> {
  for (let part = 0; part < 6; part++) {
    yield* allocate(gp, 65_536 * (1 + below(4)));
    yield* safePoint(gp);
  }
}

function* annotations(gp: G, below: Below): Steps<void> {
  const task = ++mOf(gp).rt.lastTaskID;
  yield* userTaskCreate(mOf(gp), task, 0, 'request');
  yield* together(gp, 'main.annotations.func1', 3, (worker, index) => annotate(worker, task, index, below));
  yield* userTaskEnd(mOf(gp), task);
}

function* annotate(gp: G, task: number, index: number, below: Below): Steps<void> {
  yield* userRegion(mOf(gp), task, 0, `part ${index}`);
  yield* userLog(mOf(gp), task, 'progress', `part ${index} of task ${task}`);
  yield* compute(gp, below(4));
  yield* userRegion(mOf(gp), task, 1, `part ${index}`);
}

/** Goroutines whose stacks are nearly full when they log: the tracer's own frames no longer fit. */
const storm = (gp: G, below: Below): Steps<void> =>
  together(gp, 'main.storm.func1', 8, (worker) => recurse(worker, 2 + below(5), below));

const recurse = (gp: G, depth: number, below: Below): Steps<void> =>
  call(gp, 'main.recurse', 300 + below(900), () => deeper(gp, depth, below));

function* deeper(gp: G, depth: number, below: Below): Steps<void> {
  yield* userLog(mOf(gp), 0, 'depth', String(depth));
  yield* safePoint(gp);
  if (depth > 0) yield* recurse(gp, depth - 1, below);
}

const plain = { procs: 3, traceallocfree: false };

/** By name, as `nosplit run` takes them. */
export const workloads: readonly Workload[] = [
  {
    name: 'fork-join',
    title:
      'goroutines that compute, yield and are waited for, under a CPU profile; some take their thread along when they end',
    ...plain,
    profiled: true,
    round: forkJoin,
  },
  {
    name: 'pipeline',
    title: 'stages that park and wake each other through channels',
    ...plain,
    round: pipeline,
  },
  { name: 'syscalls', title: 'system calls, from which Ps are taken away', ...plain, round: syscalls },
  {
    name: 'gc',
    title:
      'collections with workers, assists, sweeps and stops of the world, and the spans and objects of the heap',
    procs: 3,
    traceallocfree: true,
    round: collect,
  },
  { name: 'annotations', title: 'tasks, regions and logs of the user', ...plain, round: annotations },
  {
    name: 'storm',
    title: 'stacks that grow inside the tracer, with their alloc and free events',
    procs: 3,
    traceallocfree: true,
    round: storm,
  },
];

/** The workload of that name. Throws a RangeError that lists the known ones. */
export function workloadNamed(name: string): Workload {
  const found = workloads.find((workload) => workload.name === name);
  if (found === undefined) {
    throw new RangeError(
      `no workload is called '${name}'; choose one of ${workloads.map((workload) => workload.name).join(', ')}`,
    );
  }
  return found;
}
