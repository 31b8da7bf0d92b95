import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Action } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import type { Design } from '../design.ts';
import { debugVariant, designNamed } from '../designs.ts';
import { OUTER } from '../state.ts';
import type { TracerSchema } from '../state.ts';
import { tracer } from '../tracer.ts';

type Mutation = (action: Action<TracerSchema>) => Action<TracerSchema>;

/** Leaves conjuncts of a guard out. */
const without =
  (...names: readonly string[]): Mutation =>
  (action) => ({ ...action, guard: action.guard.filter(({ name }) => !names.includes(name)) });

/** Does something after the effect. */
const then =
  (more: Action<TracerSchema>['effect']): Mutation =>
  (action) => ({
    ...action,
    effect: (next, params) => {
      action.effect(next, params);
      more(next, params);
    },
  });

const instead =
  (effect: Action<TracerSchema>['effect']): Mutation =>
  (action) => ({ ...action, effect });

const correct = designNamed('1.26-nosplit');
const tiny = boundsNamed('tiny');
const splitAt = (name: string): Design => ({ ...correct, splitPoints: [name] });

/** What is changed, the property that must notice, and after how many steps. */
interface Case {
  readonly change: string;
  readonly property: string;
  readonly steps: number;
  readonly design?: Design;
  readonly mutate?: Readonly<Record<string, Mutation>>;
}

const cases: readonly Case[] = [
  {
    change: 'a growth between two bytes',
    property: 'NoTornEvent',
    steps: 29,
    design: splitAt('traceBuf.varint'),
  },
  {
    change: 'a growth before the first byte',
    property: 'NoWriteToQueuedBuffer',
    steps: 26,
    design: splitAt('traceBuf.byte'),
  },
  { change: 'a growth in refill', property: 'NoBufferQueuedTwice', steps: 33, design: designNamed('1.26') },
  {
    change: 'a flush that leaves the slot as it is',
    property: 'NoBufferLeftBehind',
    steps: 18,
    mutate: { AdvanceFlush: (action) => ({ ...action, effect: keepingSlots(action) }) },
  },
  { change: 'a growth in refill', property: 'NoLostBuffer', steps: 25, design: designNamed('1.26') },
  {
    change: 'an end that does not store back',
    property: 'EventExactlyOnce',
    steps: 12,
    mutate: { End: (action) => ({ ...action, effect: keepingSlots(action) }) },
  },
  {
    change: 'a growth at the prologue of event',
    property: 'EventExactlyOnce',
    steps: 25,
    design: splitAt('traceWriter.event'),
  },
  {
    change: 'a writer taken before the arguments are evaluated',
    property: 'EventExactlyOnce',
    steps: 25,
    design: { ...correct, sharedWriter: true },
  },
  {
    change: 'a growth at the prologue of end',
    property: 'EventExactlyOnce',
    steps: 25,
    design: splitAt('traceWriter.end'),
  },
  {
    change: 'a generation loaded again',
    property: 'OneGenerationPerOuterSection',
    steps: 11,
    design: designNamed('seed'),
  },
  {
    change: 'a reload whose !ok callers release',
    property: 'OneGenerationPerOuterSection',
    steps: 11,
    design: { ...designNamed('seed'), notOkReleases: true },
  },
  {
    change: 'a generation loaded again',
    property: 'LockParityAndBalance',
    steps: 20,
    design: designNamed('seed'),
  },
  {
    change: 'a release that lowers the flag while reentered',
    property: 'LockParityAndBalance',
    steps: 16,
    mutate: {
      Release: then((next, { m }) => {
        next.m.at(Number(m)).writing = false;
      }),
    },
  },
  {
    change: 'a generation loaded again',
    property: 'ReenteredZeroOutside',
    steps: 21,
    design: designNamed('seed'),
  },
  {
    change: 'a generation loaded again',
    property: 'LocksZeroOutside',
    steps: 20,
    design: designNamed('seed'),
  },
  {
    change: 'an advance that does not look at the flag',
    property: 'NoFlushUnderSection',
    steps: 9,
    mutate: { AdvanceReadFlag: without('flagDown') },
  },
  {
    change: 'a generation loaded before the flag goes up',
    property: 'NoFlushUnderSection',
    steps: 9,
    mutate: {
      AcquireFlagDown: then((next, { m, depth }) => {
        next.m.at(Number(m)).stack.at(Number(depth)).gen = next.trace.gen;
      }),
      AcquireLoadGen: instead((next, { m, depth }) => {
        const section = next.m.at(Number(m)).stack.at(Number(depth));
        section.phase = section.gen === 0 ? 'undo' : 'section';
      }),
    },
  },
  {
    change: 'a flushedGen stored while Ms are left',
    property: 'NoWriteAfterFlushed',
    steps: 9,
    mutate: { AdvanceFlushedGen: without('allFlushed') },
  },
  {
    change: 'a snapshot that misses an M',
    property: 'NoBufferLeftBehind',
    steps: 15,
    mutate: {
      AdvanceSnapshot: then((next) => {
        next.advancer.toFlush.set(0, false);
      }),
    },
  },
  {
    change: 'a reader that does not empty the queue',
    property: 'FullQueueEmptyWhenDone',
    steps: 19,
    mutate: { ReaderNextGen: without('nothingFull') },
  },
  {
    change: 'a nested acquire that gives up',
    property: 'NoDroppedEvent',
    steps: 9,
    design: designNamed('1.23'),
  },
  {
    change: 'a stop that clears enabled and leaves the generation',
    property: 'NoDroppedEvent',
    steps: 10,
    mutate: {
      StopStoreGen: instead((next) => {
        next.trace.shutdown = true;
        next.advancer.gen = next.trace.gen;
        next.advancer.phase = 'clearEnabled';
      }),
    },
  },
  { change: 'a generation loaded again', property: 'NoDeadlock', steps: 24, design: designNamed('seed') },
  {
    change: 'an end that does not restore throwsplit',
    property: 'ThrowsplitBalanced',
    steps: 12,
    design: debugVariant(correct),
    mutate: {
      End: then((next, { m, depth }) => {
        if (depth === OUTER) next.m.at(Number(m)).throwsplit = true;
      }),
    },
  },
  {
    change: 'a growth in refill',
    property: 'NoThrowsplitAtGrowth',
    steps: 9,
    design: debugVariant(designNamed('1.26')),
  },
];

