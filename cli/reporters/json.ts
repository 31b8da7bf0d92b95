/** JSON as it is printed. */
import type { Trace } from '../../checker/index.ts';

/** From so many steps on, indentation would make a text that no string holds, and that nobody reads. */
const indentedMax = 10_000;

/** Indented where people may read it, and on one line where one of its traces is long. Ends with a line break. */
export function jsonText(value: unknown, traces: readonly (Trace | null)[]): string {
  const steps = traces.reduce((sum, trace) => sum + (trace?.steps.length ?? 0), 0);
  return `${JSON.stringify(value, null, steps > indentedMax ? 0 : 2)}\n`;
}
