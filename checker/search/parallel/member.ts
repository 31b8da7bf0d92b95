/**
 * One worker's part of a parallel breadth-first search: it takes ranges of the level's states and expands them into chunks of
 * its own. protocol.ts says how the workers go from level to level.
 */
import type { Program } from '../../language/program.ts';
import { programOf } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { System } from '../../language/system.ts';
import { SystemError } from '../../language/system-error.ts';
import { withViews } from '../../state/views.ts';
import { writeCounters } from '../counters.ts';
import type { Engine } from '../engine.ts';
import { engineOf } from '../engine.ts';
import { roomFor } from '../generated/inner-loop.ts';
import type { Prepared, ReductionOf } from '../prepared.ts';
import { accessOf } from '../result.ts';
import { Findings } from '../findings.ts';
import { LOAD_MAX } from '../store.ts';
import { unpacked } from '../../structures/packed.ts';
import { ownBytes } from '../wasm/addresses.ts';
import { wasmEngineOf } from '../wasm/engine.ts';
import { INVITE_MS, lead } from './leader.ts';
import type { Done, Job, Notice } from './protocol.ts';
import {
  ANOTHER_FAILED,
  OWN_WORDS,
  RANGE_WORDS,
  codeOf,
  failure,
  own,
  rangeAt,
  task,
  wake,
  word,
} from './protocol.ts';
import { loadSystem } from '../../language/load-system.ts';

/** Sources between two looks at the flags: some 50 µs. */
const BATCH_STATES = 64;
const CHUNK_STATES_MAX = 4096;
/** How long a wait lasts before it looks whether a worker failed. */
const WAIT_MS = 200;

export async function runMember(
  job: Job,
  tell: (notice: Notice) => void,
  reductionOf: ReductionOf,
): Promise<Done> {
  const system = await loadSystem(job.module);
  return withViews(system.state, accessOf(job), (views) => {
    const program = programFor(job, system);
    const reduction = program.symmetric ? reductionOf(program, views) : null;
    return new Member({ program, views, reduction }, job, tell).run();
  });
}

/** The system made ready. Throws a SystemError where it is not the one of the job. */
function programFor<S extends RecordField>(job: Job, system: System<S>): Program<S> {
  const program = programOf(system, job.properties, job.symmetric);
  const isSame = program.properties.every(([name], index) => name === job.properties[index]);
  if (program.fingerprint === job.fingerprint && isSame) return program;
  throw new SystemError(
    `${job.module.url} gives another system than the one to check (${system.name}); give the module and parameters that it was made from`,
    { code: 'module' },
  );
}

class Member {
  readonly #job: Job;
  readonly #control: Int32Array;
  readonly #tell: (notice: Notice) => void;
  readonly #prepared: Prepared;
  #engine: Engine;
  #isOver = false;
  readonly #findings: Findings;
  readonly #room: number;
  readonly #tally: Float64Array;
  /** The first row of the open chunk, or -1; and its end. */
  #chunk = -1;
  #chunkEnd = 0;
  /** The states in hand. */
  #from: number;
  #to: number;
  /** Of the findings of each property, those sent. */
  readonly #sent: number[] = [];
  /** What this worker expanded, and how long that took. */
  #states = 0;
  #ms = 0;

