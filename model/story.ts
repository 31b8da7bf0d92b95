/** What the tracer's steps are told by: buffers, generations, and the cure of a counterexample. */
import type { Cure, Story } from '../checker/index.ts';
import { at } from './plain.ts';

/** What a tree that was read says beside its steps. */
export interface TreePlaces {
  /** Where a section inside another one gets its generation, or gives up. */
  readonly nestedAcquire: { readonly file: string; readonly line: number };
  /** Functions in which a stack may grow between writer() and end(), with a sentence that says so. */
  readonly growths: readonly GrowthPlace[];
}

export interface GrowthPlace {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly sentence: string;
}

/** What any model of the tracer says of its fields: that a number is a buffer, and which generation a state is in. */
export const ofBuffers: Pick<Story, 'spell' | 'period'> = {
  spell: (path, value) =>
    isBufferReference(path) ? (value === 0 ? 'nil' : `buf ${String(value)}`) : String(value),
  period: (state) => {
    const gen = Number(at(state, 'trace', 'gen'));
    return gen === 0
      ? { name: 'off', tone: 'none' }
      : { name: `gen ${gen}`, tone: gen % 2 === 1 ? 'odd' : 'even' };
  },
};

const isBufferReference = (path: string): boolean =>
  /(\.traceBuf|\.buf\[\d\]|\.full\[\d\]\[\d\])$/.test(path);

type Acquire = TreePlaces['nestedAcquire'] | null;

const placed = (acquire: Acquire): string => (acquire === null ? '' : ` at ${acquire.file}:${acquire.line}`);
// What to write there is more than a line.
const atAcquire = (acquire: Acquire): Omit<Cure, 'sentence'> => ({
  function: 'traceAcquireEnabled',
  file: acquire?.file ?? null,
  line: acquire?.line ?? null,
  text: null,
});

export const dropsAt = (acquire: Acquire): Cure => ({
  sentence: `a section inside another one gives up${placed(acquire)}, and its event is lost; cure: let sections nest, as the seed does`,
  ...atAcquire(acquire),
});

export const reloadsAt = (acquire: Acquire): Cure => ({
  sentence:
    `a nested section loads trace.gen again${placed(acquire)} and gets another generation than its outer one; ` +
    'cure: let it use the generation of the outer section, as entryGen does in Go 1.26',
  ...atAcquire(acquire),
});

/** The line that is missing above a function of which no place is known. */
export const nosplitAt = (name: string): Cure => ({
  sentence: `${name} lacks //go:nosplit, so a stack may grow between writer() and end(); cure: put //go:nosplit right above it`,
  ...{ function: name, file: null, line: null, text: nosplitLine },
});

const nosplitLine = '//go:nosplit';

/** The line that is missing above each of these functions. */
export const nosplitAbove = (growths: readonly GrowthPlace[], functions: readonly string[]): Cure[] =>
  growths
    .filter(({ name }) => functions.includes(name))
    .map(({ name, file, line, sentence }) => ({ sentence, function: name, file, line, text: nosplitLine }));
