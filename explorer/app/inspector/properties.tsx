/** What each property says of the state that is shown, and of those before and after it. */
import { select } from '../actions/walk.ts';
import * as state from '../state.ts';

const marks = {
  h: ['✓', 'holds', 'good'],
  v: ['✗', 'violated', 'bad'],
  n: ['–', 'not asked', 'faint'],
  r: ['✓', 'reached', 'good'],
  u: ['–', 'not reached', 'faint'],
} as const;
type Letter = keyof typeof marks;
const isLetter = (letter: string | undefined): letter is Letter => letter !== undefined && letter in marks;

/** So many states of a run are told one by one. */
const STRIP_MAX = 60;

export function Properties() {
  const [run, system, at] = [state.run.value, state.system.value, state.at.value];
  if (run === null || system === null) return null;
  const rows = Object.entries(run.verdicts).map(([name, letters]) => ({ name, letters, here: letters[at] }));
  const order = ['v', 'h', 'r', 'u', 'n'];
  const told = rows
    .filter(({ letters, here }) => here === 'v' || here === 'h' || letters.includes('v'))
    .sort((one, other) => order.indexOf(one.here ?? 'n') - order.indexOf(other.here ?? 'n'));
  const left = rows.length - told.length;
  return (
    <div class="pad">
      <h3>Properties here and over the run</h3>
      <ul class="props">
        {told.map(({ name, letters, here }) => {
          const [mark, word, tone] = marks[isLetter(here) ? here : 'n'];
          const from = Math.max(0, Math.min(at - STRIP_MAX / 2, letters.length - STRIP_MAX));
          const first = letters.indexOf('v');
          return (
            <li key={name}>
              <span class={tone} aria-hidden="true">
                {mark}
              </span>
              <span class={`n ${tone}`} title={system.properties[name]?.otherwise ?? ''}>
                {name}
                <span class="vh"> {word}</span>
              </span>
              <button
                type="button"
                class="strip"
                disabled={first === -1}
                aria-label={
                  first === -1
                    ? `${name} is violated nowhere`
                    : `${name}: violated first at step ${first}, go there`
                }
                onClick={() => {
                  if (first !== -1) select(first);
                }}
              >
                {Array.from(letters.slice(from, from + STRIP_MAX)).map((letter, index) => (
                  <i key={from + index} class={`${letter}${from + index === at ? ' at' : ''}`} />
                ))}
              </button>
            </li>
          );
        })}
      </ul>
      {left === 0 ? null : <p class="faint">{left} more are not asked here</p>}
    </div>
  );
}
