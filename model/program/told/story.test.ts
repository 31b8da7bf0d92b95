import { describe, expect, test } from 'vitest';
import type { Json, Params } from '../../../checker/index.ts';
import { check, stepper } from '../../../checker/index.ts';
import { boundsNamed } from '../../bounds.ts';
import type { Granularity } from '../places/granularity.ts';
import { programsOfRelease } from '../releases/releases.ts';
import { programStory } from './story.ts';
import { programSystem } from '../system.ts';

function toldOf(name: string, bounds: string, granularity: Granularity) {
  const kept = programsOfRelease(name);
  if (kept === undefined) throw new Error(`${name} has no programs`);
  const params = { ...kept, bounds, name, granularity };
  return {
    system: programSystem(kept.programs, boundsNamed(bounds), { name, granularity }),
    story: programStory(null, params),
  };
}

describe('the story of steps', () => {
  test('tells the lost buffer of 1.26 by what its steps change', async () => {
    const { system, story } = toldOf('1.26', 'tiny', 'coarse');
    const { violations } = await check(system);
    const trace = violations[0]?.trace;
    if (trace === undefined || trace === null) throw new Error('nothing is lost');
    const told = trace.steps.map((step, index) => {
      const before = trace.steps[index - 1]?.state ?? trace.initial;
      return [story.tell?.(step, before), story.remark(step, before)].filter((words) => words != null);
    });
    expect(told.flat()).toEqual([
      'The advancer enables tracing.',
      'The advancer publishes generation 1.',
      'M0 begins a section.',
      'M0 runs traceAcquireEnabled:214.',
      'M0 raises its flag, which keeps traceAdvance out.',
      'M0 loads generation 1.',
      'M0 runs traceLocker.writer:52.',
      'The advancer sets the generation to 0.',
      'The advancer disables tracing.',
      'traceWriter.refill is not nosplit: its prologue grows the stack.',
      'at the prologue of traceWriter.refill',
      "The growth's section begins.",
      "The growth's section finds the flag up and is of generation 1.",
      "The growth's section takes buffer 1, writes event 0 into it and leaves it in buf[1].",
      "The growth's section ends.",
      'M0 takes buffer 2, writes event 1 into it and stores it over buffer 1 in buf[1].',
    ]);
    const nesting = trace.steps.map(({ state }) => story.nesting?.(state, 'M0').join(' '));
    expect(nesting.slice(8)).toEqual([
      'outer',
      ...Array.from({ length: 4 }, () => 'outer growth'),
      'outer',
      'outer',
    ]);
    const [last, before] = [trace.steps.at(-1), trace.steps.at(-2)];
    const picture = story.picture?.(last?.state ?? trace.initial, before?.state ?? null, 'M0');
    expect(picture?.boxes.map(({ state }) => state)).toEqual(['lost', 'used', 'free', 'free']);
    expect(picture?.arrows).toEqual([
      { holder: 2, box: 0, kind: 'let go' },
      { holder: 2, box: 1, kind: 'taken' },
    ]);
  });

  const cases = ['1.25', '1.26'].flatMap((name) =>
    (['coarse', 'fine'] as const).map((granularity) => [name, granularity] as const),
  );
  for (const [name, granularity] of cases)
    test(
      `what is lost in the picture of ${name}, in ${granularity} steps, is lost to NoLostBuffer`,
      { tags: name === '1.26' && granularity === 'coarse' ? [] : ['exhaustive'] },
      () => {
        lostAsPictured(name, granularity);
      },
    );
});

function lostAsPictured(name: string, granularity: Granularity): void {
  const { system, story } = toldOf(name, 'pair', granularity);
  const walk = stepper(system);
  const enabled = new Uint16Array(walk.steps.length);
  let [seed, lost] = [7, 0];
  const random = (below: number): number => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  // It draws until it has seen enough that is lost.
  for (let run = 0; run < 20 || (lost <= 5 && run < 5000); run++) {
    walk.reset();
    for (let step = 0; step < 60; step++) {
      const count = walk.enabled(enabled);
      if (count === 0) break;
      const taken = enabled[random(count)] ?? 0;
      const before = walk.plain(walk.state) as Json;
      walk.take(taken);
      const state = walk.plain(walk.state) as Json;
      const pictured = ['M0', 'M1'].some((process) =>
        story.picture?.(state, before, process)?.boxes.some((box) => box.state === 'lost'),
      );
      expect(pictured).toBe(walk.violated().includes('NoLostBuffer'));
      const one: { action: string; params: Params } | undefined = walk.steps[taken];
      if (one !== undefined) story.tell?.({ ...one, process: 'M0', changes: [], state }, before);
      lost += Number(pictured);
    }
  }
  expect(lost).toBeGreaterThan(5);
}
