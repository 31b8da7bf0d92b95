/** Goes along the run that is shown, and asks for what is not known of its states. */
import type { Details, RunShown } from '../../data.ts';
import * as state from '../state.ts';
import { keyOf } from '../state.ts';
import { lines, complain, idOf } from './lines.ts';

export function select(step: number): void {
  const run = state.run.value;
  if (run === null) return;
  state.at.value = Math.max(0, Math.min(run.steps.length, step));
  speak(run);
  void learn();
}

function speak(run: RunShown): void {
  const step = run.steps[state.at.value - 1];
  const broken = Object.entries(run.verdicts).flatMap(([name, letters]) =>
    letters[state.at.value] === 'v' && letters[state.at.value - 1] !== 'v' ? [`${name} is violated`] : [],
  );
  state.spoken.value =
    step === undefined
      ? 'The initial state.'
      : [`Step ${state.at.value}, ${step.label}.`, step.sentence ?? '', ...broken].join(' ');
}

/** Asks for the details of the state that is shown, and of its neighbours, as far as they are not known. */
export async function learn(): Promise<void> {
  const run = state.run.value;
  if (run === null || lines === null || !state.canRun.value) return;
  const [here, { ask }, spec] = [state.at.value, lines, state.spec.value];
  for (const step of [here, here + 1, here - 1]) {
    const key = keyOf(run, step);
    if (step < 0 || step > run.steps.length || state.details.value.has(key)) continue;
    try {
      const found = await ask({ kind: 'details', spec, id: idOf(run), at: step });
      // Another system may have been chosen meanwhile.
      if (state.spec.value === spec) keep(key, found);
    } catch (error) {
      complain(error);
      return;
    }
  }
}

const keep = (key: string, found: Details): void => {
  state.details.value = new Map([...state.details.value, [key, found]]);
};

export const move = (by: number): void => {
  select(state.at.value + by);
};

/** To the next moment, or the one before. */
export function moment(by: 1 | -1): void {
  const moments = state.run.value?.moments ?? [];
  const here = state.at.value;
  const next = by === 1 ? moments.find(({ of }) => of > here) : moments.findLast(({ of }) => of < here);
  if (next !== undefined) select(next.of);
}
