/**
 * When a search goes over from JavaScript to WebAssembly, and in what memory.
 *
 * To find the structures of a system takes some tenths of a second, which a short search does not have. So a search begins in
 * JavaScript, and goes over between two slices when it has become long, to a store that WebAssembly can reach.
 * Finding them is given twice the time that the search has taken, and tried again later where that was too little. All of this is CPU
 * time, so that a search on a busy machine goes over where it does on a quiet one.
 */
import { host } from '#host';
import { roomBeside } from '../../host/memory.ts';
import { orNull } from '../../host/out-of-memory.ts';
import { webAssembly } from '../../host/webassembly.ts';
import { subjectOf } from '../../evaluate/property.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import { SystemError } from '../../language/system-error.ts';
import { NoStructure } from '../../structures/explore.ts';
import type { Structures } from '../../structures/structures.ts';
import { structuresOf } from '../../structures/structures.ts';
import type { Counters } from '../counters.ts';
import type { Engine, Sink } from '../engine.ts';
import type { Prepared } from '../prepared.ts';
import type { Bounds } from '../result.ts';
import type { Store, StoreShape } from '../store.ts';
import { reach, reserveWhole } from '../store.ts';
import { isRemembered } from '../verdicts.ts';
import { ownBytes } from './addresses.ts';
import { wasmEngineOf } from './engine.ts';

/** Tests put others here. */
export const pace = {
  /** Milliseconds of CPU time of a search after which it may go over. */
  afterMs: 150,
  /** Milliseconds that the states that wait would take in JavaScript. */
  leftMs: 100,
  /** Milliseconds of CPU time after which it may go over whatever waits: levels may be small, and many. */
  anyhowMs: 600,
  /** Milliseconds between two looks at the CPU time, of which each takes up to a millisecond where several threads run. */
  lookMs: 20,
};
/** Finding the structures stops the event loop, so it may take so long at most. */
const FINDING_MS_MAX = 4000;
/** With symmetry: there one state may take as long, since all of its orbit are asked, and none is once the structures are found. */
const FINDING_MS_MAX_SYMMETRIC = 30_000;
const LATER = 4;
/**
 * Runs of an action instance and of a guard. Nearly all that have a structure take fewer; those that have none would take many times as
 * long to be given up, which no search of some seconds has.
 */
const runs = { instance: 1 << 12, guard: 1 << 12 };
/** The part of all action instances that may be without structure; with more of them WebAssembly gains nothing. */
const LACKING_MAX = 0.25;

/** Null where a search has no use for it. Throws a SystemError where it is asked for and cannot be. */
export function goingOver<S extends RecordField>(prepared: Prepared<S>, bounds: Bounds): GoingOver<S> | null {
  if (bounds.engine === 'js') return null;
  const why = bounds.debug
    ? 'debug mode asks the functions themselves; leave one of the two out'
    : bounds.unchecked
      ? 'it checks what is written; leave out unchecked'
      : webAssembly === null
        ? 'there is no WebAssembly here'
        : null;
  if (why === null) return new GoingOver(prepared, bounds.engine === 'wasm');
  if (bounds.engine === 'auto') return null;
  throw new SystemError(`the engine wasm cannot search this: ${why}`, { code: 'options' });
}

/** Whether the structure of a property of states is wanted: what is remembered needs none, and what may be an end is asked seldom. */
function wantsStructure<S extends RecordField>(
  program: Program<S>,
  property: number,
  { exercised }: Pick<Counters, 'exercised'>,
): boolean {
  const [, of] = program.properties[property] ?? [];
  const subject = of === undefined ? null : subjectOf(of);
  if (subject === 'situation') return exercised[property] === 0;
  return subject === 'state' && !isRemembered(program, property);
}

export class GoingOver<S extends RecordField> {
  /** Whether the search is to be in WebAssembly from its begin. */
  readonly atOnce: boolean;
  readonly #prepared: Prepared<S>;
  /** Bytes of the memory that each thread has for itself. */
  readonly #own: number;
  #structures: Structures | null = null;
  #dueMs = pace.afterMs;
  #lookMs = 0;
  /** The program's CPU time when the search began. */
  readonly #begunMs = host.cpuMs();

