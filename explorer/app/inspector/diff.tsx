/** What a step changed, and which step had set what was there before. */
import { valueAt } from '../../columns.ts';
import type { RunShown, StepShown } from '../../data.ts';
import { select } from '../actions/walk.ts';
import * as state from '../state.ts';
import { pathOf, spelled, split } from '../words.ts';

/** Data first, by their stem; program counters last and muted. */
export function Diff({
  run,
  step,
  at,
}: {
  readonly run: RunShown;
  readonly step: StepShown;
  readonly at: number;
}) {
  const system = state.system.value;
  const shown = step.changes.filter(([field]) => !state.hidden.value.has(field));
  const isCounter = (field: number): boolean => system?.isProgramCounter[field] === true;
  const order = [
    ...shown.filter(([field]) => !isCounter(field)),
    ...shown.filter(([field]) => isCounter(field)),
  ];
  if (step.changes.length === 0) return <p class="muted">It changes nothing.</p>;
  const left = step.changes.length - shown.length;
  let last = '';
  return (
    <>
      <div class="diff">
        {order.map(([field, value]) => {
          const path = pathOf(field);
          const [stem, leaf] = split(path);
          const before = valueAt(run, field, at - 1);
          const head = stem !== last && stem !== '' ? <span class="path stem">{stem}</span> : null;
          last = stem;
          const name = stem === '' ? path : leaf;
          return (
            <>
              {head}
              <button
                type="button"
                class={`path leaf${stem === '' ? '' : ' in'}`}
                title={`${path}: pin it with . and hide it with h`}
                onFocus={() => {
                  state.field.value = field;
                }}
                onMouseEnter={() => {
                  state.field.value = field;
                }}
                onClick={() => {
                  state.field.value = field;
                  state.panel.value = 'field';
                }}
              >
                {name}
              </button>
              <span class={`was${isCounter(field) ? ' pc' : ''}`}>
                {spelled(path, before.value)} <span aria-hidden="true">→</span>
                <span class="vh"> becomes </span> <b class="is">{spelled(path, value)}</b>
              </span>
              <span class="by">
                {before.step === 0 ? (
                  ''
                ) : (
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      select(before.step);
                    }}
                  >
                    set at {before.step}
                  </button>
                )}
              </span>
            </>
          );
        })}
      </div>
      {left === 0 ? null : (
        <p class="muted">
          {left} hidden{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              state.hidden.value = new Set();
            }}
          >
            show all
          </button>
        </p>
      )}
    </>
  );
}
