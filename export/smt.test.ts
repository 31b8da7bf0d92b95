import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { array, bool, induction, int, loadSystem, oneOf, over, range, record } from '../checker/index.ts';
import type { Draft, Invariant, RecordField, System, View } from '../checker/index.ts';
import { conjunctsOf } from '../checker/testing/conjuncts.ts';
import randomSystem, { specOf } from '../checker/testing/random-system.ts';
import { sizeOf } from '../checker/testing/naive-induction.ts';
import { live, naiveSteps } from '../checker/testing/naive.ts';
import { runs } from '../checker/testing/runs.ts';
import { smtFiles } from './smt/file.ts';
import { posed } from './smt/induction.ts';
import { solved } from './smt/solve.ts';
import type { SolverReport } from './smt/solve.ts';
import { examples } from '../examples/index.ts';
import { NoSolver, z3Solver } from './smt/z3.ts';
import type { Solver } from './smt/z3.ts';

// The solver's answers are those of the enumeration, for every action and conjunct: two methods that share the system's functions alone.

let z3: Solver;
beforeAll(async () => {
  z3 = await z3Solver();
});
afterAll(() => {
  z3.end();
});

async function asked<S extends RecordField>(
  system: System<S>,
  conjuncts: Invariant<S>,
): Promise<SolverReport<S>> {
  const question = await posed(system, { conjuncts });
  const solving = z3.begin();
  try {
    return await solved(question, solving.evaluate);
  } finally {
    solving.close();
  }
}

interface Answers {
  readonly verdict: string;
  readonly initial: readonly { readonly conjunct: string }[];
  readonly steps: readonly { readonly action: string; readonly conjunct: string }[];
  readonly unsafe: readonly { readonly property: string }[];
}

/** What two methods must agree on: which states they find is theirs. */
const answersOf = ({ verdict, initial, steps, unsafe }: Answers): unknown => ({
  verdict,
  initial: initial.map(({ conjunct }) => conjunct),
  steps: steps.map(({ action, conjunct }) => `${action} ${conjunct}`).sort(),
  unsafe: unsafe.map(({ property }) => property).sort(),
});

const seed = Number(process.env['FUZZ_SEED'] ?? 29);
const numRuns = runs({ ofEveryDay: 10, all: 80 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));

test(`z3 and the enumeration agree on random systems, seed ${seed}`, async () => {
  const kinds = { inductive: 0, steps: 0, unsafe: 0, initial: 0 };
  await fc.assert(
    fc.asyncProperty(tape, fc.nat(3), async (choices, count) => {
      const system = randomSystem(choices);
      fc.pre(sizeOf(system.state) <= 3000);
      const invariant = conjunctsOf(system, count);
      const report = await induction(system, invariant);
      expect(answersOf(await asked(system, invariant)), JSON.stringify([specOf(choices), count])).toEqual(
        answersOf(report),
      );
      kinds.inductive += Number(report.verdict === 'inductive');
      kinds.steps += Math.sign(report.steps.length);
      kinds.unsafe += Math.sign(report.unsafe.length);
      kinds.initial += Math.sign(report.initial.length);
    }),
    { seed, numRuns },
  );
  // Ten runs may well meet no system of a kind.
  if (numRuns >= 80 && process.env['FUZZ_SEED'] === undefined)
    for (const [kind, count] of Object.entries(kinds)) expect(count, kind).toBeGreaterThan(0);
}, 600_000);

/** Peterson's algorithm, whose processes wait or do not. */
const peterson = record({
  pc: array(2, oneOf('idle', 'flagged', 'waiting', 'critical')),
  flag: array(2, bool()),
  turn: int(0, 1),
  entered: int(-1, 5),
});
function petersonSystem(waits: boolean) {
  const { action, always, alwaysStep, system } = over(peterson);
  const params = { p: range(2) };
  const moves = (
    from: string,
    to: 'idle' | 'flagged' | 'waiting' | 'critical',
    more: (next: Draft<typeof peterson>, p: number) => void,
  ) =>
    action({
      params,
      guard: { here: (s, { p }) => s.pc.at(p) === from },
      effect: (next, { p }) => {
        next.pc.set(p, to);
        more(next, p);
      },
    });
  return system({
    name: 'Peterson',
    initial: [{ pc: ['idle', 'idle'], flag: [false, false], turn: 0, entered: 0 }],
    actions: {
      Flag: moves('idle', 'flagged', (next, p) => {
        next.flag.set(p, true);
      }),
      Yield: moves('flagged', 'waiting', (next, p) => {
        next.turn = 1 - p;
      }),
      Enter: action({
        params,
        guard: {
          waiting: (s, { p }) => s.pc.at(p) === 'waiting',
          free: (s, { p }) => !waits || !s.flag.at(1 - p) || s.turn === p,
        },
        effect: (next, { p }) => {
          next.pc.set(p, 'critical');
          next.entered++;
        },
      }),
      Leave: moves('critical', 'idle', (next, p) => {
        next.flag.set(p, false);
        next.entered = 0;
      }),
    },
    properties: {
      Exclusion: always({ holds: (s) => s.pc.count((pc) => pc === 'critical') < 2 }),
      NoneLeavesEarly: alwaysStep({ holds: (s, t) => s.pc.at(0) !== 'critical' || t.pc.at(0) !== 'waiting' }),
    },
  });
}
type Peterson = Invariant<typeof peterson>;
const conjuncts: Peterson = {
  flagsFollow: (s) => s.flag.every((up, p) => up === (s.pc.at(p) !== 'idle')),
  exclusive: (s) => s.pc.at(0) !== 'critical' || s.pc.at(1) !== 'critical',
  turnIsTheirs: (s) =>
    [0, 1].every((p) => s.pc.at(p) !== 'critical' || s.pc.at(1 - p) !== 'waiting' || s.turn === p),
  enteredOnce: (s) => s.entered === s.pc.count((pc) => pc === 'critical'),
};
/** The conjuncts that are false of a state, which the system's own functions say. */
const falseIn = (invariant: Peterson, state: View<typeof peterson>): string[] =>
  Object.entries(invariant).flatMap(([name, holds]) => (holds(state) ? [] : [name]));
