import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import { tracer } from '../tracer.ts';
import { programsOfRelease, releasesWithPrograms } from './releases.ts';
import { programSystem } from './system.ts';

test.each(releasesWithPrograms())(
  'the programs kept of %s are the model at tiny, without any Go',
  async (name) => {
    const kept = programsOfRelease(name);
    if (kept === undefined) throw new Error(`${name} has no programs`);
    const tiny = boundsNamed('tiny');
    const options = { continue: true, traces: false };
    const read = await check(programSystem(kept.programs, tiny, { name, garbage: false }), options);
    const written = await check(tracer(designNamed(name), tiny), options);
    const { verdict, distinct, generated, diameter } = written;
    expect(read).toMatchObject({ verdict, distinct, generated, diameter });
    const lengths = ({ violations }: typeof read): Map<string, number | null> =>
      new Map(violations.map(({ property, steps }) => [property, steps]));
    expect(lengths(read)).toEqual(lengths(written));
  },
);
