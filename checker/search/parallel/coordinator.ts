import type { ModuleSource } from '../../report.ts';
import type { Program } from '../../program.ts';
import type { RecordField } from '../../schema.ts';
import type { Views } from '../../views.ts';
import type { Bounds, SearchResult } from '../result.ts';
import type { Hooks } from '../sequential.ts';
export interface Team {
  readonly workers: number;
  readonly module: ModuleSource;
  readonly properties: readonly string[] | undefined;
}
export function breadthFirstParallel<S extends RecordField>(
  _p: Program<S>,
  _v: Views<S>,
  _b: Bounds,
  _h: Hooks,
  _t: Team,
): Promise<SearchResult> {
  return Promise.reject(new Error('x'));
}
