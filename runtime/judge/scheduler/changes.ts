/** The statuses that Gs and Ps have: a change begins where the one before it ended, whoever made it. */
import { Rejection } from '../rejection.ts';
import { addressOf } from '../statuses.ts';
import type { Listing } from './listing.ts';

export class Changes {
  readonly #statuses = new Map<number, number>();
  /** Changes that were judged, and how many of them the programs have. */
  taken = 0;
  read = 0;
  /** Those that no program has, by who made them. */
  readonly unread = new Map<string, number>();

  readonly #listing: Listing;

  constructor(listing: Listing) {
    this.#listing = listing;
  }

  get resources(): number {
    return this.#statuses.size;
  }

  /** As the runtime has it; -1 where it is not known. */
  statusOf(resource: number): number {
    return this.#statuses.get(resource) ?? -1;
  }

  /** A list says that a G or P has that status. Throws a Rejection where it has another one. */
  lists(m: number, resource: number, status: number, letter: 'G' | 'P'): void {
    const known = this.#statuses.get(resource) ?? status;
    if (known !== status)
      throw new Rejection(
        'scheduler',
        m,
        null,
        `${letter} ${addressOf(resource)} is ${statusName(letter, status)} in a list, and it was ${statusName(letter, known)}`,
      );
    this.#statuses.set(resource, status);
  }

  /** A G or P has another status. Throws a Rejection where it did not have the one that it had by the log. */
  take(m: number, resource: number, was: number, is: number, letter: 'G' | 'P'): void {
    this.taken++;
    const known = this.#statuses.get(resource);
    if (known !== undefined && known !== was)
      throw new Rejection(
        letter === 'G' ? 'casgstatus' : 'p.status',
        m,
        null,
        `${letter} ${addressOf(resource)} goes from ${statusName(letter, was)} to ${statusName(letter, is)}, and it was ${statusName(letter, known)}`,
        { status: statusName(letter, known) },
      );
    if (known === undefined && this.#listing.isWhole && was !== 0)
      throw new Rejection(
        letter === 'G' ? 'casgstatus' : 'p.status',
        m,
        null,
        `${letter} ${addressOf(resource)} goes from ${statusName(letter, was)} to ${statusName(letter, is)}, and it is not in the list that the log begins with`,
      );
    if (was === is && letter === 'G')
      throw new Rejection('casgstatus', m, null, `G ${addressOf(resource)} goes to the status that it has`);
    this.#statuses.set(resource, is);
  }

  /** The status in the words of a trace; null where a trace has none for it. */
  saidOf(resource: number): string | null {
    const status = this.#statuses.get(resource) ?? -1;
    return said[status >= SCAN ? status - SCAN : status] ?? null;
  }

  leftOut(site: string, letter: 'G' | 'P', was: number, is: number): void {
    const what = `${site}: ${statusName(letter, was)} to ${statusName(letter, is)}`;
    this.unread.set(what, (this.unread.get(what) ?? 0) + 1);
  }
}

const names = {
  G: [
    '_Gidle',
    '_Grunnable',
    '_Grunning',
    '_Gsyscall',
    '_Gwaiting',
    '',
    '_Gdead',
    '',
    '_Gcopystack',
    '_Gpreempted',
    '_Gleaked',
    '_Gdeadextra',
  ],
  P: ['_Pidle', '_Prunning', '_Psyscall', '_Pgcstop', '_Pdead'],
} as const;
/** _Gscan. */
export const SCAN = 0x1000;
/** A goroutine that is preempted is said to wait. */
const said: Readonly<Record<number, string>> = {
  1: 'runnable',
  2: 'running',
  3: 'syscall',
  4: 'waiting',
  6: 'dead',
  9: 'waiting',
};

/** A status in the words of the runtime. */
export const statusName = (letter: 'G' | 'P', status: number): string => {
  const scanned = letter === 'G' && status >= SCAN;
  const name = names[letter][scanned ? status - SCAN : status];
  return `${scanned ? '_Gscan|' : ''}${name === undefined || name === '' ? status : name}`;
};
