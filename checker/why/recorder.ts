/**
 * Views that note what is read of a state. They have every member of {@link View} and read the same packed words as the
 * engine's views do, but are made for looking closely at one state, not for speed.
 */
import { scalarAt } from '../state/codec.ts';
import type { Layout, ScalarShape, Shape } from '../state/layout.ts';
import { asPart } from '../language/parts.ts';
import type { RecordField, View } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';

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
  readonly views: readonly View<S>[];
  /** Runs a predicate over the views and returns its answer with the scalars that it read, each once, in order. */
  record(run: () => boolean): { readonly answer: boolean; readonly reads: readonly Noted[] };
}

/** Far more than a predicate reads of one state; one that goes on for ever on a state that cannot be is stopped here. */
const READS_MAX = 100_000;

/** A recorder over these packed states. What is read out of range is a SystemError, as in debug mode. */
export function recorderOf<S extends RecordField>(
  layout: Layout,
  states: readonly Int32Array[],
): Recorder<S> {
  let log: { shape: ScalarShape; state: number; decides: boolean }[] = [];
  const ledger: Ledger = {
    note: (shape, state) => {
      if (log.push({ shape, state, decides: true }) > READS_MAX)
        throw new SystemError(
          `more than ${String(READS_MAX)} reads of one state; it does not come to an end`,
          { code: 'limit' },
        );
    },
    mark: () => log.length,
    undecide: (from, to) => {
      for (const one of log.slice(from, to)) one.decides = false;
    },
  };
  return {
    states,
    views: states.map((words, state) => asView<S>(viewOf(layout.root, words, state, ledger))),
    record: (run) => {
      log = [];
      const answer = run();
      const reads = new Map<string, Noted>();
      for (const one of log) {
        const key = `${String(one.state)} ${one.shape.path}`;
        const known = reads.get(key);
        if (known === undefined || (one.decides && !known.decides)) reads.set(key, one);
      }
      return { answer, reads: [...reads.values()] };
    },
  };
}

interface Ledger {
  note(shape: ScalarShape, state: number): void;
  /** How many reads have been noted. */
  mark(): number;
  /** Reads from … to-1 turned out to decide nothing. */
  undecide(from: number, to: number): void;
}

/** Built whole and once, so that an element is the same object wherever it is reached, as in the engine's views. */
function viewOf(shape: Shape, words: Int32Array, state: number, ledger: Ledger): unknown {
  const get = (scalar: ScalarShape): unknown => {
    ledger.note(scalar, state);
    return scalarAt(scalar, words);
  };
  if (shape.kind === 'scalar') return get(shape);
  if (shape.kind === 'array') {
    const { path, elements } = shape;
    const items = elements.map((element) =>
      element.kind === 'scalar' ? () => get(element) : constant(viewOf(element, words, state, ledger)),
    );
    return asPart(shape.field, path, new Items(items, path, ledger));
  }
  const members = shape.fields.map(([name, of]): [string, PropertyDescriptor] => [
    name,
    of.kind === 'scalar'
      ? { enumerable: true, get: () => get(of) }
      : { enumerable: true, value: viewOf(of, words, state, ledger) },
  ]);
  const record = Object.freeze(Object.defineProperties({}, Object.fromEntries(members)));
  return asPart(shape.field, shape.path, record);
}

const constant =
  <T>(value: T) =>
  (): T =>
    value;

class Items {
  readonly length: number;
  readonly #items: readonly (() => unknown)[];
  readonly #path: string;
  readonly #ledger: Ledger;

  constructor(items: readonly (() => unknown)[], path: string, ledger: Ledger) {
    this.#items = items;
    this.#path = path;
    this.#ledger = ledger;
    this.length = items.length;
    Object.freeze(this);
  }

  at(index: number): unknown {
    const item = this.#items[index];
    if (item === undefined)
      throw new SystemError(
        `${this.#path}[${String(index)}] is outside its ${String(this.length)} elements`,
        { code: 'read' },
      );
    return item();
  }

  some(matches: (value: unknown, index: number) => boolean): boolean {
    return this.#firstOf(matches) !== -1;
  }

  every(matches: (value: unknown, index: number) => boolean): boolean {
    return this.#firstOf((value, index) => !matches(value, index)) === -1;
  }

  count(matches: (value: unknown, index: number) => boolean): number {
    return this.#items.filter((item, index) => matches(item(), index)).length;
  }

  includes(value: unknown): boolean {
    return this.#firstOf((one) => one === value) !== -1;
  }

  /** The first that matches decides alone: what was read of those before it does not count. */
  #firstOf(matches: (value: unknown, index: number) => boolean): number {
    const from = this.#ledger.mark();
    for (let index = 0; index < this.length; index++) {
      const to = this.#ledger.mark();
      if (!matches(this.at(index), index)) continue;
      this.#ledger.undecide(from, to);
      return index;
    }
    return -1;
  }
}

/** Sound because {@link viewOf} gives records and arrays every member that a View of the same schema has. */
const asView = <S extends RecordField>(view: unknown): View<S> => view as View<S>;
