/** The verdict as a sentence, the cure, and the moments that tell the run. */
import { select } from './actions.ts';
import * as state from './state.ts';

export function StoryPart() {
  const [run, system] = [state.run.value, state.system.value];
  if (run === null || system === null) return null;
  const { violated, steps, moments, cure } = run;
  const about = violated === null ? undefined : system.properties[violated];
  const verdict =
    violated === null
      ? steps.length === 0
        ? 'Take a step, or search for a violation'
        : 'Nothing is violated at the end of this run'
      : sentence(about?.otherwise ?? `${violated} is violated`);
  const at = state.at.value;
  return (
    <section class="story" aria-label="What happens">
      <div class="verdict">
        <h1>
          {violated === null ? null : (
            <span class="x" aria-label="violated:" role="img">
              ✗
            </span>
          )}
          {verdict}
        </h1>
        <span class="facts">
          {violated === null ? '' : `${violated}, `}
          {steps.length === 0 ? 'the initial state' : `step ${at} of ${steps.length}`}
          {run.loop === null ? '' : `; then steps ${run.loop + 1} to ${steps.length} for ever`}
        </span>
        {cure.map((text) => (
          <Cure key={text} text={text} />
        ))}
      </div>
      {moments.length === 0 ? null : (
        <ol class="moments" style={{ '--count': String(moments.length) }}>
          {moments.map(({ first, last, of, reason, sentence: told }) => (
            <li key={last}>
              <button
                type="button"
                class={`moment${reason === 'violates' ? ' violates' : ''}`}
                aria-current={first <= at && at <= last ? 'step' : undefined}
                onClick={() => {
                  select(of);
                }}
              >
                <b>{first === last ? first : `${first}–${last}`}</b>
                <span>{told}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What follows `cure:` is the cure; what stands before it says why. */
function Cure({ text }: { readonly text: string }) {
  const [why = '', cure] = text.split(/; cure: /);
  return (
    <span class="cure" title={why}>
      {cure === undefined ? '' : 'Cure: '}
      {named(cure ?? why, why)
        .split(/(\/\/go:nosplit)/)
        .map((part) => (part === '//go:nosplit' ? <code>{part}</code> : part))}
      {cure === undefined ? null : <span class="vh"> ({why})</span>}
    </span>
  );
}

/** `put //go:nosplit right above it`: what `it` is stands at the start of the sentence before. */
const named = (cure: string, why: string): string =>
  cure.replace(/ it$/, ` ${/^[\w.()*]+/.exec(why)?.[0] ?? 'it'}`);
