import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check, explorer } from '../checker/index.ts';
import { programsOfDesign, programsOfRelease } from '../model/index.ts';
import type { Change } from './changes.ts';
import { changeIn, changeWords, refuseOthers, textOf } from './changes.ts';
import { runShown } from './show.ts';
import { mutantsOf } from './systems/mutants-of.ts';
import { makePrograms } from './systems/programs.ts';
import { withPrologues } from './systems/prologues.ts';

function make(design: string, ...changes: string[]) {
  const { programs, files } = programsOfDesign(design);
  const params = {
    programs,
    files,
    bounds: 'tiny',
    name: `design ${design}`,
    granularity: 'coarse' as const,
  };
  const base = {
    kind: 'programs',
    params,
    mutants: mutantsOf(params),
    builtIn: { kind: 'design', name: design },
  } as const;
  return withPrologues(makePrograms)({ base, changes });
}
const word = fc.stringMatching(/^\w{1,8}$/);
const text = fc.string({ minLength: 1, unit: 'binary' }).filter((one) => !/^[+-]/.test(one));

describe('a change', () => {
  test('comes back from its text', () => {
    const changes: fc.Arbitrary<Change> = fc.oneof(
      fc.record({ kind: fc.constant('without' as const), conjunct: text }),
      fc.record({ kind: fc.constant('with' as const), action: word, expression: text }),
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
    'fact:lock=mutex',
    'split:traceWriter.end',
    'mutant:',
    'line:f',
    'other:x',
  ])('%j is none', (nonsense) => {
    expect(() => changeIn(nonsense)).toThrow('is no change of a system');
    expect(changeWords(nonsense)).toBe(nonsense);
  });

  test.each([
    ['split:+main.main', 'do not enter main.main to write'],
    ['mutant:constructor', 'no mutant of these steps is called constructor'],
    ['without:StackGrowth.nothing', 'the guard of StackGrowth has no conjunct nothing'],
    ['with:Nothing:true', 'has no action Nothing'],
    ['with:StackGrowth:trace.gen', 'a guard asks what is true or false, and trace.gen is neither'],
    ['with:StackGrowth:trace.gen ==', 'the expression'],
  ])('%s is refused where a system is made', (change, reason) => {
    expect(() => make('1.26', change)).toThrow(reason);
  });

  test('of steps is refused by a system that has none', () => {
    expect(() => {
      refuseOthers(['with:Up:n == 1', 'line:traceRelease:261']);
    }).toThrow('without traceRelease:261: this system is not made of the steps of a tree');
  });
});

describe('a design', () => {
  test('offers changes each of which makes a system', () => {
    const { offers } = make('1.26-nosplit');
    expect(new Set(offers.map(({ group }) => group)).size).toBe(3);
    for (const { change } of offers.filter((_, index) => index % 5 === 0))
      expect(make('1.26-nosplit', change).title).toContain('design 1.26-nosplit');
    expect(make('1.26').offers.map(({ change }) => change)).toContain('split:-traceWriter.refill');
  });

  test.each([
    ['mutant:split-end', 'EventExactlyOnce', 15],
    ['mutant:end-does-not-store', 'EventExactlyOnce', 7],
    ['split:+traceWriter.end', 'EventExactlyOnce', 15],
  ])('that holds does not with %s', async (change, property, steps) => {
    const { system } = make('1.26-nosplit', change);
    const { violations } = await check(system, { properties: [property] });
    expect(violations[0]?.trace?.steps).toHaveLength(steps);
  });

  test('that is violated holds with a conjunct put on', async () => {
    const { system } = make('1.26', 'with:StackGrowth:m[0].own.at != 5');
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
  ])('%s is refused', (change, reason) => {
    expect(() => changed(change)).toThrow(reason);
  });
});
