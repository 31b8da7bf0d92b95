/** Memory: what a thread stores waits in a buffer of its own before others find it, as on amd64. */
import { FLAG_DOWN, FLAG_UP, slotStore } from '../../model/index.ts';
import type { Bounds, ProgramDraft } from '../../model/index.ts';
import type { M } from '../../reference/index.ts';
import { coreChoices } from '../names.ts';
import { freeBounds } from '../run/free-bounds.ts';
import { newestGen } from '../run/run.ts';
import type { Part, Run } from '../run/run.ts';
import { coreStops } from '../stops.ts';

const free: Bounds = { ...freeBounds, name: 'free-memory', parts: { memory: { storesPerM: 4 } } };

export const memory: Part = {
  choices: coreChoices,
  stops: coreStops,
  stopsAt: [],
  free,
  options: ({ bounds: { parts } }) => ({ storesWait: parts.memory?.storesPerM ?? 0 }),
  // It has stored the generation, whoever finds it.
  hasStarted: (run) => newestGen(run) !== 0,
  threads: ({ reference: { storesArrive } }) => [storesArrive],
  other: (run, { step, m }) => {
    if (step !== run.reference.storeArrives) return undefined;
    return run.ms.some(({ id }) => id === m) ? 'DrainStore' : 'DrainGen';
  },
  places,
};

function places(run: Run, next: ProgramDraft): void {
  const { trace } = run.rt;
  next.memory.gen = trace.gen;
  const [waits] = trace.waitingGen;
  next.memory.genStore = waits === undefined ? 0 : waits + 1;
  for (const mp of run.ms) {
    const into = next.m.at(mp.id).memory;
    const numbers = run.numbers[mp.id];
    into.writing = Number(run.reference.isSeenWriting(mp));
    for (const half of [0, 1] as const) into.buf.set(half, numbers?.of(mp.trace.buf[half]) ?? 0);
    const entries = [...entriesOf(run, mp)];
    for (let at = 0; at < into.stores.length; at++) into.stores.set(at, entries[at] ?? 0);
  }
}

/** What waits in the buffer of an M, the oldest first, as the model writes it. */
function* entriesOf({ numbers, bounds, rt }: Run, { id, stores, trace: { waiting } }: M): Generator<number> {
  const seen = new Map<readonly unknown[], number>();
  for (const { waiting: values } of stores) {
    const at = seen.get(values) ?? 0;
    seen.set(values, at + 1);
    const half = waiting.buf.findIndex((one) => one === values);
    if (half >= 0)
      yield slotStore(half, numbers[id]?.of(waiting.buf[half]?.[at] ?? null) ?? 0, bounds.buffersPerM);
    else {
      const isUp = rt.design.lock === 'seqlock' ? (waiting.seqlock[at] ?? 0) % 2 === 1 : waiting.writing[at];
      yield isUp === true ? FLAG_UP : FLAG_DOWN;
    }
  }
}
