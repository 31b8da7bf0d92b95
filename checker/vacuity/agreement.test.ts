import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../index.ts';
import type { System, VacuityFinding } from '../index.ts';
import { live, naiveSteps } from '../testing/naive.ts';
import type { Live } from '../testing/naive.ts';
import type { RecordField } from '../language/schema.ts';
import randomSystem, { specOf } from '../testing/random-system.ts';
import { runs } from '../testing/runs.ts';

const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 300, maxLength: 300 }));
const seed = Number(process.env['FUZZ_SEED'] ?? 11);
const numRuns = runs({ ofEveryDay: 40, all: 200 });

/** Every reachable state, as plain objects. */
function reachable(system: System): readonly Live<RecordField>[] {
  const seen = new Map<string, Live<RecordField>>();
  const queue = system.initial.map((state) => live(system.state, state));
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    const key = JSON.stringify(state);
    if (seen.has(key)) continue;
    seen.set(key, state);
    queue.push(...naiveSteps(system, state).map(({ after }) => after));
  }
  return [...seen.values()];
}

/** The slow twin: for each claim, ask every state and every instance; `Action.conjunct` or name → kind. */
function expected(system: System): Record<string, string> {
  const states = reachable(system);
  const steps = states.map((state) => ({ state, steps: naiveSteps(system, state) }));
  const found: Record<string, string> = {};
  for (const [name, { guard, params: domains }] of Object.entries(system.actions)) {
    const fires = steps.some((one) => one.steps.some(({ action }) => action === name));
    if (!fires) found[name] = 'dead-action';
    const all = Object.entries(domains).reduce<Record<string, unknown>[]>(
      (made, [key, values]) => made.flatMap((one) => values.map((value) => ({ ...one, [key]: value }))),
      [{}],
    );
    guard.forEach((conjunct, k) => {
      const before = guard.slice(0, k);
      const cases = states.flatMap((state) =>
        all
          .filter((params) => before.every(({ holds }) => holds(state, params as never)))
          .map((params) => conjunct.holds(state, params as never)),
      );
      if (cases.length > 0 && cases.every((one) => one))
        found[`${name}.${conjunct.name}`] = `conjunct-never-false ${String(cases.length)}`;
    });
  }
  for (const [name, property] of Object.entries(system.properties)) {
    const { kind } = property;
    const isAsked =
      kind === 'always'
        ? states.some((state) => property.when?.(state) ?? true)
        : kind === 'alwaysStep'
          ? steps.some((one) =>
              one.steps.some((step) => property.when?.(one.state, step.after, step) ?? true),
            )
          : kind === 'deadlockFree'
            ? steps.some((one) => one.steps.length === 0) || !states.some((state) => property.final(state))
            : true;
    if (!isAsked) found[name] = 'antecedent-never-true';
  }
  return found;
}

const told = (findings: readonly VacuityFinding[]): Record<string, string> =>
  Object.fromEntries(
    findings.map(({ kind, name, sentence }) => [
      name,
      kind === 'conjunct-never-false'
        ? `${kind} ${(/all ([\d,]+) cases/.exec(sentence)?.[1] ?? '1').replaceAll(',', '')}`
        : kind,
    ]),
  );

test(`the findings of ${String(numRuns)} random systems are those of the slow twin, and unfinished searches say so far`, async () => {
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(tape, fc.nat(40), async (choices, statesMax) => {
      const system = randomSystem(choices);
      const context = JSON.stringify(specOf(choices));
      const whole = await check(system, { continue: true, vacuity: true });
      const findings = whole.vacuity ?? [];
      expect(told(findings), context).toEqual(expected(system));
      expect(findings.every(({ soFar, waived }) => !soFar && waived === null)).toBe(true);
      for (const { kind } of findings) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);

      const part = await check(system, { continue: true, vacuity: true, statesMax });
      if (part.left === 0) return;
      const soFar = part.vacuity ?? [];
      kinds.set('so far', (kinds.get('so far') ?? 0) + 1);
      expect(soFar.every((one) => one.soFar && one.sentence.includes('so far'))).toBe(true);
      // What is never so in the whole space is not so in a part of it, unless the part has not come to ask.
      const names = new Set(soFar.map(({ kind, name }) => `${kind} ${name}`));
      for (const { kind, name } of findings) {
        if (kind === 'dead-action') expect(names, context).toContain(`${kind} ${name}`);
      }
      const asked = new Set(
        part.properties.filter(({ exercised }) => exercised > 0).map(({ property }) => property),
      );
      for (const { kind, name } of soFar)
        if (kind === 'antecedent-never-true') expect(asked).not.toContain(name);
    }),
    { seed, numRuns },
  );
  for (const kind of ['dead-action', 'conjunct-never-false', 'antecedent-never-true', 'so far'])
    expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(numRuns / 40);
});

test('without the option there are no findings, and the rest of the report is the same', async () => {
  const system = randomSystem([7, 3, 9, 21, 5, 8, 2, 30, 4, 1, 6, 17]);
  const { vacuity, ...plain } = await check(system);
  const { vacuity: found, ...asked } = await check(system, { vacuity: true });
  expect([vacuity, Array.isArray(found)]).toEqual([null, true]);
  const zero = { elapsedMs: 0, statesPerSecond: 0 };
  expect({ ...asked, ...zero }).toEqual({ ...plain, ...zero });
});
