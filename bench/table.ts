/**
 * The results as text.
 */
import type { Result } from './results.ts';
import { reached } from './targets.ts';
import type { Target } from './targets.ts';

/** One line per result below a line of headings; a model's name stands in its first line only. */
export function table(results: readonly Result[]): string[] {
  const headings = [
    'model',
    'tool',
    'workers',
    'distinct',
    'generated',
    'wall s',
    'min-max',
    'CPU s',
    'distinct/s',
    'per CPU s',
    'x floor',
    'B/state',
    'peak MB',
  ];
  const rows = results.map((result, k) => [
    results[k - 1]?.model === result.model ? '' : result.model,
    result.tool,
    String(result.workers),
    grouped(result.distinct),
    grouped(result.generated),
    result.wallSeconds.toFixed(2),
    `${result.wallSecondsMin.toFixed(2)}-${result.wallSecondsMax.toFixed(2)}`,
    result.cpuSeconds.toFixed(2),
    grouped(result.perWallSecond),
    grouped(result.perCpuSecond),
    (result.cpuSeconds / result.floorSeconds).toFixed(1),
    `${result.bytesPerState.toFixed(1)}${result.bytesFrom === 'peak' ? '*' : ' '}`,
    (result.peakBytes / 1e6).toFixed(0),
  ]);
  return aligned([headings, ...rows]);
}

/** Rows of cells as lines: the first two columns to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** What a target asks, what was measured, and the verdict. */
export function targetLine(target: Target): string {
  const { claim, value, unit, atLeast, atMost } = target;
  const wanted = atLeast === undefined ? `at most ${atMost ?? NaN}` : `at least ${atLeast}`;
  if (value === null) return `not measured  ${claim} (${wanted} ${unit})`;
  return `${reached(target).padEnd(12)}  ${claim}: ${value.toFixed(2)} ${unit} (${wanted} ${unit})`;
}

const grouped = (value: number): string => Math.round(value).toLocaleString('en-US');
