export { compare, peerNamed, rowsFor, twinOf } from './compare.ts';
export type { Comparison, Said } from './compare.ts';
export { peers, tlcJar } from './peers.ts';
export { expectedRows, repository } from './rows.ts';
export type { Counts, Row } from './rows.ts';
export { inScratch, isInstalled, outcome } from './running.ts';
export type { Peer } from './running.ts';
export { aboutRuns, judgedByTwins, tracerCounts, tracerRows } from './tracer-rows.ts';
