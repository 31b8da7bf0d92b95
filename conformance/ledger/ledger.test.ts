import { describe, expect, test } from 'vitest';
import { eventId, noM } from '../../wire/index.ts';
import { batch, event, string, trace } from '../../wire/testing/encode.ts';
import type { LoggedEvent } from '../../reference/index.ts';
import { balance } from './ledger.ts';

const alloc = 'GoroutineStackAlloc';
const free = 'GoroutineStackFree';

/** Two Ms, two generations: each written event once, and below the batches that they make. */
const log: readonly LoggedEvent[] = [
  { m: 1, gen: 1, ev: eventId(alloc), args: [7, 12], ts: 101 },
  { m: 2, gen: 1, ev: eventId(alloc), args: [8, 12], ts: 103 },
  { m: 1, gen: 1, ev: eventId(free), args: [7], ts: 104 },
  { m: 2, gen: 2, ev: eventId(free), args: [8], ts: 110 },
  { m: -1, gen: 1, ev: eventId('String'), args: [1], data: Buffer.from('sync') },
];

const ofM1 = (body: readonly number[]) => batch({ gen: 1, m: 1, time: 100, body });
const ofM2 = (gen: number, ...body: number[][]) => batch({ gen, m: 2, time: 100, body: body.flat() });
const first = ofM1([...event(alloc, 1, 7, 12), ...event(free, 3, 7)]);
const other = ofM2(1, event(alloc, 3, 8, 12));
const later = ofM2(2, event(free, 10, 8));
const table = batch({ gen: 1, m: noM, body: [...event('Strings'), ...string(1, 'sync')] });

const findings = (...parts: number[][]): string[] =>
  balance(trace(23, ...parts), log).map(
    ({ rule, text, gen, m }) => `${rule}: ${text}, generation ${gen}, M${m}`,
  );

describe('the ledger', () => {
  test('balances where each event stands once, whatever the order of the batches', () => {
    expect(findings(first, other, table, later)).toEqual([]);
    expect(findings(other, first, later, table)).toEqual([]);
  });

  test('names an event that is lost', () => {
    expect(findings(first, table, later)).toEqual(['lost: GoroutineStackAlloc 8 12, generation 1, M2']);
  });

  test('names an entry of a table that is lost', () => {
    expect(findings(first, other, later)).toEqual([`lost: String 1 73796e63, generation 1, M${noM}`]);
  });

  test('names a batch that stands twice, event by event', () => {
    expect(findings(first, first, other, table, later)).toEqual([
      'doubled: GoroutineStackAlloc 7 12, generation 1, M1',
      'doubled: GoroutineStackFree 7, generation 1, M1',
      'unpaired-stack: GoroutineStackAlloc 7 12, generation 1, M1',
      'unpaired-stack: GoroutineStackFree 7, generation 1, M1',
    ]);
  });

  test('names an event in the wrong generation, and one in the batch of another M', () => {
    expect(findings(first, other, table, ofM2(1, event(free, 10, 8)))).toEqual([
      'misplaced: GoroutineStackFree 8, generation 1, M2',
    ]);
    expect(
      findings(
        ofM1([]),
        ofM2(1, [...event(alloc, 1, 7, 12)], event(alloc, 2, 8, 12), event(free, 1, 7)),
        table,
        later,
      ),
    ).toEqual([
      'misplaced: GoroutineStackAlloc 7 12, generation 1, M2',
      'misplaced: GoroutineStackFree 7, generation 1, M2',
    ]);
  });

  test('names an event that nobody wrote, beside the one that it was torn from', () => {
    expect(findings(first, ofM2(1, event(alloc, 3, 9, 12)), table, later)).toEqual([
      'lost: GoroutineStackAlloc 8 12, generation 1, M2',
      'unwritten: GoroutineStackAlloc 9 12, generation 1, M2',
    ]);
  });

  test('names the first event that is out of its order', () => {
    expect(findings(ofM1([...event(free, 1, 7), ...event(alloc, 3, 7, 12)]), other, table, later)).toEqual([
      'reordered: GoroutineStackFree 7, generation 1, M1',
    ]);
  });

  test('names an event with another time', () => {
    expect(findings(first, ofM2(1, event(alloc, 4, 8, 12)), table, later)).toEqual([
      'mistimed: GoroutineStackAlloc 8 12, generation 1, M2',
    ]);
  });

  test('refuses what is no execution trace', () => {
    expect(() => balance(Buffer.from('go 1.99 trace\0\0\0'), log)).toThrow(/1\.99/);
  });
});
