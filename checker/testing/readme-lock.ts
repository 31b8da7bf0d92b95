/** A lock that is given to those who wait for it in their order: the README's example of sets, optional values and queues. */
import { int, optional, over, queue, range, record, set } from '../index.ts';

const client = int(0, 2);
const state = record({ asked: set(client), holder: optional(client), waiting: queue(client, 3) });
const { action, always, sometimes, system, zero } = over(state);

export default system({
  name: 'lock',
  initial: [zero],
  actions: {
    Ask: action({
      params: { c: range(3) },
      guard: { quiet: (s, { c }) => !s.asked.has(c) },
      effect: (s, { c }) => {
        s.asked.add(c);
        s.waiting.push(c);
      },
    }),
    Grant: action({
      guard: { free: (s) => s.holder.none, wanted: (s) => !s.waiting.isEmpty },
      effect: (s) => s.holder.set(s.waiting.shift()),
    }),
    Return: action({
      params: { c: range(3) },
      guard: { holds: (s, { c }) => s.holder.is(c) },
      effect: (s, { c }) => {
        s.holder.clear();
        s.asked.delete(c);
      },
    }),
  },
  properties: {
    HolderAsked: always({ holds: (s) => s.holder.none || s.asked.has(s.holder.get()) }),
    WaitersAsked: always({ holds: (s) => s.waiting.every((c) => s.asked.has(c) && !s.holder.is(c)) }),
    AllWait: sometimes({ reached: (s) => s.waiting.isFull }),
  },
});
