/** Lanes: a column for each process, time downward, pinned fields beside them. Only the rows in sight are in the document. */
import { computed, signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Scalar } from '../../checker/index.ts';
import type { Band, Bar, Lane, Row } from '../geometry.ts';
import { INDENT, bandsOf, barsOf, depthOf, lanesOf, rowsBeside, rowsOf } from '../geometry.ts';
import { valueAt } from '../columns.ts';
import type { RunShown } from '../data.ts';
import { select } from './actions.ts';
import * as state from './state.ts';
import { pathOf, short, split, wantsText } from './words.ts';

/** Both halves of a comparison scroll together. */
const scrolled = signal(0);
const sight = signal(900);
const width = signal(globalThis.innerWidth);
const printing = signal(false);
addEventListener('resize', () => {
  width.value = innerWidth;
});
addEventListener('beforeprint', () => {
  printing.value = true;
});
addEventListener('afterprint', () => {
  printing.value = false;
});

/** Rows above and below those in sight. */
const SPARE = 12;
const BAND = 42;
const NUMBER = 34;
const PIN = 60;
/** Names take more room than numbers. */
const PIN_OF_NAMES = 84;
/** The heads of the columns, which stay while the rows scroll. */
const HEAD = 40;

const rowHeight = computed(() => (state.comparison.value !== null || width.value <= 1180 ? 22 : 24));
/** Where there is little room, fewer fields are told beside the lanes. */
const pinsShown = computed(() => (width.value <= 1180 ? state.pins.value.slice(-3) : state.pins.value));

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
  const pins = pinsShown.value;
  const watched = state.watched.value;
  const hasCode =
    comparison === null && width.value > 1180 && rows.some(({ step }) => (step?.code ?? '') !== '');
  const columns = [
    `${BAND}px ${NUMBER}px`,
    ...lanes.map((lane, index) =>
      index === lanes.length - 1 && !hasCode ? `minmax(${lane.width}px, 1fr)` : `${lane.width}px`,
    ),
    ...(lanes.length === 0 ? ['minmax(0, 1fr)'] : []),
    ...pins.map((field) => `${pinWidth(field)}px`),
    ...(watched === null || isOther ? [] : ['72px']),
    ...(hasCode ? ['minmax(190px, 1fr)'] : []),
  ].join(' ');
  const least =
    BAND +
    NUMBER +
    lanes.reduce((sum, lane) => sum + lane.width, 0) +
    pins.reduce((sum, field) => sum + pinWidth(field), 0);

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

function Side({ isOther }: { readonly isOther: boolean }) {
  const { value: comparison } = state.comparison;
  const [run, system] = [state.run.value, state.system.value];
  if (comparison === null || run === null) return null;
  const gone = comparison.steps.filter(({ taken }) => !taken).length;
  const violated = isOther
    ? (comparison.violated[0] ?? null)
    : run.violated === null
      ? null
      : { property: run.violated, step: run.violatedAt ?? 0 };
  return (
    <div class="side">
      <h2>{isOther ? comparison.title : system?.title}</h2>{' '}
      {violated === null ? (
        <span class="good">✓ nothing is violated</span>
      ) : (
        <span class="bad">
          ✗ {violated.property} at step {violated.step}
        </span>
      )}
      <p>
        {!isOther
          ? 'One schedule, run on both. What the right cannot do is struck through.'
          : comparison.parts === null
            ? 'It takes every step of the schedule.'
            : `The runs part at step ${comparison.parts}; ${gone} ${gone === 1 ? 'step falls' : 'steps fall'} away.`}
      </p>
    </div>
  );
}

interface HeadProps {
  readonly lanes: readonly Lane[];
  readonly pins: readonly number[];
  readonly run: RunShown;
  readonly style: Readonly<Record<string, string>>;
  readonly hasCode: boolean;
  readonly watched: string | null;
}

function Head({ lanes, pins, run, style, hasCode, watched }: HeadProps) {
  return (
    <div class="cols" style={style}>
      <span />
      <span />
      {lanes.map(({ process, sections }, index) => (
        <span class={`proc tone${toneOf(process, index)}`} key={process}>
          {process}
          {sections.length < 2 ? null : <span class="nest"> {sections.join(' › ')}</span>}
        </span>
      ))}
      {lanes.length === 0 ? <span /> : null}
      {pins.map((field) => {
        const [stem, leaf] = split(pathOf(field));
        const isRead = run.decided.includes(field);
        return (
          <button
            type="button"
            key={field}
            class={`pin${isRead ? ' read' : ''}`}
            title={`${pathOf(field)}${isRead ? ': the failing property read it' : ''}`}
            onClick={() => {
              state.field.value = field;
              state.panel.value = 'field';
            }}
          >
            <span class="stem">{stemOf(stem)}</span>
            <span>{leaf.replace(/^\./, '').slice(0, 10)}</span>
          </button>
        );
      })}
      {watched === null ? null : (
        <span class="pin read" title={watched}>
          {watched.slice(0, 12)}
        </span>
      )}
      {hasCode ? <span class="src">function:line</span> : null}
    </div>
  );
}

