/**
 * The shape of an event, whatever it is about (traceLocker.eventWriter, traceWriter.event): a look at whether the P and the goroutine of the M
 * have their statuses, then the writer, then the event. An M may be in two sections at once, of which the inner is a growth's.
 */
import type { RecordKind } from '../../log/records.ts';
import { Rejection } from '../rejection.ts';

/** What an M has done in a section. */
interface Section {
  /** The Ps and Gs that it has looked at for the next event. */
  readonly looked: number[];
  /** At one of them twice. */
  isTwice: boolean;
  isWriting: boolean;
  /** The bytes of an event are reserved, and it has not been said which. */
  isDue: boolean;
}

const MOST = 2;

export class Looks {
  readonly #m: number;
  readonly #sections: readonly Section[] = Array.from({ length: MOST }, () => ({
    looked: [],
    isTwice: false,
    isWriting: false,
    isDue: false,
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
        section.looked.length = 0;
        section.isTwice = false;
        section.isWriting = false;
        section.isDue = false;
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

  /** The M looks whether a G or P has a status. */
  at(resource: number, depth: number): void {
    const section = this.#sections[depth - 1];
    if (section === undefined) return;
    const { looked } = section;
    if (looked.includes(resource)) {
      if (section.isTwice)
        throw this.#rejection('seen', 'it looks again and again whether there is a status');
      section.isTwice = true;
    }
    looked.push(resource);
  }

  /** Nothing but events and statuses is done between the writer and its end. */
  mayNot(what: string, depth: number): void {
    if (this.#opens) throw this.#rejection(what, 'the M has raised its flag, and loads the generation next');
    if (this.#sections[depth - 1]?.isWriting === true)
      throw this.#rejection(what, 'the M is between its writer and the end of the event');
  }

  /**
   * An event is written. `proc` and `goroutines`: those that have to be looked at first; 0 for none. `mayLookTwice`: who takes its own P away
   * looks at it twice.
   */
  told(depth: number, proc: number, goroutines: readonly number[], mayLookTwice: boolean): void {
    const section = this.#sections[depth - 1];
    if (section === undefined) return;
    if (!section.isDue) throw this.#rejection('told', 'the bytes of the event are not reserved');
    section.isDue = false;
    const lacks = (one: number): boolean => one !== 0 && !section.looked.includes(one);
    if (section.isTwice && !mayLookTwice)
      throw this.#rejection('told', 'it has looked twice whether there is a status, for one event');
    if (lacks(proc) || goroutines.some(lacks))
      throw this.#rejection(
        'told',
        `no look at whether its ${lacks(proc) ? 'P' : 'goroutine'} has a status came before`,
      );
    const [own = 0] = goroutines;
    if (own !== 0 && section.looked.indexOf(proc) > section.looked.lastIndexOf(own))
      throw this.#rejection('told', 'it has looked at its P after its goroutine');
    section.looked.length = 0;
    section.isTwice = false;
  }

  /** A status is written by the writer itself. */
  toldStatus(depth: number): void {
    const section = this.#sections[depth - 1];
    if (section === undefined) return;
    if (!section.isDue) throw this.#rejection('told', 'the bytes of the event are not reserved');
    section.isDue = false;
  }

  #rejection(what: string, words: string): Rejection {
    return new Rejection(what, this.#m, null, words);
  }
}
