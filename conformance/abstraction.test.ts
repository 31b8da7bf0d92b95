import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { stepper } from '../checker/index.ts';
import {
  alike,
  boundsByName,
  boundsNamed,
  designNamed,
  designs,
  designsByName,
  splitSteps,
  tracer,
  writePath,
} from '../model/index.ts';
import * as reference from '../reference/index.ts';
import { abstraction, unmapped } from './abstraction.ts';
import { random } from './free-run.ts';
import { Lockstep, systemOf } from './lockstep.ts';
import { actionOf, coreNames } from './names.ts';
import { runOf } from './parts/index.ts';

const small = { reference, design: '1.26', debug: false, bounds: boundsNamed('small') };

test('the abstraction writes every field that has bits: what stood there before does not show', () => {
  const walk = stepper(systemOf(small));
  const run = runOf(small);
  const below = random(1);
  for (let step = 0; step < 60; step++) {
    const offers = run.offers();
    const offer = offers[below(offers.length)];
    if (offer === undefined) break;
    run.take(offer);
    walk.next.fill(0);
    abstraction(run, walk.draft);
    const over0 = walk.next.slice();
    walk.next.fill(-1);
    abstraction(run, walk.draft);
    expect(walk.differences(over0, walk.next)).toEqual([]);
  }
});

test('fields that are not mapped have a reason, and take no bits', () => {
  const walk = stepper(systemOf(small));
  const [zeros, ones] = [new Int32Array(walk.words), new Int32Array(walk.words).fill(-1)];
  const paths = walk.differences(zeros, ones).map(({ path }) => path.replaceAll(/\[\d+\]/g, ''));
  const tops = new Set(
    paths.map((path) =>
      path
        .split('.')
        .slice(0, path.startsWith('m.') ? 2 : 1)
        .join('.'),
    ),
  );
  expect(Object.keys(unmapped).filter((path) => tops.has(path))).toEqual([]);
  const fields = walk.plain(zeros);
  const all = [
    ...Object.keys(fields).filter((name) => name !== 'm'),
    ...Object.keys(fields.m[0] ?? {}).map((name) => `m.${name}`),
  ];
  expect(all.filter((path) => !tops.has(path)).toSorted()).toEqual(Object.keys(unmapped).toSorted());
});

test('an abstraction that is off by one field is told by its path', () => {
  const lockstep = new Lockstep({
    ...small,
    reference: { ...reference, isWriting: () => false },
  });
  const take = (name: string) => {
    lockstep.compare();
    return lockstep.take(lockstep.instances.named(name));
  };
  for (const name of ['StartEnable', 'StartPublish', 'AcquireOuter:0', 'AcquireFlagDown:0:0'])
    expect(take(name)).toBeNull();
  expect(take('AcquireSetFlag:0:0')).toMatchObject({
    kind: 'differs',
    text: 'm[0].writing is true, and false in the reference',
  });
});

test('the reference names no action of the model', () => {
  const actions = Object.values(boundsByName).flatMap((bounds) =>
    Object.keys(tracer(designNamed('1.26'), bounds).actions),
  );
  const root = new URL('../reference/', import.meta.url);
  const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, root), 'utf8'));
  expect(texts.length).toBeGreaterThan(20);
  const named = new Set(texts.flatMap((text) => [...text.matchAll(/'(\w+)'/g)].map(([, word]) => word)));
  expect([...new Set(actions)].filter((action) => named.has(action))).toEqual([]);
});

test('a step that nobody has named is told', () => {
  const [offer] = runOf(small).offers();
  expect(offer && actionOf(offer, coreNames)).toBe('StartEnable');
  expect(() => offer && actionOf({ ...offer, step: 'sysmon' }, coreNames)).toThrow(
    'no action is named for sysmon',
  );
});

describe('the two records of designs', () => {
  test('have the same names', () => {
    expect(Object.keys(reference.designs)).toEqual(Object.keys(designs));
    expect(Object.keys(reference.alike)).toEqual(Object.keys(alike));
  });

  test.each(Object.keys(designsByName))('say the same of %s', (name) => {
    const [ours, theirs] = [designNamed(name), reference.designNamed(name)];
    for (const fact of [
      'name',
      'lock',
      'reentry',
      'sharedWriter',
      'notOkReleases',
      'procStatuses',
      'syscalls',
      'shutdownWakesReader',
    ] as const)
      expect(theirs[fact]).toBe(ours[fact]);
    const steps = new Set(theirs.split.map((split) => writePath[split]));
    const outside = new Set(['beforeWriter', 'systemStack']);
    expect([...steps].filter((step) => step !== undefined && !outside.has(step)).toSorted()).toEqual(
      [...splitSteps(ours)].filter((step) => !outside.has(step)).toSorted(),
    );
  });
});
