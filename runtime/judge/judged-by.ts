/** By which programs a log is judged. */
import { behaviourOf, designsByName, logSteps, programsOfDesign, programsOfLogs } from '../../model/index.ts';
import type { Design, LogSteps, ProgramPart, Programs } from '../../model/index.ts';
import { LogError } from '../log/reader.ts';
import { marksOfLogs } from './marks-of-logs.ts';
import { schedulerParts } from './scheduler/scheduler.ts';
import type { SchedulerPrograms } from './scheduler/scheduler.ts';

/** The programs of a design, or of a tree that was read. */
export type JudgedBy =
  | Design
  | {
      /** What the verdict calls it. */
      readonly name: string;
      /** Of the part threads. Left out: those that are kept of the design of that name. */
      readonly programs?: Programs;
      /** Of the parts about Gs and Ps, where `programs` is given; left out where none were read. */
      readonly scheduler?: SchedulerPrograms;
      /** Function to file, where `programs` is given. */
      readonly files?: Readonly<Record<string, string>>;
    };

/** The design whose programs are meant: that of the name, or one that says the same, of several the release itself. */
function designOf(by: JudgedBy): string {
  if (Object.hasOwn(designsByName, by.name)) return by.name;
  const behaviour = 'lock' in by ? behaviourOf(by) : '';
  const alike = Object.keys(designsByName).filter((name) => {
    const design = designsByName[name];
    return design !== undefined && behaviourOf(design) === behaviour;
  });
  const found = alike.find((name) => by.name.startsWith(`go${name}`)) ?? alike[0];
  if (found !== undefined) return found;
  throw new LogError(
    `no steps are kept of the design ${by.name}; name the tree whose steps these are with --go`,
  );
}

/** The steps of programs that were made into functions already. */
const known = new WeakMap<Programs, LogSteps>();

/** By the name of a design. */
const kept = new Map<string, Programs>();

/** Function to file. */
export const filesFor = (by: JudgedBy): Readonly<Record<string, string>> =>
  ('files' in by ? by.files : undefined) ?? programsOfDesign(designOf(by), 'threads').files;

/** The programs of the part threads. Throws a LogError where none are kept of that design. */
export function programsFor(by: JudgedBy): Programs {
  const given = 'programs' in by ? by.programs : undefined;
  if (given !== undefined) return given;
  const name = designOf(by);
  const programs = kept.get(name) ?? programsOfDesign(name, 'threads').programs;
  kept.set(name, programs);
  return programs;
}

const keptOfScheduler = new Map<string, SchedulerPrograms>();

/** The programs of the parts about Gs and Ps. Throws a LogError where none are kept of that design. */
export function schedulerFor(by: JudgedBy): SchedulerPrograms {
  const given = 'programs' in by ? by : null;
  if (given?.scheduler !== undefined) return given.scheduler;
  if (given?.programs !== undefined)
    throw new LogError(
      `the programs of ${by.name} lack the parts about Gs and Ps; read them of a tree with --go`,
    );
  const name = designOf(by);
  const of = (part: ProgramPart): Programs => programsOfDesign(name, part).programs;
  let found = keptOfScheduler.get(name);
  if (found === undefined) {
    found = { goroutines: of(schedulerParts.goroutines), procs: of(schedulerParts.procs) };
    keptOfScheduler.set(name, found);
  }
  return found;
}

/** Their steps, with the choices of logs. */
export function stepsFor(by: JudgedBy): LogSteps {
  const programs = programsFor(by);
  const steps = known.get(programs) ?? logSteps(programsOfLogs(programs), marksOfLogs);
  known.set(programs, steps);
  return steps;
}
