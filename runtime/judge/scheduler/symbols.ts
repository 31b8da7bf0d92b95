/** What a record says to a thread that is followed by its records, as a number: what was done, and what came of it. */

export const OPEN = 0;
export const CLOSE = 1;
/** statusWasTraced and acquireStatus, by their answer. */
export const seen = (answer: number): number => 2 + (answer === 0 ? 0 : 1);
export const acquired = (answer: number): number => 4 + (answer === 0 ? 0 : 1);
export const READY = 6;
export const SEQUENCE = 7;
export const RESET = 8;
export const SET = 9;

const TOLD = 16;
const STATUSES = 8;
const KINDS = 32;

/** An event of the kind, by its number in the programs, and the status that it says, 0 for none. */
export const told = (kind: number, status: number): number => TOLD + kind * STATUSES + status;
/** The change of a status that is known by that number. */
export const change = (number: number): number => TOLD + KINDS * STATUSES + number;

type Doing =
  | { readonly what: 'record'; readonly symbol: number }
  | { readonly what: 'told'; readonly kind: number; readonly status: number }
  | { readonly what: 'change'; readonly number: number };

export function doingOf(symbol: number): Doing {
  if (symbol < TOLD) return { what: 'record', symbol };
  const rest = symbol - TOLD;
  if (rest >= KINDS * STATUSES) return { what: 'change', number: rest - KINDS * STATUSES };
  return { what: 'told', kind: Math.floor(rest / STATUSES), status: rest % STATUSES };
}
