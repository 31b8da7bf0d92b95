/** Texts of steps as functions. */
import { compiled } from '../../../checker/index.ts';
import type { Flow, Params, Part } from '../../../checker/index.ts';
import { eventsMax } from '../../bounds.ts';
import { buffersOf } from '../state/buffers.ts';
import { isBetweenSections } from '../steps/forgotten.ts';
import type { ThreadKind } from '../language/kinds.ts';
import { mapKinds } from '../language/kinds.ts';
import { memoryHelpers } from './memory.ts';
import type { Instruction } from '../language/program.ts';
import { readerOfEvents } from '../scheduler/events.ts';
import { isPreemptedIn } from '../scheduler/preempted.ts';
import { procHelpers } from '../scheduler/proc-calls.ts';
import { readerOfPs } from '../scheduler/proc-events.ts';
import { syscallHelpers } from '../scheduler/syscall-calls.ts';
import { isOneGPerM } from '../scheduler/syscall-fields.ts';
import { freePosition } from '../state/state.ts';
import type { ProgramConstants, ProgramDraft, ProgramSchema, ProgramState } from '../state/state.ts';
import type { PartText } from './text.ts';
import { unitJudges } from './units.ts';

export type Guard = (state: ProgramState, params: Params) => boolean;
export type Effect = (next: ProgramDraft, params: Params) => void;

export interface Functions {
  readonly guard: (text: string) => Guard;
  readonly effect: (text: string) => Effect;
  /** The parts of a step; `head` stands before each. */
  readonly flow: (head: string, part: PartText) => Flow<ProgramSchema>;
}

/** Is told each instruction that a trail runs, of which kind of thread it is, where in that kind's list, and which option is chosen. */
export type Ran = (one: Instruction, kind: ThreadKind, index: number, option: number) => void;

export function functionsOf(k: ProgramConstants, ran: Ran = () => {}): Functions {
  const { bounds, garbage, granularity } = k;
  const outside = outsideOf(k);
  const isOutside = (at: number): boolean => outside.has(at);
  const buffers = buffersOf(2 * bounds.eventsPerBuffer, eventsMax(bounds), freePosition(bounds, garbage));
  const H = {
    ...buffers,
    ...unitJudges(granularity),
    ...memoryHelpers(bounds),
    isOutside,
    ...procHelpers(isOneGPerM(bounds) ? safePointOf(k) : isOutside),
    ...syscallHelpers,
    ...readerOfEvents,
    ...readerOfPs,
    isPreempted: isPreemptedIn(k),
    ran: mapKinds(k.threads, ({ program: { list } }, kind) => (index: number, option: number): void => {
      for (const one of list.slice(index, index + 1)) ran(one, kind, index, option);
    }),
  };
  // Sound because `Instructions` writes the texts, of names of the table and of numbers alone.
  const made = (text: string): unknown =>
    compiled('program-step', { H }, `return function (S, p) { ${text} };`);
  const parts = new Map<string, unknown>();
  const part = (text: string): unknown => {
    // Variables of a step are what its parts hand on.
    const of = text.replace(/(?<![.\w$])v(?=\d)/g, 'kept.v');
    const known = parts.get(of) ?? compiled('program-part', { H }, `return function (S, p, kept) { ${of} };`);
    parts.set(of, known);
    return known;
  };
  const flow = (head: string, of: PartText): Flow<ProgramSchema> => {
    if (of === null) return null;
    if ('run' in of) {
      const each = typeof of.run === 'string' ? [of.run] : of.run.each;
      return each.reduceRight<Flow<ProgramSchema>>(
        (next, run) => ({ run: part(`${head} ${run}`) as Part<ProgramSchema, void>, next }),
        flow(head, of.next),
      );
    }
    const when = part(`${head} return !!(${of.when});`) as Part<ProgramSchema, boolean>;
    return { when, yes: flow(head, of.yes), no: flow(head, of.no) };
  };
  return { guard: (text) => made(text) as Guard, effect: (text) => made(text) as Effect, flow };
}

/** The numbers of places in which an M is in no section. */
const outsideOf = ({ threads: { own }, numbering }: ProgramConstants): ReadonlySet<number> =>
  new Set(own.places.flatMap(({ index, outside }) => (outside ? [numbering.at.own.get(index) ?? 0] : [])));

/** Whether a place is one where an M runs what forEachP asks it to: while its P may be lost, between sections is not enough. */
function safePointOf({ threads: { own }, numbering }: ProgramConstants): (at: number) => boolean {
  const is = ({ first }: (typeof own.places)[number]): boolean =>
    isBetweenSections(first) || (first.op === 'call' && first.name === 'safePoint');
  const safe = new Set(own.places.filter(is).map(({ index }) => numbering.at.own.get(index) ?? 0));
  return (at) => safe.has(at);
}
