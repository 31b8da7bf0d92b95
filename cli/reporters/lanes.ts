/**
 * A trace as lanes: one column for each process that takes a step, time downward, and beside each step what it changed
 * and the code that it stands for.
 */
import type { Change, Json, Passed, Story, Trace } from '../../checker/index.ts';
import type { Paint } from './words.ts';
import { fill, plural, wrap } from './words.ts';

export interface LaneView {
  readonly width: number;
  readonly paint: Paint;
  readonly story: Story;
  /** The source of an action: `runtime/tracebuf.go, traceWriter.refill`. */
  readonly sourceOf: (action: string) => string | null;
  /** One line for each step, cut where it is longer. */
  readonly brief?: boolean;
  /** Whether the middle of a long trace is printed, too. */
  readonly allSteps?: boolean;
  /** Which fields are told; default all. */
  readonly shows?: (path: string) => boolean;
}

/** A trace of more steps is printed without its middle: so many from its start, and as many to its end. */
const stepsMax = 1000;
const endSteps = 100;

/** Columns that what a step changed should have at least; with fewer, lanes shrink to one mark per step. */
const detailMin = 40;
const gap = 2;

export function lanes({ initial, steps, loop }: Trace, view: LaneView): string[] {
  const { width, paint, story, sourceOf, brief = false, allSteps = false, shows = () => true } = view;
  const isWhole = allSteps || steps.length <= stepsMax;
  const numbers = isWhole
    ? steps.map((_, index) => index)
    : Array.from({ length: 2 * endSteps }, (_, at) =>
        at < endSteps ? at : steps.length - 2 * endSteps + at,
      );
  const printed = numbers.flatMap((index): Printed[] => {
    const step = steps[index];
    if (step === undefined) return [];
    const before = steps[index - 1]?.state ?? initial;
    return [{ index, step, before, label: story.label(step, before) }];
  });
  const processes = [...new Set(printed.map(({ step }) => step.process))];
  const number = String(steps.length).length + 1;
  const widest = new Map(processes.map((process) => [process, process.length]));
  for (const { step, label } of printed)
    widest.set(step.process, Math.max(widest.get(step.process) ?? 0, label.length));
  const wide = [...widest.values()];
  const sum = (widths: readonly number[]): number =>
    widths.reduce((total, one) => total + one + gap, number + gap);
  const named = width - sum(wide) >= detailMin;
  const widths = named ? wide : processes.map(({ length }) => Math.max(1, length));
  // With marks for lanes the action's name needs a column of its own.
  const labelWidth = named ? 0 : printed.reduce((most, { label }) => Math.max(most, label.length), 0) + gap;
  const detail = Math.max(20, width - sum(widths) - labelWidth);

  // A bracket before the numbers holds the steps of a lasso's loop together.
  const bracket = (at: number, isFirst: boolean, isLast: boolean): string => {
    if (loop === undefined || at < loop) return ' ';
    return at === loop && isFirst ? '┌' : at === steps.length - 1 && isLast ? '└' : '│';
  };
  const row = (of: Printed, isFirst: boolean, isLast: boolean, text: string, code: string): string => {
    const at = of.index;
    const step = isFirst ? of.step : undefined;
    const name = isFirst ? of.label : '';
    const cells = processes.map((process, lane) => {
      const own = step?.process === process;
      const cell = own ? (named ? name : '●') : '│';
      return paint(own ? 'bold' : 'dim', cell) + ' '.repeat((widths[lane] ?? 0) + gap - cell.length);
    });
    const left =
      bracket(at, isFirst, isLast) +
      (isFirst ? String(at + 1) : '').padStart(number - 1) +
      ' '.repeat(gap) +
      cells.join('');
    const own = named ? '' : paint('bold', name) + ' '.repeat(labelWidth - name.length);
    const blank = code === '' ? '' : ' '.repeat(Math.max(0, detail - text.length - code.length));
    return (left + own + text + blank + paint('dim', code)).trimEnd();
  };

  const rowsOf = (one: Printed): string[] => {
    const { step, before } = one;
    const source = sourceOf(step.action);
    const note = story.remark(step, before);
    const visible = step.changes.filter(({ path }) => shows(path));
    const changes = worthTelling(visible, story).map(spelled);
    // What is not to be shown is not nothing.
    const nothing = step.changes.length === 0 ? ['changes nothing'] : [''];
    if (brief) {
      const code = place(source, story);
      const parts = note === null ? changes : [note, ...changes];
      const room = detail - code.length - gap;
      return [
        room < 16
          ? row(one, true, true, cut(parts, detail), '')
          : row(one, true, true, cut(parts, room), code),
      ];
    }
    const ran = story.ran?.(step, before) ?? null;
    const code = ran === null ? codeOf(source, story) : '';
    const lines = [
      ...(note === null ? [] : fill(note, detail)),
      ...wrap(changes.length === 0 ? nothing : changes, detail).flatMap((line) =>
        line.length > detail ? fill(line, detail) : [line],
      ),
      ...(ran === null ? [] : fill(linesRan(ran), detail)),
    ];
    const beside = (lines.at(-1) ?? '').length + gap + code.length <= detail;
    const codes = code === '' ? [] : fill(code, detail);
    const rows = beside
      ? lines.map((text, line) => [text, line === lines.length - 1 ? code : ''] as const)
      : [...lines.map((text) => [text, ''] as const), ...codes.map((text) => ['', text] as const)];
    return rows.map(([text, code], line) => row(one, line === 0, line === rows.length - 1, text, code));
  };
  const left = plural(steps.length - printed.length, 'step');
  const body = isWhole
    ? printed.flatMap(rowsOf)
    : [
        ...printed.slice(0, endSteps).flatMap(rowsOf),
        paint('dim', `${' '.repeat(number + gap)}… ${left} left out; nosplit replay --all-steps prints them`),
        ...printed.slice(endSteps).flatMap(rowsOf),
      ];
  const header =
    ' '.repeat(number + gap) +
    processes.map((process, lane) => process.padEnd((widths[lane] ?? 0) + gap)).join('');
  const back =
    loop === undefined
      ? []
      : [`↻ ${loop === steps.length ? 'stays here' : `back to step ${String(loop + 1)}`}, for ever`];
  return [
    ...(processes.every((process) => process === '') ? [] : [paint('dim', header.trimEnd())]),
    ...body,
    ...back.map((line) => paint('bold', line)),
  ];
}

