/**
 * Where threads are, in words that hold for any tree: outside, open, holding a buffer, about to write. Properties are stated over
 * these and over places and kept locals, for after an edit there are no phases.
 */
import { isBetweenSections } from '../steps/forgotten.ts';
import { eachField, getter, kept, look, ofPlaces } from './place-questions.ts';
import type { At, Kept } from './place-questions.ts';
import { signalRegions } from './signal-regions.ts';
import type { SignalRegions } from './signal-regions.ts';
import { eventNames } from '../scheduler/names.ts';
import type { Expr, Instruction } from '../language/program.ts';
import { localsOf } from '../language/program.ts';
import type { M, ProgramConstants, ProgramState } from '../state/state.ts';
import type { Asked } from '../code/text.ts';
import type { Thread, ThreadPlace } from '../steps/thread.ts';
import { instructionsOf } from '../steps/walk.ts';

/** Of a section's code, on the M's own stack or in a growth. */
export interface SectionRegions {
  /** The acquire has answered ok and the release has not begun. */
  open(thread: At): boolean;
  /** A section inside it is, which a plain call has opened. */
  openInside(at: number): boolean;
  /** A writer holds a buffer, or nil: from writer() up to end(). */
  holds(at: number): boolean;
  /** The step writes half of an event: 1 the first, 2 the second. */
  unit(at: number): number;
  /** The step may need a buffer of the few that the bounds have. */
  refills(at: number): boolean;
  /** It waits for one. */
  readonly lacksBuffer: AsksStep;
  /** It queues one. */
  readonly queues: AsksStep;
  /** The acquire has seen that tracing is enabled, and nothing else. */
  seenEnabled(at: number): boolean;
  /** The acquire has loaded generation 0. */
  seenZero(at: number): boolean;
  /** The G whose status has been acquired and is about to be written; 0 if there is none. */
  acquired(thread: At): number;
  /** The generation of an open section. */
  gen(thread: Kept): number;
  /** The buffer that a step writes to. */
  written(thread: At): number;
  /** The buffers that kept locals refer to, as bits. */
  held(thread: Kept): number;
}

export interface Regions {
  /** The M is in no section. */
  isOutside(m: M): boolean;
  /** The M is between its sections, and nobody does away with it: what a section leaves behind is judged. */
  isResting(s: ProgramState, m: number): boolean;
  /** The M is in the hands of traceThreadDestroy, which raises its flag. */
  isBeingDestroyed(s: ProgramState, m: number): boolean;
  readonly own: SectionRegions;
  readonly growth: SectionRegions;
  readonly signal: SignalRegions;
  /** The M's goroutine is in StartTrace, and the reader has yet to be started. */
  starting(at: number): boolean;
  /** traceAdvance is about to flush the M that it has seen the flag of; 0 if not. */
  flushing(caller: Kept): number;
  /** traceAdvance goes round the Ms that are left. */
  scanning(at: number): boolean;
  /** traceAdvance has stored trace.gen and not yet flushedGen. */
  ending(at: number): boolean;
  /** The reader is about to put itself into trace.reader. */
  parking(at: number): boolean;
  /** traceAdvance waits for the reader. */
  waiting(at: number): boolean;
  /** The generation that traceAdvance ends. */
  ended(caller: Kept): number;
  isLeft(caller: Kept, m: number): boolean;
}

/** A question about what the step of an M's thread comes to. */
export type AsksStep = (s: ProgramState, m: number) => boolean;
export type Reaches = Readonly<Record<Asked, AsksStep>>;

export function regionsOf(
  { threads, numbering, isLeft }: ProgramConstants,
  reaches: Readonly<Record<'own' | 'growth', Reaches>>,
): Regions {
  const { caller } = threads;
  const places = ofPlaces(caller, numbering.at.caller);
  const pick = find(caller, (one) => one.op === 'call' && one.name === 'pick');
  const wait = find(caller, (one) => one.op === 'call' && one.name === 'semacquire');
  const picked = pick?.op === 'call' ? pick.to?.[0] : undefined;
  const mp = fieldOf(caller, picked);
  const list = fieldOf(caller, pick?.op === 'call' ? pick.of.flatMap(localsOf)[0] : undefined);
  const gen = fieldOf(caller, wait?.op === 'call' ? wait.of.flatMap(localsOf)[0] : undefined);
  const left = getter(list);
  const ofOwn = ofPlaces(threads.own, numbering.at.own);
  const outside = ofOwn((place) => place.outside);
  const resting = ofOwn(({ first }) => isBetweenSections(first));
  const { allocm } = threads;
  const reaped = allocm === undefined ? undefined : pickOf(allocm, 'pickFreem');
  const inHand = getter(reaped ?? '');
  const isReaped = (s: ProgramState, m: number): boolean =>
    reaped !== undefined && inHand(s.allocm) === m + 1;
  return {
    isOutside: (m) => outside(m.own.at),
    isResting: (s, m) => resting(s.m.at(m).own.at) && !isReaped(s, m),
    isBeingDestroyed: (s, m) => {
      const { at } = s.m.at(m).own;
      return isReaped(s, m) || (outside(at) && !resting(at));
    },
    own: sectionRegions(threads.own, numbering.at.own, reaches.own),
    growth: sectionRegions(threads.growth, numbering.at.growth, reaches.growth),
    signal: signalRegions(threads.signal, numbering.at.signal),
    starting: ofOwn(({ held }) => held.has('tracing')),
    flushing: getter(mp),
    scanning: places(
      (place) =>
        instructionsOf(place.tree).some((one) => one.op === 'call' && one.name === 'pick') &&
        place.first.op === 'call' &&
        place.first.name === 'pick',
    ),
    ending: places((place) => place.ending),
    parking: ofPlaces(
      threads.reader,
      numbering.at.reader,
    )(({ first }) => first.op === 'call' && first.name === 'swapReader'),
    waiting: places((place) => place.first.op === 'call' && place.first.name === 'semacquire'),
    ended: getter(gen),
    isLeft: isLeft ?? ((of, m) => ((left(of) >> m) & 1) === 1),
  };
}

