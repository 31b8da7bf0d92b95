/** The values of fields along a run, from what its steps change. */
import type { Scalar } from '../checker/index.ts';
import type { RunShown } from './data.ts';

/** A value that a field got. */
export interface Written {
  /** The step that wrote it; 0 for the initial value. */
  readonly step: number;
  readonly value: Scalar;
}

const cache = new WeakMap<RunShown, readonly (readonly Written[])[]>();

/** By field, its values in the order in which it got them; the first is the initial one. */
function columnsOf(run: RunShown): readonly (readonly Written[])[] {
  const known = cache.get(run);
  if (known !== undefined) return known;
  const columns: Written[][] = run.initial.map((value) => [{ step: 0, value }]);
  run.steps.forEach(({ changes }, index) => {
    for (const [field, value] of changes) columns[field]?.push({ step: index + 1, value });
  });
  cache.set(run, columns);
  return columns;
}

/** What a field holds after a step, and which step wrote it. */
export function valueAt(run: RunShown, field: number, step: number): Written {
  const column = columnsOf(run)[field] ?? [];
  let [low, high] = [0, column.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((column[middle]?.step ?? 0) <= step) low = middle;
    else high = middle - 1;
  }
  return column[low] ?? { step: 0, value: 0 };
}
