import { beforeAll, describe, expect, test } from 'vitest';
import type { Explorer, Followed, NodeId, Story } from '../checker/index.ts';
import { check, explorer } from '../checker/index.ts';
import type { ProgramParams } from '../model/index.ts';
import { programStory, programsOf, programsOfDesign } from '../model/index.ts';
import { followOther, standsAt } from './counterparts.ts';

interface Told {
  readonly of: Explorer;
  readonly story: Story;
}

function paramsOf(design: string): ProgramParams {
  const { programs, files, release } = programsOfDesign(design);
  return { programs, files, bounds: 'tiny', name: release, granularity: 'coarse' };
}

const told = (params: ProgramParams): Told => {
  const story = programStory(null, params);
  return { of: explorer(programsOf(params), story), story };
};

/** The same tree after somebody wrote a comment of so many lines above everything. */
const moved = (params: ProgramParams, lines: number): ProgramParams => ({
  ...params,
  // Sound because only lines are others.
  programs: JSON.parse(JSON.stringify(params.programs), (key, value: unknown) =>
    key === 'line' && typeof value === 'number' ? value + lines : value,
  ) as ProgramParams['programs'],
});

describe('a run of the steps of Go 1.26', () => {
  const own = told(paramsOf('1.26'));
  let end: NodeId;
  beforeAll(async () => {
    const { violations } = await check(own.of.system, { properties: ['NoLostBuffer'] });
    end = own.of.open(violations[0]?.trace?.id ?? '');
  });
  const on = (other: Told): Followed => followOther(own, end, other);

  test('is possible in a tree whose lines are others, step by step', () => {
    const { steps, parts, violated } = on(told(moved(paramsOf('1.26'), 7)));
    expect(parts).toBeNull();
    expect(violated).toContainEqual({ property: 'NoLostBuffer', step: steps.length });
    const later = (action: string): string =>
      action.replace(/:(\d+)/, (_, line: string) => `:${Number(line) + 7}`);
    expect(steps.map(({ action }) => action)).toEqual(
      own.of.run(end).steps.map(({ action }) => later(action)),
    );
  });

  test('is possible in 1.27, which has the flaw as well', () => {
    const { parts, violated } = on(told(paramsOf('1.27')));
    expect(parts).toBeNull();
    expect(violated.map(({ property }) => property)).toContain('NoLostBuffer');
  });

  test('parts from the cured one at the growth, though the stack may grow elsewhere by a step of the same name', () => {
    const other = told(paramsOf('1.26-nosplit'));
    const followed = on(other);
    const parted = followed.steps[(followed.parts ?? 0) - 1];
    expect(parted).toMatchObject({ action: 'StackGrowth', taken: false, conjunct: null });
    expect(standsAt(other.of, followed)).toContainEqual(expect.stringMatching(/^traceRelease:\d+$/));
    expect(followed.violated).toEqual([]);
    // By the name alone it would be taken, at the prologue of another function.
    const byName = other.of.follow(own.of.run(end));
    expect(byName.steps[(followed.parts ?? 0) - 1]?.taken).toBe(true);
  });

  test('parts from 1.25 where a nested section loads the generation by a step of its own', () => {
    const other = told(paramsOf('1.25'));
    const followed = on(other);
    const parted = followed.steps[(followed.parts ?? 0) - 1];
    expect(parted).toMatchObject({ taken: false, conjunct: 'place', process: 'M0' });
    const [stands = '', ...more] = standsAt(other.of, followed);
    expect(more).toEqual([]);
    expect(stands).toMatch(/^traceAcquireEnabled:\d+ in a growth$/);
    expect(other.of.system.actions[stands]?.note).toMatch(/^trace\.gen,/);
    // All before was taken by the same functions.
    const fn = (action: string): string => action.replace(/:\d+/, '');
    followed.steps.slice(0, (followed.parts ?? 0) - 1).forEach(({ action, taken }, index) => {
      expect([taken, fn(action)]).toEqual([true, fn(own.of.run(end).steps[index]?.action ?? '')]);
    });
  });
});
