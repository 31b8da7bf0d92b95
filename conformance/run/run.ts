/**
 * The reference under the model's bounds: the same program for each M, one thread each that starts, advances and stops, a reader,
 * and a record of what is not in the tracer's state. One step at a time; who chooses is the caller's business.
 */
import type * as reference from '../../reference/index.ts';
import type { LoggedEvent, M, Offer, Runtime, RuntimeOptions, Steps } from '../../reference/index.ts';
import type { Bounds, OfKinds, ProgramDraft, ThreadKind, ValueType } from '../../model/index.ts';
import { eventId } from '../../wire/index.ts';
import { BufferReader, bytesOfBuffer, clockStart, clockTick, idBase, keyOf } from './buffer.ts';
import type { EventKey } from './buffer.ts';
import { choiceOf, coreChoices } from '../names.ts';
import type { Choices } from '../names.ts';
import { Numbers } from './numbers.ts';

/** The reference, or a mutant of it: all that a run calls comes from here. */
export type Reference = typeof reference;

export interface Subject {
  readonly reference: Reference;
  /** The name of a design of the reference, and whether it is built with debugTraceReentrancy. */
  readonly design: string;
  readonly debug: boolean;
  readonly bounds: Bounds;
}

/** A thread of the model: its kind, and the number of its M, or 0. */
export interface Thread {
  readonly kind: ThreadKind;
  readonly index: number;
}

/** Of a kind of threads. */
interface Stops {
  /** The step that the thread stands before, with all that decides how it goes on from there. */
  stop(run: Run, index: number): string;
  /** What a variable of a type holds; undefined where the reference does not show it. Fields are told apart by their names. */
  local?(run: Run, index: number, type: ValueType, field: string): number | undefined;
}

export type StopsOfKinds = Partial<OfKinds<Stops>>;

/** A part of the tracer beyond its core: what a run has besides, what its steps are called, and what its state stands for. */
export interface Part {
  /** What its steps choose, those of the core with them; where its threads stand; which kind a thread besides those of the core is. */
  readonly choices: Choices;
  readonly stops: StopsOfKinds;
  readonly threadOf?: (run: Run, offer: Offer) => Thread;
  /** The action of the model that no thread of the programs takes, for such a step of the reference. */
  readonly other?: (run: Run, offer: Offer) => string | undefined;
  /** Writes the places that the part has besides. */
  readonly places?: (run: Run, next: ProgramDraft) => void;
  /** Steps of the reference that are steps of the model only here. */
  readonly stopsAt: readonly string[];
  /** Bounds far beyond those that are searched, for free runs. */
  readonly free: Bounds;
  /** Makes what there is besides Ms, before any of them begins. */
  readonly prepare?: (run: Run) => void;
  /** What an M does from its beginning on, where it has not the core's program. */
  readonly program?: (run: Run, mp: M) => Steps<void>;
  /** Whether an M runs when the run begins; left out: all do. */
  readonly begins?: (run: Run, m: number) => boolean;
  /** Threads besides Ms, advancers and reader: an M of its own for each, and its code. */
  readonly threads?: (run: Run) => readonly ((mp: M) => Steps<void>)[];
  /** Whether tables are left out, so that only Ms queue buffers. */
  readonly withoutTables?: true;
  /** Whether a buffer that is read goes back to the list of empty ones when the reader comes for the next, and not at once. */
  readonly keepsReading?: true;
  /** Whether writing an event is one step, and what stands in buffers is not compared. */
  readonly unbuffered?: true;
  /** Whether a step changes nothing that the model has, in the state as it is. */
  readonly isSilent?: (run: Run, offer: Offer) => boolean;
  /** Whether a step of the reference is one with the next of its thread. */
  readonly joined?: (offer: Offer, next: Offer) => boolean;
  /** The step up to which the thread goes on without another one in between; undefined where it stops before its next. */
  readonly through?: (offer: Offer) => string | undefined;
  /** The threads that start, advance and stop; left out: one each. */
  readonly advancers?: (run: Run) => readonly ((mp: M) => Steps<void>)[];
  /** Whether StartTrace has returned, so that somebody begins to read; left out: when tracing is on. */
  readonly hasStarted?: (run: Run) => boolean;
  /** Hears of an event when it is complete. */
  readonly logged?: (run: Run, event: LoggedEvent) => void;
  /** Whether the run's own goroutines are elsewhere, so that a step is not to be taken now. */
  readonly excludes?: (run: Run, offer: Offer) => boolean;
  /** What the reference asks besides of whoever runs it. */
  readonly options?: (run: Run) => Partial<RuntimeOptions>;
  /** Takes a step, and notes what of it the state does not show. */
  readonly take?: (run: Run, offer: Offer, take: () => void) => void;
}

