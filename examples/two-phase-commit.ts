/**
 * Two-phase commit: a transaction manager and `n` resource managers agree to commit or to abort.
 *
 * Messages are never lost and never taken away: a set of those sent is all that matters, as in the paper.
 * Source: Gray and Lamport, "Consensus on Transaction Commit", 2006, section 3.
 */
import { array, bool, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** Resource managers. */
  readonly n?: number;
  /** The transaction manager commits without waiting for every resource manager to be prepared. */
  readonly broken?: boolean;
}

export default function twoPhaseCommit({ n = 3, broken = false }: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(n));
  const none = Array.from({ length: n }, () => false);
  const rm = range(n);
  return system({
    name: 'two-phase-commit',
    initial: [
      {
        rmState: none.map(() => 'working'),
        tmState: 'init',
        tmPrepared: none,
        msgs: { prepared: none, commit: false, abort: false },
      },
    ],
    symmetry: {
      rm: { members: rm, arrays: ['rmState', 'tmPrepared', 'msgs.prepared'], params: ['rm'] },
    },
    actions: {
      TMCommit: action({
        guard: {
          undecided: (s) => s.tmState === 'init',
          allPrepared: (s) => broken || s.tmPrepared.every((prepared) => prepared),
        },
        effect: (next) => {
          next.tmState = 'committed';
          next.msgs.commit = true;
        },
        process: () => 'tm',
      }),
      TMAbort: action({
        guard: { undecided: (s) => s.tmState === 'init' },
        effect: (next) => {
          next.tmState = 'aborted';
          next.msgs.abort = true;
        },
        process: () => 'tm',
      }),
      TMReceivePrepared: action({
        params: { rm },
        guard: {
          undecided: (s) => s.tmState === 'init',
          sent: (s, { rm }) => s.msgs.prepared.at(rm),
        },
        effect: (next, { rm }) => {
          next.tmPrepared.set(rm, true);
        },
        process: () => 'tm',
      }),
      RMPrepare: action({
        params: { rm },
        guard: { working: (s, { rm }) => s.rmState.at(rm) === 'working' },
        effect: (next, { rm }) => {
          next.rmState.set(rm, 'prepared');
          next.msgs.prepared.set(rm, true);
        },
      }),
      RMChooseToAbort: action({
        params: { rm },
        guard: { working: (s, { rm }) => s.rmState.at(rm) === 'working' },
        effect: (next, { rm }) => {
          next.rmState.set(rm, 'aborted');
        },
      }),
      RMReceiveCommit: action({
        params: { rm },
        guard: { sent: (s) => s.msgs.commit },
        effect: (next, { rm }) => {
          next.rmState.set(rm, 'committed');
        },
      }),
      RMReceiveAbort: action({
        params: { rm },
        guard: { sent: (s) => s.msgs.abort },
        effect: (next, { rm }) => {
          next.rmState.set(rm, 'aborted');
        },
      }),
    },
    properties: {
      Consistent: always({
        holds: (s) => !(s.rmState.includes('committed') && s.rmState.includes('aborted')),
        otherwise: 'one resource manager keeps what another one has undone',
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      CanCommit: sometimes({ reached: (s) => s.rmState.every((at) => at === 'committed') }),
      CanAbort: sometimes({ reached: (s) => s.rmState.every((at) => at === 'aborted') }),
    },
  });
}

const stateOf = (n: number) =>
  record({
    rmState: array(n, oneOf('working', 'prepared', 'committed', 'aborted')),
    tmState: oneOf('init', 'committed', 'aborted'),
    tmPrepared: array(n, bool()),
    msgs: record({ prepared: array(n, bool()), commit: bool(), abort: bool() }),
  });
type State = ReturnType<typeof stateOf>;
