/** The steps of a tree for those who follow a log: by places, with the records that are written on the way. */
import { compiled } from '../../../checker/index.ts';
import type { Plain, Property } from '../../../checker/index.ts';
import { eventsMax } from '../../bounds.ts';
import type { Bounds } from '../../bounds.ts';
import { tellingOf } from '../actions.ts';
import { buffersOf } from '../state/buffers.ts';
import type { Buffers } from '../state/buffers.ts';
import { locksKept } from '../state/callers.ts';
import { mayGrow } from '../places/granularity.ts';
import { kinds, mapKinds } from '../language/kinds.ts';
import type { OfKinds, ThreadKind } from '../language/kinds.ts';
import { numbered } from '../code/numbering.ts';
import type { PlaceStep } from '../code/numbering.ts';
import type { Instruction, Programs, ThreadProgram, ValueType } from '../language/program.ts';
import { programProperties } from '../properties/index.ts';
import { regionsOf } from '../regions/regions.ts';
import { freePosition, initialOf, overOf, schemaOf } from '../state/state.ts';
import type { ProgramConstants, ProgramDraft, ProgramSchema, ProgramState } from '../state/state.ts';
import { threadsOf } from '../system.ts';
import type { Thread } from '../steps/thread.ts';
import { ofPlaces } from '../regions/place-questions.ts';
import { places } from '../places/places.ts';
import { unitJudges } from '../code/units.ts';
import { instructionsOf } from '../steps/walk.ts';
import type { Step } from '../steps/walk.ts';
import { wordsOf } from '../language/words.ts';
import { logBounds } from './bounds.ts';
import type { LogHelpers } from './text.ts';
import { LogInstructions } from './text.ts';

/** What a way through a step comes to: the first record on it, or null, and the number of the place where it ends. */
export interface Way {
  readonly mark: number | null;
  readonly to: number;
}

type LogBuffers = Buffers & ReturnType<typeof unitJudges>;

/** What a step is told: its M, the M that the record picks, whether a read lies further back, and what the texts call. */
export interface LogParams {
  readonly m: number;
  readonly slot: number;
  readonly picked: number;
  readonly isEarlier: boolean;
  readonly helpers: LogHelpers &
    Buffers & { readonly ran: Partial<Record<ThreadKind, (index: number) => void>> };
}

export interface LogStep {
  /** The function and the line of the tree, with the choice. */
  readonly name: string;
  readonly choice: string;
  /** Of the place, the first instruction. */
  readonly index: number;
  readonly ways: readonly Way[];
  /** Undefined where the step never waits. */
  readonly guard: ((state: ProgramState, p: LogParams) => boolean) | undefined;
  readonly effect: LogEffect;
  /** The effect, which also tells `ran` of each instruction. */
  readonly trail: () => LogEffect;
  /** What it may have to wait for, in words. */
  readonly waits: readonly string[];
  /** Conditions on the way, in words, with what each answer leads to. */
  readonly branches: readonly LogBranch[];
  /** Fields of the state that the step loads: `trace.enabled`, `m.writing`. */
  readonly loads: readonly string[];
}

export type LogEffect = (state: ProgramDraft, p: LogParams) => void;

export interface LogBranch {
  /** The instruction. */
  readonly index: number;
  readonly words: string;
  readonly yes: readonly Way[];
  readonly no: readonly Way[];
}

export interface LogThread {
  readonly kind: ThreadKind;
  /** By the number of the place. */
  readonly steps: readonly (readonly LogStep[])[];
  /** By the number of a place, the record that is written when a thread comes there; undefined for most. */
  readonly arrivals: readonly (number | undefined)[];
  /** Whether the stack may grow there. */
  readonly grows: readonly boolean[];
  /** Of each place the first instruction, and the locks that are held there. */
  readonly indices: readonly number[];
  readonly held: readonly ReadonlySet<string>[];
  /** The place in words. */
  readonly names: readonly string[];
  /** Of the fields that keep locals. */
  readonly types: Readonly<Record<string, ValueType>>;
  readonly thrown: number;
  /** The field that holds the buffer, by the number of the place; undefined where there is none, or several. */
  readonly bufferAt: readonly (string | undefined)[];
}

