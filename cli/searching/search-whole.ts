/** One search of a system's whole space, as the threads of `searchAll` run it. */
import type { CheckOptions, ModuleSource, Report } from '../../checker/index.ts';
import { check, loadSystem } from '../../checker/index.ts';

/** Where each search ends, however much time there is. */
export type SizeLimits = Pick<CheckOptions, 'statesMax' | 'depthMax'>;

export interface SearchTask {
  readonly module: ModuleSource;
  /** Whether counterexamples are built, or only their lengths told. */
  readonly traces: boolean;
  /** What is left of the time for all searches; null for no limit. */
  readonly leftMs: number | null;
  readonly limits: SizeLimits;
}

/** Ends the search of a thread, and those that it is sent later. */
export const interruptSearch = 'interrupt';

export async function searchWhole(
  { module, traces, leftMs, limits }: SearchTask,
  signal: AbortSignal,
): Promise<Report> {
  const time = leftMs === null ? {} : { timeMaxMs: leftMs };
  return check(await loadSystem(module), { continue: true, traces, signal, ...limits, ...time });
}
