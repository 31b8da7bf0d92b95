import { int, over, queue, record } from '../../checker/public.ts';

const { action, always, system, zero } = over(record({ items: queue(int(0, 1), 3) }));

/** A queue of at most three zeros and ones. */
export const ringModel = system({
  name: 'ring',
  initial: [zero],
  actions: {
    Push: action({
      params: { value: [0, 1] },
      guard: { room: (s) => !s.items.isFull },
      effect: (s, { value }) => {
        s.items.push(value);
      },
    }),
    Shift: action({
      guard: { some: (s) => !s.items.isEmpty },
      effect: (s) => {
        s.items.shift();
      },
    }),
  },
  properties: { Bounded: always({ holds: (s) => s.items.length <= 3 }) },
});
