import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, explorer } from '../checker/index.ts';
import { behaviourOf, designNamed, designs, factValues, programsOfRelease } from '../model/index.ts';
import type { Design } from '../model/index.ts';
import type { Change } from './changes.ts';
import { changeIn, changeWords, refuseOthers, textOf } from './changes.ts';
import type { Spec } from './data.ts';
import { runShown } from './show.ts';
import { changedDesign } from './systems/design-changes.ts';
import { mutantsOf } from './systems/mutants-of.ts';
import { makePrograms } from './systems/programs.ts';
import { changesOf, makeTracer as make } from './systems/tracer.ts';

const spec = (design: string, ...changes: string[]): Spec => ({
  base: { kind: 'tracer', design, bounds: 'tiny' },
  changes,
});
const word = fc.stringMatching(/^\w{1,8}$/);
const text = fc.string({ minLength: 1, unit: 'binary' }).filter((one) => !/^[+-]/.test(one));

describe('a change', () => {
  test('comes back from its text', () => {
    const changes: fc.Arbitrary<Change> = fc.oneof(
      fc.record({ kind: fc.constant('without' as const), conjunct: text }),
      fc.record({ kind: fc.constant('with' as const), action: word, expression: text }),
      fc.record({ kind: fc.constant('fact' as const), fact: word, value: word }),
      fc.record({ kind: fc.constant('split' as const), function: text, may: fc.boolean() }),
      fc.record({ kind: fc.constant('line' as const), function: text, line: fc.nat(99_999) }),
      fc.record({ kind: fc.constant('mutant' as const), mutant: text }),
    );
    fc.assert(
      fc.property(changes, (change) => {
        expect(changeIn(textOf(change))).toEqual(change);
      }),
    );
  });

  test.each([
    '',
    'without',
    'with:End',
    'fact:lock',
    'split:traceWriter.end',
    'mutant:',
    'line:f',
    'other:x',
  ])('%j is none', (nonsense) => {
    expect(() => changeIn(nonsense)).toThrow('is no change of a system');
    expect(changeWords(nonsense)).toBe(nonsense);
  });

  test.each([
    ['fact:colour=red', 'a design has no fact colour'],
    ['fact:__proto__=x', 'a design has no fact __proto__'],
    ['fact:lock=mutex', 'lock is one of seqlock, writing'],
    ['split:+main.main', 'main.main is no function of the write path'],
    ['mutant:constructor', 'no mutant is called constructor'],
    ['without:End.nothing', 'the guard of End has no conjunct nothing'],
    ['with:Nothing:true', 'has no action Nothing'],
    ['with:End:trace.gen', 'a guard asks what is true or false, and trace.gen is neither'],
    ['with:End:trace.gen ==', 'the expression'],
  ])('%s is refused where a system is made', (change, reason) => {
    expect(() => make(spec('1.26', change))).toThrow(reason);
  });

  test('of a design is refused by a system that has none', () => {
    expect(() => {
      refuseOthers(['with:Up:n == 1', 'fact:lock=writing']);
    }).toThrow('lock is writing: this system has no design of the tracer');
    expect(() => make(spec('1.26', 'line:traceRelease:261'))).toThrow(
      'this system is not made of the lines of a tree',
    );
  });
});

