import { expect, test } from 'vitest';
import { alike, behaviourOf, designNamed, designs, splitSteps, writePath } from './index.ts';

test('a design with a split point outside the write path is refused', () => {
  const design = { ...designNamed('1.26'), name: 'mine', splitPoints: ['traceWriter.refil'] };
  expect(() => splitSteps(design)).toThrow(
    "design mine: split point 'traceWriter.refil' is not a function of the write path; " +
      'place it in writePath (model/design.ts) before checking this design',
  );
  expect(() => splitSteps({ ...design, splitPoints: ['toString'] })).toThrow(RangeError);
});

test('a stack may always grow before writer(), and from there to end() where the design lets it', () => {
  expect([...splitSteps(designNamed('1.26-nosplit'))]).toEqual(['beforeWriter']);
  expect([...splitSteps(designNamed('1.26'))]).toEqual(['beforeWriter', 'refill']);
  expect([...splitSteps(designNamed('1.23'))].sort()).toEqual([
    'beforeWriter',
    'end',
    'event',
    'firstUnit',
    'refill',
    'secondUnit',
  ]);
});

test('a writer held while the arguments are evaluated is there when a stack grows', () => {
  expect([...splitSteps({ ...designNamed('1.26-nosplit'), sharedWriter: true })]).toContain('event');
});

test('functions on the system stack are no split points', () => {
  const systemStack = Object.keys(writePath).filter((name) => writePath[name] === 'systemStack');
  expect(systemStack.length).toBeGreaterThan(0);
  expect([...splitSteps({ ...designNamed('1.26-nosplit'), splitPoints: systemStack })]).toEqual([
    'beforeWriter',
  ]);
});

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
