/**
 * The sections of an M, record by record, and the buffers that they write into. What the model has no action for only joins steps that it
 * has: a section that writes several events, a growth that opens one section or none, a writer that writes nothing.
 */
import type { Buffers } from './buffers.ts';
import { named } from './buffers.ts';
import { NESTED, OUTER } from './moves.ts';
import type { Moves } from './moves.ts';
import { Rejection, Unmodelled } from './rejection.ts';

/** model/state.ts stops counting `reentered` here. */
export const COUNT_MAX = 3;

/** The event that each of an M's two sections is writing: where it began, in bytes, or -1; and what it asked for. */
interface OpenEvents {
  readonly from: number[];
  readonly need: number[];
  /** Whether the section waits for the address of a new buffer. */
  readonly refilling: boolean[];
}

export class Sections {
  readonly #moves: Moves;
  readonly #buffers: Buffers;
  readonly #events: OpenEvents[] = [];

  constructor(moves: Moves, buffers: Buffers) {
    this.#moves = moves;
    this.#buffers = buffers;
  }

  nested(m: number, gen: number, reentered: number): void {
    const nested = this.#moves.section(m, NESTED);
    if (nested.phase !== 'out' && nested.phase !== 'start')
      throw new Unmodelled(`M${m} opens a third section inside its second, and the model has two`);
    if (nested.phase === 'out') this.#growth(m);
    this.#moves.hide('AcquireNested', m, NESTED, 'seenEnabled');
    this.#moves.step('AcquireReentrant', m, NESTED);
    const counted = this.#moves.state.m.at(m).reentered;
    if (this.#moves.actions['AcquireReload'] !== undefined) this.#moves.step('AcquireReload', m, NESTED);
    // A section that loaded generation 0 is over by now; the log has the 0.
    this.#moves.same('AcquireReentrant', m, 'generation', gen, nested.gen);
    this.#moves.same('AcquireReentrant', m, 'reentered', Math.min(reentered, COUNT_MAX), counted);
  }

  /** The M's stack grows at the first prologue from here on, within the event, that the design leaves split. */
  #growth(m: number): void {
    const outer = this.#moves.section(m, OUTER);
    for (;;) {
      const refused = this.#moves.refused('StackGrowth', m, OUTER);
      if (refused === null) {
        this.#moves.hide('StackGrowth', m, OUTER);
        return;
      }
      if (outer.phase === 'firstUnit' && (this.#eventOf(m).from[OUTER] ?? -1) !== -1)
        this.#moves.hide('EventFirstUnit', m, OUTER);
      else if (outer.phase === 'secondUnit') this.#moves.hide('EventSecondUnit', m, OUTER);
      else return this.#moves.refuse('StackGrowth', m, OUTER, refused);
    }
  }

  writer(m: number, gen: number, address: number, pos: number): void {
    const depth = this.#depth(m);
    this.#moves.beyond(m, depth, 'release', 'section');
    this.#moves.step('Writer', m, depth);
    this.#holds('Writer', m, depth, gen, address);
    this.#buffers.judgePos('Writer', m, address, pos);
  }

  /** ensure() looked for room: `event` says that there was, or that there is after a refill. */
  room(m: number, room: boolean, gen: number, address: number, pos: number, need: number): void {
    const depth = this.#depth(m);
    const section = this.#moves.section(m, depth);
    const event = this.#eventOf(m);
    this.#finishEvent(m, depth, pos, address);
    this.#moves.beyond(m, depth, 'end', 'event');
    this.#holds('EventEnsure', m, depth, gen, address);
    this.#buffers.judgePos('EventEnsure', m, address, pos);
    const fits = address !== 0 && this.#buffers.hasRoom(pos, need);
    if (fits !== room)
      throw new Rejection(
        'EventEnsure',
        { m, depth },
        null,
        `${need} bytes at byte ${pos} of ${named(address)}: the log says ${room ? 'room' : 'no room'}`,
      );
    if (section.phase !== 'firstUnit' || !room) {
      // The model counts events, the tracer bytes; the guard is the model's, the answer that of the bytes.
      const refused = this.#moves.refused('EventEnsure', m, depth);
      if (refused !== null) this.#moves.refuse('EventEnsure', m, depth, refused);
      section.phase = room ? 'firstUnit' : 'refill';
      this.#moves.took('EventEnsure', m, depth, room ? 'room' : 'no room');
    }
    event.from[depth] = room ? pos : -1;
    event.need[depth] = need;
  }

  refill(m: number, gen: number, address: number): void {
    const depth = this.#depth(m);
    this.#holds('Refill', m, depth, gen, address);
    this.#moves.step('Refill', m, depth);
    this.#buffers.queue(gen % 2, address);
    this.#eventOf(m).refilling[depth] = true;
    this.#moves.spare(m);
  }

  refilled(m: number, gen: number, address: number, pos: number): void {
    const depth = this.#depth(m);
    const section = this.#moves.section(m, depth);
    const { refilling } = this.#eventOf(m);
    if (refilling[depth] !== true)
      throw new Rejection('Refill', { m, depth }, null, `M${m} ends a refill that it did not begin`);
    this.#moves.same('Refill', m, 'generation', gen, section.gen);
    refilling[depth] = false;
    this.#buffers.handOut(address, m, section.traceBuf, pos);
  }

  end(m: number, gen: number, address: number, pos: number): void {
    const depth = this.#depth(m);
    const section = this.#moves.section(m, depth);
    this.#finishEvent(m, depth, pos, address);
    // A writer that wrote nothing puts back the pointer that it took.
    if (section.phase === 'event') {
      section.phase = 'end';
      this.#moves.join('a writer writes nothing', m, depth);
    }
    this.#holds('End', m, depth, gen, address);
    this.#buffers.judgePos('End', m, address, pos);
    this.#moves.step('End', m, depth);
  }

  /** The event that the section has begun is complete, up to `pos`. */
  #finishEvent(m: number, depth: number, pos: number, address: number): void {
    const event = this.#eventOf(m);
    const from = event.from[depth] ?? -1;
    if (from === -1) return;
    const section = this.#moves.section(m, depth);
    if (section.phase === 'firstUnit') this.#moves.hide('EventFirstUnit', m, depth);
    if (section.phase === 'secondUnit') this.#moves.hide('EventSecondUnit', m, depth);
    this.#buffers.advance(m, address, from, event.need[depth] ?? 0, pos);
    event.from[depth] = -1;
  }

  /** Whose section the next record of an M is about. */
  #depth(m: number): number {
    const { phase } = this.#moves.section(m, NESTED);
    if (phase !== 'out' && phase !== 'start') return NESTED;
    this.#moves.skipGrowth(m);
    return OUTER;
  }

  /** Judges what a record says of a section: its generation, and the buffer that it holds. */
  #holds(action: string, m: number, depth: number, gen: number, address: number): void {
    const section = this.#moves.section(m, depth);
    this.#moves.same(action, m, 'generation', gen, section.gen);
    const isNew = this.#eventOf(m).refilling[depth] === true;
    const held = isNew ? -1 : this.#buffers.addressOf(m, section.traceBuf);
    if (held !== address)
      throw new Rejection(
        action,
        { m, depth },
        null,
        `the log has ${named(address)} as the buffer of M${m}, the model ${held === -1 ? 'one without an address' : named(held)}`,
      );
  }

  #eventOf(m: number): OpenEvents {
    return (this.#events[m] ??= { from: [-1, -1], need: [0, 0], refilling: [false, false] });
  }
}
