/**
 * The alternating bit protocol: `messages` numbered messages over two channels of `capacity` places that keep order and lose at will.
 *
 * A message stands in its channel as its number, which is for the property: the receiver looks at its lowest bit only. An
 * acknowledgement is the bit. Broken, the receiver takes whatever comes, whatever its bit.
 * Source: Bartlett, Scantlebury and Wilkinson, "A note on reliable full-duplex transmission over half-duplex links", 1969.
 */
import { int, over, queue, record } from '../checker/index.ts';

export default ({ messages = 3, capacity = 2, broken = false } = {}) => {
  const message = int(0, messages - 1);
  const { action, always, deadlockFree, sometimes, system, zero } = over(
    record({
      /** Messages that the sender knows to have arrived; the next one to send. */
      sent: int(0, messages),
      /** What the receiver took, in the order in which it took it. */
      delivered: queue(message, messages),
      data: queue(message, capacity),
      acks: queue(int(0, 1), capacity),
    }),
  );
  return system({
    name: 'alternating-bit',
    initial: [zero],
    actions: {
      Send: action({
        guard: { moreToSend: (s) => s.sent < messages, room: (s) => !s.data.isFull },
        effect: (s) => s.data.push(s.sent),
        process: () => 'sender',
      }),
      LoseMessage: action({
        guard: { inFlight: (s) => !s.data.isEmpty },
        effect: (s) => void s.data.shift(),
        process: () => 'channel',
      }),
      Receive: action({
        guard: { inFlight: (s) => !s.data.isEmpty },
        effect: ({ data, delivered }) => {
          const message = data.shift();
          if ((broken || message % 2 === delivered.length % 2) && !delivered.isFull) delivered.push(message);
        },
        process: () => 'receiver',
      }),
      Acknowledge: action({
        guard: { received: (s) => !s.delivered.isEmpty, room: (s) => !s.acks.isFull },
        effect: (s) => s.acks.push((s.delivered.length - 1) % 2),
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
          if (s.acks.shift() === s.sent % 2 && s.sent < messages) s.sent += 1;
        },
        process: () => 'sender',
      }),
    },
    properties: {
      InOrder: always({
        holds: (s) => s.delivered.every((message, index) => message === index),
        otherwise: 'a message is lost, doubled or out of order',
      }),
      SenderIsNotAhead: always({
        holds: (s) => s.sent <= s.delivered.length && s.delivered.length <= s.sent + 1,
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllDelivered: sometimes({ reached: (s) => s.sent === messages }),
    },
  });
};
