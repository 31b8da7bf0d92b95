/** A trace generation by generation, each with its tables and the batches of its threads. Source: internal/trace/generation.go. */
import type { WireValue } from '../decode/cursor.ts';
import { headerBytes } from '../decode/header.ts';
import { eventId } from '../events.ts';
import type { RawBatch } from './batch.ts';
import { noBatch, readBatch } from './batch.ts';
import { next, none } from './order/state.ts';
import type { Generation, Source } from './source.ts';
import type { Tables } from './tables.ts';
import { checkFrames, emptyTables, readTable } from './tables.ts';
import type { Place } from './violation.ts';
import { Broken } from './violation.ts';

/** What reads and is told, by a yield of nothing, that more of the file has come. */
type Reading<T> = Generator<undefined, T>;

/**
 * Yields each whole generation before the next one is read, and nothing where more of the file has to come. Throws Broken, with the
 * source's place at its cause.
 */
export function* generationsOf(source: Source): Generator<Generation | undefined, void> {
  if (source.version >= 26) {
    for (let found = yield* readMarked(source); found; found = yield* readMarked(source)) yield found;
    return;
  }
  let spill: RawBatch | undefined;
  do {
    const read = yield* readUnmarked(source, spill);
    yield read.generation;
    // What is wrong behind a whole generation is told after that generation.
    if (read.damage !== undefined) throw damaged(source, read.damage);
    spill = read.spill;
  } while (spill !== undefined);
}

const endOfGeneration = eventId('EndOfGeneration');

interface Damage {
  readonly broken: Broken;
  readonly place: Place;
}

function damaged(source: Source, { broken, place }: Damage): Broken {
  source.place = place;
  return broken;
}

interface Draft {
  readonly gen: WireValue;
  readonly offset: number;
  readonly threads: Map<WireValue, RawBatch[]>;
  readonly experiments: RawBatch[];
  readonly tables: Tables;
}

const draftOf = ({ gen, offset }: RawBatch): Draft => ({
  gen,
  offset,
  threads: new Map(),
  experiments: [],
  tables: emptyTables(),
});

/** From Go 1.26 on a generation ends with a mark. Undefined at the end of the trace. */
function* readMarked(source: Source): Reading<Generation | undefined> {
  let draft: Draft | undefined;
  for (;;) {
    const batch = yield* nextBatch(source);
    if (batch === undefined) {
      if (draft !== undefined && draft.threads.size > 0) {
        throw new Broken(
          'generation-end',
          `generation ${draft.gen} has no mark at its end; the trace is cut`,
        );
      }
      // Go takes tables without events at the end of a trace for nothing.
      if (draft !== undefined) source.strict?.unfinished({ gen: draft.gen, m: null, offset: draft.offset });
      return undefined;
    }
    if (batch.kind === 'end-of-generation') return finish(source, draft ?? draftOf(batch));
    if (batch.gen === 0) throw new Broken('generation-zero', 'a batch belongs to generation 0');
    draft ??= draftOf(batch);
    if (batch.gen !== draft.gen) {
      throw new Broken(
        'generation-end',
        `a batch of generation ${batch.gen} stands before the end of ${draft.gen}`,
      );
    }
    add(source, draft, batch);
  }
}

interface Unmarked {
  readonly generation: Generation;
  /** The first batch of the next generation. */
  readonly spill: RawBatch | undefined;
  readonly damage: Damage | undefined;
}

