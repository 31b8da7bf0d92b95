/**
 * Where threads are, in the words of the invariant. Each region is computed from the program at hand, so that an edited program has the
 * regions of its own lines: where it has raised the flag, counted a lock, stored a generation.
 */
import { ofPlaces } from '../program/regions/place-questions.ts';
import type { At } from '../program/regions/place-questions.ts';
import { isFlag, localsOf } from '../program/language/program.ts';
import type { Instruction } from '../program/language/program.ts';
import type { ThreadKind } from '../program/language/kinds.ts';
import type { Regions } from '../program/regions/regions.ts';
import type { ProgramConstants } from '../program/state/state.ts';
import type { ProgramModel } from '../program/system.ts';
import { between } from '../program/steps/thread.ts';
import type { Thread } from '../program/steps/thread.ts';

type Is = (at: number) => boolean;

/** Of a section's code, on the M's own stack or in a growth. */
export interface SectionPositions {
  /** Between `opened` and `closing`, whatever the acquire has answered. */
  readonly opened: Is;
  /** A later step may read the generation that the acquire has found. */
  readonly keepsGeneration: Is;
  /** `m.locks` is counted up, and not yet down. */
  readonly counted: Is;
  /** The acquire has found the flag down, and has not answered. */
  readonly findsFlagDown: Is;
  /** It has raised the flag since then. */
  readonly raised: Is;
}

export interface Positions {
  readonly regions: Regions;
  readonly own: SectionPositions;
  readonly growth: SectionPositions;
  /** StartTrace has stored `trace.enabled`, and not yet `trace.gen`. */
  readonly starting: Is;
  /** StopTrace has stored `trace.gen`, and not yet `trace.enabled`. */
  readonly disabling: Is;
  /** StopTrace has stored `trace.shutdown`, and not yet taken it back. */
  readonly shuttingDown: Is;
  /** The field in which traceAdvance keeps the Ms that are left; empty where it keeps none. */
  readonly listField: string;
  /** That of the M whose flag it has seen down. */
  readonly pickField: string;
  /** traceAdvance has seen the flag of an M down, and is about to flush it. */
  readonly picked: Is;
  /** traceAdvance has stored `trace.gen`, and has yet to take the list of Ms. */
  readonly unlisted: Is;
  /** The thread is at one of its places, and what it does not keep there is 0. */
  readonly keeps: (kind: ThreadKind, record: At) => boolean;
}

export function positionsOf({ constants, regions }: Omit<ProgramModel, 'system'>): Positions {
  const { threads, numbering } = constants;
  const { caller } = threads;
  const fieldOf = ([local = '']: readonly string[]): string => caller.fields.of.get(local) ?? '';
  const picks = caller.program.list.flatMap((one) => (one.op === 'call' && one.name === 'pick' ? [one] : []));
  const lists = picks.flatMap(({ of }) => of.flatMap(localsOf));
  const pickField = fieldOf(picks.flatMap(({ to = [] }) => to));
  const ofCaller = (from: (one: Instruction) => boolean, to: (one: Instruction) => boolean): Is =>
    positions(caller, numbering.at.caller, from, to);
  const over = called('idle', 'started');
  const storesGen = stores('trace.gen');
  return {
    regions,
    own: sectionPositions(threads.own, numbering.at.own),
    growth: sectionPositions(threads.growth, numbering.at.growth),
    starting: ofCaller(raises('trace.enabled'), storesGen),
    disabling: ofCaller(lowers('trace.gen'), stores('trace.enabled')),
    shuttingDown: ofCaller(raises('trace.shutdown'), lowers('trace.shutdown')),
    listField: fieldOf(lists),
    pickField,
    picked: ofPlaces(caller, numbering.at.caller)(({ fields }) => fields.has(pickField)),
    unlisted: ofCaller(storesGen, (one) => over(one) || (one.op === 'set' && lists.includes(one.to))),
    keeps: keptAt(constants),
  };
}

function sectionPositions(thread: Thread, at: ReadonlyMap<number, number>): SectionPositions {
  const of = (from: (one: Instruction) => boolean, to: (one: Instruction) => boolean): Is =>
    positions(thread, at, from, to);
  const answers = called('opened', 'dropped');
  const nests = changes('m.trace.reentered', 1);
  const raisesFlag = (one: Instruction): boolean =>
    (one.op === 'store' && isFlag(one.to) && !('lit' in one.is && one.is.lit === 0)) ||
    (one.op === 'add' && isFlag(one.to));
  const lowersFlag = (one: Instruction): boolean =>
    one.op === 'store' && isFlag(one.to) && 'lit' in one.is && one.is.lit === 0;
  return {
    opened: ofPlaces(thread, at)(({ open }) => open),
    keepsGeneration: ofPlaces(
      thread,
      at,
    )(({ fields }) => [...fields.keys()].some((field) => thread.fields.types[field] === 'gen')),
    counted: of(changes('m.locks', 1), changes('m.locks', -1)),
    findsFlagDown: of(
      (one) => one.op === 'load' && isFlag(one.from),
      (one) => answers(one) || nests(one),
    ),
    raised: of(raisesFlag, (one) => answers(one) || lowersFlag(one)),
  };
}

/** Positions after an instruction of the first kind and before one of the second, on every way there. */
function positions(
  thread: Thread,
  at: ReadonlyMap<number, number>,
  from: (one: Instruction) => boolean,
  to: (one: Instruction) => boolean,
): Is {
  const inside = between(thread.program, from, to);
  return ofPlaces(thread, at)(({ index }) => inside[index] === true);
}

const called =
  (...names: readonly string[]) =>
  (one: Instruction): boolean =>
    one.op === 'call' && names.includes(one.name);
const stores =
  (place: string) =>
  (one: Instruction): boolean =>
    one.op === 'store' && one.to.place === place;
const storesTruth =
  (place: string, truth: boolean) =>
  (one: Instruction): boolean =>
    one.op === 'store' && one.to.place === place && 'lit' in one.is && (one.is.lit !== 0) === truth;
const raises = (place: string): ReturnType<typeof stores> => storesTruth(place, true);
const lowers = (place: string): ReturnType<typeof stores> => storesTruth(place, false);
const changes =
  (place: string, by: number) =>
  (one: Instruction): boolean =>
    one.op === 'add' && one.to.place === place && Math.sign(one.is) === by;

function keptAt({ threads, numbering }: ProgramConstants): Positions['keeps'] {
  const tables = new Map<
    ThreadKind,
    { fields: readonly string[]; kept: readonly (ReadonlySet<string> | undefined)[] }
  >();
  for (const kind of ['own', 'growth', 'caller', 'reader'] as const) {
    const { fields, places } = threads[kind];
    const kept: (ReadonlySet<string> | undefined)[] = [new Set()];
    for (const place of places) kept[numbering.at[kind].get(place.index) ?? 0] = new Set(place.fields.keys());
    tables.set(kind, { fields: Object.keys(fields.types), kept });
  }
  return (kind, record) => {
    const table = tables.get(kind);
    const kept = table?.kept[record.at];
    return (
      kept !== undefined && table?.fields.every((field) => kept.has(field) || record[field] === 0) === true
    );
  };
}
