/** Options that JavaScript passes unchecked: a mistyped one would otherwise be a bound or a check that is not there. */
import type { CheckSettings } from './options.ts';
import { SystemError } from '../language/system-error.ts';

interface Kind {
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

const flag: Kind = { words: 'true or false', holds: (value) => typeof value === 'boolean' };
const bound: Kind = {
  words: 'a number of at least 0',
  holds: (value) => typeof value === 'number' && value >= 0,
};
const listener: Kind = { words: 'a function', holds: (value) => typeof value === 'function' };
const signal: Kind = { words: 'an AbortSignal', holds: (value) => value instanceof AbortSignal };
const names: Kind = {
  words: 'a list of names',
  holds: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
};

const checkKinds: Readonly<Record<keyof CheckSettings, Kind>> = {
  search: {
    words: 'breadth-first or depth-first',
    holds: (value) => value === 'breadth-first' || value === 'depth-first',
  },
  workers: { words: 'a positive integer', holds: (value) => Number.isInteger(value) && Number(value) > 0 },
  module: {
    words: 'an object with the url of a module',
    holds: (value) =>
      typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string',
  },
  engine: {
    words: 'auto, js or wasm',
    holds: (value) => value === 'auto' || value === 'js' || value === 'wasm',
  },
  store: {
    words: 'auto, plain or components',
    holds: (value) => value === 'auto' || value === 'plain' || value === 'components',
  },
  continue: flag,
  traces: flag,
  depthMax: bound,
  statesMax: bound,
  memoryMaxBytes: bound,
  timeMaxMs: bound,
  properties: names,
  safety: flag,
  // What stands in it is judged with the system that it is about.
  fairness: { words: 'a fairness', holds: () => true },
  debug: flag,
  unchecked: flag,
  vacuity: flag,
  symmetry: flag,
  onProgress: listener,
  onNote: listener,
  checkpoint: {
    words: 'an object with a file, and everyMs if you like',
    holds: (value) =>
      typeof value === 'object' &&
      value !== null &&
      'file' in value &&
      typeof value.file === 'string' &&
      Object.entries(value).every(([key, of]) => key === 'file' || (key === 'everyMs' && bound.holds(of))),
  },
  resume: { words: 'the name of a file', holds: (value) => typeof value === 'string' },
  signal,
};

export const judgeCheckOptions = (options: CheckSettings): void => {
  judged('check', options, checkKinds);
};

export const judgeInductionOptions = (options: object): void => {
  judged('induction', options, { properties: names, first: flag, onProgress: listener, signal });
};

export const judgeGraphOptions = (options: object): void => {
  judged('stateGraph', options, { statesMax: bound, memoryMaxBytes: bound, onProgress: listener, signal });
};

function judged(of: string, options: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [key, value] of Object.entries(options) as [string, unknown][]) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined)
      throw new SystemError(`${key} is no option of ${of}; it takes ${Object.keys(kinds).join(', ')}`, {
        code: 'options',
      });
    if (value !== undefined && !kind.holds(value))
      throw new SystemError(`${key}: ${textOf(value)} is not ${kind.words}`, { code: 'options' });
  }
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
