/** How the tracer's steps are told: with the names of Go's functions and, where a tree was read, its lines. */
import type { Cure, Json, Step, Story, Trace } from '../checker/index.ts';
import { paramsBeside } from '../checker/index.ts';
import type { Design } from './design.ts';
import { writePath } from './design.ts';
import { at } from './plain.ts';
import { buffersOf } from './picture.ts';
import { nesting, tellStep } from './sentences.ts';

/** What a tree that was read says beside its design. */
export interface TreePlaces {
  /** Where an action's source (`runtime/FILE.go, FUNCTION`) stands: `tracebuf.go:156`. */
  readonly placeOf: (source: string) => string | null;
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

/** How a design's steps are told. With a tree, lines are known. */
export const tracerStory = (design: Design, tree: TreePlaces | null): Story => ({
  legend: '› is a step of a section inside a stack growth',
  // A nested section stands one step in, as a nested call would.
  label: ({ action, params, process }, before) => {
    const rest = paramsBeside(params, process).filter((param) => !param.startsWith('depth='));
    const growing = at(before, 'm', Number(params['m']), 'growing');
    return `${process.startsWith('M') && growing !== 'no' ? '› ' : ''}${[action, ...rest].join(' ')}`;
  },
  // For a growth inside a writer: the functions at whose prologue it happens.
  remark: (step, before) => {
    if (step.action !== 'StackGrowth') return null;
    const functions = splitsAt(phaseOf(step, before), design);
    return functions.length === 0 ? null : `at the prologue of ${functions.join(' or ')}`;
  },
  isProgramCounter: (path) => path.endsWith('.phase'),
  placeOf: (source) => tree?.placeOf(source) ?? null,
  cure: (trace) => cureOf(trace, design, tree),
  tell: (step, before) => tellStep(step, before, design),
  nesting,
  ...ofBuffers,
  picture: buffersOf,
});

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

const phaseOf = ({ params }: Step, before: Json): unknown =>
  at(before, 'm', Number(params['m']), 'stack', 0, 'phase');

const splitsAt = (phase: unknown, { splitPoints }: Design): string[] =>
  splitPoints.filter((name) => writePath[name] === phase);

/** What would make this counterexample impossible. Without facts of a tree, lines are not known. */
function cureOf({ initial, steps }: Trace, design: Design, tree: TreePlaces | null): Cure[] {
  const acquire = tree?.nestedAcquire ?? null;
  const before = (index: number): Json => steps[index - 1]?.state ?? initial;
  if (design.reentry === 'drop')
    return steps.some(({ action }) => action === 'AcquireDropped') ? [dropsAt(acquire)] : [];
  const growths = steps.flatMap((step, index) =>
    step.action === 'StackGrowth' ? splitsAt(phaseOf(step, before(index)), design) : [],
  );
  const reloads = steps.some(
    ({ action, params, state }) =>
      action === 'AcquireReload' &&
      at(state, 'm', Number(params['m']), 'stack', 1, 'gen') !==
        at(state, 'm', Number(params['m']), 'stack', 0, 'gen'),
  );
  return [
    ...(tree === null ? [...new Set(growths)].map(nosplitAt) : nosplitAbove(tree.growths, growths)),
    ...(reloads ? [reloadsAt(acquire)] : []),
  ];
}

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