function sectionRegions(
  thread: Thread,
  at: ReadonlyMap<number, number>,
  { sysAlloc, push }: Reaches,
): SectionRegions {
  const places = ofPlaces(thread, at);
  const calls = (name: string) => (place: ThreadPlace) =>
    instructionsOf(place.tree).some((one) => one.op === 'call' && one.name === name);
  const buffers = Object.entries(thread.fields.types).flatMap(([field, type]) =>
    type === 'buf' ? [field] : [],
  );
  const opens = thread.program.list.flatMap((one) =>
    one.op === 'call' && one.name === 'opened' ? one.of.flatMap(localsOf) : [],
  );
  const gen = eachField(thread, at, (place) => kept(thread, place, opens));
  const isOpen = places((place) => place.open);
  // Where a part has other code than the driver's in its sections, it goes on whether or not the acquire was ok.
  const always = !thread.program.list.some((one) => one.op === 'call' && one.name === 'event');
  const [first, second] = [places(calls('firstUnit')), places(calls('secondUnit'))];
  const zero = fieldOf(thread, 'seenZero');
  const zeroLocal = thread.fields.same('seenZero');
  return {
    open: (record) => isOpen(record.at) && (always || gen(record) !== 0),
    acquired: eachField(thread, at, (place) => kept(thread, place, statusLocals(place))),
    openInside: places((place) => place.openInside),
    holds: places((place) => buffers.some((field) => place.fields.has(field))),
    unit: (number) => (first(number) ? 1 : second(number) ? 2 : 0),
    refills: places(calls('sysAlloc')),
    seenEnabled: places((place) => place.seenEnabled),
    lacksBuffer: sysAlloc,
    queues: push,
    seenZero: places((place) => place.constants.get(zeroLocal) === 1 || place.fields.get(zero) === zeroLocal),
    gen,
    written: writtenField(thread, at),
    held: look(buffers.length === 0 ? '0' : buffers.map((field) => `1 << T.${field}`).join(' | ')),
  };
}

/** The field of the buffer that a step writes to, which is asked only where one does: often it is the same everywhere. */
function writtenField(thread: Thread, at: ReadonlyMap<number, number>): (record: At) => number {
  const fieldAt = (place: ThreadPlace): string => kept(thread, place, writtenAt(place));
  const [only = '', ...others] = new Set(thread.places.map(fieldAt).filter((field) => field !== ''));
  return others.length === 0 ? getter(only) : eachField(thread, at, fieldAt);
}

/** The buffer that the step at a place writes to. */
const writtenAt = ({ tree }: ThreadPlace): readonly string[] =>
  instructionsOf(tree).flatMap((one) =>
    one.op === 'call' && (one.name === 'firstUnit' || one.name === 'secondUnit')
      ? one.of.flatMap(localsOf).slice(-1)
      : [],
  );

/** The G of the status that the step at a place writes first. */
const statusLocals = ({ first }: ThreadPlace): readonly string[] =>
  first.op === 'call' && first.name === 'event' && isStatus(first.of[1]) && first.of[2] !== undefined
    ? localsOf(first.of[2])
    : [];

const isStatus = (kind: Expr | undefined): boolean =>
  kind !== undefined && 'lit' in kind && eventNames[kind.lit]?.startsWith('GoStatus') === true;

const find = ({ program }: Thread, is: (one: Instruction) => boolean): Instruction | undefined =>
  program.list.find(is);

/** The field of a local; empty where no step keeps it. */
const fieldOf = ({ fields }: Thread, local: string | undefined): string =>
  (local === undefined ? undefined : fields.of.get(local)) ?? '';

/** The field that holds the M that a thread has picked with that word. */
function pickOf(thread: Thread, word: string): string {
  const pick = find(thread, (one) => one.op === 'call' && one.name === word);
  return fieldOf(thread, pick?.op === 'call' ? pick.to?.[0] : undefined);
}

/** A section of the M holds a buffer. */
export const hasWriter = ({ own, growth }: Regions, m: M): boolean =>
  own.holds(m.own.at) || growth.holds(m.growth.at);

/** Nothing goes on for a reason that is the bounds', or that another property reports. */
export const cutOff =
  (regions: Regions) =>
  (s: ProgramState): boolean =>
    s.fault !== 0 || s.m.some((_, id) => lacksBuffer(regions, s, id));

/** The M's section waits for a buffer of the few that the bounds have. */
function lacksBuffer({ own, growth }: Regions, s: ProgramState, id: number): boolean {
  const m = s.m.at(id);
  if (!m.bufs.every(({ used }) => used)) return false;
  return m.growth.at === 0 ? own.lacksBuffer(s, id) : growth.lacksBuffer(s, id);
}
