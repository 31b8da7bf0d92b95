/**
 * The shape of an event, whatever it is about (traceLocker.eventWriter, traceEventWriter.event): looks at whether those that it is about, the P
 * and the goroutine of the M have their statuses, each with the status where there is none, then the sequence number, then the event. Nothing
 * else is done with statuses in a section, but by who visits each P for traceAdvance. An M may be in two sections at once, of which the
 * inner is a growth's.
 */
import { eventName, events } from '../../log/events.ts';
import type { RecordKind, StatusStep } from '../../log/records.ts';
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import { ASSIST_ACTIVE, GO_LABEL, SWEEP_ACTIVE, activeRanges, statusEvents } from './kinds-of-records.ts';
import { NO_P } from './owners.ts';

/** A record of a status, or an event that says one: then `resource` is its number, and `value` the G or P by id. */
interface Item {
  readonly step: StatusStep | 'readied' | 'said' | 'active';
  readonly resource: number;
  readonly value: number;
}

/** What an M has done in a section. */
interface Section {
  /** For the next event. */
  items: Item[];
  isWriting: boolean;
  /** The bytes of an event are reserved, and it has not been said which. */
  isDue: boolean;
  /** The event before, by number; -1 for none. */
  last: number;
}

/** What an event is about. */
export interface About {
  /** The P that the M has, 0 for none, undefined where that is not known. */
  readonly proc: number | undefined;
  /** The goroutine that the M runs: 0 for none, undefined where only its id is known. */
  readonly own: number | undefined;
  /** The G or P that the event names; 0 where that is not known. */
  readonly target: number;
}

/** An address and the id that an event gave to it. */
interface Naming {
  readonly resource: number;
  readonly id: number;
  readonly isProc: boolean;
}

/** What the records before an event say: names that statuses gave, and the addresses of those that it is about; 0 for one that they do not have. */
export interface Shaped extends Readonly<Record<Role, number>> {
  /** What nextSeq gave; -1 where it was not called. */
  readonly sequence: number;
  readonly names: readonly Naming[];
}

/** Ps that were visited in a section: by forEachP of traceAdvance one, and all by StartTrace up to Go 1.25. */
export interface Visited {
  readonly names: readonly Naming[];
  readonly ps: readonly number[];
  readonly isStart: boolean;
}

type Role = 'proc' | 'own' | 'target';
/** What comes before an event, in this order: looks and steps with these. */
type Wanted = readonly (readonly ['look' | 'readied' | StatusStep, Role | 'any'])[];
type Known = Readonly<Record<Role, number | undefined>>;

const MOST = 2;
const nobody: Known = { proc: undefined, own: undefined, target: undefined };
const nothing: Shaped = { names: [], sequence: -1, proc: 0, own: 0, target: 0 };

export class Shape {
  readonly #m: number;
  readonly #sections: readonly Section[] = Array.from({ length: MOST }, () => ({
    items: [],
    isWriting: false,
    isDue: false,
    last: -1,
  }));
  #opens = false;

  constructor(m: number) {
    this.#m = m;
  }

  /** A record of the core, of an M in so many sections. */
  core(kind: RecordKind, depth: number): void {
    const section = this.#sections[Math.max(0, depth - 1)];
    switch (kind) {
      case 'acquireFlag':
        this.#opens = true;
        return;
      case 'acquireGen':
      case 'acquireUndo':
      case 'acquireNested':
        this.#opens = false;
        if (section === undefined) return;
        section.items = [];
        section.isWriting = false;
        section.isDue = false;
        section.last = -1;
        return;
      case 'writer':
        if (section !== undefined) section.isWriting = true;
        return;
      case 'event':
      case 'end':
        if (section?.isDue === true) throw this.#rejection(kind, 'the event before has not been said');
        if (section !== undefined) {
          section.isDue = kind === 'event';
          section.isWriting &&= kind === 'event';
        }
        return;
      default:
    }
  }

  /** Something is done with the status of a G or P, in a section; `readied`: it waits no longer. */
  did(step: StatusStep | 'readied', resource: number, value: number, depth: number): void {
    this.#sections[depth - 1]?.items.push({ step, resource, value });
  }

  /** Nothing but events and statuses is done between the writer and its end. */
  mayNot(what: string, depth: number): void {
    if (this.#opens) throw this.#rejection(what, 'the M has raised its flag, and loads the generation next');
    if (this.#sections[depth - 1]?.isWriting === true)
      throw this.#rejection(what, 'the M is between its writer and the end of the event');
  }

  /** An event is written, whose first argument is `id`. */
  told(depth: number, event: number, id: number, about: About): Shaped {
    const section = this.#sections[depth - 1];
    if (section === undefined) return nothing;
    if (!section.isDue) throw this.#rejection('told', 'the bytes of the event are not reserved');
    section.isDue = false;
    if (statusEvents.has(event) || activeRanges.has(event)) {
      const step = statusEvents.has(event) ? 'said' : 'active';
      section.items.push({ step, resource: event, value: id });
      return nothing;
    }
    const { items, last } = section;
    section.items = [];
    section.last = event;
    if (event === GO_LABEL) {
      if (last !== events.GoStart || items.length > 0)
        throw this.#rejection('told', 'a label follows the start of its goroutine');
      return nothing;
    }
    return this.#matched(
      items,
      wantedOf(event, about),
      { ...about, target: about.target === 0 ? undefined : about.target },
      `before ${eventName(event) ?? `event ${event}`}`,
    );
  }

  /** The section ends, and what is done with statuses since its last event is done with Ps. */
  ends(depth: number): Visited {
    const section = this.#sections[depth - 1];
    if (section === undefined || section.items.length === 0) return { names: [], ps: [], isStart: false };
    const { items } = section;
    section.items = [];
    const isStart = depth === 1 && items[0]?.step === 'acquire';
    const ps = isStart ? items.filter(({ step }) => step === 'acquire').map(({ resource }) => resource) : [];
    const wanted: Wanted = isStart ? ps.map(() => ['acquire', 'any']) : [['look', 'target']];
    const { names, target } = this.#matched(
      items,
      depth === 1 ? [wanted] : [],
      nobody,
      'at the end of a section',
    );
    return { names, ps: isStart ? ps : [target], isStart };
  }

  #matched(items: readonly Item[], ways: readonly Wanted[], known: Known, where: string): Shaped {
    const found = ways.map((wanted) => matched(items, wanted, known));
    const shaped = found.find((one): one is Shaped => typeof one !== 'string');
    if (shaped === undefined)
      throw this.#rejection(
        'told',
        `${where}, ${typeof found[0] === 'string' ? found[0] : 'nothing is done with statuses'}`,
      );
    return shaped;
  }

  #rejection(what: string, words: string): Rejection {
    return new Rejection(what, this.#m, null, words);
  }
}

