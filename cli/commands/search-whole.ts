/** One search of a system's whole space, as the threads of `searchAll` run it. */
import type { ModuleSource, Report } from '../../checker/index.ts';
import { check, loadSystem } from '../../checker/index.ts';

export interface SearchTask {
  readonly module: ModuleSource;
  /** Whether counterexamples are built, or only their lengths told. */
  readonly traces: boolean;
}

export async function searchWhole({ module, traces }: SearchTask): Promise<Report> {
  return check(await loadSystem(module), { continue: true, traces });
}
