/**
 * Where reached states live: one append-only arena of exact packed states, whose insertion order is the queue, a parent
 * and an action column, and an open-addressing table of state numbers.
 *
 * A table entry is 0 (empty) or `tag | index + 1`: as many low bits as the table's size has, the rest a tag from the
 * hash's high bits, so that most probes of other states are refused without touching the arena.
 *
 * Back of the envelope, two words a state: 8 bytes of state, 4 of parent, 1 of action, 4 / load of table (5.3 at the
 * load of 0.75 where it doubles, 10.7 right after): 18 to 24 bytes a state, so at least 44 million states a GiB.
 */
import type { ComponentStore } from './components/store.ts';
import { roomBeside } from '../host/memory.ts';
import { allocated, halving, orNull } from '../host/out-of-memory.ts';
import type { WasmMemory } from '../host/webassembly.ts';
import { webAssembly } from '../host/webassembly.ts';

/** The columns are views of ordinary buffers in a search of one thread, of shared ones in a parallel search. */
export interface Store {
  readonly words: number;
  readonly shared: boolean;
  /** The memory in which the columns stand, where a WebAssembly engine can be had for them. */
  readonly memory: WasmMemory | null;
  arena: Int32Array;
  parent: Int32Array;
  action: Uint8Array | Uint16Array;
  table: Int32Array;
  /** Slots in use of `table`: a power of two, at most its length. */
  slots: number;
}

export type AnyStore = Store | ComponentStore;

export const isPlain = (store: AnyStore): store is Store => 'arena' in store;

/** The state from which one was found first, -1 for an initial one; and the instance by which. */
export const parentOf = (store: AnyStore, state: number): number =>
  isPlain(store) ? (store.parent[state] ?? -1) : store.parentOf(state);
export const actionOf = (store: AnyStore, state: number): number =>
  isPlain(store) ? (store.action[state] ?? 0) : store.actionOf(state);

export interface StoreShape {
  readonly words: number;
  readonly instances: number;
  readonly shared: boolean;
  /** The columns are to stand in a WebAssembly memory, behind so many bytes; null: in buffers of their own. */
  readonly behind: number | null;
}

/** States per table slot at which the table is doubled. */
export const LOAD_MAX = 0.75;
/** What a search starts with. Tests make it tiny, so that every few states something has to grow. */
export const firstSizes = { states: 3 << 14, slots: 1 << 10, largeSlots: 1 << 16 };
/** What a small store takes at most, but for those that many instances need. */
const SMALL_BYTES = 2 ** 23;
/** What it holds at least, also where memory has no room for more. */
const few = { states: 1 << 13, slots: 1 << 14 };
const STATES_MAX = 2 ** 28;
/** Shared buffers stay below 4 GiB: Node 20 hands a longer one to a worker with its length modulo 2^32. */
export const ELEMENTS_MAX = 2 ** 30 - 1;
const SLOTS_MAX = 2 ** 29;

const actionBytes = (instances: number): number => (instances <= 0x100 ? 1 : 2);

/** Bytes of a state apart from its share of the table. */
export const rowBytes = ({ words, instances }: StoreShape): number => words * 4 + 4 + actionBytes(instances);

/** States that fit into these bytes. The table takes up to 4 / (LOAD_MAX / 2) bytes a state, right after it was doubled. */
const statesIn = (shape: StoreShape, bytes: number): number =>
  Math.floor(bytes / (rowBytes(shape) + 8 / LOAD_MAX));

/**
 * A store for few states, which {@link reserve} replaces when it is full. The larger one has an engine of its own, and V8 collects
 * garbage where so much is reserved: a search that never needs it takes half the time.
 */
export function smallStore(shape: StoreShape, bytesMax: number): Store {
  const { slots, largeSlots } = firstSizes;
  const least = shape.instances * 2 + 2;
  const fit = Math.max(few.states, statesIn(shape, Math.min(bytesMax, SMALL_BYTES)));
  const states = Math.min(firstSizes.states, fit);
  return (
    orNull(() => allocate(shape, Math.max(states, least), largeSlots, slots)) ??
    allocate(shape, Math.max(few.states, least), few.slots, slots)
  );
}

