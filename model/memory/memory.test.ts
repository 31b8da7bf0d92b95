import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { also, changed, without } from '../change.ts';
import type { Actions } from '../change.ts';
import { correct } from '../mutants/actions/mutant.ts';
import type { TracerSchema } from '../state.ts';
import { describeCounts, testNaively } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';

const memoryTiny = boundsNamed('memory-tiny');
const memorySmall = boundsNamed('memory-small');

/** The correct design at some bounds with its actions changed. */
function altered(change: (actions: Actions) => Actions, bounds: Bounds = memorySmall): System<TracerSchema> {
  const system = tracer(correct, bounds);
  return { ...system, actions: change(system.actions) };
}

describeCounts('memory-tiny', { distinct: 10_602, generated: 24_475, diameter: 68 });
describeCounts('memory-small', { distinct: 27_978, generated: 68_873, diameter: 80 });

testNaively('memory-tiny', ['1.26-nosplit', '1.24']);

test('a store buffer of one more store changes nothing', async () => {
  for (const bounds of [memoryTiny, memorySmall]) {
    const report = await check(tracer(correct, { ...bounds, parts: { memory: { storesPerM: 5 } } }));
    const { distinct, generated, diameter } = await check(tracer(correct, bounds));
    expect(report).toMatchObject({ verdict: 'holds', distinct, generated, diameter });
  }
});

describe('what need not be sequentially consistent', () => {
  const holds = { verdict: 'holds', left: 0 };

  test('the store that lowers the flag: a release store does, since the pointers were stored before it', async () => {
    const relaxed = altered((actions) => changed(actions, { AcquireOuter: without('drained') }));
    const report = await check(relaxed);
    expect(report).toMatchObject(holds);
    // It is no idle question: an M is in its next acquire while its flag is still on the way down.
    expect(report.distinct).toBeGreaterThan(27_978);
  });

  test('the store of trace.gen, as long as taking sched.lock is a barrier between it and the flags', async () => {
    const plain = altered((actions) =>
      changed(actions, {
        StopClearEnabled: without('drained'),
        AdvanceSnapshot: (action) =>
          also(({ memory }) => {
            if (memory.genStore === 0) return;
            memory.gen = memory.genStore - 1;
            memory.genStore = 0;
          })(without('drained')(action)),
      }),
    );
    expect(await check(plain)).toMatchObject(holds);
  });
});

/** Without these actions, or with the store waited for at once, the model cannot get into the corner. */
const corners: Readonly<Record<string, (actions: Actions) => Actions>> = {
  ReachesStaleGen: (actions) => dropping(actions, 'AdvanceStoreGen', 'StopStoreGen'),
  ReachesStaleFlag: (actions) => dropping(actions, 'Release', 'AcquireUndo'),
  ReachesTwoStores: (actions) => dropping(actions, 'End'),
};

test.each(Object.entries(corners))('%s needs what it says', async (corner, change) => {
  const { violations } = await check(altered(change, memoryTiny), { properties: [corner] });
  expect(violations.map(({ property }) => property)).toEqual([corner]);
});

test('each corner of the part is one of those', () => {
  const coreOnly = tracer(correct, { ...memoryTiny, parts: {} });
  const own = Object.entries(tracer(correct, memoryTiny).properties).filter(
    ([name, { kind }]) => kind === 'sometimes' && !Object.hasOwn(coreOnly.properties, name),
  );
  expect(own.map(([name]) => name).sort()).toEqual(Object.keys(corners).sort());
});

function dropping(actions: Actions, ...names: readonly string[]): Actions {
  return Object.fromEntries(Object.entries(actions).filter(([name]) => !names.includes(name)));
}
