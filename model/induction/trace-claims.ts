/** The part of the invariant that says what StartTrace, traceAdvance and the reader know of each other. */
import type { View } from '../../checker/index.ts';
import type { ProgramSchema, ProgramState } from '../program/state/state.ts';
import type { Positions } from './positions.ts';

export type Conjuncts = Readonly<Record<string, (state: ProgramState) => boolean>>;
export type Caller = View<ProgramSchema['fields']['caller']['of']>;

/** The call that goes on; where none does, one that is idle. */
export function callOf({ caller }: ProgramState): Caller {
  for (let slot = 0; slot < caller.length; slot++) if (caller.at(slot).at !== 0) return caller.at(slot);
  return caller.at(0);
}

/** The generation that began last. */
export function begun({ trace }: ProgramState): number {
  return trace.gen === 0 ? trace.lastNonZeroGen : trace.gen;
}

export function ofTrace({ regions, ...positions }: Positions): Conjuncts {
  /** Inside traceAdvance, after the store of the generation. */
  const isAdvancing = (at: number): boolean => regions.ending(at) || regions.waiting(at);
  /** … and the reader has yet to say that it is through with the generation that ends. */
  const isBehind = ({ trace }: ProgramState, call: Caller): boolean =>
    isAdvancing(call.at) && !trace.doneSema.at(regions.ended(call) % 2);
  return {
    nothingWentWrong: (s) => s.fault === 0,
    callFitsGeneration: (s) => {
      const { at } = callOf(s);
      if (positions.starting(at) || positions.shuttingDown(at)) return s.trace.gen === 0;
      return !isAdvancing(at) || s.trace.gen > 1;
    },
    lastIsTheOneBefore: ({ trace }) => trace.gen === 0 || trace.lastNonZeroGen === trace.gen - 1,
    newestIsTheLast: (s) => s.newest === begun(s),
    callKnowsItsGeneration: (s) => {
      const call = callOf(s);
      const gen = regions.ended(call);
      if (positions.starting(call.at)) return gen === s.trace.lastNonZeroGen + 1;
      return !isAdvancing(call.at) || (gen !== 0 && gen === s.trace.lastNonZeroGen);
    },
    enabledWhileTracing: (s) => {
      const { at } = callOf(s);
      return s.trace.enabled === (s.trace.gen !== 0 || positions.starting(at) || positions.disabling(at));
    },
    shutdownWhileStopping: (s) => s.trace.shutdown === positions.shuttingDown(callOf(s).at),
    flushedIsTheOneBefore: (s) => {
      const { trace } = s;
      const call = callOf(s);
      if (positions.starting(call.at)) return trace.flushedGen === 0;
      if (regions.waiting(call.at)) return trace.flushedGen === regions.ended(call);
      if (isAdvancing(call.at)) return trace.flushedGen === 0 || trace.flushedGen === regions.ended(call) - 1;
      // Since a start, none may have been flushed yet.
      return trace.flushedGen === trace.lastNonZeroGen || (trace.gen !== 0 && trace.flushedGen === 0);
    },
    onlyADoneReaderIsAwaited: (s) => {
      const call = callOf(s);
      return s.trace.doneSema.every(
        (done, parity) => !done || (regions.waiting(call.at) && parity === regions.ended(call) % 2),
      );
    },
    readerIsInStep: (s) => {
      const { trace } = s;
      const call = callOf(s);
      if (positions.starting(call.at)) return trace.readerGen === trace.lastNonZeroGen + 1;
      if (isBehind(s, call)) return trace.readerGen === regions.ended(call);
      return trace.readerGen === begun(s);
    },
    readerRuns: (s) => (s.reader.at !== 0) === (s.trace.gen !== 0 || isBehind(s, callOf(s))),
    pickedIsLeft: (s) => {
      const call = callOf(s);
      if (!positions.picked(call.at)) return true;
      const m = regions.flushing(call);
      return m !== 0 && regions.isLeft(call, m - 1);
    },
  };
}
