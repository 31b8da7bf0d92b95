import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Report } from '../../checker/index.ts';
import { boundsByName, boundsNamed } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { partOf, programParts } from './parts.ts';
import { tracer } from '../tracer.ts';
import { programsOfRelease, releasesWithPrograms } from './releases.ts';
import { programSystem } from './system.ts';

// Steps of 1.23 and hand-written actions differ in a thing that facts/program/testing/drop-as-read.ts names.
const releases = releasesWithPrograms().filter((name) => name !== '1.23' && name !== '1.27');
const ofEveryDay = (name: string): string[] => (name === '1.25' ? [] : ['exhaustive']);
const cases = ['tiny', 'threads-tiny'].flatMap((bounds) => releases.map((name) => [name, bounds] as const));

test.each(['core', 'reader', 'sections'] as const)('1.27 has the steps of 1.26 in the part %s', (part) => {
  expect(programsOfRelease('1.27', part)?.programs).toEqual(programsOfRelease('1.26', part)?.programs);
});

test('the programs kept of 1.23 drop the event of a section inside another, without any Go', async () => {
  const kept = programsOfRelease('1.23');
  if (kept === undefined) throw new Error('1.23 has no programs');
  const system = programSystem(kept.programs, boundsNamed('tiny'), { name: '1.23' });
  const { distinct, violations } = await check(system, { continue: true, traces: false });
  expect([distinct, ...violations.map(({ property, steps }) => `${property} ${steps}`)]).toEqual([
    4348,
    'NoDroppedEvent 8',
  ]);
});

for (const [name, at] of cases)
  test(
    `the programs kept of ${name} are the model at ${at}, without any Go`,
    { tags: ofEveryDay(name) },
    async () => {
      const tiny = boundsNamed(at);
      const kept = programsOfRelease(name, partOf(tiny));
      if (kept === undefined) throw new Error(`${name} has no programs`);
      const options = { continue: true, traces: false };
      const read = await check(programSystem(kept.programs, tiny, { name, garbage: false }), options);
      const written = await check(tracer(designNamed(name), tiny), options);
      const { verdict, distinct, generated, diameter } = written;
      expect(read).toMatchObject({ verdict, distinct, generated, diameter });
      const lengths = ({ violations }: Report): Map<string, number | null> =>
        new Map(violations.map(({ property, steps }) => [property, steps]));
      expect(lengths(read)).toEqual(lengths(written));
    },
  );

const partsKept = releasesWithPrograms().flatMap((name) =>
  programParts.flatMap((part) =>
    programsOfRelease(name, part) === undefined ? [] : [[name, part] as const],
  ),
);

for (const [name, part] of partsKept)
  test(
    `the states of ${name} in the part ${part} have no room beyond the generations of the bounds`,
    {
      tags: name === '1.26' || part === 'core' ? [] : ['exhaustive'],
    },
    () => {
      const bounds = Object.keys(boundsByName).find((one) => partOf(boundsNamed(one)) === part);
      const kept = programsOfRelease(name, part);
      if (kept === undefined || bounds === undefined) throw new Error(`${name} has no programs`);
      const { state } = programSystem(kept.programs, boundsNamed(bounds), { name });
      expect(state.fields).not.toHaveProperty('begun');
    },
  );

test('every release that is kept has the steps of every part', () => {
  expect(partsKept).toHaveLength(releasesWithPrograms().length * programParts.length);
});

for (const name of [...releases, '1.23'])
  test(
    `the programs kept of ${name} violate what the hand-written model does about statuses, without any Go`,
    { tags: ofEveryDay(name) },
    async () => {
      const kept = programsOfRelease(name, 'statuses');
      if (kept === undefined) throw new Error(`${name} has no programs`);
      const bounds = boundsNamed('statuses-tiny');
      const options = { continue: true, traces: false };
      const read = await check(programSystem(kept.programs, bounds, { name }), options);
      const written = await check(tracer(designNamed(name), bounds), options);
      const names = ({ violations }: Report): string[] => violations.map(({ property }) => property);
      expect(names(read).toSorted()).toEqual(names(written).toSorted());
    },
  );
