import { describe, expect, test } from 'vitest';
import type { CheckSettings } from '../index.ts';
import { checkWith, induction, int, over, record } from '../index.ts';

const { action, always, system } = over(record({ n: int(0, 3) }));
const counter = system({
  name: 'counter',
  initial: [{ n: 0 }],
  actions: {
    Add: action({
      guard: { below: (s) => s.n < 3 },
      effect: (next) => {
        next.n++;
      },
    }),
  },
  properties: { Small: always({ holds: (s) => s.n < 4 }) },
});

/** Options as a module in JavaScript gives them. */
const untyped = (options: Record<string, unknown>): CheckSettings => options;

describe('an option that check does not take is refused', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ wrokers: 2 }, 'wrokers is no option of check; it takes search, workers, '],
    [{ toString: 1 }, 'toString is no option of check'],
    [{ search: 'dfs' }, 'search: dfs is not breadth-first or depth-first'],
    [{ workers: '2' }, 'workers: 2 is not a positive integer'],
    [{ timeMaxMs: '1s' }, 'timeMaxMs: 1s is not a number of at least 0'],
    [{ statesMax: null }, 'statesMax: null is not a number of at least 0'],
    [{ debug: 'yes' }, 'debug: yes is not true or false'],
    [{ properties: 'Small' }, 'properties: Small is not a list of names'],
    [{ module: './model.js' }, 'module: ./model.js is not an object with the url of a module'],
    [{ onProgress: true }, 'onProgress: true is not a function'],
    [{ signal: {} }, 'signal: {} is not an AbortSignal'],
  ])('%j', async (options, message) => {
    await expect(checkWith(counter, untyped(options))).rejects.toMatchObject({
      name: 'SystemError',
      code: 'options',
      message: expect.stringContaining(message) as unknown,
    });
  });

  test('one that is undefined is as if it were not there', async () => {
    const report = await checkWith(counter, untyped({ workers: undefined, fairness: undefined }));
    expect(report.verdict).toBe('holds');
  });

  test('nor does induction take one of another name', async () => {
    await expect(induction(counter, {}, { propertys: [] } as object)).rejects.toThrow(
      'propertys is no option of induction; it takes properties, first',
    );
  });
});
