/** The examples, in the page: they are imported here, where a page cannot import by an address. */
import type { Params, System } from '../../checker/index.ts';
import alternatingBit from '../../examples/alternating-bit.ts';
import bakery from '../../examples/bakery.ts';
import boundedBuffer from '../../examples/bounded-buffer.ts';
import dekker from '../../examples/dekker.ts';
import diningPhilosophers from '../../examples/dining-philosophers.ts';
import lamportFastMutex from '../../examples/lamport-fast-mutex.ts';
import leaderElection from '../../examples/leader-election.ts';
import mutex from '../../examples/mutex.ts';
import peterson from '../../examples/peterson.ts';
import readersWriters from '../../examples/readers-writers.ts';
import seqlock from '../../examples/seqlock.ts';
import terminationDetection from '../../examples/termination-detection.ts';
import tokenRing from '../../examples/token-ring.ts';
import treiberStack from '../../examples/treiber-stack.ts';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';

/** A function from parameters, or the system itself. */
const made =
  (exported: unknown) =>
  (params: Params): System =>
    // Sound because that is what an example exports.
    typeof exported === 'function' ? (exported as (params: Params) => System)(params) : (exported as System);

/** By name, what makes the system from its parameters. */
export const makers: Readonly<Record<string, (params: Params) => System>> = {
  'alternating-bit': made(alternatingBit),
  bakery: made(bakery),
  'bounded-buffer': made(boundedBuffer),
  dekker: made(dekker),
  'dining-philosophers': made(diningPhilosophers),
  'lamport-fast-mutex': made(lamportFastMutex),
  'leader-election': made(leaderElection),
  mutex: made(mutex),
  peterson: made(peterson),
  'readers-writers': made(readersWriters),
  seqlock: made(seqlock),
  'termination-detection': made(terminationDetection),
  'token-ring': made(tokenRing),
  'treiber-stack': made(treiberStack),
  'two-phase-commit': made(twoPhaseCommit),
};
