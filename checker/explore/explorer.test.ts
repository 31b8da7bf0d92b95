import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programStory, programsOfDesign, tracerOf } from '../../model/index.ts';
import peterson from '../../examples/peterson.ts';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import type { Explorer, System } from '../index.ts';
import { check, explorer, plainStory, requiring, stepper, without } from '../index.ts';

const tracer = (design: string, bounds = 'tiny'): System => tracerOf({ design, bounds });
const phases = { ...plainStory, isProgramCounter: (path: string) => path.endsWith('.at') };
const systems: readonly (readonly [name: string, system: System])[] = [
  ['peterson', peterson({ broken: true })],
  ['two-phase commit', twoPhaseCommit({ n: 2, broken: false })],
  ['the tracer', tracer('1.26', 'small')],
];

/** Takes the steps that the numbers choose among those that are possible, as far as there are any. */
function walk(of: Explorer, choices: readonly number[]): number {
  let at = of.initial();
  for (const choice of choices) {
    const { possible } = of.choices(at);
    const step = possible[choice % Math.max(1, possible.length)];
    if (step === undefined) break;
    at = of.take(at, step.instance);
  }
  return at;
}
const walks = fc.array(fc.nat(1000), { maxLength: 30 });

describe.each(systems)('%s', (_, system) => {
  it('has the choices that a stepper has, and says of each other instance what stops it', () => {
    fc.assert(
      fc.property(walks, (choices) => {
        const of = explorer(system, phases);
        const at = walk(of, choices);
        const { possible, blocked, elsewhere } = of.choices(at);
        const { steps } = of.run(at);
        // A stepper shares its scratch state with all others of the schema: nothing else is asked from here on.
        const other = stepper(system);
        other.reset();
        for (const step of steps)
          other.take(
            other.steps.findIndex(
              (one) =>
                one.action === step.action && JSON.stringify(one.params) === JSON.stringify(step.params),
            ),
          );
        const into = new Uint16Array(other.steps.length);
        expect(possible.map(({ instance }) => instance)).toEqual([...into.subarray(0, other.enabled(into))]);
        expect(possible.length + blocked.length + elsewhere).toBe(other.steps.length);
        for (const { action, params, conjunct } of blocked) {
          const guard = system.actions[action]?.guard ?? [];
          const failing = guard.findIndex(({ holds }) => !holds(other.view, params));
          expect(guard[failing]?.name).toBe(conjunct);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('opens a run again by its id, in another explorer', () => {
    fc.assert(
      fc.property(walks, (choices) => {
        const of = explorer(system);
        const at = walk(of, choices);
        const again = explorer(system);
        const reached = again.open(of.run(at).id);
        expect(again.values(reached)).toEqual(of.values(at));
        expect(again.run(reached)).toEqual(of.run(at));
        // A second time it is the same state of the tree.
        expect(again.open(of.run(at))).toBe(reached);
      }),
      { numRuns: 40 },
    );
  });

  it('knows who wrote each value last', () => {
    const of = explorer(system);
    const at = walk(of, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
    const values = of.path(at).map((id) => of.values(id));
    const writers = of.writers(at);
    of.fields.forEach(({ path }, field) => {
      const changed = values.flatMap((now, step) =>
        step > 0 && now[field] !== values[step - 1]?.[field] ? [step] : [],
      );
      expect(writers.get(path)).toBe(changed.at(-1));
    });
  });
});

describe('find', () => {
  it('comes to the nearest violation, as a check does', async () => {
    for (const [, system] of systems) {
      const report = await check(system, { safety: true });
      const of = explorer(system);
      const found = await of.find(of.initial(), { kind: 'violation' });
      const [violation] = report.violations;
      if (violation === undefined)
        expect(found).toEqual({ kind: 'none', states: report.distinct, depth: report.diameter - 1 });
      else
        expect(found).toMatchObject({ kind: 'found', steps: violation.steps, property: violation.property });
    }
  });

  it('finds a state where an expression is true, from any state on', async () => {
    const of = explorer(tracer('1.26'));
    const start = walk(of, [0, 0, 0]);
    const found = await of.find(start, { kind: 'expression', text: 'm[0].own.traceBuf == 1' });
    if (found.kind !== 'found') throw new Error(found.kind);
    expect(of.evaluate(found.node, 'm[0].own.traceBuf').values.at(-1)).toBe(1);
    expect(of.path(found.node).slice(0, of.path(start).length)).toEqual(of.path(start));
    expect(of.path(found.node).length - of.path(start).length).toBe(found.steps);
  });

  it('says how far it looked, and never that there is none where it did not look to the end', async () => {
    const of = explorer(tracer('1.26-nosplit'));
    const never = { kind: 'expression', text: 'm[0].locks == 3' } as const;
    expect(await of.find(of.initial(), never)).toMatchObject({ kind: 'none' });
    expect(await of.find(of.initial(), never, { depthMax: 5 })).toMatchObject({
      kind: 'none up to',
      depth: 5,
      limit: 'depth',
    });
    expect(await of.find(of.initial(), never, { statesMax: 100 })).toMatchObject({
      kind: 'none up to',
      limit: 'states',
    });
    const control = new AbortController();
    control.abort();
    expect(await of.find(of.initial(), never, { signal: control.signal })).toMatchObject({
      kind: 'cancelled',
    });
  });

  it('finds the shortest way to one of some states, as a walk through all states does', async () => {
    await fc.assert(
      fc.asyncProperty(walks, walks, async (one, other) => {
        const of = explorer(twoPhaseCommit({ n: 2, broken: false }));
        const [at, known] = [walk(of, one), of.path(walk(of, other))];
        const found = await of.find(at, { kind: 'states', nodes: known });
        const texts = known.map((node) => JSON.stringify(of.values(node)));
        const { states, isWhole } = of.graph(at, 5000);
        expect(isWhole).toBe(true);
        const reached = states.filter(({ values }) => texts.includes(JSON.stringify(values)));
        if (found.kind !== 'found') expect([found.kind, reached]).toEqual(['none', []]);
        else {
          expect(found.steps).toBe(reached[0]?.distance);
          expect(texts).toContain(JSON.stringify(of.values(found.node)));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('refuses a goal that is no claim, and a property that no state violates', async () => {
    const of = explorer(tracer('1.26'));
    await expect(of.find(of.initial(), { kind: 'expression', text: 'trace.gen' })).rejects.toThrow(
      'only what is true or false can be looked for',
    );
    await expect(of.find(of.initial(), { kind: 'violation', property: 'NoLostBufer' })).rejects.toThrow(
      'has no property NoLostBufer',
    );
  });
});

describe('the counterexamples of the tracer', () => {
  const storyOf = (name: string, bounds: string): Explorer =>
    explorer(
      tracer(name, bounds),
      programStory(null, {
        ...programsOfDesign(name),
        bounds,
        name: `design ${name}`,
        granularity: 'coarse',
      }),
    );

  it('tells bug A by who wrote what was lost, and by what let it happen', async () => {
    const of = storyOf('1.26', 'tiny');
    const { violations } = await check(of.system, { safety: true });
    const trace = violations[0]?.trace;
    if (!trace) throw new Error('no counterexample');
    const end = of.open(trace);
    expect(
      of
        .moments(end, 'NoLostBuffer')
        .map(({ first, last, reason, sentence }) => [first, last, reason, sentence]),
    ).toMatchInlineSnapshot(`
      [
        [
          2,
          2,
          "enables",
          "The advancer publishes generation 1.",
        ],
        [
          5,
          7,
          "enables",
          "M0 runs traceLocker.writer:52.",
        ],
        [
          10,
          10,
          "remark",
          "traceWriter.refill is not nosplit: its prologue grows the stack.",
        ],
        [
          13,
          13,
          "read",
          "The growth's section takes buffer 1, writes event 0 into it and leaves it in buf[1].",
        ],
        [
          15,
          15,
          "violates",
          "M0 takes buffer 2, writes event 1 into it and stores it over buffer 1 in buf[1].",
        ],
      ]
    `);
    const again = storyOf('1.26', 'tiny');
    expect(again.moments(again.open(trace.id), 'NoLostBuffer')).toEqual(of.moments(end, 'NoLostBuffer'));
  });

  it('tells bug B', async () => {
    const of = storyOf('seed', 'small');
    const { violations } = await check(of.system, { safety: true });
    const [violation] = violations;
    if (!violation?.trace) throw new Error('no counterexample');
    const moments = of.moments(of.open(violation.trace), violation.property);
    expect(moments.map(({ first, last, reason, sentence }) => [first, last, reason, sentence]))
      .toMatchInlineSnapshot(`
      [
        [
          2,
          2,
          "enables",
          "The advancer publishes generation 1.",
        ],
        [
          6,
          6,
          "read",
          "M0 loads generation 1.",
        ],
        [
          7,
          7,
          "enables",
          "The advancer begins generation 2.",
        ],
        [
          11,
          11,
          "violates",
          "The growth's section loads generation 2.",
        ],
      ]
    `);
  });

  it('follows one schedule on two designs until they part', async () => {
    const shipped = explorer(tracer('1.26'));
    const { violations } = await check(shipped.system, { safety: true });
    const trace = violations[0]?.trace;
    if (!trace) throw new Error('no counterexample');
    const same = shipped.follow(trace);
    expect(same.parts).toBeNull();
    expect(same.violated.map(({ property }) => property)).toContain('NoLostBuffer');
    expect(same.end).toBe(shipped.open(trace));
    // By names alone: the cured one has a step of that name, whose stack may grow elsewhere.
    const cured = explorer(tracer('1.26-nosplit')).follow(trace);
    expect(cured.violated).toEqual([]);
    expect(cured.parts).not.toBeNull();
    expect(cured.steps.filter(({ taken }) => !taken).length).toBeGreaterThan(0);
  });

  it('goes where a conjunct would have stopped it, once that is taken off', async () => {
    const system = tracer('1.26-nosplit');
    const trusting = without(system, ['StackGrowth.prologueIsSplit']);
    expect((await check(system, { safety: true })).verdict).toBe('holds');
    const of = explorer(trusting);
    const found = await of.find(of.initial(), { kind: 'violation' });
    expect(found.kind).toBe('found');
    // Its runs are no runs of the system that has it.
    if (found.kind === 'found')
      expect(() => explorer(system).open(of.run(found.node).id)).toThrow('belongs to another');
    expect(() => without(system, ['StackGrowth.prologue'])).toThrow('no conjunct prologue');
    expect(() => without(system, ['Growth.prologueIsSplit'])).toThrow('no action Growth');
  });

  it('answers why, and what each property says, as the commands do', async () => {
    const of = explorer(tracer('1.26'));
    const report = await check(of.system, { safety: true, continue: true });
    for (const { property, trace } of report.violations) {
      if (trace === null) continue;
      const end = of.open(trace);
      expect(of.properties(end).find((one) => one.property === property)?.verdict).toBe('violated');
      expect(of.why(end, property)).toMatchObject({ kind: 'property', verdict: 'violated' });
      const before = of.parent(end) ?? end;
      expect(of.properties(before).find((one) => one.property === property)?.verdict).not.toBe('violated');
    }
  });

  it('refuses a step that is not possible, and a run of another design', () => {
    const of = explorer(tracer('1.26'));
    const stopped = of.choices(of.initial()).blocked[0];
    expect(() => of.take(of.initial(), stopped?.instance ?? 0)).toThrow(
      `${stopped?.conjunct ?? ''} is false`,
    );
    expect(() => of.open('00000000-1-abc')).toThrow();
    expect(() => of.initial(1)).toThrow('1 initial states');
  });
});

it('is not disturbed by another explorer, a stepper or a check of the same schema', async () => {
  const [one, other] = [explorer(tracer('1.26')), explorer(tracer('1.26-nosplit'))];
  const at = walk(one, [0, 0, 0, 0, 0, 0]);
  const before = JSON.stringify([one.choices(at), one.properties(at)]);
  const searching = other.find(other.initial(), { kind: 'expression', text: 'm[0].locks == 3' });
  stepper(tracer('1.25')).reset();
  walk(other, [1, 1, 1, 1]);
  expect(JSON.stringify([one.choices(at), one.properties(at)])).toBe(before);
  await searching;
  expect(JSON.stringify([one.choices(at), one.properties(at)])).toBe(before);
});

describe('a conjunct that is put on', () => {
  it('stops the step in the states where it is false, and no other step or state', () => {
    const own = peterson({ broken: true });
    const stricter = requiring(own, [{ action: 'ReadFlag', expression: 'turn == 0 || !MutualExclusion' }]);
    expect(stricter.name).toBe('peterson with turn == 0 || !MutualExclusion in ReadFlag');
    fc.assert(
      fc.property(walks, (choices) => {
        const [of, other] = [explorer(own, phases), explorer(stricter, phases)];
        const at = walk(other, choices);
        const same = other.run(at).steps.reduce((node, step) => {
          const instance = of.instances.find(
            (one) => one.action === step.action && JSON.stringify(one.params) === JSON.stringify(step.params),
          );
          return of.take(node, instance?.instance ?? -1);
        }, of.initial());
        const { values } = of.evaluate(same, 'turn == 0 || !MutualExclusion');
        const expected = of
          .choices(same)
          .possible.filter(({ action }) => action !== 'ReadFlag' || values.at(-1) === true);
        expect(other.choices(at).possible.map(({ instance }) => instance)).toEqual(
          expected.map(({ instance }) => instance),
        );
      }),
      { numRuns: 40 },
    );
  });
});