for (const { change, property, steps, design = correct, mutate = {} } of cases) {
  test(`${change} violates ${property} in ${steps} steps`, async () => {
    const system = tracer(design, tiny);
    const actions = Object.entries(system.actions).map(([name, action]) => [
      name,
      mutate[name]?.(action) ?? action,
    ]);
    const mutant = { ...system, actions: Object.fromEntries(actions) as typeof system.actions };
    const report = await check(mutant, { properties: [property] });
    expect(report.violations.map((v) => v.trace?.steps.length)).toEqual([steps]);
  });
}

test('each property of the debug build is among those that something violates', () => {
  const all = Object.entries(tracer(debugVariant(correct), tiny).properties);
  const judged = all.filter(([, { kind }]) => kind !== 'sometimes').map(([name]) => name);
  expect([...new Set(cases.map(({ property }) => property))].sort()).toEqual(judged.sort());
});

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

for (const [corner, removed] of Object.entries(corners)) {
  test(`${corner} needs ${removed.join(' or ')}`, async () => {
    const system = tracer(correct, twoMs);
    const actions = Object.entries(system.actions).filter(([name]) => !removed.includes(name));
    const less = { ...system, actions: Object.fromEntries(actions) };
    const report = await check(less, { properties: [corner] });
    expect(report.violations.map((v) => v.property)).toEqual([corner]);
    expect(report.left).toBe(0);
  });
}

test('each corner is one that an action opens', () => {
  const all = Object.entries(tracer(correct, twoMs).properties);
  const named = all.filter(([, { kind }]) => kind === 'sometimes').map(([name]) => name);
  expect(Object.keys(corners).sort()).toEqual(named.sort());
});

/** Runs an effect and puts the buffer pointers of all Ms back. */
function keepingSlots(action: Action<TracerSchema>): Action<TracerSchema>['effect'] {
  return (next, params) => {
    const before = [0, 1].map((parity) => next.m.at(0).buf.at(parity));
    action.effect(next, params);
    before.forEach((buf, parity) => {
      next.m.at(0).buf.set(parity, buf);
    });
  };
}