  constructor(prepared: Prepared, job: Job, tell: (notice: Notice) => void) {
    const { program } = prepared;
    this.#prepared = prepared;
    this.#job = job;
    this.#control = job.control;
    this.#tell = tell;
    this.#room = roomFor(program.instances);
    this.#findings = new Findings(program, (property, length) => {
      const was = Atomics.compareExchange(job.control, word.lengths + property, 0, length + 1);
      return was === 0 || was === length + 1;
    });
    this.#engine = engineOf(prepared, job.store, {
      ...{ sink: this.#findings, debug: job.debug, variant: 'shared' },
    });
    // A search that goes on in larger columns finds in hand what it had there.
    this.#from = job.own[job.worker * OWN_WORDS + own.from] ?? 0;
    this.#to = job.own[job.worker * OWN_WORDS + own.to] ?? 0;
    const stride = job.tallies.length / job.workers;
    this.#tally = job.tallies.subarray(job.worker * stride, (job.worker + 1) * stride);
  }

  run(): Done {
    const { store } = this.#job;
    this.#tell({ kind: 'ready' });
    for (let isAtWork = false; ;) {
      if (!isAtWork && !this.#enter()) break;
      const now = this.#control[word.task];
      // The phase that was looked at may have been over before this worker entered, and the search with it.
      if (now === task.end) break;
      if (store.slots !== this.#control[word.slots]) {
        store.slots = this.#control[word.slots] ?? store.slots;
        this.#engine.bind();
      }
      if (now === task.fill) this.#fill();
      else this.#expand();
      isAtWork = this.#leave();
    }
    const findings = this.#findings.byProperty.filter((finding) => finding !== undefined);
    return { kind: 'done', counters: this.#engine.counters, findings };
  }

  /** Waits until there is work for this worker, and enters the phase; false where the search is over. */
  #enter(): boolean {
    const control = this.#control;
    for (;;) {
      const round = Atomics.load(control, word.round);
      const failed = Atomics.load(control, word.failed);
      if (failed === failure.threw) throw new SystemError(ANOTHER_FAILED);
      const active = Atomics.load(control, word.active);
      const now = Atomics.load(control, word.task);
      if (failed === failure.memory || (active >= 0 && now === task.end)) return false;
      if (active < 0 || !this.#isWelcome(now)) Atomics.wait(control, word.round, round, WAIT_MS);
      else if (Atomics.compareExchange(control, word.active, active, active + 1) === active) return true;
    }
  }

  /** A first look at whether there is work; the second one is made at work. */
  #isWelcome(now: number): boolean {
    if (now === task.expand && this.#from < this.#to) return true;
    const end =
      now === task.expand
        ? Atomics.load(this.#control, word.invited) * Atomics.load(this.#control, word.levelEnd)
        : Atomics.load(this.#control, word.ranges) + this.#job.workers;
    return Atomics.load(this.#control, word.cursor) < end;
  }

  /** Leaves the phase. The last one leads, and may be at work in the next phase already: then true. */
  #leave(): boolean {
    const { own: all, worker, checkpoints } = this.#job;
    const control = this.#control;
    const at = worker * OWN_WORDS;
    all[at + own.chunkFrom] = Math.max(0, this.#chunk);
    all[at + own.chunkTo] = this.#chunk < 0 ? 0 : this.#engine.next();
    all[at + own.from] = this.#from;
    all[at + own.to] = this.#to;
    writeCounters(this.#engine.counters, this.#tally);
    if (checkpoints) this.#send();
    if (Atomics.sub(control, word.active, 1) !== 1) return false;
    if (Atomics.compareExchange(control, word.active, 0, -1) !== 0) return false;
    return lead(this.#job, worker, {
      msPerState: this.#states === 0 ? 0 : this.#ms / this.#states,
      paused: () => {
        this.#tell({ kind: 'paused' });
      },
    });
  }

  /** Sends what was found since the last time. */
  #send(): void {
    const { own: all, worker } = this.#job;
    for (const [property, finding] of this.#findings.byProperty.entries()) {
      const sent = this.#sent[property] ?? 0;
      if (finding === undefined || finding.states.length === sent) continue;
      this.#sent[property] = finding.states.length;
      const [states, instances] = [finding.states.slice(sent), finding.instances.slice(sent)];
      this.#tell({ kind: 'found', worker, finding: { ...finding, states, instances } });
      const at = worker * OWN_WORDS + own.found;
      all[at] = (all[at] ?? 0) + 1;
    }
  }

  /** Expands the states in hand and ranges of the level, until there are none or all are to leave. */
  #expand(): void {
    const control = this.#control;
    const started = performance.now();
    this.#findings.depth = control[word.depth] ?? 0;
    for (;;) {
      if (
        Atomics.load(control, word.stopNow) !== 0 ||
        Atomics.load(control, word.grow) !== 0 ||
        Atomics.load(control, word.pause) !== 0
      )
        break;
      if (!this.#isOver && Atomics.load(control, word.structures) !== 0) this.#goOver();
      if (this.#from === this.#to && !this.#take()) break;
      const end = Math.min(this.#to, this.#from + BATCH_STATES);
      const reached = this.#chunk < 0 ? this.#from : this.#engine.expand(this.#from, end);
      this.#states += reached - this.#from;
      this.#from = reached;
      this.#tally[0] = this.#engine.counters.generated;
      this.#tally[1] = this.#engine.counters.expanded;
      if (reached < end && !this.#openChunk()) break;
      if (Atomics.load(control, word.invited) === 0 && performance.now() - started > INVITE_MS) {
        Atomics.store(control, word.invited, 1);
        wake(control);
      }
    }
    // Who has nothing in hand need not come back to this level.
    if (this.#from === this.#to || Atomics.load(control, word.stopNow) !== 0) this.#closeChunk();
    this.#ms += performance.now() - started;
  }

  /** Goes over to WebAssembly, where the next state goes where it would have gone. */
  #goOver(): void {
    const { store, structures, worker } = this.#job;
    const plain = this.#engine;
    this.#isOver = true;
    const { program, views } = this.#prepared;
    this.#engine = wasmEngineOf(this.#prepared, store, {
      structures: unpacked(structures.subarray(0, this.#control[word.structures])),
      from: worker * ownBytes(program, views.layout.words),
      ...{ plain, sink: this.#findings },
    });
    if (this.#chunk >= 0) this.#engine.place(plain.next(), this.#chunkEnd, this.#control[word.base] ?? 0);
  }

  /** Takes the next range of the level in hand; false where there is none. */
  #take(): boolean {
    const range = Atomics.add(this.#control, word.cursor, 1);
    if (range >= (this.#control[word.levelEnd] ?? 0)) return false;
    [this.#from, this.#to] = rangeAt(this.#job.ranges, range);
    return true;
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
    this.#chunkEnd = end;
    this.#engine.place(start, end, this.#control[word.base] ?? 0);
    if (end > store.slots * LOAD_MAX) Atomics.store(this.#control, word.grow, 1);
    return true;
  }

  /** Publishes the rows that were filled. The next level's states must not share a chunk with this one's. */
  #closeChunk(): void {
    if (this.#chunk >= 0) appendRange(this.#job, this.#chunk, this.#engine.next(), this.#findings.depth + 1);
    this.#chunk = -1;
  }

  /** Puts this worker's share of all states into the grown and cleared table. */
  #fill(): void {
    const { control, ranges, own: all, workers } = this.#job;
    // Who made the table larger knows its size, and the engine does not yet.
    this.#engine.bind();
    const closed = Atomics.load(control, word.ranges);
    for (;;) {
      const range = Atomics.add(control, word.cursor, 1);
      const at = (range - closed) * OWN_WORDS;
      if (range < closed) this.#engine.fill(...rangeAt(ranges, range));
      else if (range < closed + workers)
        this.#engine.fill(all[at + own.chunkFrom] ?? 0, all[at + own.chunkTo] ?? 0);
      else return;
    }
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
