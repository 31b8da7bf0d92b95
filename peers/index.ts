export { compare, peerNamed, rowsFor } from './compare.ts';
export type { Comparison, Said } from './compare.ts';
export { expectedRows, inScratch, isInstalled, peers, repository, tlcJar } from './peers.ts';
export type { Counts, Peer, Row } from './peers.ts';
export { aboutRuns, judgedByTwins, tracerCounts, tracerRows } from './tracer-rows.ts';
