/** Whether suspendG wants a goroutine to stop, which then parks at its next safe point. */
import type { ProgramConstants, ProgramState } from '../state/state.ts';
import { instructionsOf } from '../steps/walk.ts';
import type { Instruction } from '../language/program.ts';
import { localsOf } from '../language/program.ts';

/** `curg` is the number of the G, from 1; 0 is none. */
export type IsPreempted = (s: ProgramState, curg: number) => boolean;

const suspends = (one: Instruction): boolean => one.op === 'call' && one.name === 'suspendG';

export function isPreemptedIn({
  threads,
  numbering,
}: Pick<ProgramConstants, 'threads' | 'numbering'>): IsPreempted {
  const { caller } = threads;
  const call = caller.program.list.find(suspends);
  const [local] = call?.op === 'call' ? call.of.flatMap(localsOf) : [];
  const field = local === undefined ? undefined : caller.fields.of.get(local);
  /** By place: none, or whether it is the G at hand, which is counted, or the one that the step goes on to. */
  const at: ('suspended' | 'at hand' | 'next' | undefined)[] = [];
  for (const place of caller.places) {
    if (!instructionsOf(place.tree).some(suspends)) continue;
    const first = place.first.op === 'call' ? place.first.name : '';
    const which = first === 'suspendG' ? 'suspended' : first === 'lookAt' ? 'at hand' : 'next';
    at[numbering.at.caller.get(place.index) ?? 0] = which;
  }
  return (s, curg) => {
    if (curg === 0 || s.trace.gen === 0) return false;
    for (let slot = 0; slot < s.caller.length; slot++) {
      const thread = s.caller.at(slot);
      const which = at[thread.at];
      if (which === undefined) continue;
      const gp = (field === undefined ? 0 : (thread[field] ?? 0)) + (which === 'next' ? 1 : 0);
      const traced = s.g.at(curg - 1).traced.at(s.trace.gen % 3);
      if (gp === curg && (which === 'suspended' || !traced)) return true;
    }
    return false;
  };
}
