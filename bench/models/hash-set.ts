/**
 * A lock-free hash set that only grows: `threads` threads insert `keys` keys into `slots` slots, with linear probing.
 *
 * A thread reads the slot and then swaps its key in by compare-and-swap. Each of both is a step of its own. Broken, it writes
 * the key without comparing.
 * Source: Purcell and Harris, "Non-blocking hashtables with open addressing", 2005, without deletion.
 */
import { array, bool, int, oneOf, over, range, record } from '../../checker/index.ts';
import type { View } from '../../checker/index.ts';

export default ({ threads = 2, keys = 3, slots = 4, broken = false } = {}) => {
  /** A key from 1, or 0 for none. */
  const key = int(0, keys);
  const thread = record({ pc: oneOf('idle', 'reading', 'swapping'), key, at: int(0, slots - 1) });
  const state = record({
    table: array(slots, key),
    done: array(keys, bool()),
    threads: array(threads, thread),
  });
  const { always, deadlockFree, sometimes, steps, system, zero } = over(state);
  const t = range(threads);
  const step = steps({ t }, 'threads[].pc');
  const slotOf = (s: View<typeof state>, t: number): number => s.table.at(s.threads.at(t).at);
  const forget = (me: { key: number; at: number }): void => {
    me.key = me.at = 0;
  };
  return system({
    name: 'hash-set',
    initial: [zero],
    actions: {
      Insert: step('idle', {
        params: { key: range(keys + 1).slice(1) },
        effect: (s, { t, key }) => {
          s.threads.at(t).key = key;
          // The hash brings keys together, so that they probe.
          s.threads.at(t).at = key >> 1;
        },
        to: 'reading',
      }),
      SeeEmpty: step('reading', { guard: { empty: (s, { t }) => slotOf(s, t) === 0 }, to: 'swapping' }),
      SeeOther: step('reading', {
        guard: { other: (s, { t }) => slotOf(s, t) !== 0 && slotOf(s, t) !== s.threads.at(t).key },
        effect: (s, { t }) => {
          const me = s.threads.at(t);
          me.at = (me.at + 1) % slots;
        },
        to: 'reading',
      }),
      SeeKey: step('reading', {
        guard: { key: (s, { t }) => slotOf(s, t) === s.threads.at(t).key },
        effect: (s, { t }) => {
          s.done.set(s.threads.at(t).key - 1, true);
          forget(s.threads.at(t));
        },
        to: 'idle',
      }),
      Swap: step('swapping', {
        guard: { unchanged: (s, { t }) => broken || slotOf(s, t) === 0 },
        effect: (s, { t }) => {
          const me = s.threads.at(t);
          s.table.set(me.at, me.key);
          s.done.set(me.key - 1, true);
          forget(me);
        },
        to: 'idle',
      }),
      SwapFails: step('swapping', {
        guard: { changed: (s, { t }) => !broken && slotOf(s, t) !== 0 },
        to: 'reading',
      }),
    },
    properties: {
      NoDuplicate: always({
        holds: (s) => s.table.every((key) => key === 0 || s.table.count((other) => other === key) === 1),
      }),
      InsertedIsFound: always({
        holds: (s) => s.done.every((done, index) => !done || s.table.includes(index + 1)),
        otherwise: 'a key that was inserted is in no slot',
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllInserted: sometimes({ reached: (s) => s.done.every((done) => done) }),
    },
  });
};
