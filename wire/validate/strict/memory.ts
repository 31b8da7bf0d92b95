/** Events about memory and the batches that explain them. Source: runtime/traceallocfree.go, tracetype.go. */
import type { WireValue } from '../../decode/cursor.ts';
import { Cursor } from '../../decode/cursor.ts';
import { eventId, experimentBase } from '../../events.ts';
import type { RawBatch } from '../batch.ts';
import type { ThreadCursor } from '../frontier.ts';
import { value } from '../order/args.ts';
import type { Order } from '../order/state.ts';
import { none } from '../order/state.ts';
import type { Generation } from '../source.ts';
import type { Place } from '../violation.ts';
import { Alternation } from './alternation.ts';
import type { Instant } from './clock.ts';
import type { Findings } from './findings.ts';

const stack = eventId('GoroutineStack');
const stackAlloc = eventId('GoroutineStackAlloc');
const stackFree = eventId('GoroutineStackFree');
const span = eventId('Span');
const spanAlloc = eventId('SpanAlloc');
const spanFree = eventId('SpanFree');
const object = eventId('HeapObject');
const objectAlloc = eventId('HeapObjectAlloc');

/** The first byte of an experimental batch tells which of the two it is. */
const [typesBatch, infoBatch] = [0, 1];

export class Memory {
  readonly #findings: Findings;
  readonly #stacks: Alternation;
  readonly #spans: Alternation;
  #types = new Set<WireValue>();
  #generations = 0;
  #infos = 0;
  #first: Place | undefined;
  /** Threads that have had a P or a goroutine; and the first event about memory of those that had not by then. */
  readonly #dressed = new Set<WireValue>();
  readonly #bare = new Map<WireValue, Place>();

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#stacks = new Alternation(findings, 'stack-allocs-alternate', 'stack');
    this.#spans = new Alternation(findings, 'span-allocs-alternate', 'span');
  }

  generation({ gen, experiments }: Generation): void {
    this.#generations++;
    this.#types = new Set();
    for (const batch of experiments) {
      const place = { gen, m: null, offset: batch.offset };
      const [kind] = batch.body;
      if (kind === typesBatch) this.#readTypes(batch, place);
      else if (kind === infoBatch) this.#info(place);
    }
  }

  #info(place: Place): void {
    this.#infos++;
    if (this.#infos > 1)
      this.#findings.add('memory-info', place, 'it is said again how ids of memory are made');
    else if (this.#generations > 1) {
      this.#findings.add('memory-info', place, 'it is said only here how ids of memory are made');
    }
  }

  /** Entries of id, address, size, bytes with pointers, length of the name, name; what is behind a broken one is left. */
  #readTypes({ body, bodyOffset }: RawBatch, place: Place): void {
    const cursor = new Cursor(body, 1);
    while (cursor.at < body.length) {
      const offset = bodyOffset + cursor.at;
      const [id, , , , length] = [0, 1, 2, 3, 4].map(() => cursor.uvarint());
      if (id === undefined || length === undefined) return;
      cursor.at += Number(length);
      if (this.#types.has(id)) {
        this.#findings.add('memory-type-twice', { ...place, offset }, `type ${id} is given again`);
      }
      this.#types.add(id);
    }
  }

  /** After the event was taken. */
  saw({ ms }: Order, { m, event }: ThreadCursor, when: Instant, place: Place): void {
    const { type } = event;
    if (!this.#dressed.has(m)) {
      const thread = ms.get(m);
      if (thread === undefined || thread.g !== none || thread.p !== none) this.#dressed.add(m);
    }
    if (type <= experimentBase) return;
    this.#first ??= place;
    if (!this.#dressed.has(m) && !this.#bare.has(m)) this.#bare.set(m, place);
    const id = value(event, 0);
    if (type === stackAlloc || type === stackFree) this.#stacks.saw(id, type === stackAlloc, when, place);
    else if (type === spanAlloc || type === spanFree) this.#spans.saw(id, type === spanAlloc, when, place);
    else if (type === stack) this.#stacks.begin(id);
    else if (type === span) this.#spans.begin(id);
    else if (type === object || type === objectAlloc) this.#ofType(value(event, 1), place);
  }

  /** Type 0 is none. */
  #ofType(type: WireValue, place: Place): void {
    if (type !== 0 && !this.#types.has(type)) {
      this.#findings.add('memory-type-missing', place, `an object is of type ${type}, which is in no table`);
    }
  }

  end(): void {
    this.#stacks.end();
    this.#spans.end();
    if (this.#first !== undefined && this.#infos === 0) {
      this.#findings.add('memory-info', this.#first, 'it is never said how ids of memory are made');
    }
    for (const [m, place] of this.#bare) {
      if (this.#dressed.has(m)) continue;
      this.#findings.add(
        'thread-bare',
        place,
        `thread ${m} writes about memory and never has a P or a goroutine`,
      );
    }
  }
}
