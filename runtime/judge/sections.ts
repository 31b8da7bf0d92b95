/** The writers of an M's sections, record by record: generation, buffer and bytes of the log are compared with what the program holds. */
import type { Buffers } from './buffers.ts';
import { named } from './buffers.ts';
import type { Follower } from './follower.ts';
import { Rejection } from './rejection.ts';

type Code = 'own' | 'growth';

/** The event that a section is writing: where it began, in bytes, or -1; and what it asked for. */
interface OpenEvent {
  from: number;
  need: number;
  /** Whether the section waits for the address of a new buffer. */
  isRefilling: boolean;
}

export class Sections {
  readonly #follower: Follower;
  readonly #buffers: Buffers;
  readonly #events: { readonly own: OpenEvent; readonly growth: OpenEvent }[] = [];

  constructor(follower: Follower, buffers: Buffers) {
    this.#follower = follower;
    this.#buffers = buffers;
  }

  writer(m: number, gen: number, address: number, pos: number): void {
    const kind = this.#follower.kindOf(m);
    this.#follower.go(kind, m, 'writer');
    this.#holds('writer', m, kind, gen, address, this.#follower.value);
    this.#buffers.judgePos('writer', m, address, pos);
  }

  /** ensure() looked for room: `event` says that there was, or that there is after a refill. */
  room(m: number, hasRoom: boolean, gen: number, address: number, pos: number, need: number): void {
    const kind = this.#follower.kindOf(m);
    const mark = hasRoom ? 'event' : 'noRoom';
    const event = this.#eventOf(m, kind);
    this.#finishEvent(m, event, pos, address);
    this.#follower.go(kind, m, mark);
    this.#holds(mark, m, kind, gen, address, this.#heldBy(m, kind));
    this.#buffers.judgePos(mark, m, address, pos);
    if ((address !== 0 && this.#buffers.hasRoom(pos, need)) !== hasRoom)
      throw new Rejection(
        mark,
        m,
        null,
        `${need} bytes at byte ${pos} of ${named(address)}: the log says ${hasRoom ? 'room' : 'no room'}`,
      );
    event.from = hasRoom ? pos : -1;
    event.need = need;
  }

  refill(m: number, gen: number, address: number): void {
    const kind = this.#follower.kindOf(m);
    this.#holds('refill', m, kind, gen, address, this.#heldBy(m, kind));
    this.#follower.go(kind, m, 'refill');
    this.#buffers.queue(gen % 2, address);
    this.#eventOf(m, kind).isRefilling = true;
    this.#follower.spare(m);
  }

  refilled(m: number, gen: number, address: number, pos: number): void {
    const kind = this.#follower.kindOf(m);
    const event = this.#eventOf(m, kind);
    if (!event.isRefilling)
      throw new Rejection('refilled', m, null, `M${m} ends a refill that it did not begin`);
    this.#follower.same('refilled', m, 'generation', gen, this.#genOf(m, kind));
    event.isRefilling = false;
    this.#buffers.handOut(address, m, this.#heldBy(m, kind), pos);
  }

  end(m: number, gen: number, address: number, pos: number): void {
    const kind = this.#follower.kindOf(m);
    this.#finishEvent(m, this.#eventOf(m, kind), pos, address);
    this.#follower.go(kind, m, 'end');
    this.#holds('end', m, kind, gen, address, this.#follower.value);
    this.#buffers.judgePos('end', m, address, pos);
  }

  /** The event that the section has begun is complete, up to `pos`. */
  #finishEvent(m: number, event: OpenEvent, pos: number, address: number): void {
    if (event.from === -1) return;
    this.#buffers.advance(m, address, event.from, event.need, pos);
    event.from = -1;
  }

  /** Judges what a record says of a section: its generation, and the buffer that it holds. */
  #holds(mark: string, m: number, kind: Code, gen: number, address: number, buffer: number): void {
    this.#follower.same(mark, m, 'generation', gen, this.#genOf(m, kind));
    const held = this.#eventOf(m, kind).isRefilling ? -1 : this.#buffers.addressOf(m, buffer);
    if (held === address) return;
    const own = held === -1 ? 'one without an address' : named(held);
    throw new Rejection(
      mark,
      m,
      null,
      `the log has ${named(address)} as the buffer of M${m}, the program ${own}`,
    );
  }

  #genOf(m: number, kind: Code): number {
    return this.#follower.steps.genOf(kind, this.#follower.recordOf(kind, m));
  }

  /** The buffer that the section has in hand where it stands. */
  #heldBy(m: number, kind: Code): number {
    const record = this.#follower.recordOf(kind, m);
    const field = this.#follower.thread(kind).bufferAt[record.at];
    return field === undefined ? 0 : (record[field] ?? 0);
  }

  #eventOf(m: number, kind: Code): OpenEvent {
    return (this.#events[m] ??= { own: fresh(), growth: fresh() })[kind];
  }
}

const fresh = (): OpenEvent => ({ from: -1, need: 0, isRefilling: false });
