/**
 * The bytes of a checkpoint: a line that names the format, a header in JSON with its own checksum, and columns.
 *
 * The header says which system, which options and which nosplit the search belongs to, so that a file is refused before its
 * states are read. Nothing is collected: columns are written from, and read into, the store itself, in pieces.
 */
import { PIECE_BYTES } from '../../host/host.ts';
import type { WholeReader } from '../../host/host.ts';
import { SystemError } from '../../language/system-error.ts';
import type { PartOfState } from '../components/part.ts';
import type { ComponentStore } from '../components/store.ts';
import type { AnyStore } from '../store.ts';
import { actionOf, isPlain, parentOf } from '../store.ts';
import { filesHere } from './files.ts';
import type { Identity } from './identity.ts';
import type { Progressed, Snapshot } from './snapshot.ts';
import { numbering } from './snapshot.ts';

const MAGIC = 'nosplit checkpoint 1\n';
/** On every machine that Node runs on but one; the header says which. */
const ORDER = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 'little' : 'big';
const HEADER_BYTES_MAX = 2 ** 28;
/** States of components that are written, or read, at once. */
const PIECE_STATES = 2 ** 14;

export interface Header {
  readonly identity: Identity;
  readonly order: string;
  readonly distinct: number;
  readonly columns: { readonly levels: number; readonly stack: number; readonly found: number };
  readonly counters: {
    readonly [K in 'generated' | 'expanded' | 'represented' | 'degreeMax']: number;
  } & {
    /** null before any state was expanded. */
    readonly degreeMin: number | null;
    readonly fired: readonly number[];
    readonly exercised: readonly number[];
  };
  readonly findings: readonly {
    readonly property: number;
    readonly length: number;
    readonly count: number;
  }[];
  readonly search: Pick<
    Progressed,
    'slots' | 'reserved' | 'elapsedMs' | 'expanded' | 'deepest' | 'skipped'
  > & {
    /** The parts by whose numbers states were kept; null where they were kept whole. */
    readonly parts: readonly PartOfState[] | null;
  };
}