/** A step that is printed. */
interface Printed {
  readonly index: number;
  readonly step: Trace['steps'][number];
  readonly before: Json;
  readonly label: string;
}

/** `runtime/tracebuf.go, traceWriter.refill` as `traceWriter.refill tracebuf.go:156`, the line where a tree was read. */
export function codeOf(source: string | null, story: Story): string {
  const [, name] = /^runtime\/[\w.]+, (.+)$/.exec(source ?? '') ?? [];
  return name === undefined ? (source ?? '') : `${name} ${place(source, story)}`;
}

/** `ran traceWriter.refill:158 159 165, traceWriter.end:110`: lines of the sources, in the order in which they were run. */
export function linesRan(ran: readonly Passed[]): string {
  const parts = ran.map(({ function: name, line }, index) =>
    ran[index - 1]?.function === name ? ` ${line}` : `${index === 0 ? '' : ', '}${name}:${line}`,
  );
  return `ran ${parts.join('')}`;
}

/** The file alone, with the line where a tree was read. */
function place(source: string | null, { placeOf }: Story): string {
  const [, file] = /^runtime\/([\w.]+), /.exec(source ?? '') ?? [];
  return file === undefined || source === null ? '' : (placeOf(source) ?? file);
}

/** A program counter says what the next action says; it is told only of a step that changes nothing else. */
function worthTelling(changes: readonly Change[], { isProgramCounter }: Story): readonly Change[] {
  const data = changes.filter(({ path }) => !isProgramCounter(path));
  return data.length > 0 ? data : changes;
}

const spelled = ({ path, before, after }: Change): string => `${path} ${before} → ${after}`;

/** As many whole parts as fit; `…` says that there are more. */
function cut(parts: readonly string[], width: number): string {
  const [first = '', ...rest] = parts;
  let text = first.length <= width ? first : `${first.slice(0, width - 1).trimEnd()}…`;
  for (const [index, part] of rest.entries()) {
    const left = width - text.length - (index < rest.length - 1 ? ', …'.length : 0);
    if (part.length + 2 > left) return text.length + 3 <= width ? `${text}, …` : text;
    text = `${text}, ${part}`;
  }
  return text;
}
