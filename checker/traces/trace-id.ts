/**
 * Ids of traces: which of the enabled instances is taken at each step, as digits of a number whose bases are the counts of
 * those that are enabled. A trace from which nothing branches off has an id of a few characters, whatever its length.
 *
 * A number of many digits costs time that is quadratic in them, to write and to read. So a long trace is written in blocks,
 * each a number of its own that a double holds exactly. Ids of short traces are one number still, so that those that are
 * written down somewhere stay what they are.
 */
import { SystemError } from '../language/system-error.ts';

/** Of the states that a trace passes: an id of the same system with other guards or effects is found by it. */
export const PATH = 997;

/** From so many steps on an id is written in blocks. */
const BLOCKS_FROM = 10_000;
/** Of a block, in base 36: as many as a double holds exactly, whatever the digits. */
const BLOCK_DIGITS = 10;
const BLOCK_MAX = 36 ** BLOCK_DIGITS;

const CHECK = 1009;

/** A trace as its id says it: the digits follow each other, each in the base that the walk along the trace knows. */
export interface Coded {
  readonly fingerprint: string;
  readonly steps: number;
  readonly loop: number | undefined;
  /** The next digit, of 0 to `base - 1`. */
  digit(base: number): number;
  /** Whether no digits are left: true of every id that is whole. */
  isRead(): boolean;
}

/** A digit and its base. */
export type Digit = readonly [digit: number, base: number];

/** What an id says of a trace. */
export interface Identified extends Pick<Coded, 'fingerprint' | 'loop'> {
  readonly path: number;
  readonly root: Digit;
  readonly steps: readonly Digit[];
}

/** The id of a trace: `path` and the number of the initial state come first, then the steps. */
export function idOf({ fingerprint, loop, path, root, steps }: Identified): string {
  const digits: readonly Digit[] = [[path, PATH], root, ...steps];
  const name = `${fingerprint}-${String(steps.length)}${loop === undefined ? '' : `.${String(loop)}`}`;
  if (steps.length < BLOCKS_FROM) {
    const number = digits.reduceRight((sum, [digit, base]) => sum * BigInt(base) + BigInt(digit), 1n);
    return `${name}-${checked(number, steps.length, loop).toString(36)}`;
  }
  const text = blocksOf(digits);
  return `${name}-_${checkOf(text, steps.length, loop)}${text}`;
}

const pattern = /^([0-9a-f]{8})-(\d{1,7})(?:\.(\d{1,7}))?-(_?)([0-9a-z]+)$/;

/** Whether the text has the form of an id. */
export const isId = (text: string): boolean => pattern.test(text);

/** Throws a SystemError for what is no id, and for one with a wrong or missing character. */
export function codedBy(id: string): Coded {
  const [, fingerprint = '', steps = '', loop, mark = '', text = ''] = pattern.exec(id) ?? [];
  if (text === '')
    throw new SystemError(`"${named(id)}" is not a trace id; an id looks like 0f3a9c21-12-k3f9x2`, {
      code: 'trace',
    });
  const length = Number(steps);
  const back = loop === undefined ? undefined : Number(loop);
  const parts = { fingerprint, steps: length, loop: back };
  const coded = mark === '' ? oneNumber(text, length, back) : blocks(text, length, back);
  if (coded === undefined)
    throw new SystemError(`trace id ${named(id)} has a wrong or missing character; copy it again`, {
      code: 'trace',
    });
  return { ...parts, ...coded };
}

/** The id for messages, cut where it is long. */
export const named = (id: string): string => (id.length <= 80 ? id : `${id.slice(0, 60)}…`);

type Digits = Pick<Coded, 'digit' | 'isRead'>;

/** More digits than the steps of any system can have are none: a step is one of at most 2^16 instances, so three fill a block. */
const digitsMax = (steps: number): number => 40 + (steps * BLOCK_DIGITS) / 3;

function oneNumber(text: string, steps: number, loop: number | undefined): Digits | undefined {
  if (text.length > digitsMax(steps)) return undefined;
  const coded = numberOf(text);
  let number = coded / BigInt(CHECK);
  if (checked(number, steps, loop) !== coded) return undefined;
  return {
    digit(base) {
      const value = Number(number % BigInt(base));
      number /= BigInt(base);
      return value;
    },
    isRead: () => number === 1n,
  };
}

/** Halves are read apart and put together: digit by digit would take quadratic time. */
function numberOf(text: string): bigint {
  if (text.length <= BLOCK_DIGITS) return BigInt(parseInt(text, 36));
  const low = text.length >> 1;
  return numberOf(text.slice(0, -low)) * 36n ** BigInt(low) + numberOf(text.slice(-low));
}

/** The number with check digits, by which an id with a wrong or missing character is told. */
const checked = (number: bigint, steps: number, loop: number | undefined): bigint =>
  number * BigInt(CHECK) +
  ((number * 31n + BigInt(steps) + (loop === undefined ? 0n : 500n + BigInt(loop) * 37n)) % BigInt(CHECK));

/** A block is full where one more digit might not fit; only the last one is shorter. */
function blocksOf(digits: readonly Digit[]): string {
  const texts: string[] = [];
  let [number, scale] = [0, 1];
  for (const [digit, base] of digits) {
    if (scale * base > BLOCK_MAX) {
      texts.push(number.toString(36).padStart(BLOCK_DIGITS, '0'));
      [number, scale] = [0, 1];
    }
    number += digit * scale;
    scale *= base;
  }
  texts.push(number.toString(36));
  return texts.join('');
}

function blocks(text: string, steps: number, loop: number | undefined): Digits | undefined {
  const body = text.slice(2);
  if (body === '' || text.length > digitsMax(steps) || checkOf(body, steps, loop) !== text.slice(0, 2))
    return undefined;
  let at = 0;
  let [number, scale] = [0, 1];
  const next = (): void => {
    number = parseInt(`0${body.slice(at, at + BLOCK_DIGITS)}`, 36);
    at += BLOCK_DIGITS;
    scale = 1;
  };
  next();
  return {
    digit(base) {
      if (scale * base > BLOCK_MAX) next();
      const value = number % base;
      number = (number - value) / base;
      scale *= base;
      return value;
    },
    isRead: () => number === 0 && at >= body.length,
  };
}

function checkOf(text: string, steps: number, loop: number | undefined): string {
  let sum = (steps + (loop === undefined ? 0 : 500 + loop * 37)) % CHECK;
  for (let at = 0; at < text.length; at++) sum = (sum * 37 + text.charCodeAt(at)) % CHECK;
  return sum.toString(36).padStart(2, '0');
}
