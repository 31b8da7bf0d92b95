/**
 * Go-back-n: a sender with a window of `window` messages, over two channels of `capacity` places that keep order and lose at will.
 *
 * Sequence numbers count modulo window + 1. A message stands in its channel with its whole number, which is for the property: the
 * receiver looks at it modulo that only. Broken, they count modulo `window`.
 * Source: Stenning, "A data transfer protocol", 1976.
 */
import { int, over, queue, record } from '../../checker/index.ts';

export default ({ messages = 4, window = 2, capacity = 2, broken = false } = {}) => {
  const modulus = broken ? window : window + 1;
  const number = int(0, messages);
  const { action, always, deadlockFree, sometimes, system, zero } = over(
    record({
      /** The first message that is not acknowledged, the next one to send, and the next one to receive. */
      base: number,
      next: number,
      expected: number,
      data: queue(int(0, messages - 1), capacity),
      acks: queue(int(0, modulus - 1), capacity),
    }),
  );
  return system({
    name: 'go-back-n',
    initial: [zero],
    actions: {
      Send: action({
        guard: {
          moreToSend: (s) => s.next < messages,
          withinWindow: (s) => s.next < s.base + window,
          room: (s) => !s.data.isFull,
        },
        effect: (s) => {
          s.data.push(s.next);
          s.next += 1;
        },
        process: () => 'sender',
      }),
      GoBack: action({
        guard: { unacknowledged: (s) => s.base < s.next },
        effect: (s) => {
          s.next = s.base;
        },
        process: () => 'sender',
      }),
      LoseMessage: action({
        guard: { inFlight: (s) => !s.data.isEmpty },
        effect: (s) => void s.data.shift(),
        process: () => 'channel',
      }),
      Receive: action({
        guard: { inFlight: (s) => !s.data.isEmpty },
        effect: (s) => {
          if (s.data.shift() % modulus === s.expected % modulus && s.expected < messages) s.expected += 1;
        },
        process: () => 'receiver',
      }),
      // It says which message the receiver expects.
      Acknowledge: action({
        guard: { room: (s) => !s.acks.isFull },
        effect: (s) => s.acks.push(s.expected % modulus),
        process: () => 'receiver',
      }),
      LoseAck: action({
        guard: { inFlight: (s) => !s.acks.isEmpty },
        effect: (s) => void s.acks.shift(),
        process: () => 'channel',
      }),
      ReceiveAck: action({
        guard: { inFlight: (s) => !s.acks.isEmpty },
        effect: (s) => {
          const acknowledged = (s.acks.shift() + modulus - (s.base % modulus)) % modulus;
          s.base = Math.min(s.base + acknowledged, messages);
          s.next = Math.max(s.next, s.base);
        },
        process: () => 'sender',
      }),
    },
    properties: {
      TakesOnlyTheNext: always({
        when: (s) => !s.data.isEmpty,
        holds: (s) =>
          s.data.isEmpty || s.data.peek() % modulus !== s.expected % modulus || s.data.peek() === s.expected,
        otherwise: 'the receiver takes an old message for the next one',
      }),
      SenderIsNotAhead: always({ holds: (s) => s.base <= s.expected }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllAcknowledged: sometimes({ reached: (s) => s.base === messages }),
    },
  });
};
