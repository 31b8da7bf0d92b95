import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { classOf, eventOfId, events, eventsOf, readTrace as decode } from '../wire/index.ts';
import { G, M, P, Runtime, callFrame, designNamed, enabled, isOk, newstack, pcOf } from './index.ts';
import { readTrace, start, startTrace, stopTrace, take, traceAcquire, traceAdvance } from './index.ts';
import { traceCPUSample, traceRelease, traceThreadDestroy, wait } from './index.ts';
import type { LoggedEvent, MSpan, Sched, Steps, TraceLocker } from './index.ts';
import * as traceLocker from './index.ts';

const main = pcOf('main.main', 'main.go', 7);
const worker = pcOf('main.worker', 'main.go', 19);

/** A process of one P, whose threads take turns as the test says: it writes each event of the runtime once in each generation. */
function everyEvent(name: string): { bytes: Buffer; log: LoggedEvent[] } {
  const log: LoggedEvent[] = [];
  const pieces: Uint8Array[] = [];
  const sched: Sched = {
    *semacquire() {},
    semrelease() {},
    *stopTheWorld() {},
    startTheWorld: (mp) => section(mp, traceLocker.stwDone),
    *forEachP(mp, each) {
      for (const pp of mp.rt.allp) yield* each(mp, pp);
    },
    *suspendG(_mp, gp) {
      return gp.status !== 'dead';
    },
    resumeG() {},
  };
  const rt = new Runtime({
    design: designNamed(name),
    sched,
    waitsForTracing: true,
    newstack,
    log: (event) => log.push(event),
  });
  rt.gomaxprocs = 1;
  const pp = new P(0);
  rt.allp.push(pp);
  const [g1, g9] = [new G(1), new G(9)];
  Object.assign(g9, { status: 'waiting', frame: callFrame(null, worker) });
  rt.allg.push(g1, g9);
  const [m1, m2, dead] = [new M(rt, 1), new M(rt, 2), new M(rt, 3)];
  rt.allm.push(m1, m2);
  rt.freem.push(dead);
  function* own(): Steps<void> {
    run(m1, g1);
    Object.assign(pp, { status: 'running', m: m1 });
    m1.p = pp;
    g1.frame = callFrame(null, main);
    rt.allspans.push(span());
    yield* startTrace(m1);
    for (let round = 0; round < 3; round++) {
      yield* collect(m1);
      yield* program(m1, round);
      yield* goroutines(m1, g1, round);
      yield* systemCalls(m1, m2, g1);
      traceCPUSample(m1, g1, m1, pp, g1.frame).next();
      if (round < 2) yield* traceAdvance(m1);
    }
    yield* traceThreadDestroy(m1, dead);
    yield* stopTrace(m1);
  }
  start(m1, own());
  // The same code acts for the second thread.
  m2.code = m1.code;
  rt.threads.push(m2);
  const reader = new M(rt, 4);
  start(reader, reads(reader, pieces));
  for (let [offer] = enabled(rt); offer !== undefined; [offer] = enabled(rt)) take(offer);
  expect(rt.threads.map(({ thrown }) => thrown).join('')).toBe('');
  return { bytes: Buffer.concat(pieces), log };
}

function* reads(mp: M, pieces: Uint8Array[]): Steps<void> {
  yield* wait(mp, 'ReadTrace', () => mp.rt.trace.readerGen !== 0);
  for (let piece = yield* readTrace(mp); piece !== null; piece = yield* readTrace(mp))
    pieces.push(piece.slice());
}

/** A section for some events. */
function* section(mp: M, write: (tl: TraceLocker) => Steps<void>): Steps<void> {
  const tl = yield* traceAcquire(mp);
  if (!isOk(tl)) return;
  yield* write(tl);
  yield* traceRelease(tl);
}

function run(mp: M, gp: G): void {
  if (mp.curg !== null) mp.curg.m = null;
  mp.curg = gp;
  Object.assign(gp, { m: mp, status: 'running' });
}

const span = (): MSpan => ({
  base: 0x10000,
  npages: 1,
  spanclass: 5,
  state: 'inUse',
  objects: new Map([[0x10040, { addr: 0x50_0000, size: 64, ptrBytes: 8, name: 'main.node' }]]),
});

function* collect(mp: M): Steps<void> {
  yield* section(mp, (tl) => traceLocker.stwStart(tl, 'GC sweep termination'));
  yield* section(mp, traceLocker.gcStart);
  yield* section(mp, traceLocker.stwDone);
  mp.rt.gcphase = 'mark';
  yield* section(mp, traceLocker.gcMarkAssistStart);
  if (mp.curg !== null) mp.curg.inMarkAssist = true;
  yield* traceAdvance(mp);
  yield* section(mp, traceLocker.gcMarkAssistDone);
  if (mp.curg !== null) mp.curg.inMarkAssist = false;
  yield* section(mp, traceLocker.gcDone);
  mp.rt.gcphase = 'off';
  yield* section(mp, function* (tl) {
    traceLocker.gcSweepStart(tl);
  });
  yield* section(mp, (tl) => traceLocker.gcSweepSpan(tl, 8192));
  yield* traceAdvance(mp);
  yield* section(mp, traceLocker.gcSweepDone);
}

