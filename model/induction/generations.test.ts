import { expect, test } from 'vitest';
import type { Plain } from '../../checker/index.ts';
import { enumeration } from '../../checker/induction/enumerate.ts';
import { partialState } from '../../checker/induction/partial-state.ts';
import { live, naiveSteps } from '../../checker/testing/naive.ts';
import type { Live, NaiveStep } from '../../checker/testing/naive.ts';
import type { ProgramSchema } from '../program/state/state.ts';
import { programModel } from '../program/system.ts';
import { impliedProperties, inductiveInvariant } from './invariant.ts';
import { correct } from './testing/trees.ts';
import { GEN_MAX, everyGenerationOf, viewBounds, viewOfOneM } from './view.ts';

// The view puts generation 5 back to 3. That is sound if the tracer does the same two generations later.

const size = { buffersPerM: 1, eventsPerBuffer: 1 };
const view = viewOfOneM(correct, size);
/** The steps themselves, with generations to spare. */
const { system: model, constants } = programModel(
  correct.programs,
  { ...viewBounds(size, 3, 1), name: 'long', generations: GEN_MAX + 6 },
  { name: correct.release, granularity: 'coarse' },
);
const { conjuncts, claims } = inductiveInvariant(view);
const everyGeneration = everyGenerationOf(constants);

/** The state in which every generation but 0 is later. */
function later(state: Plain<ProgramSchema>, by: number): Live<ProgramSchema> {
  const after = live(model.state, state);
  everyGeneration(after, (gen) => (gen === 0 ? 0 : gen + by));
  return after;
}

const stepsOf = (steps: readonly NaiveStep<ProgramSchema>[], by: number): readonly string[] =>
  steps.map(
    ({ action, params, after }) => `${action} ${JSON.stringify(params)} ${JSON.stringify(later(after, by))}`,
  );

/** What the claims and properties say. */
const judged = (state: Live<ProgramSchema>): string =>
  [
    ...claims.map((name) => conjuncts[name]?.(state)),
    ...impliedProperties(view.system).map((name) => {
      const property = view.system.properties[name];
      return property?.kind === 'always' && property.holds(state);
    }),
  ].join();

test('places have the same numbers however many generations there are', () => {
  expect(constants.numbering).toEqual(view.constants.numbering);
});

test('what is put back are the fields that have room for the generations, and no others', () => {
  const partial = partialState(model.state);
  const hasRoom = partial.paths.filter((_, at) => partial.domains[at]?.length === GEN_MAX + 7);
  const valuesWith = (gen: number): readonly unknown[] => {
    const [initial] = model.initial;
    if (initial === undefined) throw new Error('no initial state');
    const state = live(model.state, initial);
    everyGeneration(state, () => gen);
    partial.load(state);
    return [...partial.values];
  };
  const [zeros, ones] = [valuesWith(0), valuesWith(1)];
  expect(partial.paths.filter((_, at) => zeros[at] !== ones[at])).toEqual(hasRoom);
  expect(hasRoom).toContain('m[0].growth.gen');
});

test('from a state that satisfies the invariant the steps are the same two generations later', () => {
  const partial = partialState(view.system.state);
  const counts = { states: 0, steps: 0 };
  const unlike: string[] = [];
  const compare = (plain: Plain<ProgramSchema>): void => {
    const state = live(model.state, plain);
    const { gen, lastNonZeroGen } = state.trace;
    // The first generation has no like: there is none before it.
    if (Math.max(gen, lastNonZeroGen) < 2) return;
    const afterwards = later(state, 2);
    const steps = stepsOf(naiveSteps(model, state), 2);
    const isLike =
      stepsOf(naiveSteps(model, afterwards), 0).join('\n') === steps.join('\n') &&
      judged(afterwards) === judged(state);
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
  const goesOn = enumeration(partial, Object.values(conjuncts));
  while (goesOn()) if (visited++ % 5 === 0 || all) completions(0);
  expect(unlike.slice(0, 3)).toEqual([]);
  expect(counts.states).toBeGreaterThan(all ? 15_000 : 1_000);
  expect(counts.steps).toBeGreaterThan(2 * counts.states);
}, 3_600_000);