/** The bytes of a checkpoint, piece by piece. */
export function* piecesOf(identity: Identity, snapshot: Snapshot): Generator<Uint8Array> {
  const { store, rows, counters, findings, levels, stack, depths } = snapshot;
  const { slots, reserved, elapsedMs, expanded, deepest, skipped } = snapshot;
  const { fired, exercised, generated, represented, degreeMin, degreeMax } = counters;
  const header: Header = {
    identity,
    order: ORDER,
    distinct: rows.reduce((sum, [from, to]) => sum + to - from, 0),
    columns: {
      levels: levels.length,
      stack: stack.length,
      found: findings.reduce((sum, { states }) => sum + states.length, 0),
    },
    counters: {
      ...{ generated, represented, degreeMax, expanded: counters.expanded },
      degreeMin: Number.isFinite(degreeMin) ? degreeMin : null,
      fired: [...fired],
      exercised: [...exercised],
    },
    findings: findings.map(({ property, length, states }) => ({ property, length, count: states.length })),
    search: {
      ...{ slots, reserved, elapsedMs, expanded, deepest, skipped },
      parts: isPlain(store) ? null : store.parts.map(({ words, masks }) => ({ words, masks })),
    },
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  yield new TextEncoder().encode(MAGIC);
  yield bytesOf(Uint32Array.of(text.length, filesHere().crc32(text)));
  yield text;
  const { words } = store;
  const numberOf = numbering(rows);
  const buffer = new Int32Array(PIECE_BYTES / 4);
  for (const [from, to] of rows)
    if (isPlain(store)) yield* cut(bytesOf(store.arena.subarray(from * words, to * words)));
    else yield* loaded(store, from, to);
  for (const [from, to] of rows)
    yield* converted(buffer, to - from, (index) => {
      const row = parentOf(store, from + index);
      return row < 0 ? row : numberOf(row);
    });
  for (const [from, to] of rows)
    if (isPlain(store)) yield* cut(bytesOf(store.action.subarray(from, to)));
    else yield* converted(actionPiece(store), to - from, (index) => actionOf(store, from + index));
  for (const numbers of [levels, stack, depths])
    yield* converted(buffer, numbers.length, (at) => numbers[at] ?? 0);
  for (const { states } of findings)
    yield* converted(buffer, states.length, (at) => numberOf(states[at] ?? 0));
  for (const { instances } of findings)
    yield* converted(buffer, instances.length, (at) => instances[at] ?? 0);
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

/** States as they are whole. */
function* loaded(store: ComponentStore, from: number, to: number): Generator<Uint8Array> {
  const { words } = store;
  const states = new Int32Array(PIECE_STATES * words);
  for (let first = from; first < to; first += PIECE_STATES) {
    const count = Math.min(PIECE_STATES, to - first);
    for (let index = 0; index < count; index++)
      store.load(first + index, states.subarray(index * words, (index + 1) * words));
    yield bytesOf(states.subarray(0, count * words));
  }
}

const actionPiece = ({ fresh }: ComponentStore): Uint8Array | Uint16Array =>
  fresh.length <= 0x100 ? new Uint8Array(PIECE_STATES) : new Uint16Array(PIECE_STATES);

function* converted(
  buffer: Int32Array | Uint8Array | Uint16Array,
  length: number,
  of: (index: number) => number,
): Generator<Uint8Array> {
  for (let from = 0; from < length; from += buffer.length) {
    const count = Math.min(buffer.length, length - from);
    for (let index = 0; index < count; index++) buffer[index] = of(from + index);
    yield bytesOf(buffer.subarray(0, count));
  }
}

/** A checkpoint whose header was read. */
export interface Opened {
  readonly header: Header;
  /** Reads its states into the first rows of a store, and the rest. Rejects with a SystemError where they are damaged. */
  readInto(store: AnyStore): Promise<Pick<Snapshot, 'levels' | 'stack' | 'depths' | 'findings'>>;
  close(): Promise<void>;
}

/** Opens a checkpoint. Rejects with a SystemError where the file is none, or is damaged; with the system's error where it cannot be read. */
export async function openCheckpoint(file: string): Promise<Opened> {
  const reader = await filesHere().read(file);
  try {
    const header = await headerOf(reader, file);
    return {
      header,
      readInto: (store) => bodyOf(reader, header, store, file),
      close: () => reader.close(),
    };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

async function headerOf(reader: WholeReader, file: string): Promise<Header> {
  const magic = new Uint8Array(MAGIC.length);
  if (!(await reader.read(magic)) || new TextDecoder('latin1').decode(magic) !== MAGIC)
    throw new SystemError(
      `${file} is no checkpoint of this version of nosplit; give the file that --checkpoint wrote`,
      { code: 'checkpoint' },
    );
  const lengths = new Uint32Array(2);
  const isThere = await reader.read(bytesOf(lengths));
  const [length = 0, sum = 0] = lengths;
  if (!isThere || length > HEADER_BYTES_MAX || length > reader.bytes) throw damaged(file);
  const text = new Uint8Array(length);
  if (!(await reader.read(text)) || filesHere().crc32(text) !== sum) throw damaged(file);
  return JSON.parse(new TextDecoder().decode(text)) as Header;
}

async function bodyOf(
  reader: WholeReader,
  { distinct, columns, findings, order }: Header,
  store: AnyStore,
  file: string,
): ReturnType<Opened['readInto']> {
  if (order !== ORDER)
    throw new SystemError(`${file} was written on a machine with another order of bytes; resume it there`, {
      code: 'checkpoint',
    });
  const read = async (into: Int32Array | Uint8Array | Uint16Array): Promise<void> => {
    if (!(await reader.read(bytesOf(into)))) throw damaged(file);
  };
  const column = async (length: number): Promise<Int32Array> => {
    if (length * 4 > reader.bytes) throw damaged(file);
    const into = new Int32Array(length);
    await read(into);
    return into;
  };
  if (isPlain(store)) {
    await read(store.arena.subarray(0, distinct * store.words));
    await read(store.parent.subarray(0, distinct));
    await read(store.action.subarray(0, distinct));
  } else await readComponents(read, store, distinct);
  const levels = await column(columns.levels);
  const [stack, depths] = [await column(columns.stack), await column(columns.stack)];
  const [states, instances] = [await column(columns.found), await column(columns.found)];
  if (!(await reader.isWhole())) throw damaged(file);
  let at = 0;
  const found = findings.map(({ property, length, count }) => {
    const [from, to] = [at, (at += count)];
    return {
      ...{ property, length },
      states: Array.from(states.subarray(from, to)),
      instances: Array.from(instances.subarray(from, to)),
    };
  });
  return { levels, stack, depths, findings: found };
}

async function readComponents(
  read: (into: Int32Array | Uint8Array | Uint16Array) => Promise<void>,
  store: ComponentStore,
  distinct: number,
): Promise<void> {
  const inPieces = async (
    piece: Int32Array | Uint8Array | Uint16Array,
    use: (from: number, count: number) => void,
  ): Promise<void> => {
    const each = piece.length / PIECE_STATES;
    for (let from = 0; from < distinct; from += PIECE_STATES) {
      const count = Math.min(PIECE_STATES, distinct - from);
      await read(piece.subarray(0, count * each));
      use(from, count);
    }
  };
  const [states, parents, actions] = [
    new Int32Array(PIECE_STATES * store.words),
    new Int32Array(PIECE_STATES),
    actionPiece(store),
  ];
  await inPieces(states, (from, count) => {
    store.put(from, states, count);
  });
  await inPieces(parents, (from, count) => {
    store.keepParents(from, parents.subarray(0, count));
  });
  await inPieces(actions, (from, count) => {
    for (let index = 0; index < count; index++)
      store.keep(from + index, actions[index] ?? 0, store.parentOf(from + index));
  });
}

const damaged = (file: string): SystemError =>
  new SystemError(`${file} is cut short or damaged: its checksum is not that of its bytes; search anew`, {
    code: 'checkpoint',
  });
