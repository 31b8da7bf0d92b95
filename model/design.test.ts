import { expect, test } from 'vitest';
import { alike, behaviourOf, designNamed, designs } from './index.ts';

test('a release that is like an older one has its facts, and a name of its own', () => {
  for (const [name, design] of Object.entries(alike)) {
    expect(Object.values(designs).map(behaviourOf)).toContain(behaviourOf(design));
    expect(Object.keys(designs)).not.toContain(name);
    expect(designNamed(name).name).toBe(name);
  }
});

test('two designs behave the same where all that they say is the same, in any order, but name and title', () => {
  const design = designNamed('1.23');
  const { splitPoints, ...facts } = design;
  expect(splitPoints.length).toBeGreaterThan(1);
  const turned = { splitPoints: splitPoints.toReversed(), ...facts, name: 'mine', title: 'my own' };
  expect(behaviourOf(turned)).toBe(behaviourOf(design));
  for (const key of Object.keys(facts).filter((one) => one !== 'name' && one !== 'title')) {
    expect(behaviourOf({ ...design, [key]: 'another' }), key).not.toBe(behaviourOf(design));
  }
  expect(behaviourOf({ ...design, splitPoints: splitPoints.slice(1) })).not.toBe(behaviourOf(design));
});
