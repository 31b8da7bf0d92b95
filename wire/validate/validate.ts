/**
 * Judges an execution trace as Go's reader does, and names the rule that it breaks. Source: internal/trace/reader.go, ReadEvent;
 * the verdict is that of `go tool trace -d=parsed`, which prints every event and so finds what the reader lets pass.
 */
import type { Ongoing } from '../../checker/host/ongoing.ts';
import { ongoing } from '../../checker/host/ongoing.ts';
import { Cursor } from '../decode/cursor.ts';
import { headerBytes, readHeader } from '../decode/header.ts';
import { Window } from '../decode/window.ts';
import { piecesOf } from '../decode/chunks.ts';
import type { Chunks } from '../decode/chunks.ts';
import type { Held } from './batch.ts';
import { readBatch } from './batch.ts';
import { Ending } from './cut.ts';
import type { TraceVersion } from '../events.ts';
import { events } from '../events.ts';
import type { ThreadCursor } from './frontier.ts';
import { cursorOf, insert, nextEvent, remove, update } from './frontier.ts';
import { generationsOf } from './generations.ts';
import { advance, waits } from './order/advance.ts';
import type { Order } from './order/state.ts';
import { emptyOrder, none } from './order/state.ts';
import type { Generation, ReaderRelease, Source } from './source.ts';
import { StrictChecks } from './strict/checks.ts';
import type { Violation } from './violation.ts';
import { Broken, QuietEnd } from './violation.ts';

/** Whose rules count. */
export interface ValidateOptions {
  /**
   * Whose verdict it is. `1.26`, the default, is that of the newest reader, and of 1.25 for traces up to go 1.25. `1.24` is that of 1.23
   * and 1.24. These read traces up to go 1.23, refuse a generation without events, look for one frequency at most in its batch, and know
   * of no list of experiments.
   */
  readonly reader?: ReaderRelease;
  /** Whether to ask for the strict rules, too. */
  readonly strict?: boolean;
}

/** What a validation has found. */
export interface Validation {
  readonly version: TraceVersion;
  readonly reader: ReaderRelease;
  /** Whole generations, and the events of threads in them, that were read before the end or the violation. */
  readonly generations: number;
  readonly events: number;
  /** The first rule of the reader that is broken, if any. Nothing behind it is judged. */
  readonly violation: Violation | null;
  /**
   * Whether the file ends in a generation that its writer was not done with, and nothing else is wrong: a process that was killed, a
   * trace.Stop that was never called, or a copy that is not whole. Go's reader may not notice.
   */
  readonly probablyCut: boolean;
  /** Broken strict rules in the order of their discovery, at most ten of each; null where they were not asked for. */
  readonly findings: readonly Violation[] | null;
}

/** What a validation of a trace that comes in pieces takes besides. */
export interface ChunkedValidateOptions extends ValidateOptions {
  /** Ends it: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Is called now and then, and at the end. */
  readonly onProgress?: (progress: ValidateProgress) => void;
}

/** How far a validation has come. */
export interface ValidateProgress {
  /** Of the trace, how many bytes have been read. */
  readonly bytes: number;
  readonly generations: number;
  readonly events: number;
}

/**
 * Judges a trace: one in memory at once, and one that comes in pieces as it comes, which needs memory for the largest generation.
 * Throws a WireError, or rejects with one, where the bytes do not begin as a trace of Go 1.22 to 1.27.
 *
 * While it judges pieces, `for await (const progress of validate(chunks))` tells how far it has come.
 */
export function validate(bytes: Uint8Array, options?: ValidateOptions): Validation;
export function validate(
  chunks: Chunks,
  options?: ChunkedValidateOptions,
): Ongoing<Validation, ValidateProgress>;
export function validate(
  trace: Uint8Array | Chunks,
  options: ChunkedValidateOptions = {},
): Validation | Ongoing<Validation, ValidateProgress> {
  if (!(trace instanceof Uint8Array))
    return ongoing((tell) =>
      validateChunks(trace, options, (progress) => {
        options.onProgress?.(progress);
        tell(progress);
      }),
    );
  const held: Held = {
    ...{ bytes: trace, at: headerBytes, end: trace.length, base: 0 },
    ...{ needsMore: false, isReused: false },
  };
  const judging = judge(sourceOf(held, readHeader(trace), options), noCount());
  for (;;) {
    const { done, value } = judging.next();
    if (done === true) return value;
  }
}

async function validateChunks(
  chunks: Chunks,
  { signal, ...options }: ChunkedValidateOptions,
  tell: (progress: ValidateProgress) => void,
): Promise<Validation> {
  const held = new Window(piecesOf(chunks), { signal });
  try {
    await held.fill();
    const version = readHeader(held.bytes.subarray(0, held.end));
    held.at = headerBytes;
    const count = noCount();
    const judging = judge(sourceOf(held, version, options), count);
    for (;;) {
      const { done, value } = judging.next();
      tell({ bytes: held.base + held.at, ...count });
      if (done === true) return value;
      signal?.throwIfAborted();
      if (held.needsMore) await held.fill();
      else await new Promise((resume) => setTimeout(resume));
    }
  } finally {
    await held.close();
  }
}

interface Count {
  generations: number;
  events: number;
}
const noCount = (): Count => ({ generations: 0, events: 0 });

const sourceOf = (
  held: Held,
  version: TraceVersion,
  { reader = '1.26', strict = false }: ValidateOptions,
): Source => ({
  ...{ held, version, reader, ending: new Ending(version) },
  place: { gen: null, m: null, offset: 0 },
  strict: strict ? new StrictChecks() : undefined,
});

