/** What functions read and write of a packed state, noted through slow views. */
import type { Draft, RecordField, View } from '../language/schema.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import { rawOf, scalarAt } from '../state/codec.ts';
import type { Layout, ScalarShape } from '../state/layout.ts';
import { storeRaw } from '../state/layout.ts';
import { slowView } from '../state/slow-view.ts';

/** One read of a scalar. */
export interface Noted {
  readonly shape: ScalarShape;
  /** Which of the recorder's states: 0, or for a step 0 before it and 1 after it. */
  readonly state: number;
  /** False where it was read for an element that did not decide the `some`, `every` or `includes` that asked for it. */
  readonly decides: boolean;
}

export interface Recorder<S extends RecordField> {
  readonly states: readonly Int32Array[];
  /** The view of a state, by its number. What it is asked out of range is a SystemError, as in a search. */
  view(state: number): View<S>;
  /** Runs a predicate over the views and returns its answer with the scalars that it read, each once, in order. */
  record(run: () => boolean): { readonly answer: boolean; readonly reads: readonly Noted[] };
}

/** Far more than a function reads of one state; one that goes on for ever on a state that cannot be is stopped here. */
const READS_MAX = 100_000;

/** The reads of one run. */
class Log {
  #reads: { readonly shape: ScalarShape; readonly state: number; decides: boolean }[] = [];

  readonly mark = (): number => this.#reads.length;
  readonly passOver = (from: number, to: number): void => {
    for (const one of this.#reads.slice(from, to)) one.decides = false;
  };

  note(shape: ScalarShape, state: number): void {
    if (this.#reads.push({ shape, state, decides: true }) > READS_MAX)
      throw new SystemError(`more than ${String(READS_MAX)} reads of one state; it does not come to an end`, {
        code: 'limit',
      });
  }

  clear(): void {
    this.#reads = [];
  }

  /** Each scalar once, in order. */
  distinct(): readonly Noted[] {
    const reads = new Map<string, Noted>();
    for (const one of this.#reads) {
      const key = `${String(one.state)} ${one.shape.path}`;
      const known = reads.get(key);
      if (known === undefined || (one.decides && !known.decides)) reads.set(key, one);
    }
    return [...reads.values()];
  }
}

export function recorderOf<S extends RecordField>(
  layout: Layout,
  states: readonly Int32Array[],
): Recorder<S> {
  const log = new Log();
  const { mark, passOver } = log;
  const views = states.map((words, state) => {
    const read = (scalar: number): ReturnType<typeof scalarAt> => {
      const shape = shapeOf(layout, scalar);
      log.note(shape, state);
      return scalarAt(shape, words);
    };
    return slowView<S>(layout, { read, mark, passOver });
  });
  return {
    states,
    view: (state) => views[state] ?? missing('state', state),
    record: (run) => {
      log.clear();
      const answer = run();
      return { answer, reads: log.distinct() };
    },
  };
}

/** What an effect read of the state that it was run on, and what it wrote, each scalar once, in order. */
export interface Footprint {
  readonly reads: readonly Noted[];
  readonly writes: readonly ScalarShape[];
}

/** Runs an effect on a packed state, which it changes. What it reads after it wrote it is none of the state before. */
export function footprintOf<S extends RecordField>(
  layout: Layout,
  words: Int32Array,
  effect: (next: Draft<S>) => void,
): Footprint {
  const log = new Log();
  const writes = new Set<ScalarShape>();
  const { mark, passOver } = log;
  effect(
    slowView<S>(layout, {
      read: (scalar) => {
        const shape = shapeOf(layout, scalar);
        if (!writes.has(shape)) log.note(shape, 0);
        return scalarAt(shape, words);
      },
      write: (scalar, value) => {
        const shape = shapeOf(layout, scalar);
        writes.add(shape);
        storeRaw(words, shape, rawOf(shape.field, value) ?? 0);
      },
      mark,
      passOver,
    }),
  );
  return { reads: log.distinct(), writes: [...writes] };
}

const shapeOf = ({ scalars }: Layout, scalar: number): ScalarShape =>
  scalars[scalar] ?? missing('scalar', scalar);

function missing(what: string, number: number): never {
  throw new InternalError(`no ${what} ${String(number)}`);
}
