import { expect, test } from 'vitest';
import peterson from '../../examples/peterson.ts';
import type { RecordField, Stepper } from '../index.ts';
import { check, replay, stateGraph, stepper, violationOf, why } from '../index.ts';

const system = peterson({ broken: true });

/** A stepper three steps into a run, and where it stands. */
function walked(): { readonly walk: Stepper<RecordField>; readonly stands: () => unknown } {
  const walk = stepper(system);
  walk.reset();
  const into = new Uint16Array(walk.steps.length);
  for (let step = 0; step < 3; step++) {
    walk.enabled(into);
    walk.take(into[0] ?? 0);
  }
  return { walk, stands: () => [walk.plain(walk.state), walk.plain(walk.next)] };
}

test('nothing else that is done with a system moves a stepper of it', async () => {
  const { stands } = walked();
  const before = stands();
  const other = walked().walk;
  other.reset();
  expect(stands()).toEqual(before);
  const { violations } = await check(system);
  expect(stands()).toEqual(before);
  const [violation] = violations;
  if (!violation?.trace) throw new Error('it is broken');
  const { trace, property } = violation;
  replay(system, trace);
  expect(stands()).toEqual(before);
  const names = Object.keys(system.actions) as (keyof typeof system.actions)[];
  for (const name of [...names, property]) {
    why(system, { trace, step: trace.steps.length, name });
    expect(stands(), name).toEqual(before);
  }
  violationOf(system, property, trace, {});
  expect(stands()).toEqual(before);
  await stateGraph(system);
  expect(stands()).toEqual(before);
});

test('two checks of one system at the same time say what one says', async () => {
  const one = await check(system, { continue: true });
  const both = await Promise.all([check(system, { continue: true }), check(system, { continue: true })]);
  for (const { distinct, generated, violations } of both)
    expect({ distinct, generated, violations }).toEqual({
      distinct: one.distinct,
      generated: one.generated,
      violations: one.violations,
    });
});
