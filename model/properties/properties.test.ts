import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { tracer } from '../tracer.ts';

const correct = designNamed('1.26-nosplit');
const tiny = boundsNamed('tiny');

/** Without these actions, the model cannot get into the corner. */
const corners: Readonly<Record<string, readonly string[]>> = {
  ReachesEventDelivered: ['ReaderTake'],
  ReachesAdvanceWaiting: ['AdvanceSnapshot'],
  ReachesGenZero: ['AcquireSetFlag'],
  ReachesGrowth: ['StackGrowth'],
  ReachesReentry: ['AcquireReentrant'],
  ReachesNestedRefill: ['StackGrowth'],
  ReachesRefillOfFullBuffer: ['End'],
  ReachesNestedInPastGeneration: ['AdvanceStoreGen', 'StopStoreGen'],
  ReachesTwoGenerationsAtOnce: ['AdvanceStoreGen'],
  ReachesStaleEnabled: ['StopClearEnabled'],
  ReachesStopped: ['ReaderStop'],
  ReachesRestart: ['AdvanceDone'],
};
const twoMs: Bounds = {
  ...tiny,
  name: 'two Ms',
  programs: [
    { sections: 2, growths: 1 },
    { sections: 1, growths: 0 },
  ],
  restart: true,
};

for (const [index, [corner, removed]] of Object.entries(corners).entries()) {
  // Every fourth is looked at each time.
  test(
    `${corner} needs ${removed.join(' or ')}`,
    { tags: index % 4 === 0 ? [] : ['exhaustive'] },
    async () => {
      const system = tracer(correct, twoMs);
      const actions = Object.entries(system.actions).filter(([name]) => !removed.includes(name));
      const less = { ...system, actions: Object.fromEntries(actions) };
      const report = await check(less, { properties: [corner] });
      expect(report.violations.map((v) => v.property)).toEqual([corner]);
      expect(report.left).toBe(0);
    },
  );
}

test('each corner is one that an action opens', () => {
  const all = Object.entries(tracer(correct, twoMs).properties);
  const named = all.filter(([, { kind }]) => kind === 'sometimes').map(([name]) => name);
  expect(Object.keys(corners).sort()).toEqual(named.sort());
});
