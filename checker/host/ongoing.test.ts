import { describe, expect, test } from 'vitest';
import { array, check, induction, int, over, range, record, stateGraph } from '../public.ts';
import type { Progress } from '../public.ts';
import { ongoing } from './ongoing.ts';

/** Counters of which each can be raised: `most + 1` to the power of `count` states. */
function counters(count: number, most: number) {
  const { action, always, system } = over(record({ n: array(count, int(0, most)) }));
  return system({
    name: 'counters',
    initial: [{ n: range(count).map(() => 0) }],
    actions: {
      Raise: action({
        params: { i: range(count) },
        guard: { below: (s, { i }) => s.n.at(i) < most },
        effect: (s, { i }) => {
          s.n.set(i, s.n.at(i) + 1);
        },
      }),
    },
    properties: { Below: always({ holds: (s) => s.n.every((n) => n <= most) }) },
  });
}

describe('work that is iterated', () => {
  test('gives the newest snapshot, and ends with the work', async () => {
    const work = ongoing<string, number>(async (tell) => {
      for (let n = 1; n <= 6; n++) {
        tell(n);
        if (n % 3 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      return 'done';
    });
    const seen: number[] = [];
    for await (const n of work) seen.push(n);
    expect(seen).toEqual([3, 6]);
    expect(await work).toBe('done');
  });

  test('throws what the work rejects with, and rejects nothing else', async () => {
    const work = ongoing<never, number>((tell) => {
      tell(1);
      return Promise.reject(new Error('broken'));
    });
    const seen: number[] = [];
    await expect(async () => {
      for await (const n of work) seen.push(n);
    }).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
    await expect(work).rejects.toThrow('broken');
  });

  test('goes on when the loop is left, and may be iterated by two', async () => {
    const work = ongoing<number, number>(async (tell) => {
      let n = 0;
      while (n < 5) {
        tell(++n);
        await new Promise((resolve) => setTimeout(resolve));
      }
      return n;
    });
    const first = async (): Promise<number> => {
      for await (const n of work) return n;
      return -1;
    };
    expect(await Promise.all([first(), first()])).toEqual([1, 1]);
    expect(await work).toBe(5);
  });
});

describe('a long search', () => {
  test('is iterated to its end: counts only grow, and the last are those of the report', async () => {
    const search = check(counters(4, 9));
    const seen: Progress[] = [];
    for await (const progress of search) seen.push(progress);
    const { distinct } = await search;
    expect(distinct).toBe(10_000);
    expect(seen.at(-1)?.distinct).toBe(distinct);
    expect(seen.map((one) => one.distinct)).toEqual(
      seen.map((one) => one.distinct).toSorted((a, b) => a - b),
    );
  });

  test('is ended by its signal: a check says exhausted, graph and induction reject with the reason', async () => {
    const large = counters(4, 40);
    const abortedOnceSearching = (): { signal: AbortSignal; onProgress: () => void } => {
      const control = new AbortController();
      return {
        signal: control.signal,
        onProgress: () => {
          control.abort(new Error('enough'));
        },
      };
    };
    expect(await check(large, abortedOnceSearching())).toMatchObject({
      verdict: 'exhausted',
      limit: 'interrupt',
    });
    await expect(stateGraph(large, abortedOnceSearching())).rejects.toThrow('enough');
    const all = { any: (s: { n: { at(i: number): number } }) => range(4).every((i) => s.n.at(i) >= 0) };
    await expect(induction(large, all, abortedOnceSearching())).rejects.toThrow('enough');
    const aborted = { signal: AbortSignal.abort(new Error('before')) };
    await expect(induction(large, all, aborted)).rejects.toThrow('before');
    await expect(stateGraph(large, aborted)).rejects.toThrow('before');
  });

  test('an induction tells how far it has come', async () => {
    const all = { any: (s: { n: { at(i: number): number } }) => range(3).every((i) => s.n.at(i) >= 0) };
    const work = induction(counters(3, 40), all);
    const seen: number[] = [];
    for await (const { states } of work) seen.push(states);
    const { states } = await work;
    expect(states).toBe(41 ** 3);
    expect(seen.at(-1)).toBe(states);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});