const without = (name: string): Peterson =>
  Object.fromEntries(Object.entries(conjuncts).filter(([other]) => other !== name));

describe("Peterson's algorithm", () => {
  test.each([
    ['whole', petersonSystem(true), conjuncts, 'inductive'],
    ...Object.keys(conjuncts).map(
      (name) => [`without ${name}`, petersonSystem(true), without(name), 'not inductive'] as const,
    ),
    ['without waiting', petersonSystem(false), conjuncts, 'not inductive'],
  ] as const)('%s: as the enumeration, %#', async (_, system, invariant, verdict) => {
    const report = await asked(system, invariant);
    expect(answersOf(report)).toEqual(answersOf(await induction(system, invariant)));
    expect(report.verdict).toBe(verdict);
  });

  test('a counterexample is a pair of states: the first satisfies the invariant, and the conjunct is false in the second', async () => {
    const invariant = without('turnIsTheirs');
    const system = petersonSystem(true);
    const { steps } = await asked(system, invariant);
    expect(steps.length).toBeGreaterThan(0);
    for (const { action, params, before, after, conjunct } of steps) {
      if (conjunct === '(schema)') continue;
      const from = live(system.state, before);
      const reached = naiveSteps(system, from).filter(
        (step) => step.action === action && JSON.stringify(step.params) === JSON.stringify(params),
      );
      expect(falseIn(invariant, from)).toEqual([]);
      expect(reached.map((step) => JSON.parse(JSON.stringify(step.after)) as unknown)).toEqual([after]);
      expect(falseIn(invariant, live(system.state, after))).toContain(conjunct);
    }
  });

  test('a step that writes beyond its field is one that leads out', async () => {
    const { steps } = await asked(petersonSystem(true), without('enteredOnce'));
    expect(steps.map(({ action, conjunct }) => `${action} ${conjunct}`)).toContain('Enter (schema)');
  });
});

test('the file has the guards by their names, and each question says what its unsatisfiability means', async () => {
  const { script } = await posed(petersonSystem(true), { conjuncts });
  const [file] = smtFiles(script, 'Peterson of two');
  expect(file?.name).toBe('Peterson-of-two.smt2');
  const text = file?.text ?? '';
  expect(text).toContain(' ; waiting\n');
  expect(text).toContain('; 0 idle, 1 flagged, 2 waiting, 3 critical\n');
  expect(text).toContain('; -1 to 5, from 0 for -1 on\n');
  expect(text).toMatch(
    /\n; unsat: Leave\(p=1\) preserves exclusive\n\(push 1\)\n\(assert .*\)\n\(check-sat\)\n\(pop 1\)\n/,
  );
  const solving = z3.begin();
  const answers = (await solving.evaluate(text)).trim().split('\n');
  solving.close();
  expect(answers).toHaveLength(text.split('(check-sat)').length - 1);
  expect(new Set(answers)).toEqual(new Set(['unsat']));
});

test('where the package is missing, one line says how to get it; another failure is that of the package', async () => {
  const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
  await expect(z3Solver(() => Promise.reject(missing))).rejects.toThrow(
    new NoSolver('the solver z3 is not installed; npm install z3-solver@5.2.0'),
  );
  await expect(z3Solver(() => Promise.reject(new Error('bad magic number')))).rejects.toThrow(
    'bad magic number',
  );
});

test('what z3 does not understand is an error', async () => {
  const { script, ...question } = await posed(petersonSystem(true), { conjuncts });
  const wrong = { ...question, script: { ...script, invariant: '|no such name|' } };
  const solving = z3.begin();
  await expect(solved(wrong, solving.evaluate)).rejects.toThrow(
    /^the solver does not understand a question: .*no such name/,
  );
  solving.close();
});

/** A guard of it reads beyond an array in states that cannot be reached: no function of all states. */
const partial = 'leader-election';

describe('z3 and the enumeration agree about the properties of the examples', () => {
  for (const [index, { name, url }] of examples.entries())
    test(name, { tags: index === 0 ? [] : ['exhaustive'] }, async () => {
      const system = await loadSystem({ url, params: {} });
      const conjuncts = Object.fromEntries(
        Object.entries(system.properties).flatMap(([property, one]) =>
          one.kind === 'always' && one.instances === undefined ? [[property, one.holds]] : [],
        ),
      );
      const steps = Object.entries(system.properties).filter(([, { kind }]) => kind === 'alwaysStep');
      const claims = { ...system, properties: Object.fromEntries(steps) };
      const report = await asked(claims, conjuncts);
      if (name === partial) {
        expect(report.steps.map(({ conjunct }) => conjunct)).toContain('(schema)');
        await expect(induction(claims, conjuncts)).rejects.toThrow('is outside its 1 elements');
      } else expect(answersOf(report)).toEqual(answersOf(await induction(claims, conjuncts)));
    });
});
