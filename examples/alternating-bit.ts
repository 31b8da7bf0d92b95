/**
 * The alternating bit protocol: `messages` numbered messages over two channels that keep order and lose at will.
 *
 * A message stands in its channel as its number + 1; the number is for the property, the receiver looks at its lowest
 * bit only. An acknowledgement stands as its bit + 1. 0 is an empty place.
 * Source: Bartlett, Scantlebury and Wilkinson, "A note on reliable full-duplex transmission over half-duplex links", 1969.
 */
import { array, int, over, record } from '../checker/index.ts';
import type { DraftItems, ReadItems, System } from '../checker/index.ts';

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
  const empty = Array.from({ length: capacity }, () => 0);
  return system({
    name: 'alternating-bit',
    initial: [
      { sent: 0, delivered: Array.from({ length: messages }, () => 0), count: 0, data: empty, acks: empty },
    ],
    actions: {
      Send: action({
        guard: { moreToSend: (s) => s.sent < messages, room: (s) => hasRoom(s.data) },
        effect: (next) => {
          append(next.data, next.sent + 1);
        },
        process: () => 'sender',
      }),
      LoseMessage: action({
        guard: { inFlight: (s) => s.data.at(0) !== 0 },
        effect: (next) => {
          dropFirst(next.data);
        },
        process: () => 'channel',
      }),
      Receive: action({
        guard: { inFlight: (s) => s.data.at(0) !== 0 },
        effect: (next) => {
          const message = next.data.at(0) - 1;
          dropFirst(next.data);
          if ((broken || message % 2 === next.count % 2) && next.count < messages) {
            next.delivered.set(next.count, message + 1);
            next.count += 1;
          }
        },
        process: () => 'receiver',
      }),
      Acknowledge: action({
        guard: { received: (s) => s.count > 0, room: (s) => hasRoom(s.acks) },
        effect: (next) => {
          append(next.acks, ((next.count - 1) % 2) + 1);
        },
        process: () => 'receiver',
      }),
      LoseAck: action({
        guard: { inFlight: (s) => s.acks.at(0) !== 0 },
        effect: (next) => {
          dropFirst(next.acks);
        },
        process: () => 'channel',
      }),
      ReceiveAck: action({
        guard: { inFlight: (s) => s.acks.at(0) !== 0 },
        effect: (next) => {
          const bit = next.acks.at(0) - 1;
          dropFirst(next.acks);
          if (bit === next.sent % 2 && next.sent < messages) next.sent += 1;
        },
        process: () => 'sender',
      }),
    },
    properties: {
      InOrder: always({
        holds: (s) => s.delivered.every((message, index) => message === (index < s.count ? index + 1 : 0)),
        otherwise: 'a message is lost, doubled or out of order',
      }),
      SenderIsNotAhead: always({ holds: (s) => s.sent <= s.count && s.count <= s.sent + 1 }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllDelivered: sometimes({ reached: (s) => s.sent === messages }),
    },
  });
}

function hasRoom(channel: ReadItems<number>): boolean {
  return channel.at(channel.length - 1) === 0;
}

function append(channel: DraftItems<number>, item: number): void {
  let end = 0;
  while (channel.at(end) !== 0) end++;
  channel.set(end, item);
}

function dropFirst(channel: DraftItems<number>): void {
  for (let index = 1; index < channel.length; index++) channel.set(index - 1, channel.at(index));
  channel.set(channel.length - 1, 0);
}

const stateOf = (messages: number, capacity: number) =>
  record({
    /** Messages that the sender knows to have arrived; the next one to send. */
    sent: int(0, messages),
    /** What the receiver took, in the order in which it took it. */
    delivered: array(messages, int(0, messages)),
    count: int(0, messages),
    data: array(capacity, int(0, messages)),
    acks: array(capacity, int(0, 2)),
  });
type State = ReturnType<typeof stateOf>;