function* program(mp: M, round: number): Steps<void> {
  yield* traceLocker.userTaskCreate(mp, round + 1, 0, 'task');
  yield* traceLocker.userRegion(mp, round + 1, 0, 'region');
  yield* traceLocker.userLog(mp, round + 1, 'category', 'ä'.repeat(600));
  yield* traceLocker.userRegion(mp, round + 1, 1, 'region');
  yield* traceLocker.userTaskEnd(mp, round + 1);
  const s = span();
  yield* section(mp, (tl) => traceLocker.heapAlloc(tl, 1000));
  yield* section(mp, (tl) => traceLocker.spanAlloc(tl, s));
  for (const [addr, type] of s.objects) {
    yield* section(mp, (tl) => traceLocker.heapObjectAlloc(tl, addr, type));
    yield* section(mp, (tl) => traceLocker.heapObjectFree(tl, addr));
  }
  yield* section(mp, (tl) => traceLocker.spanFree(tl, s));
  yield* newstack(mp);
}

/** Three goroutines on one thread: created, stopped, preempted, blocked, readied, switched to, ended. */
function* goroutines(mp: M, g1: G, round: number): Steps<void> {
  for (const stop of [traceLocker.goSched, traceLocker.goPreempt]) {
    yield* section(mp, stop);
    g1.status = 'runnable';
    yield* section(mp, traceLocker.goStart);
    run(mp, g1);
  }
  const [g2, g3, g4] = [10, 11, 12].map((id) => new G(id + 10 * round)) as [G, G, G];
  yield* section(mp, (tl) => traceLocker.goCreate(tl, g2, worker, false));
  yield* section(mp, (tl) => traceLocker.goCreate(tl, g3, worker, true));
  yield* section(mp, (tl) => traceLocker.goCreate(tl, g4, worker, true));
  yield* section(mp, (tl) => traceLocker.goPark(tl, 'chan receive'));
  g1.status = 'waiting';
  run(mp, g2);
  if (mp.p !== null) mp.p.gcMarkWorkerMode = 1;
  yield* section(mp, traceLocker.goStart);
  if (mp.p !== null) mp.p.gcMarkWorkerMode = 0;
  yield* section(mp, (tl) => traceLocker.goUnpark(tl, g1));
  g1.status = 'runnable';
  yield* section(mp, (tl) => traceLocker.goSwitch(tl, g3, false));
  run(mp, g3);
  yield* section(mp, (tl) => traceLocker.goSwitch(tl, g4, true));
  run(mp, g4);
  yield* section(mp, (tl) => traceLocker.goUnpark(tl, g2));
  yield* section(mp, traceLocker.goEnd);
  run(mp, g2);
  yield* section(mp, traceLocker.goStart);
  yield* section(mp, traceLocker.goEnd);
  run(mp, g1);
  yield* section(mp, traceLocker.goStart);
}

/** One system call that keeps its P, one whose P another thread takes; and a goroutine that C began. */
function* systemCalls(m1: M, m2: M, g1: G): Steps<void> {
  const pp = m1.p;
  if (pp === null) return;
  yield* section(m1, traceLocker.goSysCall);
  yield* section(m1, (tl) => traceLocker.goSysExit(tl, false));
  yield* section(m1, traceLocker.goSysCall);
  m1.p = null;
  Object.assign(g1, { status: 'syscall', syscallsp: true });
  yield* section(m2, (tl) => traceLocker.procSteal(tl, pp, false));
  m2.p = pp;
  yield* section(m2, traceLocker.procStart);
  yield* section(m2, traceLocker.procStop);
  m2.p = null;
  const extra = new G(100);
  m2.curg = extra;
  yield* section(m2, (tl) => traceLocker.goCreateSyscall(tl, extra));
  yield* section(m2, traceLocker.goDestroySyscall);
  m2.curg = null;
  yield* section(m1, (tl) => traceLocker.goSysExit(tl, true));
  g1.status = 'runnable';
  m1.curg = null;
  m1.p = pp;
  yield* section(m1, traceLocker.procStart);
  run(m1, g1);
  yield* section(m1, traceLocker.goStart);
  g1.syscallsp = false;
}

const designs = ['1.23', 'seed', '1.25', '1.26'];

describe('every event that the runtime has', () => {
  test.each(designs)('stands in the trace that %s writes', (name) => {
    const { bytes } = everyEvent(name);
    const { version, items } = decode(bytes);
    const found = new Set<string>();
    for (const item of items) {
      if (item.kind !== 'batch') found.add('EndOfGeneration');
      else if (item.experiment !== 0) found.add('ExperimentalBatch');
      else for (const event of eventsOf(item)) found.add(event.spec.name);
    }
    // Batches are items; the sync of 1.25 has its frequency with it.
    const wanted = events.filter(({ since, name: event }) => since <= version && event !== 'EventBatch');
    expect(wanted.map(({ name: event }) => event).filter((event) => !found.has(event))).toEqual([]);
  });

  test('is told to the log, with what no M writes', () => {
    const { bytes, log } = everyEvent('seed');
    let entries = 0;
    for (const item of decode(bytes).items) {
      if (item.kind !== 'batch') continue;
      const opens = ['stacks', 'strings', 'cpu-samples'].includes(classOf(item)) ? 1 : 0;
      entries += item.experiment === 0 ? [...eventsOf(item)].length - opens : 1;
    }
    expect(log.length).toBe(entries);
    const strings = log.filter(({ ev }) => eventOfId(ev)?.name === 'String');
    expect(strings.some(({ data }) => data?.length === 1024)).toBe(true);
  });
});

const go = spawnSync('go', ['version']).status === 0;
if (!go) console.log('skipped: no go command, so that nobody judges the traces of the emitters');
describe.skipIf(!go)("Go's own parser", () => {
  test.each(designs)('accepts them in the trace that %s writes', (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'nosplit-'));
    try {
      const file = join(folder, 'every.trace');
      writeFileSync(file, everyEvent(name).bytes);
      const parsed = execFileSync('go', ['tool', 'trace', '-d=parsed', file], {
        stdio: 'pipe',
        encoding: 'utf8',
      });
      expect(parsed).toContain('GoID=12');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
