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
    yield* newproc(gp, name, function* (worker) {
      yield* body(worker, index);
      yield* all.done(worker);
    });
  }
  yield* all.wait();
}

/** Computes for so many safe points. */
function* compute(gp: G, points: number): Steps<void> {
  for (let left = points; left > 0; left--) yield* safePoint(gp);
}

function* forkJoin(gp: G, below: Below): Steps<void> {
  yield* together(gp, 'main.forkJoin.func1', 8, function* (worker) {
    for (let part = 0; part < 4; part++) {
      yield* compute(worker, 1 + below(4));
      yield gosched;
    }
  });
}

function* pipeline(gp: G, below: Below): Steps<void> {
  const stages = [new Chan(1), new Chan(2), new Chan(1)] as const;
  const [first, second, third] = stages;
  const copy = (from: Chan, to: Chan) =>
    function* (worker: G): Steps<void> {
      for (
        let value = yield* from.receive(worker);
        value !== undefined;
        value = yield* from.receive(worker)
      ) {
        yield* compute(worker, below(3));
        yield* to.send(worker, value + 1);
      }
      yield* to.close(worker);
    };
  yield* newproc(gp, 'main.copy', copy(first, second));
  yield* newproc(gp, 'main.copy', copy(second, third));
  yield* newproc(gp, 'main.source', function* (source) {
    for (let value = 0; value < 10; value++) yield* first.send(source, value);
    yield* first.close(source);
  });
  for (let value = yield* third.receive(gp); value !== undefined; value = yield* third.receive(gp)) {
    yield* compute(gp, 1);
  }
}

function* syscalls(gp: G, below: Below): Steps<void> {
  yield* together(gp, 'main.syscalls.func1', 6, function* (worker) {
    for (let part = 0; part < 4; part++) {
      yield* syscall(worker, below(8));
      yield* compute(worker, below(3));
    }
  });
}

function* collect(gp: G, below: Below): Steps<void> {
  yield* startCycle(gp, 12);
  yield* together(gp, 'main.collect.func1', 4, function* (worker) {
    for (let part = 0; part < 6; part++) {
      yield* allocate(worker, 65_536 * (1 + below(4)));
      yield* safePoint(worker);
    }
  });
}

function* annotations(gp: G, below: Below): Steps<void> {
  const task = ++mOf(gp).rt.lastTaskID;
  yield* userTaskCreate(mOf(gp), task, 0, 'request');
  yield* together(gp, 'main.annotations.func1', 3, function* (worker, index) {
    yield* userRegion(mOf(worker), task, 0, `part ${index}`);
    yield* userLog(mOf(worker), task, 'progress', `part ${index} of task ${task}`);
    yield* compute(worker, below(4));
    yield* userRegion(mOf(worker), task, 1, `part ${index}`);
  });
  yield* userTaskEnd(mOf(gp), task);
}

/** Goroutines whose stacks are nearly full when they log: the tracer's own frames no longer fit. */
function* storm(gp: G, below: Below): Steps<void> {
  yield* together(gp, 'main.storm.func1', 8, function* (worker) {
    yield* recurse(worker, 2 + below(5), below);
  });
}

function* recurse(gp: G, depth: number, below: Below): Steps<void> {
  yield* call(gp, 'main.recurse', 300 + below(900), function* () {
    yield* userLog(mOf(gp), 0, 'depth', String(depth));
    yield* safePoint(gp);
    if (depth > 0) yield* recurse(gp, depth - 1, below);
  });
}

const plain = { procs: 3, traceallocfree: false };

/** By name, as `nosplit run` takes them. */
export const workloads: readonly Workload[] = [
  {
    name: 'fork-join',
    title: 'goroutines that compute, yield and are waited for',
    ...plain,
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
    title: 'collections with workers, assists, sweeps and stops of the world',
    ...plain,
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
