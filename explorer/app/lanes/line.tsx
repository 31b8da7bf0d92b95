/** A row: a state of the run, the label of the step that led there, and the pinned fields that it set. */
import type { Scalar } from '../../../checker/index.ts';
import { valueAt } from '../../columns.ts';
import type { RunShown } from '../../data.ts';
import type { Lane, Row } from '../../geometry.ts';
import { INDENT, depthOf } from '../../geometry.ts';
import { select } from '../actions/walk.ts';
import * as state from '../state.ts';
import { pathOf, short, wantsText } from '../words.ts';
import { PIN, pinWidth } from './measures.ts';

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

export function Line(props: LineProps) {
  const { row, number, count, top, lanes, pins, run, style, side, isOther } = props;
  const { step, gone, state: shown } = row;
  const selected = state.at.value === number;
  const code = step === null ? '' : codeText(step);
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
      {props.hasCode ? (
        <span class="src" title={code}>
          {code}
        </span>
      ) : null}
    </div>
  );
}

/** `traceWriter.end:104`; the file where no line is known. */
export function codeText({ code, place }: { readonly code: string; readonly place: string }): string {
  const [, line] = /:(\d+)$/.exec(place) ?? [];
  return line === undefined ? code : `${code}:${line}`;
}

/** How many steps from the start the branch that is shown has in common with the run that was given. */
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
  const stands = state.comparison.value?.stands ?? [];
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
          {stands.length > 0 ? (
            `it is at ${stands.join(' or ')}`
          ) : (
            <>
              <code>{gone.conjunct ?? 'no such action'}</code>
              {gone.conjunct === null ? '' : ' fails'}
            </>
          )}
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
