import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { check } from '../../../checker/index.ts';
import { boundsByName, boundsNamed } from '../../bounds.ts';
import { partOf, programParts } from '../language/parts.ts';
import { programsOfDesign } from '../edits/cures.ts';
import { keptReleases } from './kept-releases.ts';
import { programsOfRelease, releasesWithPrograms } from './releases.ts';
import { programSystem } from '../system.ts';

interface Kept {
  readonly configs: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

test.each(['core', 'reader', 'sections'] as const)('1.27 has the steps of 1.26 in the part %s', (part) => {
  expect(programsOfRelease('1.27', part)?.programs).toEqual(programsOfRelease('1.26', part)?.programs);
});

test('what is read of the file by its lines is what it says as JSON', () => {
  const text = readFileSync(new URL('releases.json', import.meta.url), 'utf8');
  const { programs, ...head } = JSON.parse(text) as Record<'leftOut' | 'releases', object> & {
    programs: object[];
  };
  const kept = keptReleases();
  expect(kept.head).toEqual({ ...head, programs: [] });
  expect(programs.map((_, number) => kept.program(number))).toEqual(programs);
  expect(programs.length).toBeGreaterThan(100);
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

const kept = Object.entries(
  (JSON.parse(readFileSync(new URL('../../peers/counts.json', import.meta.url), 'utf8')) as Kept).configs,
);

for (const [at, designs] of kept)
  for (const [design, counts] of Object.entries(designs))
    test(
      `the fine steps of ${design} at ${at} have the counts of the twins in other languages`,
      { tags: at === 'tiny' && ['seed', '1.26'].includes(design) ? [] : ['exhaustive'] },
      async () => {
        const { programs } = programsOfDesign(design);
        // A free buffer is zeroed there: past a violation that makes a difference.
        const system = programSystem(programs, boundsNamed(at), {
          name: design,
          granularity: 'fine',
          garbage: false,
        });
        const { verdict, distinct, generated, diameter, violations } = await check(system, {
          continue: true,
          traces: false,
        });
        const violated = Object.fromEntries(violations.map(({ property, steps }) => [property, steps]));
        expect({ verdict, distinct, generated, diameter, violated }).toMatchObject(counts);
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
