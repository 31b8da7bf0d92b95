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
      <Counterparts of={code} />
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

/** What stands for a Go function in the executable reference and in the model. */
function Counterparts({ of }: { readonly of: string }) {
  const { functions = {} } = state.page.value ?? {};
  const known = Object.hasOwn(functions, of) ? functions[of] : undefined;
  if (known === undefined) return null;
  return (
    <p class="muted">
      {known.references.length === 0 ? null : 'Reference: '}
      {known.references.map(({ name, file, url }, index) => (
        <>
          {index === 0 ? '' : ', '}
          <a class="mono" key={name} href={url} title={file} rel="noreferrer" target="_blank">
            {name}
          </a>
        </>
      ))}
      {known.references.length === 0 || known.steps.length === 0 ? '' : '; '}
      {known.steps.length === 0 ? null : (
        <>
          steps of the model: <span class="mono">{known.steps.join(', ')}</span>
        </>
      )}
    </p>
  );
}