/**
 * A store for as many states as `bytesMax` holds, its columns at their final size from the start. The system hands out
 * zeroed pages on first touch, so memory grows as the states do, and nothing is ever copied again. Where so much cannot
 * be reserved, half of it is tried, and so on.
 */
export const reserve = (shape: StoreShape, bytesMax: number): Store =>
  halving(Math.min(bytesMax, roomBeside(0).bytes), (bytes) => reserveWhole(shape, bytes));

/** The same, or an OutOfMemory. */
export function reserveWhole(shape: StoreShape, bytes: number): Store {
  const states = Math.max(
    Math.min(firstSizes.states, few.states),
    Math.min(STATES_MAX, statesIn(shape, bytes), Math.floor(ELEMENTS_MAX / shape.words)),
  );
  const slots = Math.max(
    firstSizes.slots,
    Math.min(SLOTS_MAX, 2 ** Math.floor(Math.log2((states * 2) / LOAD_MAX))),
  );
  return allocate(shape, states, slots, firstSizes.largeSlots);
}

function allocate(
  { words, instances, shared, behind }: StoreShape,
  states: number,
  slotsMax: number,
  slots: number,
): Store {
  const sizes = [states * words * 4, states * 4, slotsMax * 4, states * actionBytes(instances)] as const;
  const memory =
    behind === null
      ? null
      : memoryOf(
          sizes.reduce((sum, bytes) => sum + bytes, behind),
          shared,
        );
  let used = behind ?? 0;
  const place = (bytes: number): readonly [ArrayBufferLike, number] => {
    if (memory === null)
      return [allocated(() => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes))), 0];
    used += bytes;
    return [memory.buffer, used - bytes];
  };
  const column = (bytes: number): Int32Array => new Int32Array(...place(bytes), bytes / 4);
  const [arena, parent, table] = [column(sizes[0]), column(sizes[1]), column(sizes[2])];
  const actions = place(sizes[3]);
  return {
    ...{ words, shared, memory, arena, parent, table },
    action:
      actionBytes(instances) === 1 ? new Uint8Array(...actions, states) : new Uint16Array(...actions, states),
    slots: Math.min(slots, slotsMax),
  };
}

export const PAGE_BYTES = 2 ** 16;
/** What a WebAssembly memory can hold without the extension that Node 20 lacks. Tests put less here. */
export const reach = { bytes: 2 ** 32 - PAGE_BYTES };

function memoryOf(bytes: number, shared: boolean): WasmMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  return allocated(() => {
    if (webAssembly === null) throw new RangeError('there is no WebAssembly');
    return new webAssembly.Memory({ initial: pages, maximum: pages, shared });
  });
}

/** States that fit before the table or the arena must grow. */
export const capacityOf = (store: Store): number =>
  Math.min(store.parent.length, Math.floor(store.slots * LOAD_MAX));

/** Copies the states of a small store into a reserved one; the table is to be rebuilt. */
export function moveInto(from: Store, to: Store, count: number): void {
  to.arena.set(from.arena.subarray(0, count * from.words));
  to.parent.set(from.parent.subarray(0, count));
  to.action.set(from.action.subarray(0, count));
}

/** What a checkpoint says of the store that it was written from. */
interface Written {
  readonly distinct: number;
  readonly search: { readonly slots: number; readonly parts: readonly object[] | null };
}

/** The slots that a plain store needs for the states of a checkpoint: as many as it had, if it was one. */
export const plainSlots = ({ distinct, search: { slots, parts } }: Written): number =>
  parts === null ? slots : 2 ** Math.ceil(Math.log2((distinct + 1) / LOAD_MAX));

/** Whether a plain store holds the states of a checkpoint. */
export const fits = (store: Store, header: Written): boolean =>
  plainSlots(header) <= store.table.length && header.distinct <= store.parent.length;

/** Takes as many slots as so many rows need, or all that there are; the table is to be filled again. */
export function growTo(store: Store, rows: number): void {
  while (rows > store.slots * LOAD_MAX && store.slots < store.table.length) store.slots = grownSlots(store);
}

/**
 * The next larger number of slots: four times while the table is at most 4 MiB, so that refilling it stays a small share
 * of a search, then twice, so that memory stays in proportion.
 */
export const grownSlots = (store: Store): number =>
  Math.min(store.table.length, store.slots * (store.slots <= 1 << 20 ? 4 : 2));
