/** What `nosplit reproduce` is to force: a bug by its name, a trace, or all kept counterexamples of a tree's design. */
import { join, resolve } from 'node:path';
import { behaviourOf, designNamed } from '../../model/index.ts';
import type { FoundRun } from '../../runtime/index.ts';
import {
  ScheduleError,
  bugs,
  counterexampleOf,
  designOfGo,
  programsOfGo,
  realInstead,
  scheduleOf,
} from '../../runtime/index.ts';
import { UsageError, oneLine } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import { plural } from '../reporters/words.ts';
import { retrace } from '../traces/retrace.ts';
import { readJson } from '../traces/saved.ts';
import type { World } from '../world.ts';
import type { Plan } from './plans.ts';
import { runOf } from './run-of.ts';

/** What is to be forced, what it is called, and by which go command. */
export interface Target {
  readonly title: string;
  readonly run: FoundRun;
  readonly go: string;
  /** The released design that the counterexample is one of; null where it is that of the tree. */
  readonly design: string | null;
  /** The counterexamples of --all that the schedule is of. */
  readonly plans: readonly Plan[];
}

/** The counterexamples of a bug, searched in the tree's own steps. Throws a UsageError for a bug that cannot be forced. */
export async function targetsOf(
  go: string,
  bug: string | undefined,
  notes: World['stdout'],
  { cwd }: World,
): Promise<Target[]> {
  if (bug === undefined)
    throw new UsageError(
      `name a bug (${Object.keys(bugs).join(', ')}), or give a counterexample with --trace`,
    );
  const known = Object.hasOwn(bugs, bug) ? bugs[bug] : undefined;
  if (known === undefined) {
    const next = 'those that can be forced are ' + Object.keys(bugs).join(', ');
    throw new UsageError(noSuch(`${bug} cannot be forced`, bug, Object.keys(bugs), next));
  }
  const { name } = await designOfGo(go, cwd);
  const programsFor = programsOfGo(go, cwd);
  const targets: Target[] = [];
  for (const one of known) {
    const run = await counterexampleOf(one, programsFor);
    if (run === null)
      notes.write(`${name}: ${one.property} holds, so there is nothing to force: ${one.what} nowhere\n`);
    else
      targets.push({
        title: `bug ${bug}, ${one.what}: ${plural(run.trace.steps.length, 'step')} of the tree`,
        run,
        go,
        design: null,
        plans: [],
      });
  }
  return targets;
}

/** One trace, from its id or a file. Throws a UsageError and a SystemError, as replay does. */
export async function traced(
  given: string,
  config: string | undefined,
  { design, property, go }: { readonly [name in 'design' | 'property' | 'go']?: string | undefined },
  world: World,
): Promise<Target> {
  // A report says what it is about; --go is then the tree to build with alone.
  const isId = readJson(given, world.cwd) === undefined;
  const tree = isId && design === undefined ? go : undefined;
  const options = { design, property, go: tree };
  const { trace, shown, selection } = await retrace(given, config, options, world);
  const run = runOf(selection, trace);
  if (run === null)
    throw new UsageError(
      'real threads follow the steps of a tree alone, and this counterexample has others; check again: nosplit check --go DIR --format json',
    );
  const { subject, title } = selection;
  const dir = subject.kind === 'go' ? resolve(world.cwd, subject.dir) : undefined;
  const { real, claim } = await forceable(run, shown?.claim ?? 'a trace', world.stderr);
  return {
    title: `${claim} of ${title} in ${plural(real.trace.steps.length, 'step')}`,
    run: real,
    go: goIn(go ?? dir),
    design: subject.kind === 'design' ? subject.design : null,
    plans: [],
  };
}

/** The run, or the shortest one instead that has no step of those that can be avoided; a line says so. Throws a ScheduleError. */
async function forceable(
  run: FoundRun,
  claim: string,
  notes: World['stderr'],
): Promise<{ readonly real: FoundRun; readonly claim: string }> {
  try {
    scheduleOf(run);
    return { real: run, claim };
  } catch (error) {
    if (!(error instanceof ScheduleError) || error.isFinal) throw error;
    const instead = await realInstead(run);
    if (instead === null) throw error;
    notes.write(
      oneLine(
        `this one cannot be forced: ${error.message}; what follows is the shortest that can, to ${instead.property}`,
      ),
    );
    return { real: instead.run, claim: instead.property };
  }
}

/** The go command of a tree, or the one on the PATH. */
export const goIn = (dir: string | undefined): string => (dir === undefined ? 'go' : join(dir, 'bin', 'go'));

/** A line where the tree has another design than the counterexample. */
export async function differing(go: string, design: string, cwd: string): Promise<string> {
  const own = await designOfGo(go, cwd);
  if (behaviourOf(own) === behaviourOf(designNamed(design))) return '';
  return oneLine(
    `the tree has the design of ${own.name}, and this is a counterexample of ${design}; --go DIR builds with another tree`,
  );
}

/** Those plans that are of the tree's design and can be forced, each schedule once. */
export async function planTargets(plans: readonly Plan[], go: string, cwd: string): Promise<Target[]> {
  const own = await designOfGo(go, cwd);
  const bySchedule = new Map<string, Plan[]>();
  for (const plan of plans) {
    if (plan.schedule === null || behaviourOf(designNamed(plan.design)) !== behaviourOf(own)) continue;
    const key = JSON.stringify(plan.schedule);
    bySchedule.set(key, [...(bySchedule.get(key) ?? []), plan]);
  }
  return [...bySchedule.values()].flatMap((same) =>
    same.slice(0, 1).map(({ run, config }) => ({
      title: `${[...new Set(same.map(({ property }) => property))].join(', ')} at ${config} in ${plural(run.trace.steps.length, 'step')}`,
      run,
      go,
      design: null,
      plans: same,
    })),
  );
}
