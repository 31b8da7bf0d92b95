/** Where traceCPUSample stands, in a signal handler on an M. */
import { eachField, kept, ofPlaces } from './place-questions.ts';
import type { At } from './place-questions.ts';
import { isFlag, localsOf } from '../language/program.ts';
import type { Instruction } from '../language/program.ts';
import type { Thread } from '../steps/thread.ts';
import { instructionsOf } from '../steps/walk.ts';

export interface SignalRegions {
  /** The next step writes a sample. */
  writes(at: number): boolean;
  /** The generation of the sample, which the handler has loaded. */
  gen(thread: At): number;
  /** The handler is about to lower the flag. */
  clearing(at: number): boolean;
}

const noSignal: SignalRegions = { writes: () => false, gen: () => 0, clearing: () => false };

export function signalRegions(
  thread: Thread | undefined,
  at: ReadonlyMap<number, number> | undefined,
): SignalRegions {
  if (thread === undefined || at === undefined) return noSignal;
  const samples = (one: Instruction): readonly string[] =>
    one.op === 'call' && one.name === 'sample' ? one.of.flatMap(localsOf).slice(-1) : [];
  const all = thread.program.list.flatMap(samples);
  return {
    writes: ofPlaces(
      thread,
      at,
    )((place) => kept(thread, place, instructionsOf(place.tree).flatMap(samples)) !== ''),
    gen: eachField(thread, at, (place) => kept(thread, place, all)),
    clearing: ofPlaces(
      thread,
      at,
    )(({ first }) => (first.op === 'store' || first.op === 'add') && isFlag(first.to)),
  };
}
