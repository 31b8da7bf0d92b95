/**
 * The reference alone along a schedule, then to its end: what it leaves behind in its bytes, counters and queues.
 */
import type { LoggedEvent, Offer } from '../reference/index.ts';
import { WireError, eventId, noM } from '../wire/index.ts';
import { entriesOf } from './ledger/entry.ts';
import type { Entry } from './ledger/entry.ts';
import { balance } from './ledger/ledger.ts';
import { random } from './free-run.ts';
import { idBase } from './run/buffer.ts';
import { runOf } from './parts/index.ts';
import { programsBeside } from './programs.ts';
import type { Run, Subject } from './run/run.ts';

export interface Replayed {
  /** The execution trace that the reader got; the last one, where tracing was started again. */
  readonly bytes: Uint8Array;
  readonly log: readonly LoggedEvent[];
  /** Steps of the schedule that the reference refused: none where it follows. */
  readonly refused: readonly string[];
  /** What is wrong with what it left, a clause each. */
  readonly damage: readonly string[];
}

const stackFree = eventId('GoroutineStackFree');

/** Bytes to a unit of a stack's id. */
const stackUnit = 2048;

/** Steps after the schedule at most: a reader that goes round in a ring of buffers never ends. */
const stepsMax = 2000;

/**
 * Takes the steps of a schedule, as text (run/instances.ts), those apart that the reference refuses; then lets sections end, tracing
 * stop and the reader read, and begins nothing new.
 */
export function replay(subject: Subject, schedule: readonly string[]): Replayed {
  const pairing = programsBeside(subject);
  const run = runOf(subject);
  pairing.walk.reset();
  const refused: string[] = [];
  for (const text of schedule) {
    const instance = pairing.instances.named(text);
    // Past damage too, the model knows what its own counterexample does.
    const isTaken = instance !== -1 && pairing.walk.isEnabled(instance);
    const offer = isTaken ? pairing.offerOf(run, instance) : undefined;
    if (offer === undefined) {
      refused.push(text);
      continue;
    }
    const answers = pairing.answersOf(run, offer, instance);
    pairing.walk.take(instance);
    run.take(offer, answers);
  }
  return finished(run, refused);
}

/** The reference alone where a seed sends it, for so many steps, then to its end as {@link replay}. */
export function wander(subject: Subject, seed: number, steps = 400): Replayed {
  const run = runOf(subject);
  const below = random(seed);
  for (let step = 0; step < steps; step++) {
    const offers = run.offers();
    const offer = offers[below(offers.length)];
    if (offer === undefined) break;
    run.take(offer);
  }
  return finished(run, []);
}

function finished(run: Run, refused: readonly string[]): Replayed {
  let steps = 0;
  for (let offer = nextOf(run); offer !== undefined && steps < stepsMax; offer = nextOf(run)) {
    run.take(offer);
    steps++;
  }
  const last = run.pieces.findLastIndex(isHeader);
  const bytes = Buffer.concat(run.pieces.slice(Math.max(last, 0)));
  return {
    bytes,
    log: run.log,
    refused,
    damage: [...damageOf(run, steps === stepsMax), ...(last > 0 ? [] : damageOfBytes(bytes, run.log))],
  };
}

const beginnings = new Set([
  'StartTrace: trace.enabled',
  'traceAdvance: trace.gen',
  'traceEnabled: true',
  'newstack',
]);

/** What goes on comes first, then the end of tracing. */
function nextOf(run: Run): Offer | undefined {
  const open = run.offers().filter(({ step, depth }) => !(depth === 0 && beginnings.has(step)));
  return open.find(({ step }) => step !== 'traceAdvance: trace.gen = 0') ?? open[0];
}

/** The text that an execution trace begins with; no batch does. */
const isHeader = (piece: Uint8Array): boolean => Buffer.from(piece.subarray(0, 5)).toString() === 'go 1.';

function* damageOf(run: Run, isEndless: boolean): Generator<string> {
  const { trace } = run.rt;
  if (isEndless) yield 'the reader reads for ever: a queue has become a ring';
  else if (trace.advancing) yield 'traceAdvance waits for ever';
  const freed = new Set(
    run.log.filter(({ ev }) => ev === stackFree).map(({ args }) => ((args[0] ?? 0) - idBase) * stackUnit),
  );
  for (const { id, curg, locks, lockers, thrown, trace: own } of run.ms) {
    if (thrown !== '') yield `M${id} threw: ${thrown}`;
    else if (lockers.length === 0 && locks + own.reentered > 0)
      yield `M${id} is outside and has locks ${locks}, reentered ${own.reentered}`;
    if (freed.has(curg?.stackBase ?? -1)) yield `M${id} runs on a stack that it said was freed`;
    for (const buf of own.buf) if (buf !== null) yield `M${id} keeps a buffer`;
  }
}

function* damageOfBytes(bytes: Uint8Array, log: readonly LoggedEvent[]): Generator<string> {
  try {
    // What no M writes is not a matter of sections, and taken as it stands there.
    const others = entriesOf(bytes).filter(({ m }) => m === noM);
    const written = [...log.filter(({ m }) => m >= 0), ...others.map(asLogged)];
    for (const { rule, text, gen, m } of balance(bytes, written))
      yield `${rule}: ${text} of M${m} in generation ${gen}`;
    yield* backwards(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    yield `no execution trace: ${error.message}`;
  }
}

const asLogged = ({ gen, id, args, ts }: Entry): LoggedEvent => ({
  m: -1,
  gen,
  ev: id,
  args: args.map(Number),
  ...(ts !== undefined && { ts }),
});

/** An M's events of a generation that come after some of the next: a section inside another one took another generation. */
function* backwards(bytes: Uint8Array): Generator<string> {
  const latest = new Map<bigint, number>();
  for (const { m, gen, ts, text } of entriesOf(bytes).toSorted((a, b) => (a.ts ?? 0) - (b.ts ?? 0))) {
    if (ts === undefined || m === noM) continue;
    const before = latest.get(m) ?? 0;
    if (gen < before)
      yield `out of order: ${text} of M${m} in generation ${gen}, after generation ${before} began`;
    latest.set(m, Math.max(before, gen));
  }
}
