import { describe, expect, test } from 'vitest';
import { check, stepper, traceThrough } from '../../../checker/index.ts';
import type { RecordField, StepView, Stepper, Trace } from '../../../checker/index.ts';
import { boundsByName, boundsNamed } from '../../bounds.ts';
import type { Granularity } from '../places/granularity.ts';
import { kinds } from '../language/kinds.ts';
import { partOf } from '../language/parts.ts';
import { refined } from './refined.ts';
import { programsOfRelease, releasesWithPrograms } from '../releases/releases.ts';
import { programSystem } from '../system.ts';

function subjectOf(release: string, at: string) {
  const bounds = boundsNamed(at);
  const kept = programsOfRelease(release, partOf(bounds));
  if (kept === undefined) return undefined;
  const systemIn = (granularity: Granularity) =>
    programSystem(kept.programs, bounds, { name: release, granularity });
  const fine = (trace: Pick<Trace, 'initial' | 'steps'>): readonly StepView[] =>
    refined(kept.programs, bounds, { name: release }, trace);
  return { release, at, systemIn, fine };
}

type Subject = NonNullable<ReturnType<typeof subjectOf>>;

/** A run from step to step as a seed has it, to its end or to 400 steps. */
function wandered({ systemIn }: Subject, seed: number): Trace {
  const system = systemIn('coarse');
  const walk = stepper(system);
  const enabled = new Uint16Array(walk.steps.length);
  const instances: number[] = [];
  walk.reset();
  for (let number = seed; instances.length < 400;) {
    const count = walk.enabled(enabled);
    if (count === 0) break;
    number = (Math.imul(number, 1_103_515_245) + 12_345) >>> 0;
    const instance = enabled[(number >>> 8) % count] ?? 0;
    walk.take(instance);
    instances.push(instance);
  }
  return traceThrough(system, { root: 0, instances });
}

/** Takes the steps, each of which has to be enabled; answers what they violate. */
function taken(walk: Stepper<RecordField>, steps: readonly StepView[]): ReadonlySet<string> {
  walk.reset();
  const violated = new Set<string>();
  for (const { action, params } of steps) {
    const instance = walk.steps.findIndex(
      (one) => one.action === action && JSON.stringify(one.params) === JSON.stringify(params),
    );
    expect(walk.isEnabled(instance), action).toBe(true);
    walk.take(instance);
    for (const name of walk.violated()) violated.add(name);
  }
  return violated;
}

/** Threads stand at places of other numbers, which keep other locals and locks. */
const ofThreads = new Set([...Object.keys(kinds), 'locks', 'torn', 'wroteQueued', 'unguarded']);
const values = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state, (key, value: unknown) => (ofThreads.has(key) ? undefined : value)));

const everyDay = new Set(['1.24 tiny']);
const tinies = Object.keys(boundsByName).filter((at) => /(^|-)tiny$/.test(at));
// The others do what one of these does, but for a few steps in the scheduler.
const releases = releasesWithPrograms().filter((release) => /1\.2[346]$/.test(release));

describe('the fine steps of a run do the same', () => {
  const subjects = releases.flatMap((release) => tinies.map((at) => subjectOf(release, at) ?? []));
  for (const subject of subjects.flat()) {
    const name = `${subject.release} ${subject.at}`;
    test(name, { tags: everyDay.has(name) ? [] : ['exhaustive'] }, () => {
      const walk: Stepper<RecordField> = stepper(subject.systemIn('fine'));
      const coarse: Stepper<RecordField> = stepper(subject.systemIn('coarse'));
      let ends = 0;
      for (let seed = 1; seed <= 2; seed++) {
        const trace = wandered(subject, seed);
        const steps = subject.fine(trace);
        const violated = taken(walk, steps);
        for (const name of taken(coarse, trace.steps)) expect(violated).toContain(name);
        if (coarse.enabled(new Uint16Array(coarse.steps.length)) > 0) continue;
        ends++;
        expect(values(walk.plain(walk.state))).toEqual(values(trace.steps.at(-1)?.state));
        const half = { ...trace, steps: trace.steps.slice(0, trace.steps.length / 2) };
        const first = subject.fine(half);
        expect(steps.slice(0, first.length)).toEqual(first);
      }
      expect(ends).toBeGreaterThan(0);
    });
  }
});

describe('of the lost buffer of 1.26', () => {
  const subject = subjectOf('1.26', 'tiny');
  if (subject === undefined) throw new Error('1.26 has no programs');
  const traceOf = async (granularity: Granularity): Promise<Trace> => {
    const { violations } = await check(subject.systemIn(granularity));
    const trace = violations.find(({ property }) => property === 'NoLostBuffer')?.trace;
    if (trace === undefined || trace === null) throw new Error('nothing is lost');
    return trace;
  };

  test('the 15 coarse steps are as many fine ones as the shortest run has', async () => {
    const steps = subject.fine(await traceOf('coarse'));
    expect(steps).toHaveLength((await traceOf('fine')).steps.length);
    expect(taken(stepper(subject.systemIn('fine')), steps)).toContain('NoLostBuffer');
  });

  test('those of another release are none', async () => {
    const trace = await traceOf('coarse');
    const other = subjectOf('1.24', 'tiny');
    expect(() => other?.fine(trace)).toThrow(RangeError);
  });

  test('it is no run without one of its steps, unless that is the last', { tags: 'exhaustive' }, async () => {
    const trace = await traceOf('coarse');
    const missed = trace.steps.flatMap((step, index) => {
      try {
        subject.fine({ ...trace, steps: trace.steps.toSpliced(index, 1) });
        return [step.action];
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        return [];
      }
    });
    expect(missed).toEqual([trace.steps.at(-1)?.action]);
  });
});
