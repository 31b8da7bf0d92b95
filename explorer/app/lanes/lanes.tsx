/** Lanes: a column for each process, time downward, pinned fields beside them. Only the rows in sight are in the document. */
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RunShown } from '../../data.ts';
import type { Row } from '../../geometry.ts';
import { lanesOf, rowsBeside, rowsOf } from '../../geometry.ts';
import { Side } from '../compare/side.tsx';
import * as state from '../state.ts';
import { Head } from './head.tsx';
import { Line, codeText } from './line.tsx';
import { Marks } from './marks.tsx';
import {
  BAND,
  CODE_MIN,
  HEAD,
  NUMBER,
  WATCHED,
  pinWidth,
  pinsBeside,
  room,
  rowHeight,
  width,
} from './measures.ts';

/** Both halves of a comparison scroll together. */
const scrolled = signal(0);
const sight = signal(900);
const printing = signal(false);
addEventListener('beforeprint', () => {
  printing.value = true;
});
addEventListener('afterprint', () => {
  printing.value = false;
});

/** Rows above and below those in sight. */
const SPARE = 12;

export function Lanes({ side }: { readonly side: 'own' | 'other' }) {
  const run = state.run.value;
  const { value: comparison } = state.comparison;
  if (run === null) return null;
  const isOther = side === 'other';
  if (isOther && comparison === null) return null;
  const shown = isOther && comparison !== null ? comparison.run : run;
  const rows =
    isOther && comparison !== null ? rowsBeside(run, comparison.steps, comparison.run) : rowsOf(run);
  return <Table side={side} run={shown} rows={rows} />;
}

function Table({
  side,
  run,
  rows,
}: {
  readonly side: 'own' | 'other';
  readonly run: RunShown;
  readonly rows: readonly Row[];
}) {
  const body = useRef<HTMLDivElement>(null);
  const height = rowHeight.value;
  const isOther = side === 'other';
  const { value: comparison } = state.comparison;
  const at = state.at.value;
  const lanes = lanesOf(rows, BAND + NUMBER);
  const watched = state.watched.value;
  const hasCode = comparison === null && width.value > 1180 && saysMoreThanLabels(rows);
  const taken =
    BAND +
    NUMBER +
    lanes.reduce((sum, lane) => sum + lane.width, 0) +
    (watched === null || isOther ? 0 : WATCHED) +
    (hasCode ? CODE_MIN : 0);
  const pins = pinsBeside(taken);
  const columns = [
    `${BAND}px ${NUMBER}px`,
    ...lanes.map((lane, index) =>
      index === lanes.length - 1 && !hasCode ? `minmax(${lane.width}px, 1fr)` : `${lane.width}px`,
    ),
    ...(lanes.length === 0 ? ['minmax(0, 1fr)'] : []),
    ...pins.map((field) => `${pinWidth(field)}px`),
    ...(watched === null || isOther ? [] : [`${WATCHED}px`]),
    ...(hasCode ? [`minmax(${CODE_MIN}px, 1fr)`] : []),
  ].join(' ');
  const least = taken + pins.reduce((sum, field) => sum + pinWidth(field), 0);

  useLayoutEffect(() => {
    room.value = body.current?.clientWidth ?? 0;
  }, [width.value, comparison === null]);
  useLayoutEffect(() => {
    const element = body.current;
    if (element === null) return;
    sight.value = element.clientHeight;
    const top = at * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (HEAD + top + height > element.scrollTop + element.clientHeight)
      element.scrollTop = HEAD + top + height - element.clientHeight;
    scrolled.value = element.scrollTop;
  }, [at, height, rows.length]);
  useLayoutEffect(() => {
    if (body.current !== null && Math.abs(body.current.scrollTop - scrolled.value) > 1)
      body.current.scrollTop = scrolled.value;
  });

  const all = printing.value;
  const from = all ? 0 : Math.max(0, Math.floor(scrolled.value / height) - SPARE);
  const to = all
    ? rows.length
    : Math.min(rows.length, Math.ceil((scrolled.value + sight.value) / height) + SPARE);
  const parts = comparison?.parts ?? null;
  const violates = (row: number): boolean =>
    isOther
      ? (comparison?.violated.some(({ step }) => step === row) ?? false)
      : row === run.violatedAt && row > 0;
  const moments = new Set(run.moments.map(({ of }) => of));
  const style = { gridTemplateColumns: columns };
  return (
    <div class={`lanes ${side}`}>
      {comparison === null ? null : <Side isOther={isOther} />}
      <div
        class="scroll"
        ref={body}
        onScroll={({ currentTarget }) => {
          scrolled.value = currentTarget.scrollTop;
        }}
      >
        <div class="sheet" style={{ minWidth: `${least}px` }}>
          <Head
            lanes={lanes}
            pins={pins}
            run={run}
            style={style}
            hasCode={hasCode}
            watched={isOther ? null : (watched?.text ?? null)}
          />
          <div
            class="rows"
            role="listbox"
            tabIndex={0}
            aria-label={isOther ? 'Steps of the other system' : 'Steps'}
            aria-activedescendant={`${side}-${at}`}
            style={{ height: `${rows.length * height}px` }}
          >
            <Marks {...{ rows, lanes, run, height, moments, violates, from, to }} />
            {rows.slice(from, to).map((row, index) => (
              <Line
                key={from + index}
                {...{ row, lanes, pins, run, style, hasCode, side, isOther }}
                number={from + index}
                count={rows.length}
                top={(from + index) * height}
                isKey={moments.has(row.state) && row.gone === null}
                violates={violates(from + index)}
                parts={parts === from + index}
                watched={watched === null || isOther ? null : watched.values[row.state]}
                hasWatched={watched !== null && !isOther}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Whether functions and lines are not what most of the steps are called already, as steps of a tree are. */
function saysMoreThanLabels(rows: readonly Row[]): boolean {
  const steps = rows.flatMap(({ step }) => (step === null ? [] : [step]));
  return steps.filter((step) => !step.label.startsWith(codeText(step))).length * 2 > steps.length;
}
