/** The lines of the Go tree that a step stands for, where the tree was read. */
import type { StepShown } from '../../data.ts';
import * as state from '../state.ts';

export function Source({ step: { code, place } }: { readonly step: StepShown }) {
  if (code === '') return null;
  const lines = state.spec.value.tree?.lines?.[place];
  return (
    <>
      <p class="where">
        <span class="mono fn">{code}</span> <span class="mono muted">{place}</span>
      </p>
      {lines === undefined ? null : (
        <pre class="code" tabIndex={0} aria-label={`Lines of ${place}`}>
          {lines.map(({ number, text, isHere }) => (
            <div key={number} class={isHere ? 'here' : ''}>
              <i>{number}</i>
              {text}
            </div>
          ))}
        </pre>
      )}
    </>
  );
}
