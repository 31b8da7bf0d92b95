/** Statuses that are written once, and do not take a thread from what it has. Source: runtime/tracestatus.go. */
import type { WireValue } from '../../decode/cursor.ts';
import { eventId } from '../../events.ts';
import { goStatus, procStatus } from '../../statuses.ts';
import type { ThreadCursor } from '../frontier.ts';
import { statusByte, value } from '../order/args.ts';
import type { Order } from '../order/state.ts';
import { none } from '../order/state.ts';
import type { Place } from '../violation.ts';
import type { Findings } from './findings.ts';

const procStatusId = eventId('ProcStatus');
const goStatusIds = [eventId('GoStatus'), eventId('GoStatusStack')];
const creations = ['GoCreate', 'GoCreateBlocked', 'GoCreateSyscall'].map(eventId);
const ends = ['GoDestroy', 'GoSwitchDestroy', 'GoDestroySyscall'].map(eventId);

/** A table by type of event, for most events are none of these. */
const kinds = new Uint8Array(256);
const [isProcStatus, isGoStatus, isCreation, isEnd] = [1, 2, 3, 4];
kinds[procStatusId] = isProcStatus;
for (const id of goStatusIds) kinds[id] = isGoStatus;
for (const id of creations) kinds[id] = isCreation;
for (const id of ends) kinds[id] = isEnd;

export class Statuses {
  readonly #findings: Findings;
  /** Those whose status is known in this generation, by their own word or since they were created in it. */
  readonly #gs = new Set<WireValue>();
  readonly #ps = new Set<WireValue>();
  /** What the thread has, and what ranges its goroutine, before the event that is looked at. */
  #g: WireValue = none;
  #p: WireValue = none;
  #ranges = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  generation(): void {
    this.#gs.clear();
    this.#ps.clear();
  }

  /** Before the event is taken. */
  look({ ms, gs }: Order, { m, event }: ThreadCursor): void {
    const kind = kinds[event.type];
    if (kind === 0) return;
    const thread = ms.get(m);
    this.#g = thread?.g ?? none;
    this.#p = thread?.p ?? none;
    if (kind === isEnd) this.#ranges = gs.get(this.#g)?.ranges.length ?? 0;
  }

  /** After it was taken. */
  saw({ event }: ThreadCursor, place: Place): void {
    const kind = kinds[event.type];
    if (kind === isProcStatus) this.#procStatus(value(event, 0), value(event, 1), place);
    else if (kind === isGoStatus) this.#goStatus(value(event, 0), value(event, 2), place);
    else if (kind === isCreation) this.#gs.add(value(event, 0));
    else if (kind === isEnd) this.#end(place);
  }

  #procStatus(id: WireValue, status: WireValue, place: Place): void {
    if (this.#ps.has(id)) this.#findings.add('status-twice', place, `P ${id} has its status written again`);
    this.#ps.add(id);
    const binds = status === procStatus.running || status === procStatus.syscall;
    if (binds && this.#p !== none && this.#p !== id) {
      this.#findings.add('status-replaces', place, `the thread has P ${this.#p} and is given P ${id}`);
    }
  }

  #goStatus(id: WireValue, status: WireValue, place: Place): void {
    if (this.#gs.has(id)) {
      this.#findings.add('status-twice', place, `goroutine ${id} has its status written again`);
    }
    this.#gs.add(id);
    if (statusByte(status) !== status) {
      this.#findings.add(
        'status-wide',
        place,
        `the status ${status} of goroutine ${id} is taken for its lowest byte`,
      );
    }
    if (status === goStatus.running && this.#g !== none && this.#g !== id) {
      this.#findings.add('status-replaces', place, `the thread runs goroutine ${this.#g} and is given ${id}`);
    }
  }

  #end(place: Place): void {
    this.#gs.delete(this.#g);
    if (this.#ranges > 0) {
      this.#findings.add('range-left', place, `goroutine ${this.#g} ends with ${this.#ranges} active ranges`);
    }
  }
}
