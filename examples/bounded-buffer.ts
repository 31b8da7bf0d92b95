/**
 * A bounded buffer as a monitor: producers wait while it is full, consumers while it is empty.
 *
 * Each call runs under the monitor's lock and is one step. Broken, there is one condition variable for both kinds, of which a
 * signal wakes any one thread: a producer may wake a producer, and in the end all sleep. This shows only where there are more
 * threads than twice the capacity.
 * Source: Hoare, "Monitors: an operating system structuring concept", 1974, section 4.
 */
import { int, over, range, record, set } from '../checker/index.ts';

export default ({ producers = 3, consumers = 2, capacity = 2, broken = false } = {}) => {
  const threads = producers + consumers;
  const { action, always, deadlockFree, sometimes, system, zero } = over(
    // Producers first, consumers after them.
    record({ count: int(0, capacity), asleep: set(int(0, threads - 1)) }),
  );
  const producer = range(producers);
  const consumer = range(threads).slice(producers);
  const nobody = threads;
  // Whom a signal may wake: `nobody` if and only if no thread that the condition variable knows is asleep.
  const wakes =
    (known: readonly number[]) =>
    ({ asleep }: Asleep, { wake }: { readonly wake: number }): boolean =>
      wake === nobody ? !known.some((one) => asleep.has(one)) : known.includes(wake) && asleep.has(wake);
  const wake = range(threads + 1);
  return system({
    name: 'bounded-buffer',
    initial: [zero],
    actions: {
      Put: action({
        params: { producer, wake },
        guard: {
          awake: (s, { producer }) => !s.asleep.has(producer),
          notFull: (s) => s.count < capacity,
          wakes: wakes(broken ? range(threads) : consumer),
        },
        effect: (s, { wake }) => {
          s.count += 1;
          if (wake !== nobody) s.asleep.delete(wake);
        },
      }),
      WaitToPut: action({
        params: { producer },
        guard: {
          awake: (s, { producer }) => !s.asleep.has(producer),
          full: (s) => s.count === capacity,
        },
        effect: (s, { producer }) => s.asleep.add(producer),
      }),
      Take: action({
        params: { consumer, wake },
        guard: {
          awake: (s, { consumer }) => !s.asleep.has(consumer),
          notEmpty: (s) => s.count > 0,
          wakes: wakes(broken ? range(threads) : producer),
        },
        effect: (s, { wake }) => {
          s.count -= 1;
          if (wake !== nobody) s.asleep.delete(wake);
        },
      }),
      WaitToTake: action({
        params: { consumer },
        guard: { awake: (s, { consumer }) => !s.asleep.has(consumer), empty: (s) => s.count === 0 },
        effect: (s, { consumer }) => s.asleep.add(consumer),
      }),
    },
    properties: {
      SomeoneIsAwake: always({ holds: (s) => s.asleep.size < threads }),
      NoDeadlock: deadlockFree({ final: () => false }),
      Fills: sometimes({ reached: (s) => s.count === capacity }),
    },
  });
};

interface Asleep {
  readonly asleep: { has(thread: number): boolean };
}
