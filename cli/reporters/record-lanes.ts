/** The last records of a log as lanes: one column for each thread, time downward, and beside each record its values. */
import type { RecentRecord } from '../../runtime/index.ts';
import type { Paint } from './words.ts';
import { fill } from './words.ts';

const gap = 2;
/** Columns that the values have at least. */
const valuesMin = 20;

export function recordLanes(records: readonly RecentRecord[], width: number, paint: Paint): string[] {
  const threads = [...new Set(records.map(({ thread }) => thread))];
  const number = Math.max(0, ...records.map(({ record }) => String(record).length));
  const widths = threads.map((thread) =>
    records.reduce(
      (most, one) => (one.thread === thread ? Math.max(most, one.kind.length) : most),
      thread.length,
    ),
  );
  const left = number + gap + widths.reduce((sum, one) => sum + one + gap, 0);
  const row = (start: string, cellOf: (thread: string) => string, values: string): string => {
    const cells = threads.map((thread, lane) => {
      const cell = cellOf(thread);
      return paint(cell === '│' ? 'dim' : 'bold', cell) + ' '.repeat((widths[lane] ?? 0) + gap - cell.length);
    });
    return `${start.padStart(number)}${' '.repeat(gap)}${cells.join('')}${values}`.trimEnd();
  };
  return [
    ...(threads.length === 0 ? [] : [row('', (thread) => thread, '')]),
    ...records.flatMap(({ record, thread, kind, values }) => {
      const words = Object.entries(values).map(([name, value]) => `${name}=${value}`);
      return fill(words.join(' '), Math.max(valuesMin, width - left)).map((line, index) =>
        row(index === 0 ? String(record) : '', (lane) => (index === 0 && lane === thread ? kind : '│'), line),
      );
    }),
  ];
}
