/** Where liveness is not judged, or what is asked cannot be: each with what is said of it. */
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import { int, over, range, record } from '../index.ts';
import type { Draft, Fairness, IntField, RecordField, System, View } from '../index.ts';
import { claimsOf } from './liveness.ts';
import { programOf } from '../language/program.ts';

type State = RecordField<{ x: IntField }>;
const { action, always, alwaysEventually, eventually, leadsTo, sometimes, system } = over(
  record({ x: int(0, 3) }),
);

/** Two processes that count to 3 and on from 0, which the one called p=1 may do only from 3. */
const wheel = (properties: System<State>['properties']): System<State> =>
  system({
    name: 'wheel',
    initial: [{ x: 0 }],
    actions: {
      Turn: action({
        params: { p: range(2) },
        guard: { own: (s, { p }) => (s.x === 3) === (p === 1) },
        effect: (next) => {
          next.x = (next.x + 1) % 4;
        },
      }),
      Never: action({ guard: { never: () => false }, effect: () => undefined, process: () => 'nobody' }),
    },
    properties,
  });
const reaches = (x: number) => eventually({ reached: (s) => s.x === x });
const plain = wheel({ Reaches: reaches(2) });

/** What a module in JavaScript can give, and a type would refuse. */
const fromJavaScript = (
  [
    ['fair', 'the fairness of wheel is fair; it is one of stuttering, maximal, progress, weak, strong, or'],
    [7, 'is 7; it is one of'],
    [{ week: 'actions' }, 'has the key week; it takes weak, strong'],
    [
      { weak: 'action' },
      'says weak: "action"; it is one of actions, processes, instances, or a list of units',
    ],
    [{ strong: { process: 'p=0' } }, 'says strong: {"process":"p=0"}; it is one of'],
    [
      { weak: [{ action: 'Turn' }] },
      'has the key action in a unit; it takes process, actions, except, params, each',
    ],
    [{ weak: [{ each: 'instance' }] }, 'says each: instance; it is one of actions, processes, instances'],
    [{ weak: [7] }, 'names 7; a unit is the name of an action or of a process, or {'],
  ] as const
).map(([given, message]): [Fairness, string] => [untyped(given), message]);

/** A module in JavaScript is not held to the type. */
function untyped(given: unknown): Fairness {
  return given as Fairness;
}

describe('a fairness that names what is not there is refused, whether the check, the system or the property has it', () => {
  const known = 'it has the actions Turn, Never and the processes p=0, p=1, nobody';
  test.each<[Fairness, string]>([
    [{}, "the fairness of wheel names nothing; name what is fair, or say 'stuttering' where nothing is"],
    [{ weak: [] }, 'names nothing'],
    [{ weak: [], strong: [] }, 'names nothing'],
    [{ weak: ['Turns'] }, `names Turns, which is no action or process; ${known}`],
    [{ strong: [''] }, `names , which is no action or process; ${known}`],
    [{ weak: [{ process: 'p=2' }] }, `names p=2, which is no process; ${known}`],
    [{ weak: [{ actions: ['toString'] }] }, `names toString, which is no action; ${known}`],
    [
      { strong: [{ process: 'p=1', actions: ['Never'] }] },
      'names p=1 Never, of which there is no action instance',
    ],
    [{ strong: [{ process: 'p=0', except: ['Turned'] }] }, `names Turned, which is no action; ${known}`],
    [{ weak: [{ process: 'nobody', except: ['Never'] }] }, 'names nobody but Never, of which there is no'],
    [{ strong: [{ actions: [] }] }, 'of which there is no action instance'],
    [
      { weak: [{ actions: ['Turn'], params: { p: 2 } }] },
      'names Turn p=2, of which there is no action instance',
    ],
    [
      { weak: [{ params: { q: 0 }, each: 'instances' }] },
      'names each instance of every action q=0, of which',
    ],
    ...fromJavaScript,
  ])('%j', async (fairness, message) => {
    await expect(check(plain, { fairness })).rejects.toThrow(message);
    await expect(check({ ...plain, fairness })).rejects.toThrow(message);
    const own = wheel({ Reaches: eventually({ reached: (s) => s.x === 2, fairness }) });
    await expect(check(own)).rejects.toThrow(message);
  });

  test('a name that is both an action and a process', async () => {
    const both = system({
      ...plain,
      actions: { Turn: action({ guard: {}, effect: () => undefined, process: () => 'Turn' }) },
    });
    await expect(check(both, { fairness: { weak: ['Turn'] } })).rejects.toThrow(
      "names Turn, which is an action and a process; write { process: 'Turn' } or { actions: ['Turn'] }",
    );
    for (const unit of [{ process: 'Turn' }, { actions: ['Turn'] }] as const)
      expect((await check(both, { fairness: { weak: [unit] } })).verdict).toBe('violated');
  });

  test('more constraints than can be judged', async () => {
    const many = system({
      ...plain,
      actions: { Go: action({ params: { a: range(1025) }, guard: {}, effect: () => undefined }) },
    });
    await expect(check(many, { fairness: { weak: 'instances' } })).rejects.toThrow(
      'the fairness of wheel has 1025 constraints, at most 1024 can be judged; make them of processes or actions',
    );
  });
});

