/** Which counterexamples of the released designs real threads can be made to follow: searched in the steps of the releases, and decided without a Go. */
import { check, stepper, traceThrough } from '../../checker/index.ts';
import type { System, Trace } from '../../checker/index.ts';
import { stepsKey } from '../../facts/index.ts';
import { boundsByName, programsOfRelease, releasesWithPrograms } from '../../model/index.ts';
import type { FoundRun, ScheduledStep } from '../../runtime/index.ts';
import { ScheduleError, hasHooks, realRun, scheduleOf } from '../../runtime/index.ts';
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

/** Small bounds of every part that programs have. What `small` has of the core, `tiny` has. */
const plannedConfigs = (): readonly string[] =>
  [...new Set(['tiny', ...parts.map(({ config }) => config), 'procs-small'])].filter(
    (config) => config !== 'small',
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
    const searched = new Map<string, Searched>();
    for (const variant of design === undefined ? known : [design]) {
      onWork(`${variant} at ${bounds}`, index / configs.length);
      plans.push(...(await plansAt(variant, bounds, searched)));
    }
  }
  return plans;
}

/** What a search of the same steps has found, and the system that it was of. */
interface Searched {
  readonly system: System;
  readonly found: readonly {
    readonly property: string;
    readonly shortest: Trace;
    readonly real: Trace | null;
  }[];
}

/** `searched` has what other releases gave in the same bounds, by their steps. */
async function plansAt(design: string, config: string, searched: Map<string, Searched>): Promise<Plan[]> {
  const selection = selectDesign(design, config);
  const { system, programs: params } = selection;
  const key = params === undefined ? '' : stepsKey(params.programs);
  const { system: other, found } = searched.get(key) ?? (await searchedIn(selection));
  searched.set(key, { system: other, found });
  return found.flatMap(({ property, shortest, real }): Plan[] => {
    const [run, longer] = [shortest, real].map((trace) =>
      trace === null ? null : runOf(selection, other === system ? trace : retraced(trace, other, system)),
    );
    if (run == null) return [];
    const { schedule, obstacle } = planned(run);
    const instead = longer == null ? null : planned(longer).schedule;
    const about = { design, property, config, obstacle };
    return [
      longer == null || instead === null
        ? { ...about, run, schedule }
        : { ...about, run: longer, schedule: instead },
    ];
  });
}

async function searchedIn(selection: Selection): Promise<Searched> {
  const { system } = selection;
  const { violations } = await check(system, { continue: true, safety: true });
  const shortest = new Map<string, Trace>();
  for (const { property, trace } of violations) {
    const other = shortest.get(property);
    if (trace !== null && (other === undefined || trace.steps.length < other.steps.length))
      shortest.set(property, trace);
  }
  const found: Searched['found'][number][] = [];
  for (const [property, trace] of shortest) {
    const run = runOf(selection, trace);
    const obstacle = run === null ? null : planned(run).obstacle;
    const real = run === null || obstacle === null || obstacle.isFinal ? null : await realRun(run, property);
    found.push({ property, shortest: trace, real: real?.trace ?? null });
  }
  return { system, found };
}

/** The same run of a system that has the same steps under other names. */
function retraced({ steps }: Trace, from: System, to: System): Trace {
  const all = stepper(from).steps;
  const keyOf = ({ action, params }: { readonly action: string; readonly params: object }): string =>
    `${action} ${JSON.stringify(params)}`;
  const numbers = new Map(all.map((step, number) => [keyOf(step), number]));
  const instances = steps.map((step) => numbers.get(keyOf(step)) ?? -1);
  return traceThrough(to, { root: 0, instances });
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
