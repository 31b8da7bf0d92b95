/**
 * The validator against Go's own reader. NOSPLIT_MUTANTS=20000 makes the campaign longer, and NOSPLIT_SEED starts it elsewhere:
 *
 *   NOSPLIT_MUTANTS=20000 NOSPLIT_SEED=7 npx vitest run wire/validate/go-reader.test.ts
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { TestRunner, afterAll, describe, expect, test } from 'vitest';
import { readGoldenTest } from '../golden/golden-test.ts';
import { encodeText } from '../index.ts';
import { goJudge } from '../testing/go-judge.ts';
import { mutable, mutant, randomOf } from '../testing/mutate.ts';
import { goMessages } from './go-messages.ts';
import { validate } from './validate.ts';
import type { Violation } from './violation.ts';

/** Whether the exhaustive tests run, too. */
const all = TestRunner.matchesTags(['exhaustive']);
const mutants = Number(env['NOSPLIT_MUTANTS'] ?? (all ? 600 : 100));
const seed = Number(env['NOSPLIT_SEED'] ?? 1);

/** The newest is asked every day: to build one takes seconds. */
const releases = all ? ['go1.23.12', 'go1.24.0', 'go1.25.12', 'go1.26.8', 'go1.27.4'] : ['go1.26.8'];
const judges = releases.flatMap((release) => goJudge(release) ?? []);
afterAll(() => {
  for (const judge of judges) judge.dispose();
});

/** What Go says of a generation whose reading ended before its tables were whole: what it then lacks. */
const tablesLacking =
  'no (frequency|clock snapshot) event found|invalid (func|file) string ID|invalid stack ID|' +
  'frontier is empty|failed to advance|expected (batch|string) event';

/** What Go may say in place of the message of a rule, by the beginning or end of its name. */
const otherwise: readonly (readonly [rules: RegExp, messages: string])[] = [
  [/^batch-/, tablesLacking],
  // It reads the next event of a thread before it looks for what the one before it names, and before that is printed.
  [
    /-missing$|^proc-status-unknown$/,
    'found invalid event type|found event without a timestamp|found invalid uvarint',
  ],
  // Up to 1.24 it has no snapshots of clocks, and up to 1.25 no marks of the ends of generations.
  [/^event-/, 'found event without a timestamp'],
  [/^generation-end$/, `found event without a timestamp|found invalid event type|${tablesLacking}`],
];

/** Whether Go 1.23's tool crashed where it printed the status of a goroutine that its reader had let pass. */
const printedNot = (verdict: string, findings: readonly Violation[] | null): boolean =>
  /^panic .* index out of range/.test(verdict) && (findings ?? []).some(({ rule }) => rule === 'status-wide');

/** Whether the cause of the verdict is the same. */
function causeAgrees({ rule }: Violation, verdict: string): boolean {
  const messages = [
    ...Object.entries(goMessages).flatMap(([name, message]) => (name === rule ? [message] : [])),
    ...otherwise.flatMap(([rules, message]) => (rules.test(rule) ? [message] : [])),
  ];
  return new RegExp(messages.join('|')).test(verdict);
}

/** What Go says of a damaged trace, and what validate does. */
interface Comparison {
  readonly index: number;
  readonly verdict: string;
  readonly violation: Violation | null;
}

const generationsShort = 'traceadvanceperiod=200000';
/** Bytes of a trace that is damaged hundreds of times. */
const LENGTH_MAX = 60_000;

