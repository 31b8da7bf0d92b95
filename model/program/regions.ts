/**
 * Where threads are, in words that hold for any tree: outside, open, holding a buffer, about to write. Properties are stated over
 * these and over places and kept locals, for after an edit there are no phases.
 */
import { compiled } from '../../checker/index.ts';
import { isBetweenSections } from './forgotten.ts';
import { eventNames } from './scheduler/names.ts';
import type { Expr, Instruction } from './program.ts';
import { localsOf } from './program.ts';
import type { M, ProgramConstants, ProgramState } from './state.ts';
import type { Thread, ThreadPlace } from './thread.ts';
import { instructionsOf } from './walk.ts';

type Record = Readonly<{ [local: string]: number }>;
type At = Record & { readonly at: number };

/** Of a section's code, on the M's own stack or in a growth. */
export interface SectionRegions {
  /** The acquire has answered ok and the release has not begun. */
  open(thread: At): boolean;
  /** A writer holds a buffer, or nil: from writer() up to end(). */
  holds(at: number): boolean;
  /** The step writes half of an event: 1 the first, 2 the second. */
  unit(at: number): number;
  /** The step needs a buffer of the few that the bounds have. */
  refills(at: number): boolean;
  /** The acquire has seen that tracing is enabled, and nothing else. */
  seenEnabled(at: number): boolean;
  /** The acquire has loaded generation 0. */
  seenZero(at: number): boolean;
  /** The G whose status has been acquired and is about to be written; 0 if there is none. */
  acquired(thread: At): number;
  /** The generation of an open section. */
  gen(thread: Record): number;
  /** The buffer that a step writes to. */
  written(thread: Record): number;
  /** The buffers that kept locals refer to, as bits. */
  held(thread: Record): number;
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
  /** traceAdvance is about to flush the M that it has seen the flag of; 0 if not. */
  flushing(caller: Record): number;
  /** traceAdvance goes round the Ms that are left. */
  scanning(at: number): boolean;
  /** traceAdvance has stored trace.gen and not yet flushedGen. */
  ending(at: number): boolean;
  /** The reader is about to put itself into trace.reader. */
  parking(at: number): boolean;
  /** traceAdvance waits for the reader. */
  waiting(at: number): boolean;
  /** The generation that traceAdvance ends. */
  ended(caller: Record): number;
  left(caller: Record): number;
}

export function regionsOf({ threads, numbering }: ProgramConstants): Regions {
  const { caller } = threads;
  const places = ofPlaces(caller, numbering.at.caller);
  const pick = find(caller, (one) => one.op === 'call' && one.name === 'pick');
  const wait = find(caller, (one) => one.op === 'call' && one.name === 'semacquire');
  const picked = pick?.op === 'call' ? pick.to?.[0] : undefined;
  const mp = fieldOf(caller, picked);
  const list = fieldOf(caller, pick?.op === 'call' ? pick.of.flatMap(localsOf)[0] : undefined);
  const gen = fieldOf(caller, wait?.op === 'call' ? wait.of.flatMap(localsOf)[0] : undefined);
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
    own: sectionRegions(threads.own, numbering.at.own),
    growth: sectionRegions(threads.growth, numbering.at.growth),
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
    left: getter(list),
  };
}

function sectionRegions(thread: Thread, at: ReadonlyMap<number, number>): SectionRegions {
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
  const unit = find(thread, (one) => one.op === 'call' && one.name === 'firstUnit');
  const written = fieldOf(thread, unit?.op === 'call' ? unit.of.flatMap(localsOf).at(-1) : undefined);
  const [first, second] = [places(calls('firstUnit')), places(calls('secondUnit'))];
  const zero = fieldOf(thread, 'seenZero');
  const zeroLocal = thread.fields.same('seenZero');
  return {
    open: (record) => isOpen(record.at) && (always || gen(record) !== 0),
    acquired: eachField(thread, at, (place) => kept(thread, place, statusLocals(place))),
    holds: places((place) => buffers.some((field) => place.fields.has(field))),
    unit: (number) => (first(number) ? 1 : second(number) ? 2 : 0),
    refills: places(calls('sysAlloc')),
    seenEnabled: places((place) => place.first.op === 'entry' && place.first.fn === 'traceAcquireEnabled'),
    seenZero: places((place) => place.constants.get(zeroLocal) === 1 || place.fields.get(zero) === zeroLocal),
    gen,
    written: getter(written),
    held: look(buffers.length === 0 ? '0' : buffers.map((field) => `1 << T.${field}`).join(' | ')),
  };
}