/** The steps of programs, for logs of any number of Ms. */
export interface LogSteps {
  readonly threads: OfKinds<LogThread>;
  /** What steps do to buffers: a part of the helpers that they are handed. */
  readonly buffers: LogBuffers;
  /** The generation of an open section of the M, or of its growth. */
  readonly genOf: (kind: 'own' | 'growth', record: LogRecord) => number;
  /** The generation that traceAdvance ends. */
  readonly ended: (caller: LogRecord) => number;
  /** Whether an M at the place is in no section. */
  readonly isOutside: (at: number) => boolean;
  /** For a log of so many Ms. `isLeft`: whether traceAdvance has yet to come to an M. */
  readonly of: (ms: number, isLeft: (m: number) => boolean) => LogProgram;
}

/** A thread's place, and the locals that it keeps there. */
export interface LogRecord {
  readonly at: number;
  readonly [local: string]: number;
}

export interface LogProgram {
  readonly initial: Plain<ProgramSchema>;
  readonly properties: Readonly<Record<string, Property<ProgramSchema>>>;
}

/** Which records are written where: by instruction, a number. */
export type MarksOf = (kind: ThreadKind, program: ThreadProgram) => ReadonlyMap<number, number>;

/** `programs` are those of the part threads, with the choices of logs. */
export function logSteps(programs: Programs, marksOf: MarksOf): LogSteps {
  const one: Bounds = logBounds(1);
  const threads = threadsOf(programs, one, 'fine');
  const kept = { locks: locksKept(threads, 1), highest: one.generations };
  const marks = mapKinds(programs, (program, kind) => marksOf(kind, program));
  const { numbering, steps } = numbered(
    threads,
    one,
    kept,
    (thread, ...about) => new LogInstructions(thread, ...about, marks[thread.kind] ?? new Map()),
  );
  const buffers: LogBuffers = {
    ...buffersOf(2 * one.eventsPerBuffer, eventsMax(one), freePosition(one, true)),
    ...unitJudges('fine'),
  };
  // Sound because `LogInstructions` writes the texts, of names of the tables and of numbers alone.
  const made = (text: string): unknown =>
    compiled('log-step', {}, `return function (S, p) { const H = p.helpers; ${text} };`);
  const counted = { callers: 1, highest: kept.highest, granularity: 'fine' } as const;
  const schema = schemaOf(one, threads, numbering, [...kept.locks], counted);
  const k: ProgramConstants = {
    ...{ bounds: one, threads, numbering, schema, garbage: true, ...counted },
    over: overOf(schema),
    lookers: 'scheduler',
  };
  const never = { sysAlloc: () => false, push: () => false };
  const reaches = { own: never, growth: never };
  const regions = regionsOf(k, reaches);
  return {
    threads: mapKinds(threads, (thread, kind) =>
      threadOfLog(thread, steps[kind] ?? [], {
        at: numbering.at[kind] ?? new Map(),
        thrown: numbering.thrown[kind] ?? 0,
        marks: marks[kind] ?? new Map(),
        made,
      }),
    ),
    buffers,
    genOf: (kind, record) => regions[kind].gen(record),
    ended: (caller) => regions.ended(caller),
    isOutside: ofPlaces(threads.own, numbering.at.own)((place) => place.outside),
    of: (ms, isLeft) => {
      const all = { ...k, bounds: logBounds(ms), isLeft: (_: unknown, m: number) => isLeft(m) };
      return { initial: initialOf(all), properties: programProperties(all, regionsOf(all, reaches)) };
    },
  };
}

