import { int, optional, over, queue, range, record } from '../../checker/public.ts';

const client = int(0, 2);
const { action, always, system, zero } = over(
  record({ holder: optional(client), waiting: queue(client, 2) }),
);

/** Three clients, each of whom holds the lock, waits for it, or does neither. */
export const lockModel = system({
  name: 'lock',
  initial: [zero],
  actions: {
    Acquire: action({
      params: { who: range(3) },
      guard: { neither: (s, { who }) => !s.holder.is(who) && !s.waiting.includes(who) },
      effect: (s, { who }) => {
        if (s.holder.none) s.holder.set(who);
        else s.waiting.push(who);
      },
    }),
    Release: action({
      guard: { held: (s) => !s.holder.none },
      effect: (s) => {
        s.holder.clear();
        if (!s.waiting.isEmpty) s.holder.set(s.waiting.shift());
      },
    }),
  },
  properties: { NobodyWaitsForNobody: always({ holds: (s) => !s.holder.none || s.waiting.isEmpty }) },
});