  constructor(prepared: Prepared<S>, atOnce: boolean) {
    this.atOnce = atOnce;
    this.#prepared = prepared;
    this.#own = ownBytes(prepared.program, prepared.views.layout.words);
  }

  /** The shape of a store in a WebAssembly memory, behind the parts of so many threads; the calling thread's is the last of them. */
  shape(shape: StoreShape, threads = 1): StoreShape {
    return { ...shape, behind: threads * this.#own };
  }

  /**
   * A large store that WebAssembly can reach, and whether it is all that the bound allows; null where there is none. One that is
   * not has to be copied into a larger one when it is full, for which there must be room beside it.
   */
  store(
    shape: StoreShape,
    bytesMax: number,
    workers = 0,
  ): { readonly store: Store; readonly isWhole: boolean } | null {
    const behind = this.shape(shape, workers + 1);
    const most = reach.bytes - (behind.behind ?? 0);
    const room = roomBeside(workers).bytes;
    const isWhole = Math.min(bytesMax, room) <= most;
    if (!isWhole && !this.atOnce && room < bytesMax + most) return null;
    const store = orNull(() => reserveWhole(behind, Math.min(bytesMax, room, most)));
    return store === null ? null : { store, isWhole };
  }

  /** Whether a search with so many states, and whose earlier runs took so long, is to go over at this time of the clock. */
  isDue(earlierMs: number, expanded: number, found: number, nowMs: number): boolean {
    if (this.#structures !== null || this.#dueMs === Infinity || nowMs < this.#lookMs) return false;
    this.#lookMs = nowMs + pace.lookMs;
    const elapsedMs = this.#elapsedMs(earlierMs);
    const isMuchLeft = elapsedMs >= pace.anyhowMs || (found - expanded) * elapsedMs >= pace.leftMs * expanded;
    return elapsedMs >= this.#dueMs && isMuchLeft;
  }

  #elapsedMs(earlierMs: number): number {
    return earlierMs + host.cpuMs() - this.#begunMs;
  }

  /** What was found. */
  get structures(): Structures | null {
    return this.#structures;
  }

  /**
   * Finds the structures in at most twice the time that the search has taken so far. A situation that was reached, as the counts
   * say, needs none.
   */
  find(earlierMs: number, counters: Pick<Counters, 'exercised'>): void {
    const elapsedMs = this.#elapsedMs(earlierMs);
    const { program, views, reduction } = this.#prepared;
    const most = program.symmetric ? FINDING_MS_MAX_SYMMETRIC : FINDING_MS_MAX;
    const withinMs = this.atOnce ? Infinity : Math.min(elapsedMs * 2, most);
    this.#dueMs = elapsedMs * LATER;
    const untilMs = host.cpuMs() + withinMs;
    try {
      const structures = structuresOf(program, views.layout, {
        withinMs,
        // What is to be compared must be known as a whole.
        apart: !program.symmetric,
        runs: this.atOnce || program.symmetric ? {} : runs,
        lackingMax: this.atOnce ? Infinity : program.instances * LACKING_MAX,
        asked: (property) => wantsStructure(program, property, counters),
      });
      this.#structures = { ...structures, symmetric: reduction?.proves(structures, untilMs) === true };
    } catch (thrown) {
      if (!(thrown instanceof NoStructure)) throw thrown;
      if (this.atOnce)
        throw new SystemError(`the engine wasm cannot search this: ${thrown.message}`, { code: 'options' });
      if (!thrown.wantsTime) this.#dueMs = Infinity;
    }
  }

  /** The engine over a store, where the structures were found and it can be reached; else the one in JavaScript. */
  engine(plain: Engine, store: Store, sink: Sink): Engine {
    const structures = this.#structures;
    if (structures === null || store.memory === null) return plain;
    try {
      const from = store.arena.byteOffset - this.#own;
      return wasmEngineOf(this.#prepared, store, { structures, from, plain, sink });
    } catch (thrown) {
      // A page may forbid it, or forbid a large module outside of a worker.
      const isForbidden =
        thrown instanceof RangeError || (webAssembly !== null && thrown instanceof webAssembly.CompileError);
      if (!isForbidden || this.atOnce) throw thrown;
      this.#structures = null;
      this.#dueMs = Infinity;
      return plain;
    }
  }
}
