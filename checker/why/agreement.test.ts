import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, range } from '../index.ts';
import type {
  EffectAnswer,
  Field,
  Json,
  Params,
  Property,
  Read,
  RecordField,
  Scalar,
  System,
  Trace,
} from '../index.ts';
import { live, naiveSteps } from '../testing/naive.ts';
import randomSystem from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';
import { fail, whyAction, whyProperty } from '../testing/why.ts';

interface Leaf {
  readonly path: string;
  readonly keys: readonly (string | number)[];
  readonly values: readonly Scalar[];
}

/** Every scalar of a schema with its values; none for one that has more than 256. */
function leaves(field: Field, path: string, keys: Leaf['keys']): Leaf[] {
  switch (field.kind) {
    case 'record':
      return Object.entries(field.fields).flatMap(([name, of]) =>
        leaves(of, path === '' ? name : `${path}.${name}`, [...keys, name]),
      );
    case 'array':
      return range(field.length).flatMap((index) =>
        leaves(field.of, `${path}[${String(index)}]`, [...keys, index]),
      );
    case 'bool':
      return [{ path, keys, values: [false, true] }];
    case 'enum':
      return [{ path, keys, values: field.values }];
    case 'int': {
      const { min, max } = field;
      return [{ path, keys, values: max - min < 256 ? range(max - min + 1).map((n) => n + min) : [] }];
    }
  }
}

const get = (state: Json, keys: Leaf['keys']): unknown =>
  keys.reduce<unknown>((part, key) => Reflect.get(Object(part), key), state);

function withValue(state: Json, keys: Leaf['keys'], value: Scalar): Json {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (Array.isArray(state))
    return state.map((item: Json, index) => (index === key ? withValue(item, rest, value) : item));
  return Object.fromEntries(
    Object.entries(state).map(([name, item]: [string, Json]) => [
      name,
      name === key ? withValue(item, rest, value) : item,
    ]),
  );
}

