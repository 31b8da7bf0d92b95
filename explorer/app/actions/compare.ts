/** Runs the schedule of this run on another system, to show both side by side. */
import { batch } from '@preact/signals';
import { specAt } from '../../address.ts';
import type { Spec } from '../../data.ts';
import * as state from '../state.ts';
import { complain, idOf, lines } from './lines.ts';

/** `address` is empty for the same system with other changes; null ends the comparison. */
export async function compare(address: string | null, changes: readonly string[] = []): Promise<void> {
  const [run, embedded] = [state.run.value, state.page.value];
  state.panel.value = null;
  if (address === null || run === null || embedded === null || lines === null) {
    batch(() => {
      state.vs.value = null;
      state.comparison.value = null;
    });
    return;
  }
  try {
    const base = address === '' ? state.spec.value : specAt(address, embedded);
    const other: Spec = { ...base, changes };
    const found = await lines.ask({ kind: 'follow', spec: state.spec.value, id: idOf(run), other });
    batch(() => {
      state.vs.value = { address, changes };
      state.comparison.value = found;
    });
    state.spoken.value =
      found.parts === null
        ? `${found.title} takes every step.`
        : `The run is no longer possible at step ${found.parts}.`;
  } catch (error) {
    complain(error);
  }
}
