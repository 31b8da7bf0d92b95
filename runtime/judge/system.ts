/** The model of one design for the judging of logs: without ends, with as many Ms as the log has. */
import type { System } from '../../checker/index.ts';
import { boundsNamed, tracer } from '../../model/index.ts';
import type { Bounds, Design, TracerSchema } from '../../model/index.ts';
import { plainState } from './plain.ts';
import type { PlainState } from './plain.ts';

/** Far beyond what a run has. */
const GENERATIONS = 2e9;

export type LogState = PlainState<TracerSchema>;
export type LogSection = ReturnType<ReturnType<LogState['m']['at']>['stack']['at']>;

/**
 * Threads start when they are first seen and may exit; tracing stops and starts. A buffer counts one event at most and stays
 * full: whether there is room is decided by the log's bytes (buffers.ts).
 */
export const systemOf = (design: Design, ms: number): System<TracerSchema> =>
  tracer(design, boundsOf(ms, { generations: GENERATIONS, left: 1, buffersPerM: 2 }));

/** `left` is how many sections that write, and how many growths, an M has. */
export const boundsOf = (
  ms: number,
  {
    generations,
    left,
    buffersPerM,
  }: { readonly generations: number; readonly left: number; readonly buffersPerM: number },
): Bounds => ({
  ...boundsNamed('tiny'),
  name: 'log',
  programs: Array.from({ length: ms }, () => ({
    sections: left,
    growths: left,
    endless: true,
    thread: 'starts',
  })),
  ...{ generations, buffersPerM },
  stop: true,
  restart: true,
  eventsPerBuffer: 1,
  runs: false,
});

/** The state before the first trace, in which programs have no end. */
export function stateOf({ initial, name }: System<TracerSchema>): LogState {
  const [first] = initial;
  if (first === undefined) throw new Error(`${name} has no initial state`);
  const state = plainState<TracerSchema>(first);
  for (let m = 0; m < state.m.length; m++) {
    const mp = state.m.at(m);
    mp.sections = Infinity;
    mp.growths = Infinity;
  }
  return state;
}
