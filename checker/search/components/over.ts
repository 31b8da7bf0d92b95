/**
 * When a search leaves the plain store for one of numbered parts. While all fits, the plain one is faster: WebAssembly searches over it. So
 * a search goes over where its plain store is full, if the parts take clearly less. All that it has met is numbered then.
 */
import { roomBeside } from '../../host/memory.ts';
import { OutOfMemory, orNull } from '../../host/out-of-memory.ts';
import type { RecordField } from '../../language/schema.ts';
import { SystemError } from '../../language/system-error.ts';
import type { Counters } from '../counters.ts';
import type { Engine, Sink } from '../engine.ts';
import { engineOf } from '../engine.ts';
import type { Prepared } from '../prepared.ts';
import type { Bounds } from '../result.ts';
import type { Store } from '../store.ts';
import { LOAD_MAX, rowBytes } from '../store.ts';
import type { Choice } from './choose.ts';
import { chooseParts } from './choose.ts';
import type { PartOfState } from './part.ts';
import { ComponentStore } from './store.ts';

/** Tests put less here. */
export const worth = {
  /** States from which on it may pay. */
  states: 2 ** 20,
  /** What a state may take at most, as a share of what it takes in the plain store. */
  share: 0.75,
};
/** Bytes of a state's share of the table, which has a load of 0.53 to 0.8. */
const TABLE_BYTES = 6;

/** A search as it stands in its plain store. */
export interface Standing {
  readonly store: Store;
  readonly count: number;
  /** The first state of the level being built. */
  readonly base: number;
  /** More states for which there has to be room. */
  readonly room: number;
  readonly counters: Counters;
}

export interface InComponents {
  readonly store: ComponentStore;
  readonly engine: Engine;
}

export interface ComponentsOver {
  /** Whether the search is to be in components as soon as its first tables are full. */
  readonly atOnce: boolean;
  /** An empty store of these parts. Throws an OutOfMemory. */
  empty(parts: readonly PartOfState[]): ComponentStore;
  /** Goes over; null where that does not pay, or memory has no room for both. */
  take(standing: Standing, sink: Sink): InComponents | null;
}

/** Null where a search has no use for it. Throws a SystemError where it is asked for and cannot be. */
export function componentsOver<S extends RecordField>(
  prepared: Prepared<S>,
  bounds: Bounds,
  { shared, keepsParents }: { readonly shared: boolean; readonly keepsParents: boolean },
): ComponentsOver | null {
  if (bounds.store === 'plain') return null;
  const atOnce = bounds.store === 'components';
  const refused = shared
    ? 'it has several workers'
    : bounds.engine === 'wasm'
      ? 'the engine wasm knows whole states only'
      : null;
  if (refused !== null && atOnce)
    throw new SystemError(`the store components cannot keep this: ${refused}; leave one of the two out`, {
      code: 'options',
    });
  if (refused !== null) return null;
  const { program, views } = prepared;
  const empty = (parts: readonly PartOfState[]): ComponentStore =>
    new ComponentStore({
      ...{ words: views.layout.words, instances: program.instances, parts, keepsParents },
      bytesMax: bounds.memoryMaxBytes,
    });
  return { atOnce, empty, take: (standing, sink) => taken(prepared, bounds, { ...standing, empty }, sink) };
}

function taken<S extends RecordField>(
  prepared: Prepared<S>,
  bounds: Bounds,
  { store: plain, count, base, room, counters, empty }: Standing & Pick<ComponentsOver, 'empty'>,
  sink: Sink,
): InComponents | null {
  const { program, views } = prepared;
  const { words } = views.layout;
  const { arena, parent, action } = plain;
  const choice = chooseParts(views.layout, {
    count,
    load: (index, into) => {
      into.set(arena.subarray(index * words, (index + 1) * words));
    },
  });
  if (bounds.store === 'auto' && !isWorth(choice, plain, { instances: program.instances, count }))
    return null;
  return orNull(() => {
    const store = empty(choice.parts);
    if (!store.enlarge(count + room)) throw new OutOfMemory('the bound on memory is reached');
    const engine = engineOf(prepared, store, { sink, debug: bounds.debug, counters });
    engine.adopt?.(arena, count);
    for (let state = 0; state < count; state++) {
      const instance = action[state] ?? 0;
      store.keep(state, instance, parent[state] ?? -1);
    }
    store.startLevel(base);
    store.empty();
    engine.bind();
    engine.fill(0, count);
    return { store, engine };
  });
}

function isWorth(
  { bytesPerState }: Choice,
  { words }: Store,
  { instances, count }: { readonly instances: number; readonly count: number },
): boolean {
  if (count < worth.states) return false;
  const here = bytesPerState + TABLE_BYTES;
  const plain = rowBytes({ words, instances, shared: false, behind: null }) + 4 / (LOAD_MAX * 0.75);
  return here <= plain * worth.share && roomBeside(0).bytes >= here * count;
}
