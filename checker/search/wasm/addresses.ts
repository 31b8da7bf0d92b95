/**
 * Where everything stands in the memory of a WebAssembly engine: first what each thread of a search needs beside the store, then the
 * columns of the store itself. Addresses are in bytes.
 */
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import { BATCH_STATES } from '../generated/table.ts';
import type { Store } from '../store.ts';
import { PAGE_BYTES } from '../store.ts';
import { verdictWords } from '../verdicts.ts';

/** Words at the begin of a thread's own part, by their numbers. */
export const control = {
  free: 0,
  end: 1,
  base: 2,
  slotMask: 3,
  degree: 4,
  generated: 5,
  degreeMin: 6,
  degreeMax: 7,
  unreached: 8,
  touched: 9,
  length: 16,
} as const;

export interface Addresses {
  /** Of the words of `control`. */
  readonly control: number;
  readonly degree: number;
  /** A counter for each action and each property. */
  readonly fired: number;
  readonly exercised: number;
  readonly hashes: number;
  /** Numbers of states that were met a short time ago, by their hashes: words. */
  readonly recent: number;
  /** The table of squares.ts, of so many words. */
  readonly squares: number;
  readonly squareWords: number;
  /** A state's words, which the system's own functions have made. */
  readonly successor: number;
  readonly batch: number;
  /** Where the remembered answers begin. */
  readonly end: number;
  readonly arena: number;
  readonly parent: number;
  readonly action: number;
  readonly table: number;
}

/** How many of these there are: a power of two. */
export const RECENT = 1 << 12;

type Sizes<S extends RecordField> = Pick<Program<S>, 'actions' | 'properties' | 'instances' | 'symmetric'>;

type Own = Omit<Addresses, 'degree' | 'arena' | 'parent' | 'action' | 'table'>;

/** Words of the table of squares.ts; a larger one would not stay in a near cache. */
const WORDS_MAX = 1 << 16;

/** Words of a row of the table of squares.ts. */
export const squareRowWords = (instances: number): number => (instances + 31) >>> 5;

/**
 * A bit for each instance that is left out, in a row for each instance by which a state may have been found. The first
 * row is for initial states, where none is left out. 0 where there is no table.
 */
function squareWords<S extends RecordField>({
  instances,
  symmetric,
}: Pick<Program<S>, 'instances' | 'symmetric'>): number {
  const words = (instances + 1) * squareRowWords(instances);
  return symmetric || words > WORDS_MAX ? 0 : words;
}

/** Bytes of a row of the batch: the state's words, its source, the instance that made it, and its hash. */
export const rowBytes = (words: number): number => (words + 3) * 4;

/** Bytes that the store leaves to the engine of each thread: whole pages. */
export const ownBytes = <S extends RecordField>(program: Program<S>, words: number): number =>
  Math.ceil((ownOf(program, words, 0).end + verdictWords(program, words) * 4) / PAGE_BYTES) * PAGE_BYTES;

function ownOf<S extends RecordField>(program: Sizes<S>, words: number, from: number): Own {
  const { actions, properties, instances } = program;
  const rows = BATCH_STATES + instances;
  const fired = from + control.length * 4;
  const exercised = fired + actions.length * 4;
  const hashes = exercised + properties.length * 4;
  const recent = hashes + rows * 4;
  const squares = recent + RECENT * 8;
  const square = squareWords(program);
  const successor = squares + square * 4;
  const batch = successor + words * 4;
  return {
    control: from,
    fired,
    exercised,
    hashes,
    recent,
    squares,
    squareWords: square,
    successor,
    batch,
    end: batch + rows * rowBytes(words),
  };
}

/** The addresses for a thread whose own part begins at `from`. */
export function addressesOf<S extends RecordField>(program: Sizes<S>, store: Store, from: number): Addresses {
  return {
    ...ownOf(program, store.words, from),
    degree: from + control.degree * 4,
    arena: store.arena.byteOffset,
    parent: store.parent.byteOffset,
    action: store.action.byteOffset,
    table: store.table.byteOffset,
  };
}
