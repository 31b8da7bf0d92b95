/**
 * A bounded buffer as a monitor: producers wait while it is full, consumers while it is empty.
 *
 * Each call runs under the monitor's lock and is one step. With one condition variable for both kinds, a producer may
 * wake a producer, and in the end all sleep; this shows only where there are more threads than twice the capacity.
 * Source: Hoare, "Monitors: an operating system structuring concept", 1974, section 4.
 */
import { array, bool, int, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  readonly producers?: number;
  readonly consumers?: number;
  readonly capacity?: number;
  /** One condition variable, of which a signal wakes any one thread. */
  readonly broken?: boolean;
}

export default function boundedBuffer({
  producers = 3,
  consumers = 2,
  capacity = 2,
  broken = false,
}: Params = {}): System<State> {
  const threads = producers + consumers;
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(threads, capacity));
  const producer = range(producers);
  const consumer = range(consumers).map((index) => producers + index);
  const nobody = threads;
  // Whom a signal may wake: `nobody` if and only if no thread that the condition variable knows is asleep.
  const wakes = (asleep: Asleep, from: number, to: number, wake: number): boolean =>
    wake === nobody
      ? !asleep.some((sleeps, thread) => sleeps && thread >= from && thread < to)
      : wake >= from && wake < to && asleep.at(wake);
  const wake = range(threads + 1);
  return system({
    name: 'bounded-buffer',
    initial: [{ count: 0, asleep: range(threads).map(() => false) }],
    actions: {
      Put: action({
        params: { producer, wake },
        guard: {
          awake: (s, { producer }) => !s.asleep.at(producer),
          notFull: (s) => s.count < capacity,
          wakes: (s, { wake }) => wakes(s.asleep, broken ? 0 : producers, threads, wake),
        },
        effect: (next, { wake }) => {
          next.count += 1;
          if (wake !== nobody) next.asleep.set(wake, false);
        },
      }),
      WaitToPut: action({
        params: { producer },
        guard: {
          awake: (s, { producer }) => !s.asleep.at(producer),
          full: (s) => s.count === capacity,
        },
        effect: (next, { producer }) => {
          next.asleep.set(producer, true);
        },
      }),
      Take: action({
        params: { consumer, wake },
        guard: {
          awake: (s, { consumer }) => !s.asleep.at(consumer),
          notEmpty: (s) => s.count > 0,
          wakes: (s, { wake }) => wakes(s.asleep, 0, broken ? threads : producers, wake),
        },
        effect: (next, { wake }) => {
          next.count -= 1;
          if (wake !== nobody) next.asleep.set(wake, false);
        },
      }),
      WaitToTake: action({
        params: { consumer },
        guard: {
          awake: (s, { consumer }) => !s.asleep.at(consumer),
          empty: (s) => s.count === 0,
        },
        effect: (next, { consumer }) => {
          next.asleep.set(consumer, true);
        },
      }),
    },
    properties: {
      SomeoneIsAwake: always({ holds: (s) => s.asleep.some((sleeps) => !sleeps) }),
      NoDeadlock: deadlockFree({ final: () => false }),
      Fills: sometimes({ reached: (s) => s.count === capacity }),
    },
  });
}

interface Asleep {
  at(thread: number): boolean;
  some(matches: (sleeps: boolean, thread: number) => boolean): boolean;
}

const stateOf = (threads: number, capacity: number) =>
  record({
    count: int(0, capacity),
    /** Producers first, consumers after them. */
    asleep: array(threads, bool()),
  });
type State = ReturnType<typeof stateOf>;