const spanFree = eventId('SpanFree');
/** Of a buffer in which any event has room, where buffers are not compared. */
const roomyBytes = 256;
const firstOfOthers = 100;

/** Rounds of steps that the model has not, between two that it has. */
const silentMax = 1000;

export class Run {
  readonly rt: Runtime;
  readonly bounds: Bounds;
  readonly reference: Reference;
  /** What there is beside the core. */
  readonly part: Part | null;
  readonly ms: readonly M[];
  /** The threads that start, advance and stop. */
  readonly advancers: readonly M[];
  readonly reader: M;
  /** The first fault that the programs know, by its number: here only 1, an event that was dropped while tracing went on. */
  fault = 0;
  /** By M: what is left of its program. */
  readonly sections: number[];
  readonly growths: number[];
  /** By M: events written, by the reference's own account, and the number of each; events in what the reader got. */
  readonly wrote: number[];
  readonly read: number[];
  readonly eventNumbers: readonly Map<EventKey, number>[];
  /** By M: the numbers of its buffers. */
  readonly numbers: readonly Numbers[];
  /** The pieces that the reader got, and all events that the reference says it wrote, in their order. */
  readonly pieces: Uint8Array[] = [];
  readonly log: LoggedEvent[] = [];
  readonly #offers: Offer[] = [];
  readonly #reader: BufferReader = new BufferReader();
  #ticks = 0;
  #answers: boolean[] = [];

