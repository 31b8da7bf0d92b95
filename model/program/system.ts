/** A system made of the programs of a tree, for one set of bounds. */
import type { Fairness, System } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';
import { callersOf, locksKept } from './state/callers.ts';
import { actionsOf, callerName, tellingOf } from './actions.ts';
import type { NamedStep } from './actions.ts';
import { isBetweenSections } from './steps/forgotten.ts';
import { highestGeneration } from './code/generations.ts';
import { circularLocks } from './steps/lock-order.ts';
import { endlessBy } from './steps/endless.ts';
import { functionsOf } from './code/functions.ts';
import type { Functions, Guard, Ran } from './code/functions.ts';
import type { Granularity } from './places/granularity.ts';
import { mayGrow } from './places/granularity.ts';
import { numbered } from './code/numbering.ts';
import type { PlaceStep } from './code/numbering.ts';
import { regionsOf } from './regions/regions.ts';
import type { AsksStep, Reaches, Regions } from './regions/regions.ts';
import type { Asked } from './code/text.ts';
import type { ThreadKind } from './language/kinds.ts';
import { kinds, kindsIn, mapKinds } from './language/kinds.ts';
import type { Instruction, Programs } from './language/program.ts';
import { gsOf } from '../bounds.ts';
import { boundedBy } from './scheduler/bounded.ts';
import { psOf } from './scheduler/proc-fields.ts';
import { programProperties } from './properties/index.ts';
import { initialOf, overOf, schemaOf } from './state/state.ts';
import type { ProgramConstants, ProgramSchema, Threads } from './state/state.ts';
import { threadOf } from './steps/thread.ts';

export interface ProgramOptions {
  /** What the tree is called. */
  readonly name: string;
  /** Default fine. */
  readonly granularity?: Granularity;
  /** Free buffers hold garbage; default true. The peers have them zeroed. */
  readonly garbage?: boolean;
  /** Function to file, for the lines of counterexamples. */
  readonly files?: Readonly<Record<string, string>>;
  /** Is told each instruction that a step runs. For walks, not for searches. */
  readonly ran?: Ran;
}

/** A system with what it was made of. */
export interface ProgramModel {
  readonly system: System<ProgramSchema>;
  readonly constants: ProgramConstants;
  readonly regions: Regions;
}

export const programSystem = (
  programs: Programs,
  bounds: Bounds,
  options: ProgramOptions,
): System<ProgramSchema> => programModel(programs, bounds, options).system;

export function programModel(
  programs: Programs,
  bounds: Bounds,
  { name, granularity = 'fine', garbage = true, files = {}, ran }: ProgramOptions,
): ProgramModel {
  const { threads, callers, locks, highest, numbering, steps, named } = laidOut(
    programs,
    bounds,
    granularity,
  );
  const schema = schemaOf(bounds, threads, numbering, [...locks], { callers, highest, granularity });
  const polls = named.filter(({ kind, step }) => kind === 'scheduler' && step.choice.includes('polls'));
  const lookers = { process: 'scheduler', except: polls.map(({ name }) => name) };
  const over = overOf(schema);
  const k = { bounds, threads, numbering, schema, over, lookers, garbage, callers, highest, granularity };
  const functions = functionsOf(k, ran);
  const reaches = (kind: 'own' | 'growth'): Reaches => reachesIn(kind, steps[kind], functions);
  const regions = regionsOf(k, { own: reaches('own'), growth: reaches('growth') });
  const system = k.over.system({
    name: `programs of ${name} ${bounds.name}${granularity === 'coarse' ? ' in coarse steps' : ''}`,
    initial: [initialOf(k)],
    actions: actionsOf(k, named, {
      file: (fn) => files[fn] ?? 'trace.go',
      functions,
      isNoting: ran !== undefined,
    }),
    properties: programProperties(k, regions),
    fairness: fairnessOf(k, named),
  });
  return { system, constants: k, regions };
}

/** What the system calls a place and a step, which others know by the first instruction of the place and by the choice. */
export interface SystemNames {
  readonly place: (kind: ThreadKind, index: number) => number;
  /** Undefined where it has no such step. */
  readonly action: (kind: ThreadKind, index: number, choice: string) => string | undefined;
}

export function namesIn(programs: Programs, bounds: Bounds, granularity: Granularity): SystemNames {
  const { numbering, named } = laidOut(programs, bounds, granularity);
  const place = (kind: ThreadKind, index: number): number => numbering.at[kind]?.get(index) ?? 0;
  const names = new Map(named.map(({ kind, step, name }) => [`${kind} ${step.number} ${step.choice}`, name]));
  return { place, action: (kind, index, choice) => names.get(`${kind} ${place(kind, index)} ${choice}`) };
}

type LaidOut = ReturnType<typeof layOut>;
const known = new WeakMap<Programs, WeakMap<Bounds, Map<Granularity, LaidOut>>>();

