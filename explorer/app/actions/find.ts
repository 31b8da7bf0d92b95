/** Searches from the state that is shown, and shows expressions along the run. */
import type { Goal } from '../../../checker/index.ts';
import * as state from '../state.ts';
import { lines, idOf } from './lines.ts';
import { show } from './runs.ts';

/** What a reader looks for: `known` is a state of another run. */
type Looked = Exclude<Goal, { readonly kind: 'states' }> | { readonly kind: 'known' };

/** Searches from the state that is shown; what is found is a branch from here. */
export async function find(goal: Looked, depthMax: number | null): Promise<void> {
  const run = state.run.value;
  if (run === null || lines === null || !state.canRun.value) return;
  const step = state.at.value;
  const others = state.runs.value.filter((one) => one !== run);
  const asked = goal.kind === 'known' ? { kind: 'runs' as const, ids: others.map(idOf) } : goal;
  state.finding.value = { kind: 'runs', states: 0, depth: 0 };
  try {
    const { found, run: reached } = await lines.search(
      { kind: 'find', spec: state.spec.value, id: idOf(run), at: step, goal: asked, depthMax },
      ({ states, depth }) => {
        if (state.finding.value?.kind === 'runs') state.finding.value = { kind: 'runs', states, depth };
      },
    );
    if (reached !== null && found.kind === 'found' && found.steps > 0) show(reached, reached.steps.length);
    state.finding.value = { kind: 'ended', found, what: goal.kind };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { value } = state.finding;
    state.finding.value =
      message === 'cancelled' && value.kind === 'runs'
        ? {
            kind: 'ended',
            what: goal.kind,
            found: { kind: 'cancelled', states: value.states, depth: value.depth },
          }
        : { kind: 'failed', message };
  }
}

export const cancel = (): void => {
  lines?.cancel();
};

/** Shows an expression along the run; an empty one takes it away. */
export async function watch(text: string): Promise<void> {
  const run = state.run.value;
  if (text === '' || run === null || lines === null || !state.canRun.value) {
    state.watched.value = null;
    return;
  }
  try {
    const values = await lines.ask({ kind: 'evaluate', spec: state.spec.value, id: idOf(run), text });
    state.watched.value = { text, values };
    state.finding.value = null;
  } catch (error) {
    state.finding.value = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