  /** The part is that of the bounds, or null where they have the core alone. */
  constructor({ reference, design, debug, bounds }: Subject, part: Part | null) {
    this.reference = reference;
    this.bounds = bounds;
    this.part = part;
    this.sections = bounds.programs.map(({ sections }) => sections);
    this.growths = bounds.programs.map(({ growths }) => growths);
    this.wrote = bounds.programs.map(() => 0);
    this.read = bounds.programs.map(() => 0);
    this.eventNumbers = bounds.programs.map(() => new Map());
    this.numbers = bounds.programs.map(() => new Numbers());
    const { G, M, Runtime, start } = reference;
    const rt = new Runtime({
      design: reference.designNamed(design),
      bufBytes: part?.unbuffered === true ? roomyBytes : bytesOfBuffer(bounds.eventsPerBuffer),
      clock: () => clockStart + ++this.#ticks * clockTick,
      waitsForTracing: true,
      anyOrder: () => this.ms,
      ...(part !== null && { stopsAt: new Set(part.stopsAt) }),
      withoutTables: part?.withoutTables === true,
      debugTraceReentrancy: debug,
      ...part?.options?.(this),
      log: (event) => {
        this.#log(event);
      },
      newstack: reference.newstack,
      mayGrow: ({ id }) => (this.growths[id] ?? 0) > 0,
    });
    this.rt = rt;
    // Stacks are named by their distance from here, in units of 2048 bytes.
    rt.trace.minPageHeapAddr = -2048 * idBase;
    this.ms = bounds.programs.map((_, id) => {
      const mp = new M(rt, id);
      mp.curg = new G(id + 1);
      mp.curg.stackBase = rt.stackalloc(mp.curg.stackBytes);
      // Statuses are a part of their own: here they all stand in the trace already.
      mp.curg.trace.statusTraced.fill(1);
      return mp;
    });
    part?.prepare?.(this);
    for (const mp of this.ms) {
      if (part?.begins?.(this, mp.id) === false) continue;
      rt.allm.push(mp);
      start(mp, part?.program?.(this, mp) ?? this.writes(mp));
    }
    const { startTrace, traceAdvance, stopTrace } = reference;
    const advancers = part?.advancers?.(this) ?? [startTrace, traceAdvance, stopTrace];
    this.advancers = advancers.map((code, index) => {
      const mp = new M(rt, firstOfOthers + index);
      start(
        mp,
        again(() => code(mp)),
      );
      return mp;
    });
    let others = firstOfOthers + this.advancers.length;
    this.reader = new M(rt, others++);
    start(this.reader, this.#reads(this.reader));
    for (const code of part?.threads?.(this) ?? []) {
      const mp = new M(rt, others++);
      start(mp, code(mp));
    }
    this.#settle();
  }

  /** The steps of the model that can be taken now. The array is good until the next call. */
  offers(): readonly Offer[] {
    const offers = this.#offers;
    offers.length = 0;
    for (const { offers: all, inSignal } of this.rt.threads)
      for (const offer of inSignal ? [] : all)
        if (isEnabled(offer) && !this.isSilent(offer) && this.#isWithinBounds(offer)) offers.push(offer);
    return offers;
  }

  /** Whether a step changes nothing that the model has. */
  isSilent(offer: Offer): boolean {
    const { part } = this;
    if (part?.isSilent?.(this, offer) === true) return true;
    return choiceOf(offer, part?.choices ?? coreChoices) === null;
  }

  /** The thread of the model that takes a step. */
  threadOf(offer: Offer): Thread {
    const { mp } = offer;
    if (mp === this.reader) return { kind: 'reader', index: 0 };
    if (this.advancers.includes(mp)) return { kind: 'caller', index: 0 };
    if (this.ms.includes(mp)) return { kind: mp.growing === 'no' ? 'own' : 'growth', index: mp.id };
    const of = this.part?.threadOf?.(this, offer);
    if (of === undefined) throw new Error(`the model has no thread that is before ${offer.step}`);
    return of;
  }

  /** What the next look at the scheduler finds, by the step that is taken. */
  finds(): boolean {
    return this.#answers.shift() ?? false;
  }

  /** Takes one of them, and what the model has no step for after it. `answers`: what looks at the scheduler find in it. */
  take(offer: Offer, answers: readonly boolean[] = []): void {
    this.#answers = [...answers];
    const { step, m, mp, depth: at } = offer;
    if (step === 'traceTryAcquire: mp.trace.seqlock' && this.reference.isWriting(mp) && newestGen(this) !== 0)
      this.fault = 1;
    if (step === 'newstack') this.growths[m] = (this.growths[m] ?? 0) - 1;
    const depth = mp.lockers.length - 1;
    const { part } = this;
    const { reading } = this.rt.trace;
    const take = (): void => {
      this.#takeThrough(offer);
      const next = mp.offers.find(isEnabled);
      if (next !== undefined && part?.joined?.(offer, next) === true) this.#takeThrough(next);
    };
    if (part?.take === undefined) take();
    else part.take(this, offer, take);
    if (part?.keepsReading === true && reading !== null && this.rt.trace.reading !== reading)
      this.numbers[reading.owner]?.takeBack(reading);
    if (step === 'traceEnabled: true' && at === 0 && part?.unbuffered !== true)
      this.sections[m] = (this.sections[m] ?? 0) - 1;
    if (step === 'traceWriter.refill') this.numbers[m]?.give(mp.lockers[depth]?.traceBuf ?? null);
    this.#settle();
  }

  #takeThrough(offer: Offer): void {
    const to = this.part?.through?.(offer);
    if (to !== undefined && to !== offer.step) offer.mp.until = to;
    this.reference.take(offer);
  }

  /** The core's program of an M: as many sections as it has. */
  *writes(mp: M): Steps<void> {
    for (let left = this.sections[mp.id] ?? 0; left > 0; left--) yield* this.section(mp);
  }

  /** A section with one event, which no other of the M is like. */
  *section(mp: M): Steps<void> {
    const { traceAcquire, isOk, traceEvent, eventWriter, traceRelease } = this.reference;
    const tl = yield* traceAcquire(mp);
    if (!isOk(tl)) return;
    const begun = (this.bounds.programs[mp.id]?.sections ?? 0) - (this.sections[mp.id] ?? 0);
    yield* eventWriter(tl, 'running', 'running');
    yield* traceEvent(tl, spanFree, idBase + begun - 1);
    yield* traceRelease(tl);
  }

  *#reads(mp: M): Steps<void> {
    const { trace } = this.rt;
    const { readTrace, wait } = this.reference;
    for (;;) {
      // A header that is asked for before tracing is on would come twice.
      yield* wait(mp, 'ReadTrace', () => trace.enabled && this.#hasStarted());
      for (let piece = yield* readTrace(mp); piece !== null; piece = yield* readTrace(mp)) {
        this.pieces.push(piece.slice());
        const buf = trace.reading;
        if (buf === null) continue;
        const reader = this.#reader;
        reader.read(piece, piece.length);
        // What no M wrote has tables or samples.
        if (buf.owner < 0) continue;
        this.read[buf.owner] = (this.read[buf.owner] ?? 0) + (reader.units >> 1);
        if (this.part?.keepsReading !== true) this.numbers[buf.owner]?.takeBack(buf);
      }
    }
  }

  #log(event: LoggedEvent): void {
    const { m, ev, args } = event;
    this.log.push(event);
    this.part?.logged?.(this, event);
    const count = this.wrote[m];
    if (count === undefined) return;
    this.eventNumbers[m]?.set(keyOf(ev, args[0] ?? 0), count);
    this.wrote[m] = count + 1;
  }

