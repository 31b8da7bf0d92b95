/** The commands with which the traces of a report are followed again: in the model, and by the real runtime. */
import type { Trace } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import type { Paint } from './words.ts';
import { count } from './words.ts';

/** A shell takes no word of any length, and nobody copies a long one. */
export const idMax = 2000;

/** One line for each trace, then one for each command by which real threads follow one. */
export function againLines(
  traces: readonly Trace[],
  forced: readonly string[],
  selection: Selection,
  paint: Paint,
): string[] {
  const line = (label: string, words: string): string => `${paint('dim', label.padEnd(10))} ${words}`;
  return [
    ...traces.map((trace) => line('replay:', replayWords(trace, selection))),
    ...forced.map((words) => line('force:', words)),
  ];
}

const replayWords = ({ id }: Trace, { words }: Selection): string =>
  id.length <= idMax
    ? `nosplit replay ${id} ${commandLine(words)}`
    : `save the report (--format json --out FILE) and replay that; the id has ${count(id.length)} characters`;
