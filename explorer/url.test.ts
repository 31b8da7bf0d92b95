import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, specAt } from './address.ts';
import { programsOfDesign } from '../model/index.ts';
import type { Spec } from './data.ts';
import type { Made } from './systems/made.ts';
import { makeExample } from './systems/examples.ts';
import { makePrograms } from './systems/programs.ts';
import { addressIn, hashOf, nowhere } from './url.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const item = text.filter((one) => !one.includes(','));
const nothing = fc.constant(null);

describe('the address of a page', () => {
  test('says what it was made of, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.record({
          s: fc.oneof(nothing, text),
          t: fc.oneof(nothing, text),
          branches: fc.array(text, { maxLength: 4 }),
          on: fc.nat(9),
          at: fc.oneof(nothing, fc.nat(9_999_999)),
          vs: fc.oneof(nothing, text),
          pin: fc.oneof(nothing, fc.array(item, { maxLength: 4 })),
          hide: fc.array(item, { maxLength: 4 }),
          x: fc.oneof(nothing, text),
          changes: fc.array(text, { maxLength: 3 }),
          vsChanges: fc.array(text, { maxLength: 3 }),
          graph: fc.oneof(nothing, text),
          theme: fc.oneof(nothing, text),
          unknown: fc.array(
            fc.tuple(
              text.map((key) => `z${key}`),
              text,
            ),
            { maxLength: 3 },
          ),
        }),
        (address) => {
          const { address: read, faults } = addressIn(hashOf(address));
          expect(faults).toEqual([]);
          expect(read).toEqual(address);
        },
      ),
    );
  });

  test('never throws, and names what is no address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (hash) => {
        const { address } = addressIn(hash);
        expect(addressIn(hashOf(address)).address).toEqual(address);
      }),
    );
    expect(addressIn('#at=-1&v=2&t=%E0%A4%A').faults).toEqual([
      't=%E0%A4%A is not encoded as an address is',
      'this address is of version 2',
      'at=-1 is no number of a step',
    ]);
    expect(addressIn('').address).toEqual(nowhere);
  });
});

const make = (spec: Spec): Made => (spec.base.kind === 'example' ? makeExample(spec) : makePrograms(spec));

describe('the address of a system', () => {
  const report: Spec = { base: { kind: 'recorded' }, changes: [] };
  const builtIn = (kind: 'design' | 'mutant', name: string): Spec => {
    const { programs, files } = programsOfDesign('1.26');
    const params = { programs, files, bounds: 'tiny', name: `${kind} ${name}` };
    return { base: { kind: 'programs', params, mutants: {}, builtIn: { kind, name } }, changes: [] };
  };
  const others = [builtIn('design', '1.26'), builtIn('mutant', 'split-end')].map((spec) => ({
    spec,
    words: [],
  }));

  test.each([
    'design:1.26/tiny',
    'mutant:split-end/tiny',
    'model:peterson?broken=true',
    'model:two-phase-commit?n=2&broken=false',
    'model:mutex',
  ])('%s makes a system', (address) => {
    const spec = specAt(address, { spec: report, others });
    expect(addressOf(spec)).toBe(address);
    expect(Object.keys(make(spec).system.actions).length).toBeGreaterThan(0);
  });

  test.each([
    ['design:1.99/tiny', 'this page does not have design:1.99/tiny'],
    ['design:1.26/small', 'this page does not have design:1.26/small'],
    ['design:__proto__/tiny', 'this page does not have design:__proto__/tiny'],
    ['mutant:toString/tiny', 'this page does not have mutant:toString/tiny'],
    ['model:nothing', 'no example is called nothing'],
    ['model:peterson?n=3', 'peterson has no parameter n=3'],
    ['model:peterson?broken=3', 'peterson has no parameter broken=3'],
    ['model:two-phase-commit?n=x', 'two-phase-commit has no parameter n=NaN'],
    ['model:peterson?__proto__=true', 'peterson has no parameter __proto__=true'],
    ['file:///etc/passwd', 'names no system'],
    ['report', 'is not in this page'],
  ])('%s is refused', (address, reason) => {
    expect(() => make(specAt(address, { spec: report, others }))).toThrow(reason);
  });
});
