/**
 * Checkpoints of a search: when they are written, and what is looked at before a search goes on from one.
 */
import type { CheckpointOptions } from '../../check/options.ts';
import { SystemError } from '../../language/system-error.ts';
import { OutOfMemory } from '../../host/out-of-memory.ts';
import { capacityOf, isPlain, parentOf, plainSlots, rowBytes } from '../store.ts';
import type { AnyStore, StoreShape } from '../store.ts';
import type { Counters } from '../counters.ts';
import type { Engine } from '../engine.ts';
import { filesHere, reasonOf } from './files.ts';
import type { Header, Opened } from './format.ts';
import { openCheckpoint, piecesOf } from './format.ts';
import type { Identity } from './identity.ts';
import { difference } from './identity.ts';
import type { Progressed, Snapshot } from './snapshot.ts';

const EVERY_MS = 60_000;
/** Writing takes at most one part in so many of the time. */
const SHARE = 10;

/** Writes the checkpoints of one search. */
export class Checkpoints {
  readonly #file: string;
  readonly #everyMs: number;
  readonly #identity: Identity;
  readonly #note: (note: string) => void;
  #dueMs = 0;
  #told = '';

  constructor(
    { file, everyMs = EVERY_MS }: CheckpointOptions,
    identity: Identity,
    note: (note: string) => void,
  ) {
    this.#file = file;
    this.#everyMs = everyMs;
    this.#identity = identity;
    this.#note = note;
  }

  isDue(now: number): boolean {
    return now >= this.#dueMs;
  }

  /** Writes the first one. Rejects with a SystemError where the file cannot be written. */
  async begin(snapshot: Snapshot): Promise<void> {
    const error = await this.#write(snapshot);
    if (error !== null)
      throw new SystemError(`the checkpoint ${this.#file} cannot be written: ${reasonOf(error)}`, {
        code: 'checkpoint',
        cause: error,
      });
  }

  /** Writes another one. Where that fails, the one before stays, and the search goes on. */
  async write(snapshot: Snapshot): Promise<void> {
    const error = await this.#write(snapshot);
    const told = error === null ? '' : reasonOf(error);
    if (told !== '' && told !== this.#told)
      this.#note(
        `the checkpoint ${this.#file} cannot be written: ${told}; the search goes on, and the one before is kept`,
      );
    this.#told = told;
  }

  async #write(snapshot: Snapshot): Promise<Error | null> {
    const started = performance.now();
    const error = await filesHere()
      .write(this.#file, piecesOf(this.#identity, snapshot))
      .then(
        () => null,
        (cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))),
      );
    const ended = performance.now();
    this.#dueMs = ended + Math.max(this.#everyMs, (ended - started) * SHARE);
    return error;
  }
}

/** Rejects with a SystemError where a new search would overwrite a file. */
export async function refuseExisting(file: string): Promise<void> {
  if (await filesHere().exists(file))
    throw new SystemError(`the checkpoint ${file} exists already; go on from it with resume, or remove it`, {
      code: 'checkpoint',
    });
}

/** A checkpoint that belongs to the search. */
export interface Saved {
  readonly header: Header;
  /** Reads its states into an empty store that has room for them, and closes it. */
  restore(store: AnyStore, shape: StoreShape): Promise<Progressed>;
  /** Asks some of the restored states again; throws a SystemError where the model answers otherwise than before. */
  verify(engine: Engine, store: AnyStore, before: Progressed): void;
}

/** Rejects with a SystemError that says what differs, where the checkpoint belongs to another search. */
export async function savedFor(file: string, identity: Identity): Promise<Saved> {
  let opened: Opened;
  try {
    opened = await openCheckpoint(file);
  } catch (error) {
    if (error instanceof SystemError) throw error;
    throw new SystemError(`the checkpoint ${file} cannot be read: ${reasonOf(error)}`, {
      code: 'checkpoint',
      cause: error,
    });
  }
  const differs = difference(opened.header.identity, identity);
  if (differs === undefined) {
    const { header } = opened;
    return {
      header,
      restore: (store, shape) => restore(file, opened, store, shape),
      verify: (engine, store, { levels }) => {
        // Within a level, some successors of expanded states may not be found yet (wasm/squares.ts).
        const whole = levels[levels.length - 2] ?? 0;
        verifySample(engine, store, { distinct: header.distinct, whole, file });
      },
    };
  }
  await opened.close();
  throw new SystemError(`the checkpoint ${file} belongs to another search: ${differs}`, {
    code: 'checkpoint',
  });
}

async function restore(
  file: string,
  opened: Opened,
  store: AnyStore,
  shape: StoreShape,
): Promise<Progressed> {
  const { distinct, counters, search } = opened.header;
  try {
    const tooMany = (bytes: number): SystemError =>
      new SystemError(
        `the checkpoint ${file} has ${String(distinct)} states, which need ${String(Math.ceil(bytes / 2 ** 20))} MiB; give the search more memory`,
        { code: 'checkpoint' },
      );
    if (isPlain(store)) {
      const slots = plainSlots(opened.header);
      store.slots = slots;
      if (store.parent.length < distinct || slots > store.table.length || capacityOf(store) < distinct)
        throw tooMany(distinct * rowBytes(shape) + slots * 4);
    } else if (!store.enlarge(distinct, search.slots)) throw tooMany(store.bytesOf(distinct));
    const columns = await opened.readInto(store).catch((error: unknown) => {
      throw error instanceof OutOfMemory && !isPlain(store) ? tooMany(store.bytesOf(distinct)) : error;
    });
    const restored: Counters = {
      ...counters,
      degreeMin: counters.degreeMin ?? Infinity,
      fired: Float64Array.from(counters.fired),
      exercised: Float64Array.from(counters.exercised),
    };
    return { ...search, ...columns, counters: restored };
  } finally {
    await opened.close();
  }
}

/** States of a checkpoint that are asked again. */
const SAMPLE = 1000;

/**
 * Asks some of the states again. The states in the table of `engine` must be those that its system reaches from each other:
 * what guards and effects call may have changed since they were written, and that shows in no text.
 */
function verifySample(
  engine: Engine,
  store: AnyStore,
  { distinct, whole, file }: { readonly distinct: number; readonly whole: number; readonly file: string },
): void {
  const step = Math.max(1, Math.floor(distinct / SAMPLE));
  const differs = (what: string): never => {
    throw new SystemError(
      `the checkpoint ${file} belongs to another search: ${what}, so that what the model's functions use has changed since`,
      { code: 'checkpoint' },
    );
  };
  for (let state = 0; state < distinct; state += step) {
    const parent = parentOf(store, state);
    if (parent >= 0) {
      let reached = 0;
      engine.successors(parent, (successor) => {
        reached += Number(successor === state);
      });
      if (reached === 0) differs('no action leads to a state any more to which one led');
    }
    if (state >= whole) continue;
    engine.successors(state, (successor) => {
      if (successor < 0) differs('an action leads to a state that was not found');
    });
  }
}