interface About {
  /** By instruction, the number of the place. */
  readonly at: ReadonlyMap<number, number>;
  readonly thrown: number;
  readonly marks: ReadonlyMap<number, number>;
  readonly made: (text: string) => unknown;
}

function threadOfLog(
  { kind, program: { list }, places: all, fields }: Thread,
  steps: readonly PlaceStep[],
  { at, thrown, marks, made }: About,
): LogThread {
  const numberOf = (index: number): number => at.get(index) ?? 0;
  const isEntry = (index: number): boolean => list[index]?.op === 'entry';
  const waysOf = (step: Step, mark: number | null): readonly Way[] => {
    switch (step.kind) {
      case 'do': {
        const here = step.one.op === 'entry' ? undefined : marks.get(list.indexOf(step.one));
        return waysOf(step.next, mark ?? here ?? null);
      }
      case 'fault':
        return waysOf(step.next, mark);
      case 'branch':
        return [...waysOf(step.yes, mark), ...waysOf(step.no, mark)];
      case 'arrive':
        return [{ mark, to: numberOf(step.at) }];
      case 'stop':
        return [{ mark, to: thrown }];
      case 'end':
        return [{ mark, to: 0 }];
      case 'blocked':
        return [];
    }
  };
  const branchesOf = (step: Step): readonly LogBranch[] => {
    if (step.kind === 'do' || step.kind === 'fault') return branchesOf(step.next);
    if (step.kind !== 'branch') return [];
    const index = list.findIndex((one) => one === step.one);
    const own = {
      index,
      words: conditionOf(step.one),
      yes: waysOf(step.yes, null),
      no: waysOf(step.no, null),
    };
    return [own, ...branchesOf(step.yes), ...branchesOf(step.no)];
  };
  const byPlace: LogStep[][] = [];
  for (const one of steps) {
    const { number, place, choice, step, text } = one;
    const { fn, line } = tellingOf(one);
    const words = [`${fn}:${line}`, kinds[kind].where, choice].filter((part) => part !== '').join(' ');
    const all = instructionsOf(place.tree);
    (byPlace[number] ??= []).push({
      name: words,
      choice,
      index: place.index,
      ways: waysOf(step, null),
      // Sound because the texts are functions of a state and of `p`.
      guard: text.guard === '' ? undefined : (made(text.guard) as LogStep['guard']),
      effect: made(text.effect) as LogEffect,
      trail: () => made(text.trail()) as LogEffect,
      waits: [...new Set(instructionsOf(step).filter(mayWait).map(wordsOf))],
      branches: branchesOf(step),
      loads: [
        ...new Set(all.flatMap((one) => (one.op === 'load' ? [places[one.from.place]?.field ?? ''] : []))),
      ],
    });
  }
  const arrivals: (number | undefined)[] = [];
  const grows: boolean[] = [];
  const names: string[] = [];
  const bufferAt: (string | undefined)[] = [];
  const indices: number[] = [];
  const held: ReadonlySet<string>[] = [];
  for (const place of all) {
    const number = numberOf(place.index);
    if (isEntry(place.index)) arrivals[number] = marks.get(place.index);
    grows[number] = mayGrow(place.first);
    indices[number] ??= place.index;
    held[number] ??= place.held;
    names[number] = `${place.first.fn}:${place.first.line}`;
    const inHand = [...place.fields.keys()].filter((field) => fields.types[field] === 'buf');
    bufferAt[number] = inHand.length === 1 ? inHand[0] : undefined;
  }
  return {
    kind,
    steps: byPlace,
    arrivals,
    grows,
    indices,
    held,
    names,
    types: fields.types,
    thrown,
    bufferAt,
  };
}

const mayWait = (one: Instruction): boolean =>
  one.op === 'call' && ['lock', 'semacquire', 'stopTheWorld', 'pick', 'pickFreem', 'pop'].includes(one.name);

const conditionOf = (one: Instruction): string => wordsOf(one).replace(/^if (.*) go to .*$/, '$1');