/** Before Go 1.26 a generation ends where a batch of the next one stands, or the trace does. */
function* readUnmarked(source: Source, first: RawBatch | undefined): Reading<Unmarked> {
  let draft: Draft | undefined;
  let spill: RawBatch | undefined;
  let damage: Damage | undefined;
  if (first !== undefined) {
    draft = draftOf(first);
    source.place = placeOf(first);
    add(source, draft, first);
  }
  for (;;) {
    let batch: RawBatch | undefined;
    try {
      batch = yield* nextBatch(source);
    } catch (error) {
      if (!(error instanceof Broken) || draft === undefined) throw error;
      damage = { broken: error, place: source.place };
    }
    if (batch === undefined) break;
    if (batch.kind === 'end-of-generation') {
      throw new Broken(
        'generation-end',
        `a go 1.${source.version} trace has no marks at the ends of generations`,
      );
    }
    if (batch.gen === 0) throw new Broken('generation-zero', 'a batch belongs to generation 0');
    draft ??= draftOf(batch);
    if (batch.gen === next(draft.gen)) {
      spill = batch;
      break;
    }
    if (batch.gen !== draft.gen) {
      throw new Broken('generation-order', `a batch of generation ${batch.gen} follows one of ${draft.gen}`);
    }
    add(source, draft, batch);
  }
  try {
    const generation = finish(source, draft ?? { ...draftOf(noBatch), offset: headerBytes });
    return { generation, spill, damage };
  } catch (error) {
    // A generation that lacks something because the file is damaged is told by the damage, where Go tells what it lacks.
    if (damage !== undefined && error instanceof Broken) throw damaged(source, damage);
    throw error;
  }
}

function* nextBatch(source: Source): Reading<RawBatch | undefined> {
  const { held, ending } = source;
  if (held.needsMore) yield;
  const offset = held.base + held.at;
  source.place = { gen: null, m: null, offset };
  const batch = ending.take(held, readBatch);
  if (batch !== undefined) source.place = placeOf(batch);
  else if (held.at < held.end) source.strict?.unfinished({ gen: null, m: null, offset });
  return batch;
}

const placeOf = ({ kind, gen, m, offset }: RawBatch): Place => ({
  gen: gen === 0 ? null : gen,
  m: m === none || kind === 'end-of-generation' ? null : m,
  offset,
});

function add(source: Source, draft: Draft, batch: RawBatch): void {
  const { threads, experiments, tables } = draft;
  if (batch.experiment !== 0) {
    // The tools of 1.24 and older have no list of experiments to look the number up in.
    if (batch.experiment > 1 && source.reader !== '1.24') {
      throw new Broken('experiment-unknown', `a batch is of experiment ${batch.experiment}; Go has only 1`);
    }
    experiments.push(batch);
    return;
  }
  if (batch.body[0] === endOfGeneration && source.reader !== '1.24') {
    throw new Broken('generation-end', 'a batch begins with the mark of the end of a generation');
  }
  const isTable = readTable(tables, {
    batch,
    version: source.version,
    readsClocksOnce: source.reader === '1.24',
    at: (offset) => {
      source.place = { ...source.place, offset };
    },
    seen: (pc, first, now) => source.strict?.frame(source.place, pc, first, now),
  });
  if (isTable) return;
  const known = threads.get(batch.m);
  if (known === undefined) threads.set(batch.m, [batch]);
  else known.push(batch);
}

function finish(source: Source, draft: Draft): Generation {
  const { gen, offset, tables, threads } = draft;
  const at = (where: number): void => {
    source.place = { gen: gen === 0 ? null : gen, m: null, offset: where };
  };
  at(offset);
  if (tables.frequency === undefined) {
    throw new Broken(
      'frequency-missing',
      `${gen === 0 ? 'the trace' : `generation ${gen}`} has no frequency`,
    );
  }
  if (source.version >= 25 && tables.snapshot === undefined) {
    throw new Broken('clock-snapshot-missing', `generation ${gen} has no snapshot of the clocks`);
  }
  checkFrames(tables, at);
  for (const sample of tables.samples) {
    const [, , , , stack = 0] = sample.values;
    if (stack === 0 || tables.stacks.has(stack)) continue;
    at(sample.offset);
    throw new Broken('cpu-sample-stack-missing', `a CPU sample names stack ${stack}, which is in no table`);
  }
  if (source.reader === '1.24' && tables.samples.length === 0 && !hasEvents(threads)) {
    at(offset);
    throw new Broken('generation-empty', `generation ${gen} has no events`);
  }
  return draft;
}

const hasEvents = (threads: ReadonlyMap<WireValue, readonly RawBatch[]>): boolean =>
  [...threads.values()].some((batches) => batches.some(({ body }) => body.length > 0));