  /** Package runtime/trace starts the goroutine that reads when StartTrace has returned. */
  #hasStarted(): boolean {
    return this.part?.hasStarted?.(this) ?? this.rt.trace.gen !== 0;
  }

  /** The bounds of the model are the caller's, not the runtime's: how often tracing starts, advances and stops. */
  #isWithinBounds(offer: Offer): boolean {
    const { step } = offer;
    if (this.part?.excludes?.(this, offer) === true) return false;
    const { gen, lastNonZeroGen } = this.rt.trace;
    const { generations, restart, stop } = this.bounds;
    if (step === 'StartTrace: trace.enabled')
      return (restart || lastNonZeroGen === 0) && lastNonZeroGen < generations;
    if (step === 'traceAdvance: trace.gen' || step === 'traceAdvance(false)') return gen < generations;
    return (step !== 'traceAdvance: trace.gen = 0' && step !== 'traceAdvance(true)') || stop;
  }

  #settle(): void {
    let left = silentMax;
    for (let again = true; again; left--) {
      again = false;
      if (left === 0) throw new Error('threads go on for ever with steps that the model has not');
      for (const { offers } of this.rt.threads) {
        const offer = offers.find((one) => isEnabled(one) && this.isSilent(one));
        if (offer === undefined) continue;
        this.reference.take(offer);
        again = true;
      }
    }
  }
}

/** The generation as whoever stores it finds it. */
export const newestGen = ({ rt: { trace } }: Run): number => trace.waitingGen.at(-1) ?? trace.gen;

const isEnabled = (offer: Offer): boolean => offer.isEnabled === undefined || offer.isEnabled();

function* again(code: () => Steps<void>): Steps<void> {
  for (;;) yield* code();
}
