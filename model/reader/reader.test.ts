import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Report, System } from '../../checker/index.ts';
import { naiveCheck } from '../../checker/testing/naive.ts';
import { lassoFault } from '../../checker/testing/naive-liveness.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { designNamed, designs } from '../designs.ts';
import { changed, instead } from '../change.ts';
import type { Actions } from '../change.ts';
import { correct } from '../mutants/actions/mutant.ts';
import { mutantPrograms } from '../mutants/programs.ts';
import { programSystem } from '../program/system.ts';
import type { TracerSchema } from '../state.ts';
import { describeCounts } from '../testing/counts.ts';
import { tracer } from '../tracer.ts';
import { nextReaderOf } from './state.ts';

const readerTiny = boundsNamed('reader-tiny');
const readerSmall = boundsNamed('reader-small');
/** Two events, so that a full buffer is queued without an advance. */
const wider: Bounds = {
  ...readerSmall,
  name: 'wider',
  programs: [{ sections: 2, growths: 0 }],
  buffersPerM: 3,
};

/** The correct design with its actions changed. */
function altered(change: (actions: Actions) => Actions, bounds = readerSmall): System<TracerSchema> {
  const system = tracer(correct, bounds);
  return { ...system, actions: change(system.actions) };
}

const lassos = ({ violations }: Report) =>
  violations.map(({ property, trace }) => [property, trace?.loop, trace?.steps.map(({ action }) => action)]);

describeCounts('reader-tiny', { distinct: 1958, generated: 5126, diameter: 35 });
describeCounts('reader-small', { distinct: 4139, generated: 11_255, diameter: 43 });

for (const name of ['1.26-nosplit', '1.24'])
  test(
    `the naive search of ${name} at reader-tiny agrees`,
    { tags: name === '1.24' ? ['exhaustive'] : [] },
    async () => {
      const system = tracer(designNamed(name), readerTiny);
      const { distinct, generated, diameter } = await check(system, { continue: true, debug: true });
      expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated: {} });
    },
  );

for (const bounds of [readerTiny, readerSmall, wider]) {
  const tags = bounds === readerTiny ? [] : ['exhaustive'];
  test(`a buffer more changes nothing at ${bounds.name}`, { tags }, async () => {
    const { distinct, generated, diameter } = await check(tracer(correct, bounds));
    const more = await check(tracer(correct, { ...bounds, buffersPerM: bounds.buffersPerM + 1 }));
    expect(more).toMatchObject({ verdict: 'holds', distinct, generated, diameter });
  });
}

describe('a reader that shutdown alone wakes', () => {
  test.each(Object.keys(designs))('%s spins if and only if it does that', async (name) => {
    const design = designNamed(name);
    const system = tracer(design, readerTiny);
    const report = await check(system, { continue: true });
    const loop = ['ReaderFindsNothing', 'ReaderParks', 'SchedulerWakes'];
    expect(lassos(report)).toEqual(
      design.shutdownWakesReader
        ? [['ReaderRests', 3, ['StartEnable', 'StartPublish', 'StopStoreGen', ...loop]]]
        : [],
    );
    for (const { property, trace } of report.violations) {
      const claim = system.properties[property];
      if (trace === null || claim?.kind !== 'alwaysEventually') throw new Error(`no lasso of ${property}`);
      expect(lassoFault(system, claim, claim.fairness ?? 'progress', trace)).toBeUndefined();
    }
  });

  test('ends its spinning where all get to run: then 1.24 keeps every claim about runs', async () => {
    const system = tracer(designNamed('1.24'), readerSmall);
    const { fairness } = system;
    if (fairness === undefined) throw new Error('no fairness');
    expect((await check(system, { continue: true, fairness })).verdict).toBe('holds');
  });
});

describe('with two events', () => {
  test('it holds', { tags: 'exhaustive' }, async () => {
    expect(await check(tracer(correct, wider))).toMatchObject({ verdict: 'holds', distinct: 17_873 });
  });

  test.each([
    ['work-not-announced', { ReaderIsWoken: 27, QueuedBuffersAreRead: 27 }],
    ['work-cleared-late', { LockDiscipline: 4, ReaderIsWoken: 28 }],
    ['buffer-recycled-early', { NoTornEvent: 27 }],
  ])('what %s does is felt further on', async (name, steps) => {
    const { violations } = await check(
      programSystem(mutantPrograms(name, 'reader').programs, wider, { name }),
      { continue: true, traces: false },
    );
    expect(Object.fromEntries(violations.map((one) => [one.property, one.steps]))).toMatchObject(steps);
  });
});

describe('what is there twice', () => {
  /** The doneSema of generation parity 0 is used for both. */
  const oneSema = (actions: Actions): Actions =>
    changed(actions, {
      ReaderRelease: instead((next) => {
        const reader = nextReaderOf(next);
        if (next.trace.doneSema.at(0)) reader.doneTwice = true;
        next.trace.doneSema.set(0, true);
        reader.phase = reader.stops ? 'off' : 'running';
        reader.stops = false;
        reader.parity = 0;
      }),
      AdvanceDone: (action) => ({
        ...action,
        guard: action.guard.map((one) =>
          one.name === 'readerDone' ? { ...one, holds: (s) => s.trace.doneSema.at(0) } : one,
        ),
        effect: (next, params) => {
          action.effect(next, params);
          next.trace.doneSema.set(0, false);
        },
      }),
    });

  test('one doneSema for both parities would do, as long as traceAdvanceSema lets one advance wait at a time', async () => {
    const report = await check(altered(oneSema));
    expect(report).toMatchObject({ verdict: 'holds', left: 0 });
  });
});
