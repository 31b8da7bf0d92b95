/** The history of one field, with what can be done with it. */
import { valueAt } from '../../columns.ts';
import { hide, pin } from '../actions/fields.ts';
import { select } from '../actions/walk.ts';
import * as state from '../state.ts';
import { pathOf, spelled } from '../words.ts';

export function History() {
  const [field, run] = [state.field.value, state.run.value];
  if (field === null || run === null) return null;
  const path = pathOf(field);
  const writes = Array.from({ length: run.steps.length + 1 }, (_, step) => valueAt(run, field, step)).filter(
    (one, step) => one.step === step,
  );
  const isPinned = state.pins.value.includes(field);
  return (
    <>
      <h2 class="mono">{path}</h2>
      <ol class="history">
        {writes.map(({ step, value }) => (
          <li key={step}>
            <button
              type="button"
              class="link"
              onClick={() => {
                select(step);
              }}
            >
              {step === 0 ? 'initial' : `step ${step}`}
            </button>{' '}
            <b class="mono">{spelled(path, value)}</b>{' '}
            <span class="muted mono">
              {step === 0 ? '' : `${run.steps[step - 1]?.process ?? ''} ${run.steps[step - 1]?.label ?? ''}`}
            </span>
          </li>
        ))}
      </ol>
      <p class="buttons">
        <button
          type="button"
          onClick={() => {
            pin(field);
          }}
        >
          {isPinned ? 'Unpin' : 'Pin'} <kbd>.</kbd>
        </button>
        <button
          type="button"
          onClick={() => {
            hide(field);
          }}
        >
          {state.hidden.value.has(field) ? 'Show' : 'Hide'} <kbd>h</kbd>
        </button>
      </p>
    </>
  );
}
