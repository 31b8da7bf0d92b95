/** The heads of the columns: processes, pinned fields, the expression that is watched. */
import type { RunShown } from '../../data.ts';
import type { Lane } from '../../geometry.ts';
import * as state from '../state.ts';
import { pathOf, split } from '../words.ts';
import { toneOf } from './tone.ts';

interface HeadProps {
  readonly lanes: readonly Lane[];
  readonly pins: readonly number[];
  readonly run: RunShown;
  readonly style: Readonly<Record<string, string>>;
  readonly hasCode: boolean;
  readonly watched: string | null;
}

export function Head({ lanes, pins, run, style, hasCode, watched }: HeadProps) {
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

/** The last two parts of a stem: what comes before them is in the title. */
const stemOf = (stem: string): string => stem.split('.').slice(-1)[0] ?? '';