describe('which fairness is meant', () => {
  const textOf = (of: System<State>, override?: Fairness): string | undefined =>
    claimsOf(programOf(of), override)[0]?.assumption.text;

  test("the check's before the property's before the system's; progress where none says anything", () => {
    const own = wheel({ Reaches: eventually({ reached: () => true, fairness: 'maximal' }) });
    expect(textOf(plain)).toBe('progress as long as a step can change something');
    expect(textOf({ ...plain, fairness: { weak: 'actions' } })).toBe('weak fairness of each action');
    expect(textOf({ ...own, fairness: { weak: 'actions' } })).toBe('steps as long as any action is enabled');
    expect(textOf({ ...own, fairness: { weak: 'actions' } }, 'stuttering')).toBe(
      'no fairness (a run may stay anywhere for ever)',
    );
    expect(textOf(own, { weak: ['Turn', { process: 'p=0', actions: ['Turn'] }], strong: 'processes' })).toBe(
      'weak fairness of Turn, p=0 Turn and strong fairness of each process',
    );
    expect(textOf(own, { weak: [{ process: 'p=1', except: ['Never'] }, { except: ['Turn'] }] })).toBe(
      'weak fairness of p=1 but Never, every action but Turn',
    );
    expect(textOf(own, { weak: [{ actions: ['Turn'], each: 'instances' }] })).toBe(
      'weak fairness of each instance of Turn',
    );
    expect(textOf(own, 'strong')).toBe('strong fairness of each process');
  });

  test('each action, process or instance of a selection is a constraint of its own, with its name', () => {
    const ofAll = (fairness: Fairness): string[] | undefined =>
      claimsOf(programOf(plain), fairness)[0]?.assumption.constraints.map(
        ({ of, covers }) => `${of}: ${covers.map(Number).join('')}`,
      );
    expect(ofAll({ weak: [{ actions: ['Turn'], each: 'instances' }] })).toEqual([
      'Turn p=0: 100',
      'Turn p=1: 010',
    ]);
    expect(ofAll({ weak: [{ actions: ['Turn'], each: 'processes' }] })).toEqual([
      'p=0 Turn: 100',
      'p=1 Turn: 010',
    ]);
    expect(ofAll({ weak: [{ except: ['Never'], each: 'actions' }] })).toEqual(['Turn but Never: 110']);
    expect(ofAll({ weak: [{ params: { p: 1 } }] })).toEqual(['every action p=1: 010']);
    expect(ofAll('weak')).toEqual(ofAll({ weak: 'processes' }));
  });

  test('a claim with parameters names its instance, and the one with the shortest lasso is shown', async () => {
    const each = wheel({
      Reaches: eventually({ params: { x: range(4), y: [0] }, reached: (s, { x, y }) => s.x + y === x }),
      Left: leadsTo({ params: { x: range(4) }, from: (s, { x }) => s.x === x, to: (s, { x }) => s.x !== x }),
      Seen: alwaysEventually({ params: { x: [3, 4] }, reached: (s, { x }) => s.x === x }),
    });
    expect(await check(each, { continue: true })).toMatchObject({
      properties: [{ verdict: 'holds' }, { verdict: 'holds', exercised: 4 }, { verdict: 'violated' }],
      violations: [{ property: 'Seen', params: { x: 4 } }],
    });
    const stuck = await check(each, { continue: true, fairness: { weak: ['p=0'] } });
    expect(stuck.violations).toMatchObject([
      { property: 'Left', params: { x: 3 }, steps: 3 },
      { property: 'Seen', params: { x: 4 } },
    ]);
  });

  test('finer weak units may admit more: actions that take turns in being enabled are never enabled throughout', async () => {
    const own = (even: boolean) => ({ guard: { turn: (s: View<State>) => (s.x % 2 === 0) === even } });
    const turns = system({
      name: 'turns',
      initial: [{ x: 0 }],
      actions: {
        Even: action({ ...own(true), effect: (next) => void (next.x = 3), process: () => 'one' }),
        Odd: action({ ...own(false), effect: (next) => void (next.x = 2), process: () => 'one' }),
        Go: action({
          params: { to: range(2) },
          guard: { low: (s, { to }) => s.x < 2 && s.x !== to },
          effect: (next, { to }) => {
            next.x = to;
          },
          process: () => 'other',
        }),
      },
      properties: { Ends: eventually({ reached: (s) => s.x > 1 }) },
    });
    expect((await check(turns, { fairness: { weak: 'actions' } })).verdict).toBe('violated');
    expect((await check(turns, { fairness: { weak: 'processes' } })).verdict).toBe('holds');
    expect((await check(turns, { fairness: { strong: 'actions' } })).verdict).toBe('holds');
  });

  test('a fairness of one process: the other may stop for ever', async () => {
    expect((await check(plain, { fairness: { weak: ['p=0'] } })).verdict).toBe('holds');
    const { violations } = await check(
      wheel({ Returns: leadsTo({ from: (s) => s.x === 2, to: (s) => s.x === 1 }) }),
      {
        fairness: { weak: ['p=0'] },
      },
    );
    expect(violations).toMatchObject([
      {
        trace: { loop: 3, steps: [{}, {}, {}] },
        lasso: {
          since: 2,
          fairness: 'weak fairness of p=0',
          constraints: [{ strength: 'weak', of: 'p=0', takenAt: null, disabledAt: 3, everEnabled: false }],
        },
      },
    ]);
  });
});

