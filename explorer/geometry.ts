/** Where lanes, bars and bands of a run lie: one source for the page's columns, its drawing, and the exported picture. */
import type { FollowedShown, Period, RunShown, StepShown } from './data.ts';

/** A line of the lanes: the initial state, a step, or a step that was not possible. */
export interface Row {
  readonly step: StepShown | null;
  /** The state of the run that is shown here. */
  readonly state: number;
  readonly gone: FollowedShown | null;
}

export interface Lane {
  readonly process: string;
  readonly x: number;
  readonly width: number;
  /** The names of its sections, the outermost first. */
  readonly sections: readonly string[];
}

export interface Bar {
  readonly lane: number;
  readonly depth: number;
  readonly kind: string;
  /** Rows, both included. */
  readonly from: number;
  readonly to: number;
}

export interface Band {
  readonly period: Period;
  readonly from: number;
  readonly to: number;
}

export const INDENT = 13;
const LETTER = 7.3;
const WIDTH_MIN = 96;
const WIDTH_MAX = 230;

/** The rows of a run by itself. */
export const rowsOf = (run: RunShown): readonly Row[] => [
  { step: null, state: 0, gone: null },
  ...run.steps.map((step, index): Row => ({ step, state: index + 1, gone: null })),
];

/** The rows of another system beside the schedule that it was given: a step that is not possible there keeps its row. */
export function rowsBeside(
  schedule: RunShown,
  followed: readonly FollowedShown[],
  run: RunShown,
): readonly Row[] {
  let state = 0;
  return [
    { step: null, state: 0, gone: null },
    ...schedule.steps.map((step, index): Row => {
      const one = followed[index];
      if (one === undefined || !one.taken) return { step, state, gone: one ?? null };
      state++;
      return { step: run.steps[state - 1] ?? step, state, gone: null };
    }),
  ];
}

/** The depth at which a step stands in its lane: that of the innermost section that it is in, before it or after. */
export const depthOf = ({ inside: [before, after] }: StepShown): number =>
  Math.max(0, Math.max(before.length, after.length) - 1);

/** Lanes from the left, for the processes that take a step, in the order of their first. */
export function lanesOf(rows: readonly Row[], left: number): readonly Lane[] {
  const processes = [...new Set(rows.flatMap(({ step }) => (step === null ? [] : [step.process])))];
  let x = left;
  return processes.map((process): Lane => {
    const own = rows.flatMap(({ step }) => (step?.process === process ? [step] : []));
    const sections: string[] = [];
    for (const step of own)
      for (const inside of step.inside) inside.forEach((name, depth) => (sections[depth] ??= name));
    const label = Math.max(...own.map((step) => step.label.length * LETTER + depthOf(step) * INDENT));
    const width = Math.round(Math.max(WIDTH_MIN, Math.min(WIDTH_MAX, label + 30)));
    const lane = { process, x, width, sections };
    x += width;
    return lane;
  });
}

/** The sections of each process as bars, from the step that opens one to the step that closes it. */
export function barsOf(rows: readonly Row[], lanes: readonly Lane[]): readonly Bar[] {
  const bars: Bar[] = [];
  lanes.forEach(({ process }, lane) => {
    const open: { from: number; to: number; kind: string }[] = [];
    rows.forEach(({ step, gone }, row) => {
      if (step?.process !== process || gone !== null) return;
      const [before, after] = step.inside;
      const deepest = Math.max(before.length, after.length);
      for (let depth = 0; depth < deepest; depth++) {
        open[depth] ??= { from: row, to: row, kind: after[depth] ?? before[depth] ?? '' };
        const one = open[depth];
        if (one !== undefined) one.to = row;
      }
      while (open.length > after.length) {
        const closed = open.pop();
        if (closed !== undefined) bars.push({ lane, depth: open.length, ...closed });
      }
    });
    open.forEach((one, depth) =>
      bars.push({ lane, depth, ...one, to: Math.max(one.to, lastOf(rows, process)) }),
    );
  });
  return bars;
}

const lastOf = (rows: readonly Row[], process: string): number =>
  rows.reduce((last, { step, gone }, row) => (step?.process === process && gone === null ? row : last), 0);

/** Rows in a row that are of one period. */
export function bandsOf(run: RunShown, rows: readonly Row[]): readonly Band[] {
  const bands: Band[] = [];
  rows.forEach(({ state }, row) => {
    const period = state === 0 ? run.period : (run.steps[state - 1]?.period ?? null);
    if (period === null) return;
    const last = bands.at(-1);
    if (last?.period.name === period.name) bands[bands.length - 1] = { ...last, to: row };
    else bands.push({ period, from: row, to: row });
  });
  return bands;
}
