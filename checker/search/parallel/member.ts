/**
 * One worker's part of a parallel breadth-first search.
 *
 * Workers take ranges of the level's states, expand them into chunks of their own, and meet at a barrier at the end of
 * the level, or earlier where the table must grow. The last to arrive leads: it decides alone what comes next while the
 * others wait.
 */
import { programOf } from '../../program.ts';
import type { RecordField } from '../../schema.ts';
import type { System } from '../../system.ts';
import { SystemError } from '../../system-error.ts';
import { viewsOf } from '../../views.ts';
import type { Engine } from '../engine.ts';
import { engineOf } from '../engine.ts';
import { roomFor } from '../inner-loop.ts';
import { accessOf } from '../result.ts';
import { Findings } from '../findings.ts';
import { LOAD_MAX, grownSlots } from '../store.ts';
import type { Done, Job } from './protocol.ts';
import { ANOTHER_FAILED, RANGE_WORDS, codeOf, task, word } from './protocol.ts';
import { loadSystem } from '../../load-system.ts';

/** Sources between two looks at the flags: some 50 µs. */
const BATCH_STATES = 64;
const CHUNK_STATES_MAX = 4096;
/** How long a wait at the barrier lasts before it looks whether a worker failed. */
const WAIT_MS = 200;

export async function runMember(job: Job): Promise<Done> {
  const system = await loadSystem(job.module);
  return new Member(system, job).run();
}

class Member<S extends RecordField> {
  readonly #job: Job;
  readonly #control: Int32Array;
  readonly #engine: Engine;
  readonly #findings: Findings;
  readonly #room: number;
  /** The first row of the open chunk, or -1. */
  #chunk = -1;