/** The threads of programs, cut into steps that have names. It is found once: a search, its report and a walk ask for the same. */
export function laidOut(programs: Programs, bounds: Bounds, granularity: Granularity): LaidOut {
  const within = known.get(programs) ?? new WeakMap<Bounds, Map<Granularity, LaidOut>>();
  known.set(programs, within);
  const cut = within.get(bounds) ?? new Map<Granularity, LaidOut>();
  within.set(bounds, cut);
  const found = cut.get(granularity) ?? layOut(programs, bounds, granularity);
  cut.set(granularity, found);
  return found;
}

function layOut(programs: Programs, bounds: Bounds, granularity: Granularity) {
  const threads = threadsOf(programs, bounds, granularity);
  const callers = callersOf(threads);
  const locks = locksKept(threads, callers);
  const highest = highestGeneration(threads, bounds.generations, callers);
  const { numbering, steps } = numbered(threads, bounds, { locks, highest });
  const used = new Map<string, number>();
  const named = kindsIn(threads).flatMap((kind) => namesOf(kind, steps[kind] ?? [], used));
  return { threads, callers, locks, highest, numbering, steps, named };
}

export function threadsOf(programs: Programs, bounds: Bounds, granularity: Granularity): Threads {
  const circular = circularLocks(programs);
  const handsOff = bounds.parts.procs?.handsOff === true;
  const within = { gs: gsOf(bounds), ps: psOf(bounds), handsOff };
  return mapKinds(programs, (program, kind) =>
    threadOf(kind, boundedBy(endlessBy(program, kind, bounds), within), { granularity, circular }),
  );
}

/** By the number of an M's place on its own stack where the stack may grow, the instruction there by its index. */
export function growsAt(
  programs: Programs,
  bounds: Bounds,
  granularity: Granularity,
): ReadonlyMap<number, number> {
  const { threads, numbering } = laidOut(programs, bounds, granularity);
  return new Map(
    threads.own.places.flatMap(({ index, first }): (readonly [number, number])[] => {
      const number = numbering.at.own.get(index);
      return number !== undefined && mayGrow(first) ? [[number, index]] : [];
    }),
  );
}

function reachesIn(kind: 'own' | 'growth', steps: readonly PlaceStep[], functions: Functions): Reaches {
  const asks = (call: Asked): AsksStep => {
    const asked: Guard[][] = [];
    for (const { number, text } of steps)
      if (text.reaches[call] !== '') (asked[number] ??= []).push(functions.guard(text.reaches[call]));
    return (s, m) => asked[s.m.at(m)[kind].at]?.some((does) => does(s, { m })) === true;
  };
  return { sysAlloc: asks('sysAlloc'), push: asks('push') };
}

/**
 * What has begun goes on, and nobody has to begin anything: weakly fair but for calls, sections and growths. traceAdvance may
 * find a flag up whenever it looks, so its look is strongly fair: a flag that is down again and again is seen down in the end.
 */
function fairnessOf(
  { bounds: { programs }, callers: count, lookers }: ProgramConstants,
  named: readonly NamedStep[],
): Fairness {
  const starts = (one: Instruction): boolean =>
    one.op === 'call' && (one.name === 'idle' || one.name === 'interrupted' || isBetweenSections(one));
  const voluntary = (kind: ThreadKind): readonly string[] =>
    named.filter((one) => one.kind === kind && starts(one.step.place.first)).map(({ name }) => name);
  const growth = programs.some(({ growths }) => growths > 0) ? ['StackGrowth'] : [];
  const looks = named.filter(
    ({ step }) => step.place.first.op === 'call' && step.place.first.name === 'pick',
  );
  const callers = Array.from({ length: count }, (_, slot) => ({
    process: callerName(slot),
    except: voluntary('caller'),
  }));
  const ms = programs.map((_, m) => ({
    process: `M${m}`,
    except: [...voluntary('own'), ...voluntary('signal'), ...growth],
  }));
  const once = [...new Set(named.map(({ kind }) => kind))].filter((kind) => kinds[kind].per === 'once');
  return {
    weak: [...callers, ...once.map((kind) => (kind === 'scheduler' ? lookers : kind)), ...ms],
    strong: looks.map(({ name }) => name),
  };
}

/** Each step by its function and line, and its choice. No two have the same name, of whatever threads they are. */
function namesOf(
  kind: ThreadKind,
  steps: readonly NamedStep['step'][],
  used: Map<string, number>,
): readonly NamedStep[] {
  return steps.map((step) => {
    const { fn, line } = tellingOf(step);
    const words = [`${fn}:${line}`, kinds[kind].where, step.choice].filter((one) => one !== '').join(' ');
    const count = (used.get(words) ?? 0) + 1;
    used.set(words, count);
    return { kind, step, name: count === 1 ? words : `${words} #${count}` };
  });
}
