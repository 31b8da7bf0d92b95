/** The lanes of a run as one SVG that stands by itself: no script, no style sheet, no foreign object. */
import type { RunShown, SystemShown } from '../data.ts';
import { INDENT, bandsOf, barsOf, depthOf, lanesOf, rowsOf } from '../geometry.ts';
import { valueAt } from '../columns.ts';
import { entities } from './entities.ts';

/** Its own colours: it goes where the page's are not known. */
export interface Colours {
  readonly ground: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly bad: string;
  readonly section: string;
  readonly growth: string;
  readonly odd: string;
  readonly even: string;
  readonly disc: string;
  readonly growthDisc: string;
}

export const colours: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    ground: '#ffffff',
    ink: '#171b21',
    muted: '#515b67',
    line: '#b9c1cb',
    bad: '#b3261e',
    section: '#bfdccf',
    growth: '#f2d7a4',
    odd: '#eef5fb',
    even: '#f7f2e6',
    disc: '#1d6b4f',
    growthDisc: '#8a5200',
  },
  dark: {
    ground: '#13171c',
    ink: '#e8ebef',
    muted: '#a9b2bd',
    line: '#434d59',
    bad: '#ff8577',
    section: '#17402f',
    growth: '#46350f',
    odd: '#121d29',
    even: '#221c10',
    disc: '#5fd0a5',
    growthDisc: '#f0b04a',
  },
};

const ROW = 22;
const HEAD = 52;
const LEFT = 34;
const LETTER = 7.3;
const PIN_MIN = 62;
const PIN_LETTERS = 16;

/** The column of a field beside the lanes: its path in two lines, so that no two of them lie over each other. */
interface PinColumn {
  readonly field: number;
  readonly above: string;
  readonly below: string;
  readonly middle: number;
  readonly right: number;
}

function pinColumns({ fields }: SystemShown, pins: readonly number[], left: number): readonly PinColumn[] {
  let right = left;
  return pins.map((field): PinColumn => {
    const path = fields[field]?.path ?? '';
    const dot = path.lastIndexOf('.');
    const [above, below] = [ended(path.slice(0, Math.max(0, dot))), ended(path.slice(dot + 1))];
    const width = Math.max(PIN_MIN, Math.max(above.length, below.length) * LETTER + 12);
    right += Math.round(width);
    return { field, above, below, middle: right - Math.round(width / 2), right };
  });
}

/** The end of a text that is too long. */
const ended = (text: string): string =>
  text.length > PIN_LETTERS ? `…${text.slice(1 - PIN_LETTERS)}` : text;

export function svgOf(system: SystemShown, run: RunShown, pins: readonly number[], tone: Colours): string {
  const rows = rowsOf(run);
  const lanes = lanesOf(rows, LEFT);
  const end = lanes.at(-1);
  const pinsLeft = end === undefined ? LEFT + 120 : end.x + end.width;
  const columns = pinColumns(system, pins, pinsLeft);
  const codeLeft = (columns.at(-1)?.right ?? pinsLeft) + 10;
  const width = codeLeft + 260;
  const height = HEAD + rows.length * ROW + 34;
  const y = (row: number): number => HEAD + row * ROW + ROW / 2;
  const laneOf = (process: string) => lanes.find((lane) => lane.process === process);
  const x = (process: string, depth: number): number => (laneOf(process)?.x ?? LEFT) + 10 + depth * INDENT;
  const shapes: string[] = [`<rect width="${width}" height="${height}" fill="${tone.ground}"/>`];
  for (const { period, from, to } of bandsOf(run, rows))
    if (period.tone !== 'none')
      shapes.push(
        `<rect x="0" y="${HEAD + from * ROW}" width="${width}" height="${(to - from + 1) * ROW}" fill="${tone[period.tone]}"/>`,
        label(width - 10, HEAD + from * ROW + 15, period.name, tone.muted, 'end'),
      );
  shapes.push(label(10, 18, system.title, tone.ink, 'start', true));
  for (const lane of lanes) {
    shapes.push(
      label(lane.x + 4, HEAD - 8, lane.process, tone.ink, 'start', true),
      `<line x1="${lane.x + 10}" x2="${lane.x + 10}" y1="${HEAD}" y2="${HEAD + rows.length * ROW}" stroke="${tone.line}"/>`,
    );
  }
  for (const { lane, depth, kind, from, to } of barsOf(rows, lanes))
    shapes.push(
      `<rect x="${(lanes[lane]?.x ?? 0) + 10 + depth * INDENT - 3.5}" y="${y(from) - 7}" width="7" height="${y(to) - y(from) + 14}" rx="3.5" fill="${kind === 'growth' ? tone.growth : tone.section}"/>`,
    );
  for (const { above, below, middle } of columns)
    shapes.push(
      label(middle, HEAD - 22, above, tone.muted, 'middle'),
      label(middle, HEAD - 8, below, tone.muted, 'middle'),
    );
  rows.forEach(({ step }, row) => {
    shapes.push(label(LEFT - 8, y(row) + 4, String(row), tone.muted, 'end'));
    if (step === null) {
      shapes.push(label(LEFT + 22, y(row) + 4, 'initial', tone.muted, 'start'));
      return;
    }
    const depth = depthOf(step);
    const violates = row === run.violatedAt;
    const [cx, cy] = [x(step.process, depth), y(row)];
    const fill = violates ? tone.bad : step.inside[1].at(-1) === 'growth' ? tone.growthDisc : tone.disc;
    shapes.push(
      violates
        ? `<path d="M${cx} ${cy - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z" fill="${fill}"/>`
        : `<circle cx="${cx}" cy="${cy}" r="3.5" fill="${fill}"/>`,
      label(cx + 12, cy + 4, step.label, violates ? tone.bad : tone.ink, 'start', violates),
      label(
        codeLeft,
        cy + 4,
        [step.code, step.place].filter((part) => part !== '').join(' '),
        tone.muted,
        'start',
      ),
    );
    for (const { field, middle } of columns) {
      const { step: setAt, value } = valueAt(run, field, row);
      if (setAt === row && row > 0)
        shapes.push(label(middle, cy + 4, String(value), tone.ink, 'middle', true));
    }
  });
  const verdict =
    run.violated === null
      ? 'nothing is violated'
      : `✗ ${run.violated}: ${system.properties[run.violated]?.otherwise ?? 'violated'}`;
  shapes.push(label(10, height - 12, verdict, run.violated === null ? tone.muted : tone.bad, 'start', true));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, 'DejaVu Sans Mono', monospace" font-size="12">\n${shapes.join('\n')}\n</svg>\n`;
}

const label = (
  x: number,
  y: number,
  text: string,
  fill: string,
  anchor: 'start' | 'middle' | 'end',
  bold = false,
): string =>
  `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}"${bold ? ' font-weight="600"' : ''}>${escaped(text)}</text>`;

/** Characters that XML does not allow, or that change the order of others, are left out. */
const escaped = (text: string): string =>
  entities(text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\uFFFE\uFFFF]/gu, '').slice(0, 200));