  constructor(system: System<S>, job: Job) {
    const program = programOf(system, job.properties, job.symmetric);
    const sameProperties = program.properties.every(([name], index) => name === job.properties[index]);
    if (program.fingerprint !== job.fingerprint || !sameProperties) {
      throw new SystemError(
        `${job.module.url} gives another system than the one to check (${system.name}); give the module and parameters that it was made from`,
        { code: 'module' },
      );
    }
    this.#job = job;
    this.#control = job.control;
    this.#room = roomFor(program.instances);
    this.#findings = new Findings(program, (property, length) => {
      const was = Atomics.compareExchange(job.control, word.lengths + property, 0, length + 1);
      return was === 0 || was === length + 1;
    });
    this.#engine = engineOf(
      program,
      viewsOf(system.state, accessOf(job)),
      job.store,
      this.#findings,
      job.debug,
    );
  }

  run(): Done {
    const control = this.#control;
    for (;;) {
      if (this.#meet() === task.end) break;
      if (control[word.task] === task.fill) {
        this.#fill();
        continue;
      }
      this.#findings.depth = control[word.depth] ?? 0;
      for (;;) {
        const range = Atomics.add(control, word.cursor, 1);
        if (range >= (control[word.levelEnd] ?? 0) || Atomics.load(control, word.stopNow) !== 0) break;
        this.#expand(
          this.#job.ranges[range * RANGE_WORDS] ?? 0,
          this.#job.ranges[range * RANGE_WORDS + 1] ?? 0,
        );
      }
      this.#closeChunk();
    }
    const findings = this.#findings.byProperty.filter((finding) => finding !== undefined);
    return { kind: 'done', counters: this.#engine.counters, findings };
  }

  #expand(from: number, to: number): void {
    const { tallies, worker } = this.#job;
    for (let index = from; index < to;) {
      if (Atomics.load(this.#control, word.grow) === 1) this.#meetToGrow();
      if (Atomics.load(this.#control, word.stopNow) !== 0) return;
      const end = Math.min(to, index + BATCH_STATES);
      const reached = this.#chunk < 0 ? index : this.#engine.expand(index, end);
      if (reached < end && !this.#openChunk()) return;
      index = reached;
      tallies[worker * 2] = this.#engine.counters.generated;
      tallies[worker * 2 + 1] = this.#engine.counters.expanded;
    }
  }

  /** Reserves rows for new states; false where the memory bound is reached. */
  #openChunk(): boolean {
    this.#closeChunk();
    const { store, workers, ranges } = this.#job;
    const share = Math.floor((this.#control[word.levelSize] ?? 0) / (workers * 4));
    const size = Math.min(Math.max(share, this.#room * 2), Math.max(CHUNK_STATES_MAX, this.#room * 8));
    const start = Atomics.add(this.#control, word.top, size);
    const end = start + size;
    // Every open chunk becomes a range.
    const isFull = (Atomics.load(this.#control, word.ranges) + workers) * RANGE_WORDS > ranges.length;
    if (isFull || end > store.parent.length || end > store.table.length * LOAD_MAX) {
      Atomics.compareExchange(this.#control, word.stopNow, 0, codeOf('memory'));
      return false;
    }
    this.#chunk = start;
    this.#engine.place(start, end, this.#control[word.base] ?? 0);
    if (end > store.slots * LOAD_MAX) {
      Atomics.store(this.#control, word.grow, 1);
      this.#meetToGrow();
    }
    return true;
  }

  /** Publishes the rows that were filled. The next level's states must not share a chunk with this one's. */
  #closeChunk(): void {
    if (this.#chunk >= 0) appendRange(this.#job, this.#chunk, this.#engine.next(), this.#findings.depth + 1);
    this.#chunk = -1;
  }

  /** Meets the others until the table is large enough, filling it meanwhile. */
  #meetToGrow(): void {
    do {
      if (this.#meet() === task.fill) this.#fill();
    } while (this.#control[word.task] === task.fill);
  }

  /** Puts this worker's share of all states into the grown and cleared table. */
  #fill(): void {
    const { control, ranges, open, workers } = this.#job;
    this.#engine.bind();
    const closed = Atomics.load(control, word.ranges);
    for (;;) {
      const range = Atomics.add(control, word.cursor, 1);
      if (range < closed)
        this.#engine.fill(ranges[range * RANGE_WORDS] ?? 0, ranges[range * RANGE_WORDS + 1] ?? 0);
      else if (range < closed + workers)
        this.#engine.fill(open[(range - closed) * 2] ?? 0, open[(range - closed) * 2 + 1] ?? 0);
      else return;
    }
  }

  /** Waits for all workers; the last to arrive leads. Returns the task to go on with. */
  #meet(): number {
    const { open, worker, workers, store } = this.#job;
    const control = this.#control;
    open[worker * 2] = Math.max(0, this.#chunk);
    open[worker * 2 + 1] = this.#chunk < 0 ? 0 : this.#engine.next();
    const round = Atomics.load(control, word.round);
    if (Atomics.add(control, word.arrived, 1) === workers - 1) {
      Atomics.store(control, word.arrived, 0);
      lead(this.#job);
      Atomics.add(control, word.round, 1);
      Atomics.notify(control, word.round);
    } else {
      while (Atomics.load(control, word.round) === round && Atomics.load(control, word.failed) === 0) {
        Atomics.wait(control, word.round, round, WAIT_MS);
      }
    }
    if (Atomics.load(control, word.failed) === 1) throw new SystemError(ANOTHER_FAILED);
    if (store.slots !== control[word.slots]) {
      store.slots = control[word.slots] ?? store.slots;
      this.#engine.bind();
    }
    return control[word.task] ?? task.end;
  }
}

/** Appends a closed range, unless it is empty. */
export function appendRange(
  job: Pick<Job, 'control' | 'ranges'>,
  from: number,
  to: number,
  depth: number,
): void {
  if (from === to) return;
  const range = Atomics.add(job.control, word.ranges, 1);
  job.ranges.set([from, to, depth], range * RANGE_WORDS);
  Atomics.add(job.control, word.count, to - from);
}

/** What the leader decides, all others waiting. */
function lead(job: Job): void {
  const { control, store } = job;
  const get = (name: keyof typeof word): number => control[word[name]] ?? 0;
  if (get('grow') === 1) {
    control[word.grow] = 0;
    control[word.cursorKept] = get('cursor');
    store.slots = get('slots');
    while (get('top') > store.slots * LOAD_MAX && store.slots < store.table.length)
      store.slots = grownSlots(store);
    control[word.slots] = store.slots;
    store.table.fill(0, 0, store.slots);
    control[word.cursor] = 0;
    control[word.task] = task.fill;
  } else if (get('task') === task.fill) {
    control[word.cursor] = get('cursorKept');
    control[word.task] = task.expand;
  } else {
    control[word.task] = nextLevel(job) ? task.expand : task.end;
  }
}

/** Makes the states just found the level to expand; false where the search ends. */
function nextLevel({ control, ranges, all, depthMax, statesMax }: Job): boolean {
  const get = (name: keyof typeof word): number => control[word[name]] ?? 0;
  const end = (code: number): boolean => {
    control[word.limit] = code;
    return false;
  };
  const first = get('levelEnd');
  const depth = get('depth') + 1;
  if (get('stopNow') !== 0) return end(get('stopNow'));
  if (get('ranges') === first) return false;
  control[word.depth] = depth;
  if (!all && control.subarray(word.lengths).some((length) => length !== 0)) return false;
  if (get('stopLater') !== 0) return end(get('stopLater'));
  if (get('count') >= statesMax) return end(codeOf('states'));
  if (depth >= depthMax) return end(codeOf('depth'));
  let size = 0;
  let top = 0;
  for (let range = first; range < get('ranges'); range++) {
    size += (ranges[range * RANGE_WORDS + 1] ?? 0) - (ranges[range * RANGE_WORDS] ?? 0);
    top = Math.max(top, ranges[range * RANGE_WORDS + 1] ?? 0);
  }
  control[word.top] = control[word.base] = top;
  control[word.cursor] = first;
  control[word.levelEnd] = get('ranges');
  control[word.levelSize] = size;
  return true;
}
