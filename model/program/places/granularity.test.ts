import { describe, expect, test } from 'vitest';
import { check } from '../../../checker/index.ts';
import type { Report } from '../../../checker/index.ts';
import { naiveCheck } from '../../../checker/testing/naive.ts';
import { boundsByName, boundsNamed } from '../../bounds.ts';
import type { Granularity } from './granularity.ts';
import { partOf } from '../language/parts.ts';
import type { Programs } from '../language/program.ts';
import { programsOfRelease, releasesWithPrograms } from '../releases/releases.ts';
import { programSystem } from '../system.ts';
import { expectAgreement } from '../testing/agreement.ts';

const kept = (release: string, at: string): Programs | undefined =>
  programsOfRelease(release, partOf(boundsNamed(at)))?.programs;

const searched = (programs: Programs, at: string, granularity: Granularity): Promise<Report> =>
  check(programSystem(programs, boundsNamed(at), { name: 'a tree', granularity }), {
    continue: true,
    traces: false,
  });

/** With the line that cures 1.24 to 1.27. */
const cured = (programs: Programs): Programs =>
  // Sound because it changes a truth value of an instruction.
  JSON.parse(JSON.stringify(programs), (_, one: unknown) =>
    typeof one === 'object' &&
    one !== null &&
    'grows' in one &&
    'fn' in one &&
    one.fn === 'traceWriter.refill'
      ? { ...one, grows: false }
      : one,
  ) as Programs;

const everyDay = new Set(['1.25 tiny', '1.23 tiny', '1.26 reader-tiny', '1.26 sections-tiny']);
const bounds = Object.keys(boundsByName).filter((at) => /(^|-)tiny$|^syscalls-small$/.test(at));
// The steps of 1.27 are those of 1.26 but for a few in the scheduler.
const releases = releasesWithPrograms().filter((release) => release !== '1.27');
const cases = releases.flatMap((release) =>
  [...bounds, ...(release === '1.25' ? ['statuses-restart', 'procs-restart'] : [])].flatMap((at) => {
    const programs = kept(release, at);
    return programs === undefined ? [] : [{ release, at, programs }];
  }),
);

describe('coarse steps and fine ones violate the same', () => {
  for (const { release, at, programs } of cases) {
    const tags = everyDay.has(`${release} ${at}`) ? [] : ['exhaustive'];
    test(`of the programs of ${release} at ${at}`, { tags }, async () => {
      expectAgreement(await searched(programs, at, 'fine'), await searched(programs, at, 'coarse'));
    });
  }
});

const programs = kept('1.26', 'tiny');
if (programs === undefined) throw new Error('1.26 has no programs');

test.each([
  ['tiny', 4115, 8692, 42],
  ['small', 65_348, 186_158, 53],
])('with a nosplit refill, 1.26 holds in coarse steps at %s', async (at, distinct, generated, diameter) => {
  const found = await searched(cured(programs), at, 'coarse');
  expect(found).toMatchObject({ verdict: 'holds', distinct, generated, diameter });
});

test('the shortest counterexample to 1.26 has 15 coarse steps, and 25 fine ones', async () => {
  const lengths = async (granularity: Granularity): Promise<(number | null)[]> => {
    const { violations } = await searched(programs, 'tiny', granularity);
    return violations.flatMap(({ property, steps }) => (property === 'NoLostBuffer' ? [steps] : []));
  };
  expect([await lengths('coarse'), await lengths('fine')]).toEqual([[15], [25]]);
});

test('coarse steps are searched alike by the naive twin, and in debug mode', async () => {
  const at = boundsNamed('reader-tiny');
  const of = { name: '1.26', granularity: 'coarse' } as const;
  const system = programSystem(kept('1.26', 'reader-tiny') ?? programs, at, of);
  const { distinct, generated, diameter, violations } = await check(system, { continue: true, debug: true });
  expect(violations).toEqual([]);
  expect(naiveCheck(system, true)).toEqual({ distinct, generated, diameter, violated: {} });
});

test('the states of fine steps have no room for what is judged inside of coarse ones', () => {
  const fieldsOf = (granularity: Granularity, at: string): object =>
    programSystem(kept('1.26', at) ?? programs, boundsNamed(at), { name: '1.26', granularity }).state.fields.m
      .of.fields;
  for (const field of ['torn', 'wroteQueued', 'unguarded']) {
    expect(fieldsOf('coarse', 'tiny')).toHaveProperty(field);
    expect(fieldsOf('fine', 'tiny')).not.toHaveProperty(field);
    expect(fieldsOf('coarse', 'statuses-tiny')).not.toHaveProperty(field);
  }
});
