/** Opens runs and systems. */
import { batch } from '@preact/signals';
import type { RunShown, Spec, SystemShown } from '../../data.ts';
import * as state from '../state.ts';
import { lines, complain } from './lines.ts';
import { learn } from './walk.ts';

/** Opens a run by its id, in a system: from an address. */
export async function open(spec: Spec, id: string | null, property?: string): Promise<RunShown | null> {
  if (lines === null) return null;
  try {
    return await lines.ask({ kind: 'run', spec, id, ...(property !== undefined && { property }) });
  } catch (error) {
    complain(error);
    return null;
  }
}

/** What is shown of a system; null where it cannot be made. */
export async function systemOf(spec: Spec): Promise<SystemShown | null> {
  if (lines === null) return null;
  try {
    return await lines.ask({ kind: 'system', spec });
  } catch (error) {
    complain(error);
    return null;
  }
}

/** Chooses another system, from its initial state. */
export async function choose(spec: Spec): Promise<void> {
  if (lines === null) return;
  try {
    const system = await lines.ask({ kind: 'system', spec });
    const run = await lines.ask({ kind: 'run', spec, id: null });
    batch(() => {
      state.spec.value = spec;
      state.system.value = system;
      state.details.value = new Map();
      state.comparison.value = null;
      state.graph.value = null;
      state.vs.value = null;
      state.pinned.value = null;
      state.runs.value = [run];
      state.on.value = 0;
      state.at.value = 0;
    });
    await learn();
  } catch (error) {
    complain(error);
  }
}