const pinWidth = (field: number): number =>
  state.system.value?.fields[field]?.kind === 'enum' && width.value > 1180 ? PIN_OF_NAMES : PIN;

/** The last two parts of a stem: what comes before them is in the title. */
const stemOf = (stem: string): string => stem.split('.').slice(-1)[0] ?? '';

/** Two processes of the tracer have a colour of their own; others take turns. */
const toneOf = (process: string, index: number): string =>
  process === 'advancer'
    ? 'A'
    : /^M\d+$/.test(process)
      ? 'M'
      : process === 'reader'
        ? 'R'
        : (['M', 'A', 'R'][index % 3] ?? 'M');

interface LineProps {
  readonly row: Row;
  readonly number: number;
  readonly count: number;
  readonly top: number;
  readonly lanes: readonly Lane[];
  readonly pins: readonly number[];
  readonly run: RunShown;
  readonly style: Readonly<Record<string, string>>;
  readonly hasCode: boolean;
  readonly side: string;
  readonly isOther: boolean;
  readonly isKey: boolean;
  readonly violates: boolean;
  readonly parts: boolean;
  readonly watched: Scalar | null | undefined;
  readonly hasWatched: boolean;
}

function Line(props: LineProps) {
  const { row, number, count, top, lanes, pins, run, style, side, isOther } = props;
  const { step, gone, state: shown } = row;
  const selected = state.at.value === number;
  const period = shown === 0 ? run.period : (run.steps[shown - 1]?.period ?? null);
  const before = shown <= 1 ? run.period : (run.steps[shown - 2]?.period ?? null);
  const begins = period !== null && (number === 0 || (gone === null && before?.name !== period.name));
  const shared = isOther || state.on.value === 0 ? 0 : sharedSteps();
  const classes = [
    'row',
    ...(props.isKey ? ['key'] : []),
    ...(props.violates ? ['violates'] : []),
    ...(gone !== null ? ['gone'] : []),
    ...(props.parts ? ['parts'] : []),
    ...(number > 0 && number <= shared ? ['shared'] : []),
  ];
  return (
    <div
      class={classes.join(' ')}
      id={`${side}-${number}`}
      role="option"
      aria-selected={selected}
      aria-setsize={count}
      aria-posinset={number + 1}
      style={{ ...style, transform: `translateY(${top}px)` }}
      onClick={() => {
        select(number);
      }}
    >
      <span class="band">{begins ? period.name : ''}</span>
      <span class="num">{number}</span>
      {lanes.map(({ process }) => (
        <span
          class="label"
          key={process}
          style={{ paddingLeft: `${22 + (step === null ? 0 : depthOf(step) * INDENT)}px` }}
        >
          {step?.process === process ? step.label : ''}
          {step?.process === process && props.violates ? <span class="vh"> violates</span> : null}
          {step?.process === process && gone !== null ? <Gone gone={gone} isFirst={props.parts} /> : null}
          {step === null && process === lanes[0]?.process ? 'initial' : ''}
        </span>
      ))}
      {lanes.length === 0 ? <span class="label">initial</span> : null}
      {pins.map((field) => (
        <Pin
          key={field}
          {...{ field, run, gone }}
          at={shown}
          isBad={props.violates && run.decided.includes(field)}
        />
      ))}
      {props.hasWatched ? (
        <span class="pin">
          {props.watched === null || props.watched === undefined ? '–' : String(props.watched)}
        </span>
      ) : null}
      {props.hasCode ? <span class="src">{step === null ? '' : codeText(step)}</span> : null}
    </div>
  );
}

/** `traceWriter.end:104`; the file where no line is known. */
function codeText({ code, place }: { readonly code: string; readonly place: string }): string {
  const [, line] = /:(\d+)$/.exec(place) ?? [];
  return line === undefined ? code : `${code}:${line}`;
}

const sharedSteps = (): number => {
  const [first, run] = [state.runs.value[0], state.run.value];
  if (first === undefined || run === null) return 0;
  const parts = run.steps.findIndex((step, index) => {
    const other = first.steps[index];
    return other?.action !== step.action || JSON.stringify(other.params) !== JSON.stringify(step.params);
  });
  return parts === -1 ? run.steps.length : parts;
};

function Gone({ gone, isFirst }: { readonly gone: NonNullable<Row['gone']>; readonly isFirst: boolean }) {
  const [because] = gone.because;
  return (
    <>
      <span class="vh"> not possible here</span>
      {isFirst ? (
        <span
          class="why"
          title={
            because === undefined ? '' : `${because.path} is ${String(because.value)}${wantsText(because)}`
          }
        >
          <code>{gone.conjunct ?? 'no such action'}</code>
          {gone.conjunct === null ? '' : ' fails'}
        </span>
      ) : null}
    </>
  );
}

