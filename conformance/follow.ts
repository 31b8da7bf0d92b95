/**
 * The reference follows the model through every transition of its graph.
 */
import { stateGraph } from '../checker/index.ts';
import { anyCover } from './cover/any.ts';
import { quickCover } from './cover/cover.ts';
import { hasCycle } from './cover/flow.ts';
import type { Cover } from './cover/cover.ts';
import type { Disagreement } from './lockstep.ts';
import { Lockstep } from './lockstep.ts';
import { programsBeside } from './programs.ts';
import type { Subject } from './run/run.ts';
import { GraphSide, undamaged } from './side.ts';
import type { Undamaged } from './side.ts';

export interface Followed {
  readonly states: number;
  readonly transitions: number;
  /** Transitions that only damage leads to, which are left out. */
  readonly beyond: number;
  readonly paths: number;
  readonly steps: number;
  /** Transitions that were taken. */
  readonly covered: number;
  readonly failure: Disagreement | null;
}

export interface FollowOptions {
  readonly onPath?: (done: number, paths: number) => void;
  /** Lets others run, now and then; true ends the work. */
  readonly pause?: () => Promise<boolean>;
  /** Take only every n-th path, from the first on. Left out: all. */
  readonly every?: number;
}

/** What a cover needs of the model: it is the same for a reference and for its mutants. */
export interface Route extends Undamaged {
  readonly cover: Cover;
}

/** Throws a SystemError where the bounds have too many states. */
export async function routeOf(subject: Omit<Subject, 'reference'>): Promise<Route> {
  const pairing = programsBeside(subject);
  const part = undamaged(await stateGraph(pairing.system), pairing);
  return { ...part, cover: hasCycle(part.graph) ? anyCover(part.graph) : quickCover(part.graph) };
}

/** Until something disagrees, or to the end of the cover. */
export async function follow(
  subject: Subject,
  route: Route,
  { every = 1, onPath, pause }: FollowOptions = {},
): Promise<Followed> {
  const { graph, beyond, cover } = route;
  const side = new GraphSide(route);
  const lockstep = new Lockstep(subject, side);
  let [steps, paths] = [0, 0];
  let failure: Disagreement | null = null;
  for (let path = 0; path < cover.paths && failure === null; path += every) {
    lockstep.reset();
    failure = lockstep.compare();
    const end = cover.begins[path + 1] ?? 0;
    for (let index = cover.begins[path] ?? 0; index < end && failure === null && !lockstep.isOver; index++) {
      failure = lockstep.take(graph.instance[cover.steps[index] ?? 0] ?? 0);
      steps++;
    }
    paths++;
    onPath?.(paths, Math.ceil(cover.paths / every));
    if (pause !== undefined && paths % pathsPerPause === 0 && (await pause())) break;
  }
  const { states, transitions } = graph;
  const covered = side.taken.reduce((sum, times) => sum + Math.min(times, 1), 0);
  return { states, transitions, beyond, paths, steps, covered, failure };
}

const pathsPerPause = 200;
