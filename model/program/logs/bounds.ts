/** Bounds for a log: as many Ms as it has, and no end to anything. */
import type { Bounds } from '../../bounds.ts';
import { boundsNamed } from '../../bounds.ts';

/** Far beyond what a run has. */
const GENERATIONS = 2e9;

/** Sections and growths of an M, where the end of a log is looked at. */
const MOST = 300;

export interface LogBounds {
  readonly generations?: number;
  readonly buffersPerM?: number;
}

/** A buffer has one event at most and stays full: bytes say whether there is room. */
export const logBounds = (
  ms: number,
  { generations = GENERATIONS, buffersPerM = 2 }: LogBounds = {},
): Bounds => ({
  ...boundsNamed('tiny'),
  name: 'log',
  programs: Array.from({ length: ms }, () => ({ sections: MOST, growths: MOST, thread: 'starts' })),
  ...{ generations, buffersPerM },
  stop: true,
  restart: true,
  eventsPerBuffer: 1,
  runs: false,
});
