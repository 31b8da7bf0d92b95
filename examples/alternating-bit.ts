/**
 * The alternating bit protocol: `messages` numbered messages over two channels that keep order and lose at will.
 *
 * A message stands in its channel as its number, which is for the property: the receiver looks at its lowest bit only. An
 * acknowledgement is the bit.
 * Source: Bartlett, Scantlebury and Wilkinson, "A note on reliable full-duplex transmission over half-duplex links", 1969.
 */
import { int, over, queue, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  /** Messages to deliver. */
  readonly messages?: number;
  /** Places in each channel. */
  readonly capacity?: number;
  /** The receiver takes whatever comes, whatever its bit. */
  readonly broken?: boolean;
}

export default function alternatingBit({
  messages = 3,
  capacity = 2,
  broken = false,
}: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(messages, capacity));
  return system({
    name: 'alternating-bit',
    initial: [{ sent: 0, delivered: [], data: [], acks: [] }],
    actions: {
      Send: action({
        guard: { moreToSend: (s) => s.sent < messages, room: (s) => !s.data.isFull },
        effect: (next) => {
          next.data.push(next.sent);
        },
        process: () => 'sender',
      }),
      LoseMessage: action({
        guard: { inFlight: (s) => !s.data.isEmpty },
        effect: (next) => {
          next.data.shift();
        },
        process: () => 'channel',
      }),
      Receive: action({
        guard: { inFlight: (s) => !s.data.isEmpty },
        effect: (next) => {
          const message = next.data.shift();
          if ((broken || message % 2 === next.delivered.length % 2) && !next.delivered.isFull)
            next.delivered.push(message);
        },
        process: () => 'receiver',
      }),
      Acknowledge: action({
        guard: { received: (s) => !s.delivered.isEmpty, room: (s) => !s.acks.isFull },
        effect: (next) => {
          next.acks.push((next.delivered.length - 1) % 2);
        },
        process: () => 'receiver',
      }),
      LoseAck: action({
        guard: { inFlight: (s) => !s.acks.isEmpty },
        effect: (next) => {
          next.acks.shift();
        },
        process: () => 'channel',
      }),
      ReceiveAck: action({
        guard: { inFlight: (s) => !s.acks.isEmpty },
        effect: (next) => {
          const bit = next.acks.shift();
          if (bit === next.sent % 2 && next.sent < messages) next.sent += 1;
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
}

const stateOf = (messages: number, capacity: number) =>
  record({
    /** Messages that the sender knows to have arrived; the next one to send. */
    sent: int(0, messages),
    /** What the receiver took, in the order in which it took it. */
    delivered: queue(int(0, messages - 1), messages),
    data: queue(int(0, messages - 1), capacity),
    acks: queue(int(0, 1), capacity),
  });
type State = ReturnType<typeof stateOf>;
