/**
 * The orders in which one thread searches, in slices between which the event loop runs (progress, interrupts).
 */
import type { RecordField } from '../language/schema.ts';
import type { Hooks, Others } from './hooks.ts';
import { Ints } from './ints.ts';
import type { Prepared } from './prepared.ts';
import type { Bounds, Ranges, SearchResult } from './result.ts';
import type { Resting } from './run.ts';
import { Run } from './run.ts';

/** Breadth-first, level by level: the first violation met is a shortest one. */
export async function breadthFirst<S extends RecordField>(
  prepared: Prepared<S>,
  bounds: Bounds,
  hooks: Hooks,
  others: Others | null = null,
): Promise<SearchResult> {
  const run = new Run(prepared, bounds, hooks, { store: others?.store });
  // The first state of each level up to the one being built, and the next state to expand.
  let levels = [0, run.engine.next()];
  let index = 0;
  const atRest = (): Resting => ({ levels, expanded: index });
  const before = await run.begin(atRest);
  if (before !== null) {
    levels = Array.from(before.levels);
    index = before.expanded;
  }
  for (let depth = levels.length - 2; run.limit === null; depth++) {
    const to = levels[depth + 1] ?? 0;
    // Within a level that was begun before, its bounds have been looked at.
    if (index === levels[depth]) {
      if (index === to || (run.findings.any && !bounds.all)) break;
      run.limit =
        hooks.signal?.aborted === true
          ? 'interrupt'
          : to >= bounds.statesMax
            ? 'states'
            : depth >= bounds.depthMax
              ? 'depth'
              : null;
      if (run.limit !== null) break;
    }
    run.findings.depth = run.depth = depth;
    run.startLevel(to);
    while (index < to) {
      if (others?.take(to - index, run.engine.counters.expanded, run.nowMs) === true)
        return others.goOn(run.snapshot(atRest()), run.earlierMs, run.over);
      index = run.expand(index, to);
      if (run.isFull && others?.hasLarger === true)
        return others.goOn(run.snapshot(atRest()), run.earlierMs, run.over);
      if (run.isStopped()) break;
      if (run.isDue) await run.pause(atRest);
      if (hooks.checkpoints !== null && hooks.signal?.aborted === true && index < to) run.limit = 'interrupt';
      if (run.isStopped()) break;
    }
    if (!run.isStopped()) levels.push(run.engine.next());
  }
  await run.end(atRest);
  const distinct = run.engine.next();
  let deepest = levels.length - 1;
  while ((levels[deepest] ?? 0) >= distinct) deepest--;
  const ranges = levels
    .slice(0, deepest + 1)
    .map((from, depth): Ranges => [[from, levels[depth + 1] ?? distinct]]);
  return run.result(ranges, deepest);
}

/** Depth-first, a stack of states whose successors wait: finds deep states early; its traces need not be shortest. */
export async function depthFirst<S extends RecordField>(
  prepared: Prepared<S>,
  bounds: Bounds,
  hooks: Hooks,
): Promise<SearchResult> {
  const run = new Run(prepared, bounds, hooks, { isDepthFirst: true });
  const stack = new Ints();
  const depths = new Ints();
  let deepest = 0;
  const push = (from: number, depth: number): void => {
    for (let index = run.engine.next() - 1; index >= from; index--) {
      if (stack.push(index) && depths.push(depth)) continue;
      run.limit = 'memory';
      run.isLost = true;
      return;
    }
    if (run.engine.next() > from) deepest = Math.max(deepest, depth);
  };
  const atRest = (): Resting => ({
    ...{ stack: stack.used(), depths: depths.used(), deepest },
    skipped: run.skipped,
  });
  if (hooks.saved === null) push(0, 0);
  const before = await run.begin(atRest);
  if (before !== null) {
    stack.replace(before.stack);
    depths.replace(before.depths);
    deepest = before.deepest;
    run.skipped = before.skipped;
  }
  while (stack.length > 0 && run.limit === null && (bounds.all || !run.findings.any)) {
    const found = run.engine.next();
    if (found >= bounds.statesMax) run.limit = 'states';
    if (hooks.signal?.aborted === true) run.limit = 'interrupt';
    if (run.limit !== null) break;
    const index = stack.pop();
    const depth = depths.pop();
    if (depth >= bounds.depthMax) {
      run.skipped = true;
      continue;
    }
    run.findings.depth = run.depth = depth;
    run.startLevel(found);
    // The tables may have to grow before it fits.
    let isExpanded = false;
    while (!isExpanded && !run.isStopped()) isExpanded = run.expand(index, index + 1) > index;
    if (!isExpanded) {
      stack.push(index);
      depths.push(depth);
      break;
    }
    push(found, depth + 1);
    if (run.isDue) await run.pause(atRest);
  }
  if (run.limit === null && run.skipped) run.limit = 'depth';
  await run.end(atRest);
  return run.result([[[0, run.engine.next()]]], deepest);
}
