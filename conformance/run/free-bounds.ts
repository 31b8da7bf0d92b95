import type { Bounds } from '../../model/index.ts';

/** Bounds far beyond those that are searched: four Ms, each with six sections and three growths, five generations, restarts. */
export const freeBounds: Bounds = {
  name: 'free',
  programs: Array.from({ length: 4 }, () => ({ sections: 6, growths: 3 })),
  generations: 5,
  stop: true,
  restart: true,
  eventsPerBuffer: 2,
  buffersPerM: 14,
  runs: false,
  parts: {},
};
