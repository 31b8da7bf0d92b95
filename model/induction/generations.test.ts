import { expect, test } from 'vitest';
import type { Plain } from '../../checker/index.ts';
import { enumeration } from '../../checker/induction/enumerate.ts';
import { partialState } from '../../checker/induction/partial-state.ts';
import { live, naiveSteps } from '../../checker/testing/naive.ts';
import type { Live, NaiveStep } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import type { TracerSchema } from '../state.ts';
import { tracer } from '../tracer.ts';
import { impliedProperties, inductiveInvariant } from './invariant.ts';
import { GEN_MAX, viewOfOneM } from './view.ts';

// The view puts generation 5 back to 3. That is sound if the tracer does the same two generations later.

const correct = designNamed('1.26-nosplit');
const size = { buffersPerM: 1, eventsPerBuffer: 1 };
const view = viewOfOneM(correct, size);
/** The model itself, with generations to spare. */
const model = tracer(correct, {
  ...boundsNamed('tiny'),
  ...size,
  name: 'long',
  programs: [
    { sections: 1, growths: 1 },
    { sections: 0, growths: 0 },
  ],
  generations: GEN_MAX + 4,
  restart: true,
  runs: false,
});
const { frame, claims } = inductiveInvariant();

/** A text of the state in which every generation but 0 is later. */
const text = (state: Plain<TracerSchema>, later: number): string =>
  JSON.stringify(state, (name, value: unknown) =>
    /gen$/i.test(name) && typeof value === 'number' && value !== 0 ? value + later : value,
  );
const twoLater = (state: Live<TracerSchema>): Live<TracerSchema> =>
  live(view.state, JSON.parse(text(state, 2)) as Plain<TracerSchema>);

const stepsOf = (steps: readonly NaiveStep<TracerSchema>[], later: number): readonly string[] =>
  steps.map(({ action, params, after }) => `${action} ${JSON.stringify(params)} ${text(after, later)}`);

/** What the conjuncts and properties say, but for the conjunct that bounds the generation. */
const judged = (state: Live<TracerSchema>): string =>
  [
    ...Object.values(claims).map((holds) => holds(state)),
    ...impliedProperties.map((name) => {
      const property = view.properties[name];
      return property?.kind === 'always' && property.holds(state);
    }),
  ].join();

test('the generations of a state are the fields whose names end so', () => {
  const [initial] = view.initial;
  const names = [...JSON.stringify(initial).matchAll(/"(\w*gen)":/gi)].map(([, name]) => name);
  expect(new Set(names)).toEqual(new Set(['gen', 'lastNonZeroGen', 'flushedGen', 'readerGen', 'entryGen']));
});

test('from a state that satisfies the invariant the steps are the same two generations later', () => {
  const partial = partialState(view.state);
  const counts = { states: 0, steps: 0 };
  const unlike: string[] = [];
  const compare = (plain: Plain<TracerSchema>): void => {
    const state = live(view.state, plain);
    const { gen, lastNonZeroGen } = state.trace;
    // The first generation has no like: there is none before it.
    if (Math.max(gen, lastNonZeroGen) < 2) return;
    const later = twoLater(state);
    const steps = stepsOf(naiveSteps(model, state), 2);
    const isLike =
      stepsOf(naiveSteps(model, later), 0).join('\n') === steps.join('\n') && judged(later) === judged(state);
    if (!isLike) unlike.push(JSON.stringify(state));
    counts.states++;
    counts.steps += steps.length;
  };
  /** Every state that satisfies it, or of every fifth partial state the one in which each unknown scalar has its first value. */
  const all = process.env['NIGHTLY'] !== undefined;
  let visited = 0;
  const completions = (from: number): void => {
    const unknown = all ? partial.values.indexOf(undefined, from) : -1;
    if (unknown < 0) {
      compare(partial.plain());
      return;
    }
    for (const value of partial.domains[unknown] ?? []) {
      partial.values[unknown] = value;
      completions(unknown + 1);
    }
    partial.values[unknown] = undefined;
  };
  const goesOn = enumeration(partial, Object.values({ ...frame, ...claims }));
  while (goesOn()) if (visited++ % 5 === 0 || all) completions(0);
  expect(unlike.slice(0, 3)).toEqual([]);
  expect(counts.states).toBeGreaterThan(all ? 50_000 : 1_000);
  expect(counts.steps).toBeGreaterThan(2 * counts.states);
}, 3_600_000);
