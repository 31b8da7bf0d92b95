/**
 * A trace as lanes: one column for each process that takes a step, time downward, and beside each step what it changed
 * and the code that it stands for.
 */
import type { Step } from '../../checker/index.ts';
import type { Paint } from './words.ts';
import { wrap } from './words.ts';

export interface LaneView {
  readonly width: number;
  readonly paint: Paint;
  /** The code that an action stands for: `traceWriter.refill tracebuf.go:156`. */
  readonly codeOf: (action: string) => string;
}

/** Columns that what a step changed should have at least; with fewer, lanes shrink to one mark per step. */
const detailMin = 40;
const gap = 2;

export function lanes(steps: readonly Step[], { width, paint, codeOf }: LaneView): string[] {
  const processes = [...new Set(steps.map(({ process }) => process))];
  const labels = steps.map(label);
  const number = String(steps.length).length + 1;
  const wide = processes.map((process) =>
    Math.max(
      process.length,
      ...labels.filter((_, index) => steps[index]?.process === process).map(({ length }) => length),
    ),
  );
  const sum = (widths: readonly number[]): number =>
    widths.reduce((total, one) => total + one + gap, number + gap);
  const named = width - sum(wide) >= detailMin;
  const widths = named ? wide : processes.map(({ length }) => Math.max(1, length));
  // With marks for lanes the action's name needs a column of its own.
  const labelWidth = named ? 0 : Math.max(...labels.map(({ length }) => length)) + gap;
  const detail = Math.max(20, width - sum(widths) - labelWidth);

  const row = (index: number | null, text: string, code = ''): string => {
    const step = index === null ? undefined : steps[index];
    const name = index === null ? '' : (labels[index] ?? '');
    const cells = processes.map((process, lane) => {
      const own = step?.process === process;
      const cell = own ? (named ? name : '●') : '│';
      return paint(own ? 'bold' : 'dim', cell) + ' '.repeat((widths[lane] ?? 0) + gap - cell.length);
    });
    const left =
      (index === null ? '' : String(index + 1)).padStart(number) + ' '.repeat(gap) + cells.join('');
    const own = named ? '' : paint('bold', name) + ' '.repeat(labelWidth - name.length);
    const blank = code === '' ? '' : ' '.repeat(Math.max(gap, detail - text.length - code.length));
    return (left + own + text + blank + paint('dim', code)).trimEnd();
  };

  const header =
    ' '.repeat(number + gap) +
    processes.map((process, lane) => process.padEnd((widths[lane] ?? 0) + gap)).join('');
  const body = steps.flatMap((step, index) => {
    const code = codeOf(step.action);
    const changes = step.changes.map(({ path, before, after }) => `${path} ${before} → ${after}`);
    const lines = wrap(changes.length === 0 ? ['(changes nothing)'] : changes, detail);
    const beside = code === '' || (lines.at(-1) ?? '').length + gap + code.length <= detail;
    const texts = beside ? lines : [...lines, ''];
    return texts.map((text, line) =>
      row(line === 0 ? index : null, text, line === texts.length - 1 ? code : ''),
    );
  });
  return processes.every((process) => process === '') ? body : [paint('dim', header.trimEnd()), ...body];
}

/** The action with its parameters, without the one that the lane already names (`p=0`, or `m=0` in lane `M0`). */
function label({ action, params, process }: Step): string {
  const shown = Object.entries(params).filter(
    ([key, value]) => ![`${key}=${value}`, `${key}${value}`].includes(process.toLowerCase()),
  );
  return [action, ...shown.map(([key, value]) => `${key}=${value}`)].join(' ');
}
