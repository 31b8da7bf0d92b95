/**
 * What a reader of the trace makes of the events about Gs or Ps, in the order in which the reference writes them: the model keeps books
 * of it, and these are kept of the reference's own events.
 */
import type { ProgramDraft } from '../../model/index.ts';
import type { Runtime } from '../../reference/index.ts';

type KnownPs = ProgramDraft['knownPs'];
type Books = Pick<KnownPs, 'reader' | 'stumbled'>;

export type Seen = ReturnType<KnownPs['reader']['at']>['left'];

type ByHalf<T> = [T, T];

interface Known {
  /** The status at the end of the last generation that was read, and at the beginning of the one after the one being read. */
  left: Seen;
  opened: Seen;
  /** By gen%2: the status now, and the last sequence number. */
  readonly now: ByHalf<Seen>;
  readonly seq: ByHalf<number>;
}

const half = (gen: number): 0 | 1 => (gen % 2 === 0 ? 0 : 1);

/** Whether the generation before has been read to its end; the first of a trace has none before it. */
export const isNextToRead = ({ trace }: Runtime, gen: number): boolean =>
  trace.flushedGen === 0 ? trace.readerGen === gen : trace.flushedGen === gen - 1;

export class Reading {
  /** By the index of the G or P. */
  readonly known: readonly Known[];
  readonly #stumbled = {
    noStatus: false,
    twice: false,
    sequence: false,
    misfit: false,
    missing: false,
    disagree: false,
  };

  constructor(lefts: readonly Seen[]) {
    this.known = lefts.map((left) => ({ left, opened: 'none', now: ['none', 'none'], seq: [0, 0] }));
  }

  /** Tracing begins anew. */
  starts(leftOf: (index: number) => Seen): void {
    this.known.forEach((known, index) => {
      known.left = leftOf(index);
    });
  }

  /** GoStatus or ProcStatus. */
  status(rt: Runtime, gen: number, index: number, status: Seen): void {
    const known = this.#of(index);
    if (known.now[half(gen)] === 'none') this.#opens(rt, gen, known, status);
    else this.#stumbled.twice = true;
    known.now[half(gen)] = status;
    known.seq[half(gen)] = 0;
  }

  /** An event takes a G or P (-1: none) out of one of some statuses; `seq` is 0 where its kind has no number. */
  moves(gen: number, index: number, from: readonly Seen[], to: Seen, seq = 0): void {
    if (index < 0) {
      this.#stumbled.noStatus = true;
      return;
    }
    const known = this.#of(index);
    const at = half(gen);
    if (known.now[at] === 'none') this.#stumbled.noStatus = true;
    else if (!from.includes(known.now[at])) this.#stumbled.misfit = true;
    known.now[at] = to;
    if (seq === 0) return;
    if (seq !== known.seq[at] + 1) this.#stumbled.sequence = true;
    known.seq[at] = seq;
  }

  /** GoCreate. */
  creates(rt: Runtime, gen: number, index: number): void {
    const known = this.#of(index);
    const at = half(gen);
    if (known.now[at] === 'none') this.#opens(rt, gen, known, 'dead');
    else if (known.now[at] !== 'dead') this.#stumbled.misfit = true;
    known.now[at] = 'runnable';
    known.seq[at] = 0;
  }

  /** A generation is complete. `isOwed`: whether a status has to be in it. */
  ends(gen: number, isOwed: (index: number, left: Seen) => boolean): void {
    this.known.forEach((known, index) => {
      const now = known.now[half(gen)];
      if (now !== 'none') known.left = now;
      else if (isOwed(index, known.left)) this.#stumbled.missing = true;
      known.now[half(gen)] = 'none';
      known.seq[half(gen)] = 0;
      if (known.opened !== 'none') this.#compares(known.left, known.opened);
      known.opened = 'none';
    });
  }

  /** Writes the books into those of the model. */
  into({ reader, stumbled }: Books): void {
    this.known.forEach(({ left, opened, now, seq }, index) => {
      const book = reader.at(index);
      book.left = left;
      book.opened = opened;
      for (const at of [0, 1] as const) {
        book.now.set(at, now[at]);
        book.seq.set(at, seq[at]);
      }
    });
    const told = this.#stumbled;
    stumbled.noStatus = told.noStatus;
    stumbled.twice = told.twice;
    stumbled.sequence = told.sequence;
    stumbled.misfit = told.misfit;
    stumbled.missing = told.missing;
    stumbled.disagree = told.disagree;
  }

  #of(index: number): Known {
    const known = this.known[index];
    if (known === undefined) throw new Error(`an event is about G or P ${index}, which this run has not`);
    return known;
  }

  /** The first that a generation says: compared now, or when the one before is complete. */
  #opens(rt: Runtime, gen: number, known: Known, status: Seen): void {
    if (isNextToRead(rt, gen)) this.#compares(known.left, status);
    else known.opened = status;
  }

  #compares(left: Seen, opened: Seen): void {
    const agrees = left === 'none' || left === opened || (left === 'syscall' && opened === 'abandoned');
    if (!agrees) this.#stumbled.disagree = true;
  }
}
