/**
 * ReadTrace, the scheduler as far as it wakes the reader, and what in the core gives them something to do. Every call of
 * readTrace0 is one step under trace.lock, up to its release; the reader's own semrelease and its entry into trace.reader
 * come after it.
 */
import { range } from '../../checker/index.ts';
import type { Action, Draft } from '../../checker/index.ts';
import { flushed, full, nothingFull, popFull } from '../actions/reader.ts';
import { eventsMax } from '../bounds.ts';
import type { Actions } from '../change.ts';
import type { Constants, TracerSchema, TracerState } from '../state.ts';
import { nextReaderOf, readerOf } from './state.ts';

type One = Action<TracerSchema>;
type Next = Draft<TracerSchema>;

/** The core with its own reader replaced. */
export function withReader(core: Actions, k: Constants): Actions {
  const announces = (action: One, pushes: (next: Next, m: number, depth: number) => boolean): One => ({
    ...action,
    effect: (next, params) => {
      const pushed = pushes(next, Number(params['m'] ?? next.advancer.m), Number(params['depth'] ?? 0));
      action.effect(next, params);
      if (pushed) announce(next);
    },
  });
  const changes: Readonly<Record<string, (action: One) => One>> = {
    StartEnable: (action) => ({
      ...action,
      effect: (next, params) => {
        action.effect(next, params);
        nextReaderOf(next).phase = 'running';
      },
    }),
    // A writer that has a buffer, but no room in it, queues it.
    Refill: (action) => announces(action, (next, m, depth) => next.m.at(m).stack.at(depth).traceBuf !== 0),
    AdvanceFlush: (action) =>
      announces(action, (next, m) => next.m.at(m).buf.at(next.advancer.gen % 2) !== 0),
    AdvanceFlushedGen: (action) => ({
      ...action,
      effect: (next, params) => {
        action.effect(next, params);
        nextReaderOf(next).look = true;
      },
    }),
  };
  const others = Object.entries(core).filter(([name]) => !/^Reader/.test(name));
  return {
    ...Object.fromEntries(others.map(([name, action]) => [name, changes[name]?.(action) ?? action])),
    ...readTraceActions(k),
    ...schedulerActions(k),
  };
}

/** A buffer was pushed under trace.lock; who did it comes to the scheduler at some later time. */
function announce(next: Next): void {
  const reader = nextReaderOf(next);
  reader.workAvailable = true;
  reader.look = true;
}

