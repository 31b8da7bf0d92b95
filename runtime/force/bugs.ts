/** The counterexample for each bug that a schedule can force: found by a search of the tree's own programs. */
import { check, stepper, traceThrough } from '../../checker/index.ts';
import type { Trace } from '../../checker/index.ts';
import { boundsNamed, partOf, programsOfRelease } from '../../model/index.ts';
import type { Bounds, ProgramPart, Programs } from '../../model/index.ts';
import type { Bug, CoreBug } from './known-bugs.ts';
import { realSystem, wholeSystem } from './real-system.ts';
import type { ProgramsOfRun } from './run.ts';
import { canBeForced } from './schedule.ts';
import { isSame, withReader } from './with-reader.ts';
import type { FoundRun } from './with-reader.ts';

/** The programs of a tree or a release, by the part that they are of. Throws what the reader of the tree does. */
export type ProgramsFor = (part: ProgramPart) => Promise<Programs>;

/** Those that were kept of a release. */
export const keptPrograms =
  (design: string): ProgramsFor =>
  (part) => {
    const kept = programsOfRelease(design, part);
    return kept === undefined
      ? Promise.reject(new Error(`${design} has no programs of the part ${part}`))
      : Promise.resolve(kept.programs);
  };

/**
 * The shortest counterexample of the programs; null where the property holds. Without a stop where none is needed, because a real M writes in
 * a generation before it ends, and with room for several events, because a real buffer has it.
 */
export async function counterexampleOf(bug: Bug, programsFor: ProgramsFor): Promise<FoundRun | null> {
  const bounds = 'config' in bug ? boundsNamed(bug.config) : boundsOf(bug);
  const of = { programs: await programsFor(partOf(bounds)), bounds, granularity: 'coarse' } as const;
  const run = await realRun(of, bug.property);
  if (run === null) return null;
  return 'readerTakes' in bug && bug.readerTakes ? withReader(run) : run;
}

/** A buffer has room for the events of both sections of a growth. */
const EVENTS_MIN = 2;

/** In the part statuses one M, whose goroutine has a section before its last, in which it gets a status. */
const sectionsIn = ({ parts, programs }: Bounds): Bounds['programs'] =>
  parts.statuses === undefined
    ? programs
    : programs.slice(0, 1).map((program) => ({ ...program, sections: 2 }));

/** Claims that a run of fewer steps breaks only where a whole run does. */
const kindsAsked: readonly string[] = ['always', 'alwaysStep', 'deadlockFree'];

/** The shortest counterexample without the steps that real threads cannot be made to take; null where there is none, and of another claim. */
export async function realRun(asked: ProgramsOfRun, property: string): Promise<FoundRun | null> {
  const { programs, bounds, granularity } = asked;
  const eventsPerBuffer = Math.max(EVENTS_MIN, bounds.eventsPerBuffer);
  const of: ProgramsOfRun = {
    programs,
    granularity,
    bounds: { ...bounds, eventsPerBuffer, programs: sectionsIn(bounds) },
  };
  const system = realSystem(of);
  const kind = system.properties[property]?.kind;
  if (kind === undefined || !kindsAsked.includes(kind)) return null;
  const trace = (await check(system, { properties: [property] })).violations[0]?.trace;
  return trace == null ? null : { ...of, trace: retraced(trace, system, wholeSystem(of)) };
}

/** The same run of programs that have the same steps, in other lines. */
export const onPrograms = ({ trace, ...of }: FoundRun, programs: Programs): FoundRun => {
  const other = { ...of, programs };
  return { ...other, trace: retraced(trace, wholeSystem(of), wholeSystem(other)) };
};

/** The same run of a system that has the same steps, in their order, perhaps under other names. */
function retraced({ steps }: Trace, from: ReturnType<typeof wholeSystem>, to: typeof from): Trace {
  const all = stepper(from).steps;
  const instances = steps.map((step) => all.findIndex((one) => isSame(one, step)));
  return traceThrough(to, { root: 0, instances });
}

/**
 * In place of a counterexample with a step that cannot be forced, the shortest one in its bounds, to a property that it violates, that can
 * be; null where there is none.
 */
export async function realInstead(
  run: FoundRun,
): Promise<{ readonly property: string; readonly run: FoundRun } | null> {
  const walk = stepper(wholeSystem(run));
  // Sound because a trace of programs has the states of their system.
  walk.reset((run.trace.steps.at(-1)?.state ?? run.trace.initial) as Parameters<typeof walk.reset>[0]);
  for (const property of walk.violated()) {
    const real = await realRun(run, property);
    if (real !== null && canBeForced(real)) return { property, run: real };
  }
  return null;
}

const boundsOf = ({ stops, eventsPerBuffer }: CoreBug): Bounds => ({
  ...boundsNamed('tiny'),
  name: 'forced',
  programs: [{ sections: 3, growths: 1 }],
  stop: stops,
  runs: false,
  eventsPerBuffer,
});