/** Yields where more of the file has to come, and now and then besides. */
function* judge(source: Source, count: Count): Generator<undefined, Validation> {
  const { held, version, reader, strict, ending } = source;
  const violation = yield* firstViolation(source, count);
  // How the file ends shows whether it is cut.
  while (!ending.isOver) {
    if (held.needsMore) yield;
    try {
      ending.take(held, readBatch);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
    }
  }
  return {
    ...{ version, reader, ...count, violation },
    probablyCut: ending.isCut(violation),
    findings: strict instanceof StrictChecks ? strict.end(violation === null) : null,
  };
}

function* firstViolation(source: Source, count: Count): Generator<undefined, Violation | null> {
  try {
    if (source.reader === '1.24' && source.version > 23) {
      throw new Broken('header-version', `Go 1.24 reads no go 1.${source.version} trace`);
    }
    const order = emptyOrder();
    for (const generation of generationsOf(source)) {
      if (generation === undefined) {
        yield;
        continue;
      }
      count.generations++;
      source.strict?.generation(generation);
      yield* readEvents(source, generation, order, count);
    }
    return null;
  } catch (error) {
    if (error instanceof QuietEnd) {
      source.strict?.quietEnd(source.place, error.message);
      return null;
    }
    if (!(error instanceof Broken)) throw error;
    return { rule: error.rule, message: error.message, ...source.place };
  }
}

/** So many events are taken between two yields. */
const eventsBetween = 2 ** 17;

/**
 * Takes the events of a generation in an order that all threads agree with. One event costs a few look-ups in tables of
 * threads, Ps and goroutines, 100 to 300 ns; a second pass over all threads is made only where the earliest one must wait.
 */
function* readEvents(
  source: Source,
  generation: Generation,
  order: Order,
  count: Count,
): Generator<undefined, void> {
  const { strict } = source;
  const { gen, tables } = generation;
  const wire = new Cursor(new Uint8Array(), 0);
  const units = 1 / (Number(tables.frequency) / 1e9);
  order.gen = gen;
  order.strings = tables.strings;
  const read = (thread: ThreadCursor): boolean => {
    try {
      return nextEvent(thread, wire, units);
    } catch (error) {
      source.place = placeOf(generation, thread);
      throw error;
    }
  };
  const take = (index: number): boolean => {
    const thread = frontier[index];
    if (thread === undefined) return false;
    strict?.look(order, thread);
    try {
      if (!advance(order, thread.event, thread.m)) return false;
      checkTables(generation, thread);
    } catch (error) {
      source.place = placeOf(generation, thread);
      throw error;
    }
    count.events++;
    strict?.saw(order, thread);
    if (read(thread)) update(frontier, index);
    else remove(frontier, index);
    return true;
  };
  const frontier: ThreadCursor[] = [];
  for (const [m, batches] of generation.threads) {
    const thread = cursorOf(m, batches);
    if (read(thread)) insert(frontier, thread);
  }
  if (order.initialGen === 0 && frontier.length > 0) order.initialGen = gen;
  while (frontier.length > 0) {
    if (count.events % eventsBetween === eventsBetween - 1) yield;
    if (take(0)) continue;
    frontier.sort((a, b) => a.time - b.time);
    if (!frontier.some((_, index) => index > 0 && take(index)))
      throw stuck(source, generation, order, frontier);
  }
}

const placeOf = ({ gen }: Generation, { m, event }: ThreadCursor): Source['place'] => ({
  gen,
  m: m === none ? null : m,
  offset: event.offset,
});

/** By type of event, the indices of arguments that are strings and stacks; the time is not among the arguments. */
const stringArgs: (readonly number[])[] = [];
const stackArgs: (readonly number[])[] = [];
for (const { id, strings, stacks } of events) {
  stringArgs[id] = strings.map((index) => index - 1);
  stackArgs[id] = stacks.map((index) => index - 1);
}

/** Source: internal/trace/event.go, validateTableIDs. */
function checkTables({ tables }: Generation, { event }: ThreadCursor): void {
  const { args, type } = event;
  for (const index of stackArgs[type] ?? []) {
    const id = args[index] ?? 0;
    if (id !== 0 && !tables.stacks.has(id)) {
      throw new Broken('stack-missing', `${nameOf(type)} names stack ${id}, which is in no table`);
    }
  }
  for (const index of stringArgs[type] ?? []) {
    const id = args[index] ?? 0;
    if (id !== 0 && !tables.strings.has(id)) {
      throw new Broken('string-missing', `${nameOf(type)} names string ${id}, which is in no table`);
    }
  }
}

const nameOf = (type: number): string => events.find(({ id }) => id === type)?.name ?? String(type);

/** Names why the earliest events wait; the place is that of the very earliest. */
function stuck(
  source: Source,
  generation: Generation,
  order: Order,
  frontier: readonly ThreadCursor[],
): Broken {
  const [earliest] = frontier;
  if (earliest !== undefined) source.place = placeOf(generation, earliest);
  const heads = frontier.slice(0, 4).map(({ m, event }) => {
    const thread = m === none ? 'no thread' : `thread ${m}`;
    return `${nameOf(event.type)} of ${thread}: ${waits(order, event, m)}`;
  });
  const rest = frontier.length > 4 ? `; ${frontier.length - 4} more threads wait` : '';
  return new Broken('cannot-advance', `no event can be next. ${heads.join('; ')}${rest}`);
}