describe('random systems: what `why` says is so on plain objects', () => {
  const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
  const numRuns = runs({ ofEveryDay: 120, all: 400 });
  const seen = {
    asked: 0,
    false: 0,
    wanted: 0,
    undecided: 0,
    traces: 0,
    properties: 0,
    stopped: 0,
    written: 0,
    kept: 0,
  };

  /** Compares one answer with the predicate itself on plain states, whichever field is changed. */
  function compare(
    system: System,
    states: readonly Json[],
    names: readonly Read['state'][],
    told: { readonly answer: boolean; readonly reads: readonly Read[] },
    ask: (states: readonly Json[]) => boolean,
    dice: () => number,
  ): void {
    seen.asked++;
    expect(told.answer).toBe(ask(states));
    const scalars = leaves(system.state, '', []);
    const changed = (side: number, { keys }: Leaf, value: Scalar): Json[] =>
      states.map((state, index) => (index === side ? withValue(state, keys, value) : state));
    let shaken = states;
    names.forEach((name, side) => {
      for (const leaf of scalars) {
        const read = told.reads.find((one) => one.path === leaf.path && one.state === name);
        if (read !== undefined) expect(read.value).toEqual(get(states[side] ?? 0, leaf.keys));
        if (read?.decides !== true) {
          const value = leaf.values[dice() % Math.max(1, leaf.values.length)];
          if (read !== undefined) seen.undecided++;
          if (value !== undefined)
            shaken = shaken.map((state, index) =>
              index === side ? withValue(state, leaf.keys, value) : state,
            );
        }
        if (leaf.values.length === 0) {
          expect(read?.wants ?? null).toBe(null);
          continue;
        }
        const makeTrue = told.answer ? null : leaf.values.filter((value) => ask(changed(side, leaf, value)));
        expect(read === undefined ? (makeTrue ?? []) : read.wants).toEqual(
          read === undefined ? [] : makeTrue,
        );
        seen.wanted += makeTrue?.length ?? 0;
      }
    });
    if (!told.answer) seen.false++;
    expect(ask(shaken), 'what does not decide was changed all at once').toBe(told.answer);
  }

  test(`${String(numRuns)} of them, every action and property at every step of every counterexample`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomSystem(choices);
        const report = await check(system, { continue: true });
        let at = 0;
        const dice = (): number => choices[at++ % choices.length] ?? 0;
        for (const { trace } of report.violations) {
          if (trace === null || trace.steps.length > 6) continue;
          seen.traces++;
          trace.steps.forEach((_, index) => {
            compareAt(system, trace, index, dice);
          });
          compareAt(system, trace, trace.steps.length, dice);
        }
      }),
      { seed: Number(process.env['FUZZ_SEED'] ?? 4), numRuns },
    );
    expect(seen.traces).toBeGreaterThan(numRuns / 10);
    expect(seen.false).toBeGreaterThan(numRuns);
    expect(seen.wanted).toBeGreaterThan(numRuns);
    // A read that does not decide is rare.
    if (numRuns >= 400) expect(seen.undecided).toBeGreaterThan(numRuns / 100);
    expect(seen.stopped).toBeGreaterThan(numRuns / 10);
    expect(seen.properties).toBeGreaterThan(numRuns / 5);
    expect(seen.written).toBeGreaterThan(numRuns);
    expect(seen.kept).toBeGreaterThan(numRuns / 10);
  });

  /** Whatever is changed that the effect does not read, it writes the same fields and values, and leaves the others. */
  function compareEffect(
    system: System,
    { state, after, name, params }: { state: Json; after: Json; name: string; params: Params },
    { reads, writes }: EffectAnswer,
    dice: () => number,
  ): void {
    const scalars = leaves(system.state, '', []);
    const isRead = new Set(reads.map(({ path }) => path));
    for (const { path, value, wants } of reads) {
      expect(value).toEqual(get(state, scalars.find((one) => one.path === path)?.keys ?? []));
      expect(wants).toBe(null);
    }
    const shaken = scalars.reduce<Json>((made, { path, keys, values }) => {
      const value = values[dice() % Math.max(1, values.length)];
      return isRead.has(path) || value === undefined ? made : withValue(made, keys, value);
    }, state);
    const done = live(system.state, shaken as never);
    system.actions[name]?.effect(done, params);
    for (const { path, keys } of scalars) {
      const isWritten = writes.includes(path);
      expect(get(done as never, keys), path).toEqual(get(isWritten ? after : shaken, keys));
      seen.written += Number(isWritten);
      seen.kept += Number(isWritten && get(state, keys) === get(after, keys));
    }
  }

  function compareAt(system: System, trace: Trace, step: number, dice: () => number): void {
    const state = trace.steps[step - 1]?.state ?? trace.initial;
    const before = trace.steps[step - 2]?.state ?? trace.initial;
    const enabled = naiveSteps(system, live(system.state, state as never));
    for (const [name, { guard }] of Object.entries(system.actions)) {
      for (const instance of whyAction(system, trace, step, name).instances) {
        const { params, conjuncts, changes, effect } = instance;
        const taken = enabled.find(
          (one) => one.action === name && JSON.stringify(one.params) === JSON.stringify(params),
        );
        expect(instance.enabled).toBe(taken !== undefined);
        const failed = guard.findIndex(({ holds }) => !holds(live(system.state, state as never), params));
        expect(instance.failed).toBe(guard[failed]?.name ?? null);
        if (taken !== undefined) {
          const after = (changes ?? []).reduce<Json>((made, { path, after }) => {
            const leaf = leaves(system.state, '', []).find((one) => one.path === path);
            return withValue(made, leaf?.keys ?? [], after);
          }, state);
          expect(after).toEqual(JSON.parse(JSON.stringify(taken.after)));
          compareEffect(system, { state, after, name, params }, effect ?? fail(), dice);
        }
        conjuncts.forEach(({ answer, reached, reads }, index) => {
          expect(reached).toBe(failed === -1 || index <= failed);
          const ask = ([one = 0]: readonly Json[]): boolean =>
            guard[index]?.holds(live(system.state, one as never), params) ?? false;
          compare(system, [state], ['here'], { answer: answer ?? fail(), reads }, ask, dice);
        });
      }
    }
    for (const [name, property] of Object.entries(system.properties)) {
      if (property.kind === 'alwaysStep' && step === 0) continue;
      seen.properties++;
      const told = whyProperty(system, trace, step, name);
      const step1: Params = trace.steps[step - 1]?.params ?? {};
      const taken = { action: trace.steps[step - 1]?.action ?? '', params: step1 };
      const isStep = property.kind === 'alwaysStep';
      const asked = isStep ? [before, state] : [state];
      for (const { name: part, params, ...judgement } of told.predicates) {
        const one = instanceOf(property, params);
        const ask = (states: readonly Json[]): boolean => {
          const [first = live(system.state, state as never), last = first] = states.map((one) =>
            live(system.state, one as never),
          );
          if (property.kind === 'sometimes') return property.reached(first);
          if (property.kind === 'deadlockFree') return property.final(first);
          if (one.kind === 'always') return (part === 'when' ? one.when : one.holds)?.(first) ?? fail();
          if (property.kind !== 'alwaysStep') return fail();
          return (part === 'when' ? property.when : property.holds)?.(first, last, taken) ?? fail();
        };
        compare(system, asked, isStep ? ['before', 'after'] : ['here'], judgement, ask, dice);
      }
      const whens = told.predicates.filter((one) => one.name === 'when');
      const lasts = told.predicates.filter((one) => one.name !== 'when');
      const last = lasts.every((one) => one.answer);
      const unasked = lasts.length === 0 && whens.every((one) => !one.answer);
      const expected =
        property.kind === 'sometimes'
          ? last
            ? 'reached'
            : 'not reached'
          : unasked || (property.kind === 'deadlockFree' && enabled.length > 0)
            ? 'not asked'
            : last
              ? 'holds'
              : 'violated';
      expect(told.verdict).toBe(expected);
      const isDeadlock = property.kind === 'deadlockFree' && enabled.length === 0;
      expect(told.stopped !== null).toBe(isDeadlock);
      for (const { action, params, failed, reads } of told.stopped ?? []) {
        const first = system.actions[action]?.guard.find(
          ({ holds }) => !holds(live(system.state, state as never), params),
        );
        expect(failed).toBe(first?.name);
        const ask = ([one = 0]: readonly Json[]): boolean =>
          first?.holds(live(system.state, one as never), params) ?? fail();
        compare(system, [state], ['here'], { answer: false, reads }, ask, dice);
        seen.stopped++;
      }
      if (property.kind === 'deadlockFree')
        expect(told.enabled?.map(({ action, params }) => [action, params])).toEqual(
          enabled.map(({ action, params }) => [action, params]),
        );
    }
  }
});

/** The claim that a predicate of a property is a function of: the instance with these parameters, or the property. */
function instanceOf(property: Property<RecordField>, params: Params | undefined): Property<RecordField> {
  if (params === undefined || property.kind !== 'always') return property;
  const found = property.instances?.find((one) => JSON.stringify(one.params) === JSON.stringify(params));
  return found === undefined ? property : { kind: 'always', ...found };
}