function readTraceActions({ bounds, over, ms }: Constants): Actions {
  const process = (): string => 'reader';
  const source = 'runtime/trace.go, readTrace0';
  const readMax = eventsMax(bounds);
  const running = (s: TracerState): boolean => readerOf(s).phase === 'running';

  /** The buffer that was handed out goes to the empty list. */
  const recycle = (next: Next): void => {
    const reader = nextReaderOf(next);
    if (reader.reading === 0) return;
    const old = next.m.at(reader.m).bufs.at(reader.reading - 1);
    old.gen = 0;
    old.pos = 0;
    for (let index = 0; index < bounds.eventsPerBuffer; index++) old.events.set(index, 0);
    reader.reading = 0;
    reader.m = 0;
  };
  const endGeneration = (next: Next, stops: boolean): void => {
    recycle(next);
    const reader = nextReaderOf(next);
    reader.phase = 'release';
    reader.parity = next.trace.readerGen % 2;
    reader.stops = stops;
  };

  const ReaderTake = over.action({
    params: { m: range(ms) },
    guard: { running, full },
    effect: (next, p) => {
      recycle(next);
      const mp = next.m.at(p.m);
      const reader = nextReaderOf(next);
      reader.reading = popFull(mp, next.trace.readerGen % 2);
      reader.m = p.m;
      mp.read = Math.min(mp.read + (mp.bufs.at(reader.reading - 1).pos >> 1), readMax);
    },
    process,
    source,
    note: 'recycles trace.reading and pops the queue of its generation under trace.lock; the caller copies what it got',
  });

  const ReaderNextGen = over.action({
    guard: { running, flushed, nothingFull, goesOn: (s) => !s.trace.shutdown },
    effect: (next) => {
      endGeneration(next, false);
      next.trace.readerGen = next.trace.gen;
    },
    process,
    source,
    note: 'loads trace.gen and stores readerGen under trace.lock; doneSema is released after it',
  });

  const ReaderStop = over.action({
    guard: { running, flushed, nothingFull, shutdown: (s) => s.trace.shutdown },
    effect: (next) => {
      endGeneration(next, true);
    },
    process,
    source,
    note: 'shutdown is read under trace.lock; doneSema is released after it',
  });

  const ReaderRelease = over.action({
    guard: { release: (s) => readerOf(s).phase === 'release' },
    effect: (next) => {
      const reader = nextReaderOf(next);
      if (next.trace.doneSema.at(reader.parity)) reader.doneTwice = true;
      next.trace.doneSema.set(reader.parity, true);
      reader.phase = reader.stops ? 'off' : 'running';
      reader.stops = false;
      reader.parity = 0;
    },
    process,
    source,
    note: 'semrelease, outside trace.lock; after the last one ReadTrace answers nil and its caller leaves',
  });

  const ReaderFindsNothing = over.action({
    guard: { running, nothingFull, notFlushed: (s) => !flushed(s) },
    effect: (next) => {
      recycle(next);
      const reader = nextReaderOf(next);
      reader.workAvailable = false;
      reader.phase = 'parking';
    },
    process,
    source,
    note: 'workAvailable is cleared under trace.lock, as pushes set it',
  });

  const ReaderParks = over.action({
    guard: { parking: (s) => readerOf(s).phase === 'parking' },
    effect: (next) => {
      const reader = nextReaderOf(next);
      reader.phase = 'parked';
      reader.look = true;
    },
    process,
    source: 'runtime/trace.go, ReadTrace',
    note: 'one compare-and-swap of trace.reader; the look that follows is that of the unlock function, and of the M’s own schedule()',
  });

  return { ReaderTake, ReaderNextGen, ReaderStop, ReaderRelease, ReaderFindsNothing, ReaderParks };
}

function schedulerActions({ design, over }: Constants): Actions {
  const process = (): string => 'scheduler';
  /** traceReaderAvailable, behind the test of its callers. */
  const wakes = ({ trace, reader }: TracerState): boolean =>
    (trace.enabled || trace.shutdown) &&
    (trace.flushedGen === trace.readerGen ||
      reader.at(0).workAvailable ||
      (design.shutdownWakesReader && trace.shutdown));
  const parked = (s: TracerState): boolean => readerOf(s).phase === 'parked';
  const look = (s: TracerState): boolean => readerOf(s).look;
  const source = 'runtime/trace.go, traceReader';
  const note =
    'flushedGen, workAvailable and shutdown, once they speak for the reader, do so until it runs: read in turn or at once, they say the same; the compare-and-swap of trace.reader takes it';

  const SchedulerWakes = over.action({
    guard: { look, parked, wakes },
    effect: (next) => {
      const reader = nextReaderOf(next);
      reader.phase = 'running';
      reader.look = false;
    },
    process,
    source,
    note,
  });

  const SchedulerFindsNobody = over.action({
    guard: { look, nobody: (s) => !(parked(s) && wakes(s)) },
    effect: (next) => {
      nextReaderOf(next).look = false;
    },
    process,
    source,
    note: 'who looked goes on to something else, or to sleep',
  });

  const SchedulerPolls = over.action({
    guard: { parked, wakes },
    effect: (next) => {
      nextReaderOf(next).phase = 'running';
    },
    process,
    source: 'runtime/proc.go, findRunnable',
    note: `an M that has nothing to do with it comes by; ${note}`,
  });

  return { SchedulerWakes, SchedulerFindsNobody, SchedulerPolls };
}
