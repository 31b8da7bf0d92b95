/** Numbers and limits as people write them: `7`, `30s`, `2GiB`, `1M`. The parsers of limits throw a UsageError that says what they take. */
import { UsageError } from './errors.ts';

const milliseconds = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000 };
const bytes = {
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  M: 2 ** 20,
  G: 2 ** 30,
  MB: 1e6,
  GB: 1e9,
};
const thousands = { k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

/** A duration in milliseconds; a bare number is seconds. */
export const parseTime = (text: string): number =>
  Math.ceil(quantity(text, milliseconds, milliseconds.s, 'is no duration; write 500ms, 30s, 5min or 1h'));

/** A size in bytes; a unit is required, because `--memory 2` would mean something else to everybody. */
export const parseMemory = (text: string): number =>
  Math.floor(quantity(text, bytes, undefined, 'is no amount of memory; write 512MiB or 2GiB'));

/** A number of states. */
export const parseStates = (text: string): number =>
  Math.floor(quantity(text, thousands, 1, 'is no number of states; write 50000, 200k or 1M'));

/** A number of steps from the initial states. */
export const parseDepth = (text: string): number =>
  whole(text, 0, 'is no depth; write a whole number of steps');

/** A number of worker threads; `auto` is one for each core. */
export const parseWorkers = (text: string, cores: number): number =>
  text === 'auto'
    ? cores
    : whole(text, 1, 'is no number of workers; write 1 or more, or auto for one per core');

function whole(text: string, least: number, problem: string): number {
  const value = wholeNumber(text, least);
  if (value === null) throw new UsageError(`"${text}" ${problem}`);
  return value;
}

/** A whole number in decimal digits, or null where the text is none or one out of the range, bounds included. */
export function wholeNumber(text: string, least = 0, most = Number.MAX_SAFE_INTEGER): number | null {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

function quantity(
  text: string,
  units: Readonly<Record<string, number>>,
  bare: number | undefined,
  problem: string,
): number {
  const [, digits = '', unit = ''] = /^(\d[\d_,]*(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const scale = unit === '' ? bare : Object.hasOwn(units, unit) ? units[unit] : undefined;
  const value = Number(digits.replace(/[_,]/g, '')) * (scale ?? NaN);
  if (digits === '' || !(value > 0 && value <= Number.MAX_SAFE_INTEGER))
    throw new UsageError(`"${text}" ${problem}`);
  return value;
}
