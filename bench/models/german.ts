/**
 * German's cache coherence protocol: a directory and `n` clients that share a line or own it, over three channels each.
 *
 * Broken, the directory grants a shared line without asking the owner to give it up.
 * Source: German's challenge of 2000, as in Pnueli, Ruah and Zuck, "Automatic deductive verification with invisible invariants",
 * 2001; without data.
 */
import { array, bool, int, oneOf, over, range, record, set } from '../../checker/index.ts';

export default ({ n = 3, broken = false } = {}) => {
  const id = int(0, n - 1);
  const { action, always, deadlockFree, sometimes, system, zero } = over(
    record({
      cache: array(n, oneOf('invalid', 'shared', 'exclusive')),
      request: array(n, oneOf('none', 'shared', 'exclusive')),
      answer: array(n, oneOf('none', 'grantShared', 'grantExclusive', 'invalidate')),
      acknowledge: array(n, bool()),
      sharers: set(id),
      toInvalidate: set(id),
      exclusiveGranted: bool(),
      /** What the directory works at, and for whom. */
      command: oneOf('none', 'shared', 'exclusive'),
      client: id,
    }),
  );
  const i = range(n);
  return system({
    name: 'german',
    initial: [zero],
    actions: {
      AskShared: action({
        params: { i },
        guard: {
          invalid: (s, { i }) => s.cache.at(i) === 'invalid',
          quiet: (s, { i }) => s.request.at(i) === 'none',
        },
        effect: (s, { i }) => s.request.set(i, 'shared'),
      }),
      AskExclusive: action({
        params: { i },
        guard: {
          notExclusive: (s, { i }) => s.cache.at(i) !== 'exclusive',
          quiet: (s, { i }) => s.request.at(i) === 'none',
        },
        effect: (s, { i }) => s.request.set(i, 'exclusive'),
      }),
      TakeRequest: action({
        params: { i },
        guard: { idle: (s) => s.command === 'none', asked: (s, { i }) => s.request.at(i) !== 'none' },
        effect: (s, { i }) => {
          s.command = s.request.at(i);
          s.client = i;
          s.request.set(i, 'none');
          for (const sharer of s.sharers) s.toInvalidate.add(sharer);
        },
      }),
      Invalidate: action({
        params: { i },
        guard: {
          needed: (s) =>
            s.command === 'exclusive' || (s.command === 'shared' && s.exclusiveGranted && !broken),
          listed: (s, { i }) => s.toInvalidate.has(i),
          quiet: (s, { i }) => s.answer.at(i) === 'none',
        },
        effect: (s, { i }) => {
          s.answer.set(i, 'invalidate');
          s.toInvalidate.delete(i);
        },
      }),
      GiveUp: action({
        params: { i },
        guard: {
          told: (s, { i }) => s.answer.at(i) === 'invalidate',
          quiet: (s, { i }) => !s.acknowledge.at(i),
        },
        effect: (s, { i }) => {
          s.cache.set(i, 'invalid');
          s.answer.set(i, 'none');
          s.acknowledge.set(i, true);
        },
      }),
      TakeAcknowledgement: action({
        params: { i },
        guard: { working: (s) => s.command !== 'none', sent: (s, { i }) => s.acknowledge.at(i) },
        effect: (s, { i }) => {
          s.acknowledge.set(i, false);
          s.sharers.delete(i);
          s.exclusiveGranted = false;
        },
      }),
      GrantShared: action({
        params: { i },
        guard: {
          shared: (s) => s.command === 'shared',
          mine: (s, { i }) => s.client === i,
          notExclusive: (s) => broken || !s.exclusiveGranted,
          quiet: (s, { i }) => s.answer.at(i) === 'none',
        },
        effect: (s, { i }) => {
          s.answer.set(i, 'grantShared');
          s.sharers.add(i);
          s.command = 'none';
          s.client = 0;
          s.toInvalidate.clear();
        },
      }),
      GrantExclusive: action({
        params: { i },
        guard: {
          exclusive: (s) => s.command === 'exclusive',
          mine: (s, { i }) => s.client === i,
          noSharers: (s) => s.sharers.size === 0,
          quiet: (s, { i }) => s.answer.at(i) === 'none',
        },
        effect: (s, { i }) => {
          s.answer.set(i, 'grantExclusive');
          s.sharers.add(i);
          s.exclusiveGranted = true;
          s.command = 'none';
          s.client = 0;
          s.toInvalidate.clear();
        },
      }),
      TakeShared: action({
        params: { i },
        guard: { granted: (s, { i }) => s.answer.at(i) === 'grantShared' },
        effect: (s, { i }) => {
          s.cache.set(i, 'shared');
          s.answer.set(i, 'none');
        },
      }),
      TakeExclusive: action({
        params: { i },
        guard: { granted: (s, { i }) => s.answer.at(i) === 'grantExclusive' },
        effect: (s, { i }) => {
          s.cache.set(i, 'exclusive');
          s.answer.set(i, 'none');
        },
      }),
    },
    properties: {
      OwnerIsAlone: always({
        holds: (s) => !s.cache.includes('exclusive') || s.cache.count((line) => line !== 'invalid') === 1,
        otherwise: 'one client owns the line while another one has it',
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllShare: sometimes({ reached: (s) => s.cache.every((line) => line === 'shared') }),
    },
  });
};
