/**
 * Threads are coroutines that stop before each atomic step and offer what they could do next. Whoever schedules takes one
 * offer; the thread does that step and all that is local after it, and stops before the next. Between two stops no other thread
 * runs, so what Go does under a lock is one step here.
 */
import type { Call, M, Offer, Runtime, Steps, TraceLocker } from '../runtime/runtime2.ts';

/** Go: newstack, runtime/stack.go. */
const newstack = 'newstack';

/** What a step is that nobody is asked about: nothing. To go on through it costs a tenth of a fresh coroutine. */
const passed: Steps<void> = (function* () {})();
passed.next();

/**
 * Stops before a step of the thread's section. Where a prologue that is not nosplit came before ({@link prologue}), the stack may
 * grow first, as often as it likes. The step may have something to wait for.
 */
export function step(mp: M, name: string, isEnabled: () => boolean = always): Steps<void> {
  const { lockers } = mp;
  const locker = lockers[lockers.length - 1];
  if (locker !== undefined) locker.at = name;
  const grows = mp.mayGrow && !mp.onG0;
  if (!(grows && mp.rt.options.mustGrow?.(mp, name) === true) && isEnabled() && goesOn(mp, name)) {
    mp.mayGrow = false;
    return passed;
  }
  return stop(mp, name, locker, isEnabled);
}

function* stop(mp: M, name: string, locker: TraceLocker | undefined, isEnabled: () => boolean): Steps<void> {
  const depth = mp.lockers.length - 1;
  const { options } = mp.rt;
  do {
    const grows = mp.mayGrow && !mp.onG0;
    const must = grows && options.mustGrow?.(mp, name) === true;
    const growth: Offer = { mp, step: newstack, m: mp.id, depth: 0 };
    const next: Offer = { mp, step: name, m: mp.id, depth: Math.max(depth, 0), isEnabled };
    const call = options.mayCall?.(mp, name) ?? null;
    const offers = must ? [growth] : grows && options.mayGrow?.(mp) === true ? [next, growth] : [next];
    mp.offers = call === null ? offers : withCall(mp, call, offers);
    yield;
    if (mp.taken?.step === newstack) yield* options.newstack(mp);
    else if (call !== null && mp.taken?.step === call.step) {
      mp.mayGrow = false;
      yield* call.code(mp);
    } else break;
    if (locker !== undefined) locker.at = name;
    // Back at the same prologue: the steps on the system stack have said that nothing grows.
    mp.mayGrow = true;
  } while (options.mustGrow?.(mp, name) === true || !isEnabled() || !goesOn(mp, name));
  mp.mayGrow = false;
}

function withCall(mp: M, { step: name, must }: Call, offers: readonly Offer[]): readonly Offer[] {
  const left = must ? offers.filter(({ step: other }) => other === newstack) : offers;
  return [...left, { mp, step: name, m: mp.id, depth: 0 }];
}

/** Stops before one of several steps, and answers which was taken. A thread that asks nobody takes the first that it can. */
export function* choose(mp: M, offers: readonly Offer[]): Steps<Offer> {
  const locker = mp.lockers.at(-1);
  if (locker !== undefined) locker.at = offers[0]?.step ?? '';
  const { sleepUntil } = mp.rt.options;
  // A goroutine that waits leaves its thread to others.
  if (sleepUntil !== undefined && mp.curg !== null && !mp.onG0 && !offers.some(canBeTaken)) {
    yield* sleepUntil(mp.curg, () => offers.some(canBeTaken));
  }
  const own = offers.find(canBeTaken);
  if (own !== undefined && goesOn(mp, own.step)) return own;
  mp.offers = offers;
  yield;
  if (mp.taken === null) throw new Error(`thread ${mp.id} went on, but no step was taken`);
  return mp.taken;
}

/** Waits until something holds, then goes on in one step of that name. */
export function wait(mp: M, name: string, isEnabled: () => boolean): Steps<void> {
  if (!isEnabled() || !goesOn(mp, name)) return waits({ mp, step: name, m: mp.id, depth: 0, isEnabled });
  const locker = mp.lockers.at(-1);
  if (locker !== undefined) locker.at = name;
  return passed;
}

function* waits(offer: Offer): Steps<void> {
  yield* choose(offer.mp, [offer]);
}

/**
 * A step that is taken with the one before it, unless whoever runs the process asks to stop there ({@link RuntimeOptions.stopsAt}).
 * What has to be waited for is waited for in any case.
 */
export function detail(
  mp: M,
  name: string,
  isEnabled: () => boolean = always,
  about: number = mp.id,
): Steps<void> {
  if (mp.rt.options.stopsAt?.has(name) !== true && isEnabled()) return passed;
  if (isEnabled() && goesOn(mp, name)) return passed;
  return waits({ mp, step: name, m: about, depth: 0, isEnabled });
}

const always = (): boolean => true;

/** As {@link detail}, where what comes before the step may call something that grows the stack. */
export function ordinaryDetail(mp: M, name: string): Steps<void> {
  if (mp.rt.options.stopsAt?.has(name) !== true) return passed;
  ordinaryCode(mp);
  return step(mp, name);
}

/** Stops before a step that is about another M. */
export function* stepAbout(mp: M, name: string, m: number): Steps<void> {
  yield* choose(mp, [{ mp, step: name, m, depth: 0 }]);
}

/**
 * The prologue of a Go function on the way of a section: where it is not nosplit in this design, the stack may grow before the
 * next step.
 */
export function prologue(mp: M, name: string): void {
  if (mp.rt.split.has(name)) mp.mayGrow = true;
}

/** Code outside the nosplit functions runs here: it may always call something that grows the stack. */
export function ordinaryCode(mp: M): void {
  mp.mayGrow = true;
}

/** Makes a thread's coroutine, and runs it to its first stop. */
export function start(mp: M, code: Steps<void>): void {
  mp.rt.threads.push(mp);
  mp.code = code;
  resume(mp);
}

const canBeTaken = (offer: Offer): boolean => offer.isEnabled === undefined || offer.isEnabled();

/** The steps that some thread can take now, by thread. */
export function enabled(rt: Runtime): Offer[] {
  const found: Offer[] = [];
  for (const { offers, inSignal } of rt.threads) {
    for (const offer of offers) if (!inSignal && canBeTaken(offer)) found.push(offer);
  }
  return found;
}

/**
 * Takes one step. Throws an Error for a step that is not offered now: what cannot be done is refused.
 */
export function take(offer: Offer): void {
  const { mp } = offer;
  if (!mp.offers.includes(offer) || !canBeTaken(offer)) {
    throw new Error(`${offer.step} of M${offer.m} is not enabled; take one of the steps that are offered`);
  }
  mp.taken = offer;
  resume(mp);
}

/** A throw of the runtime ends the process, here: the thread that threw. */
export class Throw extends Error {}

function resume(mp: M): void {
  mp.offers = [];
  try {
    mp.code?.next();
  } catch (error) {
    if (!(error instanceof Throw)) throw error;
    mp.thrown = error.message;
  }
}

/** Whether the thread takes the step without asking. */
function goesOn(mp: M, name: string): boolean {
  if (mp.until !== '') {
    if (name === mp.until) mp.until = '';
    return true;
  }
  if (mp.quantum === 0) return false;
  mp.quantum--;
  return true;
}
