/** Runs the schedule of this run on another system, to show both side by side. */
import { batch } from '@preact/signals';
import { specAt } from '../../address.ts';
import type { Spec } from '../../data.ts';
import * as state from '../state.ts';
import { lines, complain, idOf } from './lines.ts';

/** Runs the schedule on another system; null ends the comparison. */
export async function compare(address: string | null, without?: readonly string[]): Promise<void> {
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
    const [name = '', taken = ''] = address.split('~');
    const base = name === '' ? { ...state.spec.value } : specAt(name, embedded.spec);
    const other: Spec = { ...base, without: without ?? taken.split('+').filter((one) => one !== '') };
    const found = await lines.ask({ kind: 'follow', spec: state.spec.value, id: idOf(run), other });
    batch(() => {
      state.vs.value = other.without.length === 0 ? name : `${name}~${other.without.join('+')}`;
      state.comparison.value = found;
    });
    state.spoken.value =
      found.parts === null ? `${found.title} takes every step.` : `The runs part at step ${found.parts}.`;
  } catch (error) {
    complain(error);
  }
}
