/**
 * Damaged execution traces, made from one that is whole: what a file, a batch or an event can suffer, each as small as can be.
 */
import { eventNamed, eventOfId } from '../../wire/index.ts';
import { numbersOf, pieceOf, putTogether, takeApart } from './document.ts';
import type { BatchPiece, Document, Piece } from './document.ts';

export interface Damage {
  /** Says what was done: `lost GoCreate`, `batch doubled: strings`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every damage that this execution trace can suffer. Throws a WireError where it cannot be read. */
export function damagesOf(whole: Uint8Array): readonly Damage[] {
  const document = takeApart(whole);
  return [
    ...fileDamages(whole, document),
    ...batchDamages(document),
    ...eventDamages(document),
    ...argumentDamages(document),
    ...byteDamages(document),
  ];
}

/** What a batch holds: tables are told by their first event. */
function kindOf({ experiment, pieces, m }: BatchPiece): string {
  if (experiment !== 0) return pieces[0]?.bytes[0] === 1 ? 'experiment info' : 'experiment types';
  switch (eventOfId(pieces[0]?.id ?? 0)?.name) {
    case 'Stacks':
      return 'stacks';
    case 'Strings':
      return 'strings';
    case 'CPUSamples':
      return 'CPU samples';
    case 'Frequency':
      return 'frequency';
    case 'Sync':
      return 'sync';
    default:
      return m === 2n ** 64n - 1n ? 'statuses' : 'events';
  }
}

const isBatch = (item: Document['items'][number]): item is BatchPiece => item.kind === 'batch';

/** The document with the item at an index replaced by others. */
function splice(document: Document, index: number, ...items: Document['items']): Document {
  return { ...document, items: document.items.toSpliced(index, 1, ...items) };
}

const damage = (name: string, document: Document): Damage => ({ name, bytes: putTogether(document) });

function* fileDamages(whole: Uint8Array, { version, items }: Document): Generator<Damage> {
  const header = 16;
  yield { name: 'file cut in the header', bytes: whole.subarray(0, 7) };
  yield { name: 'file empty', bytes: whole.subarray(0, 0) };
  yield { name: 'file cut in the first header of a batch', bytes: whole.subarray(0, header + 3) };
  for (const tenth of [1, 3, 5, 7, 9]) {
    yield {
      name: `file cut at ${tenth}/10`,
      bytes: whole.subarray(0, Math.floor((whole.length * tenth) / 10)),
    };
  }
  yield { name: 'file cut by one byte', bytes: whole.subarray(0, -1) };
  yield { name: 'file with a zero byte at its end', bytes: Buffer.concat([whole, Uint8Array.of(0)]) };
  yield { name: 'file twice', bytes: Buffer.concat([whole, whole.subarray(header)]) };
  yield {
    name: 'header of an unknown release',
    bytes: Buffer.concat([Buffer.from('go 1.24 trace\0\0\0'), whole.subarray(header)]),
  };
  const gens = [...new Set(items.filter(isBatch).map(({ gen }) => gen))];
  for (const [word, gen] of [
    ['first', gens[0]],
    ['second', gens[1]],
    ['last', gens.at(-1)],
  ] as const) {
    const left = items.filter((item) => !isBatch(item) || item.gen !== gen);
    yield damage(`generation lost: ${word}`, { version, items: left });
  }
  const [first, second] = gens;
  yield damage('generations swapped: first and second', {
    version,
    items: [
      ...items.filter((item) => isBatch(item) && item.gen === second),
      ...items.filter((item) => isBatch(item) && item.gen === first),
      ...items.filter((item) => !isBatch(item) || (item.gen !== first && item.gen !== second)),
    ],
  });
  const marks = items.flatMap((item, index) => (isBatch(item) ? [] : [index]));
  if (marks[0] !== undefined) {
    yield damage('end of generation lost', splice({ version, items }, marks[0]));
    yield damage(
      'end of generation doubled',
      splice({ version, items }, marks[0], { kind: 'end-of-generation' }, { kind: 'end-of-generation' }),
    );
    yield damage('end of generation early', { version, items: [{ kind: 'end-of-generation' }, ...items] });
  }
}

/** One batch of each kind, from the middle of those that there are, and of what Ms wrote the first one as well. */
function* batchDamages(document: Document): Generator<Damage> {
  const { items } = document;
  const byKind = new Map<string, number[]>();
  for (const [index, item] of items.entries()) {
    if (isBatch(item)) byKind.set(kindOf(item), [...(byKind.get(kindOf(item)) ?? []), index]);
  }
  for (const [kind, indices] of byKind) {
    const chosen =
      kind === 'events'
        ? new Set([indices[0], indices[indices.length >> 1]])
        : [indices[indices.length >> 1]];
    for (const index of chosen) {
      const batch = index === undefined ? undefined : items[index];
      if (index === undefined || batch === undefined || !isBatch(batch)) continue;
      const what = `${kind}${kind === 'events' && index === indices[0] ? ', the first' : ''}`;
      const change = (fields: Partial<BatchPiece>): Document =>
        splice(document, index, { ...batch, ...fields });
      yield damage(`batch lost: ${what}`, splice(document, index));
      yield damage(`batch doubled: ${what}`, splice(document, index, batch, batch));
      yield damage(`batch of the next generation: ${what}`, change({ gen: batch.gen + 1n }));
      yield damage(`batch of generation 0: ${what}`, change({ gen: 0n }));
      yield damage(`batch of a later generation: ${what}`, change({ gen: batch.gen + 7n }));
      yield damage(`batch at the end of the file: ${what}`, {
        ...document,
        items: [...items.toSpliced(index, 1), batch],
      });
      yield damage(`batch of an unknown M: ${what}`, change({ m: 999_983n }));
      yield damage(`batch without events: ${what}`, change({ pieces: [] }));
      yield damage(`batch with a size of one more: ${what}`, change({ size: BigInt(lengthOf(batch)) + 1n }));
      yield damage(`batch with a size of one less: ${what}`, change({ size: BigInt(lengthOf(batch)) - 1n }));
      yield damage(`batch with a huge size: ${what}`, change({ size: 1n << 40n }));
      if (kind !== 'events') continue;
      yield damage(
        `batch a second earlier: ${what}`,
        change({ time: batch.time > 15_625_000n ? batch.time - 15_625_000n : 0n }),
      );
      yield damage(`batch an hour later: ${what}`, change({ time: batch.time + 56_250_000_000n }));
      const next = items.findIndex(
        (item, at) =>
          at > index &&
          isBatch(item) &&
          item.m === batch.m &&
          item.gen === batch.gen &&
          kindOf(item) === kind,
      );
      const other = items[next];
      if (other === undefined) continue;
      yield damage(`batches of one M swapped: ${what}`, splice(splice(document, index, other), next, batch));
      // What a writer with a stale buffer pointer does: the old buffer goes out twice, the one of the section inside is lost.
      yield damage(`batch in place of the one after it: ${what}`, splice(document, next, batch));
    }
  }
}

const lengthOf = ({ pieces }: BatchPiece): number => pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Each kind of event, in the middle of its occurrences: lost, doubled, and after the event that follows it. */
function* eventDamages(document: Document): Generator<Damage> {
  for (const [id, { item, batch, at }] of places(document)) {
    const name = eventOfId(id)?.name ?? String(id);
    const edit = (pieces: readonly Piece[]): Document => splice(document, item, { ...batch, pieces });
    const piece = batch.pieces[at];
    const next = batch.pieces[at + 1];
    if (piece === undefined) continue;
    yield damage(`event lost: ${name}`, edit(batch.pieces.toSpliced(at, 1)));
    yield damage(`event doubled: ${name}`, edit(batch.pieces.toSpliced(at, 0, piece)));
    if (next !== undefined)
      yield damage(
        `events swapped: ${name} and ${eventOfId(next.id)?.name ?? ''}`,
        edit(batch.pieces.toSpliced(at, 2, next, piece)),
      );
  }
}

interface Place {
  readonly item: number;
  readonly batch: BatchPiece;
  readonly at: number;
}

/** A place in the middle for each kind of event. */
function places({ items }: Document): Map<number, Place> {
  const all = new Map<number, Place[]>();
  for (const [item, batch] of items.entries()) {
    if (!isBatch(batch) || batch.experiment !== 0) continue;
    for (const [at, { id }] of batch.pieces.entries()) {
      const list = all.get(id) ?? [];
      list.push({ item, batch, at });
      all.set(id, list);
    }
  }
  return new Map(
    [...all].flatMap(([id, list]): [number, Place][] => {
      const middle = list[list.length >> 1];
      return middle === undefined ? [] : [[id, middle]];
    }),
  );
}

/** Arguments by their meaning: another goroutine, sequence number, status, string, stack, value, time. */
function* argumentDamages(document: Document): Generator<Damage> {
  const found = places(document);
  const wrong: readonly (readonly [string, string, (value: bigint) => bigint])[] = [
    ['GoStart', 'g_seq', (value) => value + 1n],
    ['GoStart', 'g', (value) => value + 999_983n],
    ['GoUnblock', 'g_seq', (value) => value + 3n],
    ['GoUnblock', 'g', () => 999_983n],
    ['GoCreate', 'new_g', () => 1n],
    ['GoCreate', 'stack', () => 999_983n],
    ['GoBlock', 'reason_string', () => 999_983n],
    ['GoBlock', 'stack', () => 999_983n],
    ['GoSyscallBegin', 'p_seq', (value) => value + 8n],
    ['ProcStart', 'p_seq', (value) => value + 1n],
    ['ProcStart', 'p', (value) => value + 999n],
    ['ProcSteal', 'p_seq', (value) => value + 1n],
    ['ProcSteal', 'm', () => 999_983n],
    ['ProcStatus', 'pstatus', () => 9n],
    ['ProcStatus', 'p', (value) => value + 999n],
    ['GoStatus', 'gstatus', () => 9n],
    ['GoStatus', 'g', () => 999_983n],
    ['GoStatus', 'm', () => 999_983n],
    ['GCBegin', 'gc_seq', (value) => value + 1n],
    ['GCEnd', 'gc_seq', (value) => value + 1n],
    ['HeapAlloc', 'heapalloc_value', (value) => value + 1n],
    ['UserLog', 'value_string', () => 999_983n],
    ['UserTaskBegin', 'task', (value) => value + 999n],
    ['UserRegionEnd', 'name_string', () => 999_983n],
    ['GoroutineStackAlloc', 'id', (value) => value + 1n],
    ['GoroutineStackAlloc', 'order', (value) => value + 1n],
    ['GoroutineStackFree', 'id', (value) => value + 999_983n],
    ['SpanAlloc', 'npages_value', (value) => value + 1n],
    ['HeapObjectAlloc', 'type', () => 999_983n],
    ['Frequency', 'freq', () => 0n],
    ['CPUSample', 'g', () => 999_983n],
    ['CPUSample', 'stack', () => 999_983n],
    ['GoStop', 'dt', () => 0n],
    ['GoBlock', 'dt', (value) => value + (1n << 40n)],
    ['HeapAlloc', 'dt', () => 1n << 63n],
  ];
  for (const [name, arg, change] of wrong) {
    const spec = eventNamed(name);
    const place = spec === undefined ? undefined : found.get(spec.id);
    if (spec === undefined || place === undefined) continue;
    const { item, batch, at } = place;
    const numbers = numbersOf(batch.pieces[at] ?? pieceOf(spec.id, []));
    const index = spec.args.indexOf(arg);
    const changed = numbers.with(index, change(numbers[index] ?? 0n));
    const pieces = batch.pieces.with(at, pieceOf(spec.id, changed));
    yield damage(`argument wrong: ${name} ${arg}`, splice(document, item, { ...batch, pieces }));
  }
}

/** Bytes that no writer writes, in the middle of the largest batch that an M wrote. */
function* byteDamages(document: Document): Generator<Damage> {
  const { items } = document;
  const sizes = items.map((item) => (isBatch(item) && kindOf(item) === 'events' ? lengthOf(item) : 0));
  const index = sizes.indexOf(Math.max(...sizes));
  const batch = items[index];
  if (batch === undefined || !isBatch(batch)) return;
  const { pieces } = batch;
  const at = pieces.length >> 1;
  const insert = (...bytes: readonly number[]): Document =>
    splice(document, index, {
      ...batch,
      pieces: pieces.toSpliced(at, 0, { id: 0, bytes: Uint8Array.from(bytes) }),
    });
  yield damage('event of an unknown type', insert(200, 1));
  yield damage('event of type 0', insert(0));
  yield damage('table among events', insert(4));
  yield damage('number of eleven bytes', insert(37, ...Array.from({ length: 10 }, () => 0x80), 1));
  yield damage('number of more than 64 bits', insert(37, ...Array.from({ length: 9 }, () => 0xff), 2));
  const piece = pieces[at];
  const last = pieces.at(-1);
  const other = pieces[at + 1];
  if (piece === undefined || last === undefined || other === undefined) return;
  const edit = (changed: readonly Piece[]): Document =>
    splice(document, index, { ...batch, pieces: changed });
  const torn = (whole: Piece): Piece => ({ ...whole, bytes: whole.bytes.subarray(0, -1) });
  yield damage('event torn at the end of a batch', edit(pieces.with(-1, torn(last))));
  yield damage('event torn in the middle of a batch', edit(pieces.with(at, torn(piece))));
  const head = { ...piece, bytes: piece.bytes.subarray(0, 1) };
  const tail = { ...piece, bytes: piece.bytes.subarray(1) };
  yield damage('event written inside another', edit(pieces.toSpliced(at, 2, head, other, tail)));
  for (const bit of [0, 3, 7]) {
    const flipped = Uint8Array.from(piece.bytes);
    flipped[0] = (flipped[0] ?? 0) ^ (1 << bit);
    yield damage(
      `bit ${bit} of an event's type flipped`,
      edit(pieces.with(at, { ...piece, bytes: flipped })),
    );
  }
}