function Pin({
  field,
  run,
  at,
  gone,
  isBad,
}: {
  readonly field: number;
  readonly run: RunShown;
  readonly at: number;
  readonly gone: Row['gone'];
  readonly isBad: boolean;
}) {
  const { step, value } = valueAt(run, field, at);
  const isNew = step === at && at > 0 && gone === null;
  if (!isNew) return <span class={`pin${step > 0 ? ' stays' : ''}`} />;
  const text = short(pathOf(field), value);
  const room = pinWidth(field) > PIN ? 10 : 7;
  return (
    <span class="pin">
      <b class={isBad ? 'bad' : ''} title={`${pathOf(field)} = ${String(value)}`}>
        {text.length > room ? `${text.slice(0, room - 1)}…` : text}
      </b>
    </span>
  );
}

interface MarksProps {
  readonly rows: readonly Row[];
  readonly lanes: readonly Lane[];
  readonly run: RunShown;
  readonly height: number;
  readonly moments: ReadonlySet<number>;
  readonly violates: (row: number) => boolean;
  readonly from: number;
  readonly to: number;
}

/** Bands below the rows; lines, bars and discs above them. */
function Marks({ rows, lanes, run, height, moments, violates, from, to }: MarksProps) {
  const y = (row: number): number => row * height + height / 2;
  const xOf = (lane: Lane | undefined, depth: number): number => (lane?.x ?? 0) + 10 + depth * INDENT;
  const isNear = ({ from: first, to: last }: { readonly from: number; readonly to: number }): boolean =>
    first <= to && last >= from;
  const laneOf = (row: Row): Lane | undefined => lanes.find(({ process }) => process === row.step?.process);
  const taken = rows.flatMap((row, index) => (row.step !== null && row.gone === null ? [index] : []));
  const total = rows.length * height;
  return (
    <>
      <svg class="bands" width="100%" height={total} aria-hidden="true">
        {bandsOf(run, rows)
          .filter(isNear)
          .map((band: Band) => (
            <g key={band.from}>
              <rect
                x="0"
                y={band.from * height}
                width="100%"
                height={(band.to - band.from + 1) * height}
                class={`band-${band.period.tone}`}
              />
              {band.from === 0 ? null : (
                <line
                  x1="0"
                  x2="100%"
                  y1={band.from * height + 0.5}
                  y2={band.from * height + 0.5}
                  class="edge"
                />
              )}
            </g>
          ))}
      </svg>
      <svg class="marks" width="100%" height={total} aria-hidden="true">
        {lanes.map((lane) => (
          <line key={lane.process} x1={xOf(lane, 0)} x2={xOf(lane, 0)} y1={0} y2={total} class="axis" />
        ))}
        {barsOf(rows, lanes)
          .filter(isNear)
          .map(({ lane, depth, kind, from: first, to: last }: Bar) => (
            <rect
              key={`${lane}.${depth}.${first}`}
              x={xOf(lanes[lane], depth) - 3.5}
              y={y(first) - 7}
              width={7}
              height={y(last) - y(first) + 14}
              rx={3.5}
              class={kind === 'growth' ? 'bar growth' : 'bar'}
            />
          ))}
        {taken.map((row, index) => {
          const [previous, one] = [taken[index - 1], rows[row]];
          if (previous === undefined || one === undefined || row < from || previous > to) return null;
          const [a, b] = [rows[previous], one];
          if (
            a?.step?.process === b.step?.process ||
            a?.step === undefined ||
            a.step === null ||
            b.step === null
          )
            return null;
          const [x1, x2] = [xOf(laneOf(a), depthOf(a.step)), xOf(laneOf(b), depthOf(b.step))];
          return (
            <path key={row} d={`M${x1} ${y(previous)}V${y(row) - height / 2}H${x2}V${y(row)}`} class="hop" />
          );
        })}
        {rows.slice(from, to).map((row, index) => {
          const number = from + index;
          if (row.step === null) return null;
          const [cx, cy] = [xOf(laneOf(row), depthOf(row.step)), y(number)];
          const lane = lanes.findIndex(({ process }) => process === row.step?.process);
          if (row.gone !== null) return <circle key={number} cx={cx} cy={cy} r={3} class="hollow" />;
          if (violates(number))
            return <path key={number} d={`M${cx} ${cy - 6.5}l6.5 6.5-6.5 6.5-6.5-6.5z`} class="diamond" />;
          const isGrowth =
            row.step.inside[1].at(-1) === 'growth' &&
            row.step.inside[0].at(-1) !== 'growth' &&
            row.step.inside[0].length < row.step.inside[1].length;
          return (
            <circle
              key={number}
              cx={cx}
              cy={cy}
              r={moments.has(row.state) ? 4.5 : 3}
              class={isGrowth ? 'disc growth' : `disc tone${toneOf(row.step.process, lane)}`}
            />
          );
        })}
      </svg>
    </>
  );
}