describe('a design', () => {
  const [shipped, cured] = [designNamed('1.26'), designNamed('1.26-nosplit')];

  test('has no value that is not among those that can be chosen', () => {
    for (const design of Object.values(designs))
      for (const [fact, values] of Object.entries(factValues))
        expect(values).toContain(design[fact as keyof Design]);
  });

  test('becomes another one by its facts', () => {
    const split = changedDesign(shipped, ['split:-traceWriter.refill']) as Design;
    expect(behaviourOf(split)).toBe(behaviourOf(cured));
    const reload = changedDesign(shipped, ['fact:reentry=reload']) as Design;
    expect([reload.reentry, reload.name]).toEqual(['reload', '1.26, reentry is reload']);
  });

  test('offers changes each of which makes a system', () => {
    const offers = changesOf(spec('1.26-nosplit'));
    expect(new Set(offers.map(({ group }) => group)).size).toBe(3);
    for (const { change } of offers)
      expect(make(spec('1.26-nosplit', change)).title).toContain('design 1.26-nosplit');
    expect(changesOf(spec('1.26')).map(({ change }) => change)).toContain('split:-traceWriter.refill');
  });

  test.each([
    ['mutant:split-end', 'EventExactlyOnce', 25],
    ['mutant:end-does-not-store', 'EventExactlyOnce', 12],
    ['split:+traceWriter.end', 'EventExactlyOnce', 25],
    ['without:StackGrowth.prologueIsSplit', 'NoLostBuffer', 25],
  ])('that holds does not with %s', async (change, property, steps) => {
    const { system } = make(spec('1.26-nosplit', change));
    const { violations } = await check(system, { properties: [property] });
    expect(violations[0]?.trace?.steps).toHaveLength(steps);
  });

  test('that is violated holds with a conjunct put on', async () => {
    const { system } = make(spec('1.26', 'with:StackGrowth:m[0].stack[0].phase != refill'));
    expect((await check(system)).verdict).toBe('holds');
  });
});

describe('the steps of a tree', () => {
  const release = programsOfRelease('1.26');
  if (release === undefined) throw new Error('1.26 has programs of its core');
  const { programs, files } = release;
  const params = { programs, files, bounds: 'tiny', name: 'go1.26' };
  const base = { kind: 'programs', params, mutants: {} } as const;
  const changed = (...changes: string[]) => makePrograms({ base, changes });

  test('offer each line that stores or locks, and are searched without it', async () => {
    const { offers } = changed();
    const offer = offers.find(({ words }) => /^traceWriter.end:\d+ without the store to/.test(words));
    expect(offer?.group).toBe('A line of the tree that is left out');
    const { system, title } = changed(offer?.change ?? '');
    expect(title).toMatch(/, without traceWriter.end:\d+$/);
    const { violations } = await check(system, { properties: ['NoLostBuffer'] });
    expect(violations[0]?.trace?.steps).toHaveLength(11);
  });

  test('offer the mutants that change them, of the data of the page', async () => {
    const own = { ...base, mutants: mutantsOf(params) };
    const make = (...changes: string[]) => makePrograms({ base: own, changes });
    const offered = make().offers.flatMap(({ change }) => (change.startsWith('mutant:') ? [change] : []));
    expect(offered).toContain('mutant:end-does-not-store');
    // What shows in other bounds only, and what only actions have, is left out.
    expect(offered).not.toContain('mutant:flag-down-overtakes');
    for (const change of offered.slice(0, 2)) expect(make(change).title).toContain(change.replace(':', ' '));
    const { violations } = await check(make('mutant:end-does-not-store').system);
    expect(violations.length).toBeGreaterThan(0);
    expect(() => changed('mutant:end-does-not-store')).toThrow('no mutant of these steps is called');
    expect(() => make('mutant:toString')).toThrow('no mutant of these steps is called toString');
  });

  test('show the lines that they ran', async () => {
    const coarse = { ...params, granularity: 'coarse' as const };
    const { system, story } = makePrograms({ base: { ...base, params: coarse }, changes: [] });
    const { violations } = await check(system, { properties: ['NoLostBuffer'] });
    const of = explorer(system, story);
    const { steps } = runShown(of, story, of.open(violations[0]?.trace?.id ?? ''));
    const { place, ran } = steps.find(({ label }) => label === 'traceWriter.refill:158') ?? {
      place: '',
      ran: [],
    };
    expect(place).toBe('tracebuf.go:158');
    expect([ran[0], ran.at(-1)]).toEqual([
      { function: 'traceWriter.refill', file: 'tracebuf.go', line: 158 },
      { function: 'traceWriter.end', file: 'tracebuf.go', line: 110 },
    ]);
  });

  test.each([
    ['line:traceWriter.end:1', 'traceWriter.end:1 stores and locks nothing that the steps of this tree have'],
    ['fact:lock=writing', 'this system has no design of the tracer'],
  ])('%s is refused', (change, reason) => {
    expect(() => changed(change)).toThrow(reason);
  });
});