for (const { release, goroot, verdicts, record } of judges)
  describe(`what ${release}`, () => {
    const reader = /^go1\.2[34]/.test(release) ? '1.24' : '1.26';
    // Go 1.25 reads what 1.26 does, but for traces of 1.26.
    const reads = (trace: Uint8Array): boolean => release !== 'go1.25.12' || trace[6] !== 0x36;
    const folder = join(goroot, 'src/internal/trace/testdata/tests');
    const goldens = readdirSync(folder)
      .map((name) => readGoldenTest(readFileSync(join(folder, name), 'utf8')))
      .map(({ expect: expected, trace }) => ({
        accepts: expected.kind === 'success',
        bytes: encodeText(trace),
      }));

    test('expects of its golden tests comes true', () => {
      const judged = goldens.map(({ bytes }) => validate(bytes).violation === null);
      expect(judged).toEqual(goldens.map(({ accepts }) => accepts));
    });

    // Go 1.25 and older write a trace now and then that no reader can read, so a recording need not be valid; most are.
    test.each(all ? ['traceallocfree=0', 'traceallocfree=1'] : ['traceallocfree=1'])(
      'records with %s gets its own verdict',
      (setting) => {
        const recorded = [1, 2, 3].map(() => record(40, `${setting},${generationsShort}`)).filter(reads);
        const judged = recorded.map((trace) => validate(trace));
        const valid = judged.map(({ violation }) => violation === null);
        expect(valid).toEqual(verdicts(recorded).map((verdict) => verdict.startsWith('ok')));
        expect(valid).toContain(true);
        for (const { generations, events } of judged) {
          expect(generations).toBeGreaterThan(1);
          expect(events).toBeGreaterThan(100);
        }
      },
    );

    const damagedOf = (traces: readonly Uint8Array[]): Uint8Array[] => {
      const whole = traces.filter((trace) => reads(trace) && trace.length < LENGTH_MAX).map(mutable);
      expect(whole).not.toEqual([]);
      const random = randomOf(seed);
      return Array.from({ length: mutants }, () => {
        const chosen = whole[random(whole.length)];
        return chosen === undefined ? new Uint8Array() : mutant(chosen, random);
      });
    };

    const compared = (damaged: readonly Uint8Array[]): Comparison[] => {
      const theirs = verdicts(damaged);
      const accepted = theirs.filter((verdict) => verdict.startsWith('ok')).length;
      expect(accepted).toBeGreaterThan(damaged.length / 10);
      expect(accepted).toBeLessThan((damaged.length * 9) / 10);
      return damaged.flatMap((trace, index) => {
        const { violation, findings } = validate(trace, { reader, strict: true });
        const verdict = theirs[index] ?? '';
        return release === 'go1.23.12' && printedNot(verdict, findings)
          ? []
          : [{ index, verdict, violation }];
      });
    };

    // The golden tests are the same at every run, so that what Go says of them can be compared to the word; Go 1.23 asks some
    // of the same questions in another order.
    test(`says of ${mutants} damaged golden traces is what validate says, and why (seed ${seed})`, () => {
      const all = compared(damagedOf(goldens.flatMap(({ bytes, accepts }) => (accepts ? [bytes] : []))));
      const disagreements = all.filter(({ verdict, violation }) =>
        violation === null
          ? !verdict.startsWith('ok')
          : verdict.startsWith('ok') || (release !== 'go1.23.12' && !causeAgrees(violation, verdict)),
      );
      expect(disagreements).toEqual([]);
    });

    // No two recordings are the same, and where several things are wrong with one, which Go meets first has no end of cases.
    test(`says of ${mutants} damaged recordings is what validate says (seed ${seed})`, () => {
      // The longer the machine lets the program wait, the longer is a trace, and now and then one is invalid as it was written.
      const recorded = ['traceallocfree=0', 'traceallocfree=1'].map((setting) => {
        for (let tried = 0; tried < 50; tried++) {
          const trace = record(1, `${setting},${generationsShort}`);
          if (trace.length < LENGTH_MAX && validate(trace).violation === null) return trace;
        }
        throw new Error(
          `none of 50 recordings with ${setting} is valid and shorter than ${LENGTH_MAX} bytes`,
        );
      });
      const all = compared(damagedOf(recorded));
      expect(
        all.filter(({ verdict, violation }) => (violation === null) !== verdict.startsWith('ok')),
      ).toEqual([]);
    });
  });

describe.each(judges.filter(({ release }) => release === 'go1.26.8'))('what $release', ({ record }) => {
  test('records breaks no strict rule', () => {
    const { violation, findings, events } = validate(record(40, 'traceallocfree=1'), { strict: true });
    expect(violation).toBeNull();
    expect(findings).toEqual([]);
    expect(events).toBeGreaterThan(100);
  });
});

// Go 1.23 loses events of stacks that grow while the tracer has its lock; its reader accepts what is left.
for (const { release, record } of judges.filter(({ release }) => release === 'go1.23.12'))
  describe(`what ${release}`, { tags: 'exhaustive' }, () => {
    test('loses of stacks is found by the strict rules alone', () => {
      const { violation, findings } = validate(record(40, 'traceallocfree=1'), { strict: true });
      expect(violation).toBeNull();
      expect(findings?.map(({ rule }) => rule)).toContain('stack-allocs-alternate');
    });
  });
