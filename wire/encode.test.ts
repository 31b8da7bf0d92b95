import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor } from './decode/cursor.ts';
import { readHeader } from './decode/header.ts';
import { headerOf, uvarint } from './encode.ts';

const numbers = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

test('a number is read as it was written, in as few bytes as hold it or in as many as were asked for', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 10 }), (value, bytesMin) => {
      const bytes = uvarint(value, bytesMin);
      const cursor = new Cursor(Uint8Array.from(bytes), 0);
      expect(BigInt(cursor.uvarint() ?? -1)).toBe(value);
      expect(bytes.length).toBe(Math.max(1, Math.ceil(value.toString(2).length / 7), bytesMin));
    }),
  );
  expect([uvarint(0), uvarint(300), uvarint(1, 3)]).toEqual([[0], [0xac, 2], [0x81, 0x80, 0]]);
});

test('the header names the version that is read from it', () => {
  expect([22, 23, 25, 26].map((version) => readHeader(headerOf(version)))).toEqual([22, 23, 25, 26]);
  expect(() => readHeader(headerOf(99))).toThrow('go 1.99');
});
