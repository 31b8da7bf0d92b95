/** One search of a system's whole space, as the threads of `searchAll` run it. */
import type { ModuleSource, Report } from '../../checker/index.ts';
import { check, loadSystem } from '../../checker/index.ts';

export interface SearchTask {
  readonly module: ModuleSource;
  /** Whether counterexamples are built, or only their lengths told. */
  readonly traces: boolean;
  /** What is left of the time for all searches; null for no limit. */
  readonly leftMs: number | null;
}

/** Ends the search of a thread, and those that it is sent later. */
export const interruptSearch = 'interrupt';

export async function searchWhole(
  { module, traces, leftMs }: SearchTask,
  signal: AbortSignal,
): Promise<Report> {
  const limit = leftMs === null ? {} : { timeMaxMs: leftMs };
  return check(await loadSystem(module), { continue: true, traces, signal, ...limit });
}
