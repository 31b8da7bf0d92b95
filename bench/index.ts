export { expectedRows, inScratch, peers, tlcJar } from './peers.ts';
export type { Counts, Row } from './peers.ts';
export { aboutRuns, judgedByTwins, tracerRows } from './tracer-rows.ts';
