/** What is drawn on the lanes: periods, sections, steps, and the way from one process to the next. */
import type { RunShown } from '../../data.ts';
import type { Band, Bar, Lane, Row } from '../../geometry.ts';
import { INDENT, bandsOf, barsOf, depthOf } from '../../geometry.ts';
import { toneOf } from './tone.ts';

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
export function Marks({ rows, lanes, run, height, moments, violates, from, to }: MarksProps) {
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
