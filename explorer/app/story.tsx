/** The verdict as a sentence, the cure, and the moments that tell the run. */
import type { Cure } from '../../checker/index.ts';
import { select } from './actions/walk.ts';
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
        {cure.map((one) => (
          <CurePart key={one.sentence} cure={one} />
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

/** A word at its beginning gets a capital; a path, or a field's name of one letter, does not. */
const sentence = (text: string): string =>
  text.replace(/^(\p{Ll}(?=\p{Ll}+ )|a(?= ))/u, (letter) => letter.toUpperCase());

/** A line to insert and where, as far as it is known; else the sentence. */
function CurePart({ cure: { sentence, function: name, file, line, text } }: { readonly cure: Cure }) {
  if (text === null || name === null) return <span class="cure">{sentence}</span>;
  return (
    <span class="cure" title={sentence}>
      Cure: <code>{text}</code> above <code>{name}</code>
      {file === null || line === null ? null : (
        <>
          , <code>{`${file}:${line}`}</code>
        </>
      )}
    </span>
  );
}
