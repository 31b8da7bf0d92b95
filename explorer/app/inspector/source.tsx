/** The lines of the Go tree that a step stands for, where the tree was read. */
import type { StepShown } from '../../data.ts';
import * as state from '../state.ts';

export function Source({ step: { code, place, ran } }: { readonly step: StepShown }) {
  if (code === '') return null;
  const lines = ran.length > 0 ? undefined : state.spec.value.tree?.lines?.[place];
  return (
    <>
      <p class="where">
        <span class="mono fn">{code}</span> <span class="mono muted">{place}</span>
      </p>
      <Counterparts of={code} />
      {ran.length === 0 ? null : <Ran ran={ran} />}
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

/** The lines that a step ran, function by function, in the order in which they were run. */
function Ran({ ran }: Pick<StepShown, 'ran'>) {
  const { lines = {} } = state.spec.value.tree ?? {};
  return (
    <pre class="code" tabIndex={0} aria-label="The lines that the step ran">
      {ran.map(({ function: name, file, line }, index) => (
        <>
          {ran[index - 1]?.function === name ? null : (
            <div class="muted" key={`${index} ${name}`}>
              {name} {file}
            </div>
          )}
          <div key={index}>
            <i>{line}</i>
            {lines[`${file}:${line}`]?.find(({ isHere }) => isHere)?.text ?? ''}
          </div>
        </>
      ))}
    </pre>
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