/** A question about places as one about their numbers. */
function ofPlaces(
  thread: Thread,
  at: ReadonlyMap<number, number>,
): (is: (place: ThreadPlace) => boolean) => (number: number) => boolean {
  return (is) => {
    const answers: boolean[] = [];
    for (const place of thread.places) answers[at.get(place.index) ?? 0] = is(place);
    return (number) => answers[number] === true;
  };
}

/** The G of the status that the step at a place writes first. */
const statusLocals = ({ first }: ThreadPlace): readonly string[] =>
  first.op === 'call' && first.name === 'event' && isStatus(first.of[1]) && first.of[2] !== undefined
    ? localsOf(first.of[2])
    : [];

const isStatus = (kind: Expr | undefined): boolean =>
  kind !== undefined && 'lit' in kind && eventNames[kind.lit]?.startsWith('GoStatus') === true;

/** The field that holds one of these locals at a place; empty where none is kept. */
function kept({ fields }: Thread, place: ThreadPlace, locals: readonly string[]): string {
  const wanted = new Set(locals.map(fields.same));
  return [...place.fields].find(([, local]) => wanted.has(local))?.[0] ?? '';
}

/** A look at a field that may be another at each place; 0 where there is none. */
function eachField(
  thread: Thread,
  at: ReadonlyMap<number, number>,
  fieldAt: (place: ThreadPlace) => string,
): (record: At) => number {
  const fields: string[] = [];
  for (const place of thread.places) fields[at.get(place.index) ?? 0] = fieldAt(place);
  const [only = ''] = thread.places.map(fieldAt).filter((field) => field !== '');
  // A field that is not kept is 0, so that one that holds nothing else does for all places.
  if (thread.places.every((place) => place.fields.has(only) === (fieldAt(place) === only)))
    return getter(only);
  return (record) => {
    const field = fields[record.at] ?? '';
    return field === '' ? 0 : (record[field] ?? 0);
  };
}

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

const getter = (field: string): ((thread: Record) => number) => look(field === '' ? '0' : `T.${field}`);

/**
 * A look at fields whose names are known only now: a property by a variable name is slow where states are judged. Sound because `text` is
 * made of names of fields and numbers.
 */
const look = (text: string): ((thread: Record) => number) =>
  compiled('program-look', {}, `return (T) => ${text};`) as ReturnType<typeof look>;

/** Neither queued, in a slot, read nor in a writer's hands. */
export const isUsed = (m: M, buf: number): boolean => buf !== 0 && m.bufs.at(buf - 1).used;

/** The buffers that wait in the full queues: bit b for buffer b. */
export function queued(m: M): number {
  let set = 0;
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length && queue.at(index) !== 0; index++) set |= 1 << queue.at(index);
  }
  return set;
}

/** A section of the M holds a buffer. */
export const hasWriter = ({ own, growth }: Regions, m: M): boolean =>
  own.holds(m.own.at) || growth.holds(m.growth.at);

/** Nothing goes on for a reason that is the bounds', or that another property reports. */
export const cutOff =
  (regions: Regions) =>
  (s: ProgramState): boolean =>
    s.fault !== 0 || s.m.some((m) => lacksBuffer(regions, m));

function lacksBuffer({ own, growth }: Regions, m: M): boolean {
  const refills = m.growth.at === 0 ? own.refills(m.own.at) : growth.refills(m.growth.at);
  return refills && m.bufs.every(({ used }) => used);
}