/** The ways in which an event of the kind comes about. */
function wantedOf(event: number, { proc, own }: About): readonly Wanted[] {
  const ofG: Wanted = own === 0 ? [] : [['look', 'own']];
  const both: Wanted = [['look', 'proc'], ...ofG];
  const looks = proc === undefined ? [both, ofG] : [proc === NO_P ? ofG : both];
  const between = (before: Wanted, after: Wanted): readonly Wanted[] =>
    looks.map((one) => [...before, ...one, ...after]);
  switch (eventName(event)) {
    case 'GoCreate':
    case 'GoCreateBlocked': {
      const fresh: Wanted = [
        ['reset', 'target'],
        ['set', 'target'],
      ];
      return between(fresh, []);
    }
    case 'GoStart':
      return between([], [['sequence', 'own']]);
    case 'GoUnblock': {
      const readied: Wanted = [
        ['readied', 'target'],
        ['look', 'target'],
      ];
      return between(readied, [['sequence', 'target']]);
    }
    case 'GoSwitch':
    case 'GoSwitchDestroy':
    case 'ProcSteal':
      return between([['look', 'target']], [['sequence', 'target']]);
    case 'ProcStart':
    case 'GoSyscallBegin':
      return between([], [['sequence', 'proc']]);
    // What a thread of C has from before is not looked at, but in Go 1.24.
    case 'GoCreateSyscall':
      return [[['set', 'own']], ...between([['set', 'own']], [])];
    case 'GoDestroySyscall':
      return [ofG, ...looks];
    default:
      return looks;
  }
}

/** What the records say, or what is wrong with them. */
function matched(items: readonly Item[], wanted: Wanted, known: Known): Shaped | string {
  const names: Naming[] = [];
  const who = { ...known };
  let at = 0;
  let sequence = -1;
  for (const [what, role] of wanted) {
    const item = items[at];
    const step = what === 'look' ? 'seen' : what;
    const is = role === 'any' ? undefined : who[role];
    if (item?.step !== step || (is !== undefined && is !== item.resource))
      return `${stepWords[step]} ${is === undefined ? roleWords[role] : addressOf(is)} is not there`;
    if (role !== 'any') who[role] = item.resource;
    if (step === 'sequence') sequence = item.value;
    if (what === 'look' && item.value !== 0) at++;
    else if (what !== 'look' && what !== 'acquire') at++;
    else {
      const after = acquired(items, what === 'look' ? at + 1 : at, item.resource, names);
      if (typeof after === 'string') return after;
      at = after;
    }
  }
  if (at < items.length) return 'more is done with statuses than that takes';
  return { names, sequence, proc: who.proc ?? 0, own: who.own ?? 0, target: who.target ?? 0 };
}

/** Where acquireStatus of that G or P ends, with the status where it is won; or what is wrong. */
function acquired(items: readonly Item[], at: number, resource: number, names: Naming[]): number | string {
  const [won, ready, said, active] = items.slice(at, at + 4);
  if (won?.step !== 'acquire' || won.resource !== resource) return 'no status follows a look';
  if (won.value === 0) return at + 1;
  if (ready?.step !== 'ready' || ready.resource !== resource || said?.step !== 'said')
    return 'a status that was acquired is not written';
  const isProc = said.resource === events.ProcStatus;
  names.push({ resource, id: said.value, isProc });
  return at + (active?.step === 'active' && active.resource === activeOf(isProc) ? 4 : 3);
}

const roleWords: Readonly<Record<Role | 'any', string>> = {
  any: 'a P',
  proc: 'the P of the M',
  own: 'its goroutine',
  target: 'what it is about',
};

const activeOf = (isProc: boolean): number => (isProc ? SWEEP_ACTIVE : ASSIST_ACTIVE);

const stepWords: Readonly<Record<StatusStep | 'readied', string>> = {
  readied: 'the change of',
  seen: 'a look at',
  acquire: 'acquireStatus of',
  ready: 'readyNextGen of',
  set: 'setStatusTraced of',
  sequence: 'nextSeq of',
  reset: 'reset of',
};