describe('a space that was not searched to its end decides no liveness', () => {
  const mixed = wheel({
    NotThree: always({ holds: (s) => s.x !== 3 }),
    Reaches: reaches(2),
    Never: eventually({ reached: () => false }),
  });

  test('a search that ends at a violation; one that goes on decides it', async () => {
    expect(await check(mixed)).toMatchObject({
      verdict: 'violated',
      violations: [{ property: 'NotThree' }],
      liveness: null,
      properties: [{ verdict: 'violated' }, { verdict: 'undecided' }, { verdict: 'undecided' }],
    });
    expect(await check(mixed, { continue: true })).toMatchObject({
      verdict: 'violated',
      violations: [{ property: 'NotThree' }, { property: 'Never' }],
      properties: [{ verdict: 'violated' }, { verdict: 'holds' }, { verdict: 'violated' }],
    });
  });

  test('a sometimes that is never reached is violated beside it', async () => {
    const both = wheel({
      Deep: sometimes({ reached: () => false }),
      Never: eventually({ reached: () => false }),
    });
    expect((await check(both)).violations.map(({ property }) => property)).toEqual(['Deep', 'Never']);
  });

  test('one violated claim is shown, or with continue each', async () => {
    const two = wheel({
      One: eventually({ reached: () => false }),
      Two: eventually({ reached: () => false }),
    });
    expect((await check(two)).violations.map(({ property }) => property)).toEqual(['One']);
    expect((await check(two)).properties.map(({ verdict }) => verdict)).toEqual(['violated', 'violated']);
    expect((await check(two, { continue: true })).violations).toHaveLength(2);
  });

  test('a graph that does not fit beside the states: exhausted, and not a word on the claim', async () => {
    const wide = over(record({ x: int(0, 199_999) }));
    const big = wide.system({
      name: 'big',
      initial: [{ x: 0 }],
      actions: {
        Up: wide.action({
          guard: { below: (s) => s.x < 199_999 },
          effect: (next) => {
            next.x++;
          },
        }),
      },
      properties: { End: wide.eventually({ reached: (s) => s.x === 199_999 }) },
    });
    expect(await check(big, { memoryMaxBytes: 2 ** 23 })).toMatchObject({
      verdict: 'exhausted',
      limit: 'memory',
      left: 0,
      liveness: null,
      properties: [{ verdict: 'undecided', exercised: 0 }],
    });
    expect(await check(big)).toMatchObject({
      verdict: 'holds',
      liveness: { edges: 199_999 },
      properties: [{ exercised: 1 }],
    });
  });

  test('an interrupt while it is judged', async () => {
    const stop = new AbortController();
    let asked = 0;
    const slow = wheel({
      Reaches: eventually({
        reached: (s: View<State>) => {
          if (asked++ === 0) stop.abort();
          return s.x === 2;
        },
      }),
      Never: eventually({ reached: () => false }),
    });
    expect(await check(slow, { signal: stop.signal })).toMatchObject({
      verdict: 'exhausted',
      limit: 'interrupt',
      left: 0,
      violations: [],
    });
    expect(asked).toBeGreaterThan(0);
  });
});

describe('functions that cannot be asked', () => {
  test('debug mode names the property that throws, and one that answers twice differently', async () => {
    const throwing = wheel({
      Reaches: eventually({
        reached: () => {
          throw new Error('no such place');
        },
      }),
    });
    await expect(check(throwing, { debug: true })).rejects.toThrow('property Reaches: no such place');
    let answer = false;
    const fickle = wheel({ Reaches: eventually({ reached: () => (answer = !answer) }) });
    await expect(check(fickle, { debug: true })).rejects.toThrow(
      'property Reaches: asked twice about one state, it answers once true and once false',
    );
  });

  test('an effect that is not deterministic is noticed when the graph has other transitions than the search', async () => {
    let calls = 0;
    const moody = system({
      ...plain,
      actions: {
        Turn: action({
          guard: { early: (s) => s.x < 3 },
          effect: (next: Draft<State>) => {
            // The second look goes on where the first has stopped for good.
            if (calls++ !== 1) next.x += 1;
          },
        }),
      },
    });
    await expect(check(moody)).rejects.toThrow(/wheel has guards or effects that are not deterministic/);
  });
});

test('an initial state that satisfies the goal owes nothing', async () => {
  const started = await check(
    wheel({ Starts: reaches(0), Zero: leadsTo({ from: (s) => s.x === 0, to: (s) => s.x === 0 }) }),
    {
      fairness: 'stuttering',
    },
  );
  expect(started).toMatchObject({ verdict: 'holds', properties: [{ exercised: 1 }, { exercised: 1 }] });
});
