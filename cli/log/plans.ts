/** Which counterexamples of the released designs real threads can be made to follow: searched in the steps of the releases, and decided without a Go. */
import { check } from '../../checker/index.ts';
import { stepsKey } from '../../facts/index.ts';
import { boundsByName, programsOfRelease, releasesWithPrograms } from '../../model/index.ts';
import type { FoundRun, ScheduledStep } from '../../runtime/index.ts';
import { ScheduleError, hasHooks, onPrograms, realRun, scheduleOf } from '../../runtime/index.ts';
import { UsageError } from '../errors.ts';
import { noSuch } from '../nearest.ts';
import { parts } from '../selection/parts.ts';
import { selectDesign } from '../selection/programs.ts';
import type { Selection } from '../selection/selection.ts';
import { runOf } from './run-of.ts';

/** The shortest counterexample of a design to a property in some bounds. */
export interface Plan {
  readonly design: string;
  readonly property: string;
  readonly config: string;
  /** The shortest one, or the shortest that real threads can be made to take. */
  readonly run: FoundRun;
  /** Null where a step of it is in the way. */
  readonly schedule: readonly ScheduledStep[] | null;
  /** The first step that is in the way of the shortest one, and why. */
  readonly obstacle: ScheduleError | null;
}

/**
 * Small bounds of every part that programs have. What `small` has of the core, `tiny` has; and what can be forced of `syscalls-handoff`,
 * `syscalls-small` has.
 */
const plannedConfigs = (): readonly string[] =>
  [...new Set(['tiny', ...parts.map(({ config }) => config), 'procs-small'])].filter(
    (config) => config !== 'small' && config !== 'syscalls-handoff',
  );

/** Releases whose tracer hooks can be put into. */
function forcedReleases(): string[] {
  return releasesWithPrograms().filter((name) => {
    const kept = programsOfRelease(name);
    return kept !== undefined && hasHooks(kept.programs);
  });
}

/**
 * The shortest counterexamples of the released designs, each config after the other; of all configs above where none is named. Throws a
 * UsageError for bounds and designs that do not exist.
 */
export async function plansOf(
  config: string | undefined,
  design: string | undefined,
  onWork: (words: string, share: number) => void = () => {},
): Promise<Plan[]> {
  const known = forcedReleases();
  if (design !== undefined && !known.includes(design))
    throw new UsageError(noSuch(`--design ${design}: no such release with hooks`, design, known));
  if (config !== undefined && !Object.hasOwn(boundsByName, config))
    throw new UsageError(noSuch(`no config is called ${config}`, config, Object.keys(boundsByName)));
  const configs = config === undefined ? plannedConfigs() : [config];
  const plans: Plan[] = [];
  for (const [index, bounds] of configs.entries()) {
    const searched = new Map<string, readonly Searched[]>();
    for (const variant of design === undefined ? known : [design]) {
      onWork(`${variant} at ${bounds}`, index / configs.length);
      plans.push(...(await plansAt(variant, bounds, searched)));
    }
  }
  return plans;
}

/** What a search has found: the shortest counterexample, and if that cannot be forced, the shortest without the steps in the way. */
interface Searched {
  readonly property: string;
  readonly shortest: FoundRun;
  readonly real: FoundRun | null;
}

/** `searched` has what other releases gave in the same bounds, by their steps. */
async function plansAt(
  design: string,
  config: string,
  searched: Map<string, readonly Searched[]>,
): Promise<Plan[]> {
  const selection = selectDesign(design, config);
  const { programs } = selection.programs ?? { programs: undefined };
  if (programs === undefined) return [];
  const key = stepsKey(programs);
  const found = searched.get(key) ?? (await searchedIn(selection));
  searched.set(key, found);
  const own = (run: FoundRun): FoundRun => (run.programs === programs ? run : onPrograms(run, programs));
  return found.map(({ property, shortest, real }): Plan => {
    const about = { design, property, config };
    const [run, instead] = [own(shortest), real === null ? null : own(real)];
    const { schedule, obstacle } = planned(run);
    const other = instead === null ? null : planned(instead).schedule;
    return instead === null || other === null
      ? { ...about, run, schedule, obstacle }
      : { ...about, run: instead, schedule: other, obstacle };
  });
}

async function searchedIn(selection: Selection): Promise<Searched[]> {
  const { violations } = await check(selection.system, { continue: true, safety: true });
  const shortest = new Map<string, FoundRun>();
  for (const { property, trace } of violations) {
    const run = trace === null ? null : runOf(selection, trace);
    const other = shortest.get(property);
    if (run !== null && (other === undefined || isShorter(run, other))) shortest.set(property, run);
  }
  const found: Searched[] = [];
  for (const [property, run] of shortest) {
    const { obstacle } = planned(run);
    const real = obstacle === null || obstacle.isFinal ? null : await realRun(run, property);
    found.push({ property, shortest: run, real });
  }
  return found;
}

function planned(run: FoundRun): Pick<Plan, 'schedule' | 'obstacle'> {
  try {
    return { schedule: scheduleOf(run), obstacle: null };
  } catch (error) {
    if (!(error instanceof ScheduleError)) throw error;
    return { schedule: null, obstacle: error };
  }
}

/** Of each design and property the shortest one that can be forced, or else the shortest. */
export function shortestReal(plans: readonly Plan[]): Plan[] {
  const best = new Map<string, Plan>();
  for (const plan of plans) {
    const key = `${plan.design} ${plan.property}`;
    const other = best.get(key);
    if (other === undefined || isBetter(plan, other)) best.set(key, plan);
  }
  return [...best.values()];
}

function isBetter(one: Plan, other: Plan): boolean {
  if ((one.schedule === null) !== (other.schedule === null)) return one.schedule !== null;
  return isShorter(one.run, other.run);
}

const isShorter = (one: FoundRun, other: FoundRun): boolean =>
  one.trace.steps.length < other.trace.steps.length;
