import fc from 'fast-check';
import { TestRunner, describe, expect, test } from 'vitest';
import type { FormatName } from '../index.ts';
import { encodeText, events, printTrace, readTrace, uvarint } from '../index.ts';
import { damagedTraces, traces } from '../testing/arbitrary.ts';
import { batch, event, stack, string, trace } from '../testing/encode.ts';
import { fast, plainly } from '../testing/printed.ts';

/** Every day one random input of four. */
const runs = (all: number): number => (TestRunner.matchesTags(['exhaustive']) ? all : all / 4);

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 500_000 })), {
  minLength: 1,
  maxLength: 4,
});

describe.each<FormatName>(['text', 'jsonl'])('printed as %s', (format) => {
  test('any trace gives what the plain reader gives, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(traces, sizes, async (bytes, pieces) => {
        const wanted = plainly(bytes, format);
        expect(wanted.error).toBe(null);
        expect(await fast(bytes, format, pieces)).toEqual(wanted);
      }),
      { numRuns: runs(200) },
    );
  });

  test('any damage is told as the plain reader tells it, after the same lines', async () => {
    let damaged = 0;
    await fc.assert(
      fc.asyncProperty(damagedTraces, sizes, async (bytes, pieces) => {
        const wanted = plainly(bytes, format);
        if (wanted.error !== null) damaged++;
        expect(await fast(bytes, format, pieces)).toEqual(wanted);
      }),
      { seed: 20261130, numRuns: runs(500) },
    );
    expect(damaged).toBeGreaterThan(runs(250));
  });

  test('bytes that are no trace at all are refused, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, withHeader) => {
        const all = withHeader ? Uint8Array.from([...trace(23), ...bytes]) : bytes;
        expect(await fast(all, format)).toEqual(plainly(all, format));
      }),
      { numRuns: runs(500) },
    );
  });

  const full = format === 'text' ? [] : ['exhaustive'];
  test('a batch full of short events, which grow most, has room', { tags: full }, async () => {
    const full = (first: readonly number[], one: readonly number[]): number[] => [
      ...first,
      ...Array.from({ length: Math.floor((65_536 - first.length) / one.length) }, () => one).flat(),
    ];
    const bodies = [
      ...events
        .filter(
          ({ timed, name }) =>
            timed && /^(ProcStop|GoDestroySyscall|GCMarkAssist|UserTask|GoroutineStack)/.test(name),
        )
        .map(({ id, args }) => full([], [id, ...args.map(() => 99)])),
      full([2], stack(9, [])),
      full(
        [2],
        stack(
          9,
          Array.from({ length: 128 }, () => [99, 9, 9, 99]),
        ),
      ),
      full([4], string(9, '')),
      full([4], string(9, new Uint8Array(1024))),
      full([6], event('CPUSample', 99, 9, 9, 9, 9)),
    ];
    for (const body of bodies) {
      const bytes = trace(
        23,
        batch({ body }),
        batch({ experiment: 1, body: new Array<number>(65_536).fill(0) }),
      );
      expect(await fast(bytes, format)).toEqual(plainly(bytes, format));
    }
  });
});

test('the text says all: the bytes that are made of it give the same text', async () => {
  await fc.assert(
    fc.asyncProperty(traces, async (bytes) => {
      const { text } = await fast(bytes, 'text');
      // Go writes no line for data of no bytes, and cannot read that.
      const readable = text.replace(/^((?:String|ExperimentalBatch) .*\n)(?!\tdata=)/gm, '$1\tdata=""\n');
      const again = encodeText(`Trace Go1.${readTrace(bytes).version}\n${readable}`);
      expect(await fast(again, 'text')).toEqual({ text, error: null });
    }),
  );
});

test('numbers that are padded with zero groups are what they would be without', async () => {
  const body = [
    3,
    ...uvarint(7, 10),
    ...uvarint(1, 10),
    ...uvarint(8, 5),
    ...uvarint(9, 6),
    ...uvarint(10, 8),
    11,
  ];
  const bytes = trace(
    23,
    batch({ body: [2, ...body] }),
    batch({ body: [4, 5, ...uvarint(1, 9), ...uvarint(2, 10), 104, 105] }),
    batch({ body: [16, ...uvarint(1, 5), ...uvarint(2, 9), ...uvarint(3, 10)] }),
  );
  const { text, error } = await fast(bytes, 'text');
  expect(error).toBe(null);
  expect(text.split('\n').filter((line) => !/^EventBatch/.test(line))).toEqual([
    ...['Stacks', 'Stack id=7 nframes=1', '\tpc=8 func=9 file=10 line=11'],
    ...['Strings', 'String id=1', '\tdata="hi"', 'GoStart dt=1 g=2 g_seq=3', ''],
  ]);
});

test('JSON has the names of the text, exact numbers, and strings that can be read', async () => {
  const bytes = trace(
    26,
    batch({ m: 2n ** 64n - 1n, body: [2, ...stack(1, [[2n ** 53n, 1, 2, 3]])] }),
    batch({ body: [4, ...string(1, 'é"\n'), ...string(2, Uint8Array.of(0xff))] }),
    batch({ body: event('HeapAlloc', 1, 2 ** 53 - 1) }),
    batch({ experiment: 1, body: [1, 255] }),
    [52],
  );
  const { text } = await fast(bytes, 'jsonl');
  const objects = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(objects).toEqual([
    { schema: 'nosplit.trace/1', header: 'go 1.26' },
    { event: 'EventBatch', batch: 0, offset: 16, gen: 1, m: '18446744073709551615', time: 1000, size: 15 },
    { event: 'Stacks' },
    { event: 'Stack', id: 1, nframes: 1, frames: [{ pc: '9007199254740992', func: 1, file: 2, line: 3 }] },
    { event: 'EventBatch', batch: 1, offset: 55, gen: 1, m: 77, time: 1000, size: 12 },
    { event: 'Strings' },
    { event: 'String', id: 1, data: 'é"\n' },
    { event: 'String', id: 2, data_hex: 'ff' },
    { event: 'EventBatch', batch: 2, offset: 82, gen: 1, m: 77, time: 1000, size: 10 },
    { event: 'HeapAlloc', dt: 1, heapalloc_value: 9_007_199_254_740_991 },
    {
      event: 'ExperimentalBatch',
      batch: 3,
      offset: 107,
      exp: 1,
      gen: 1,
      m: 77,
      time: 1000,
      size: 2,
      data_hex: '01ff',
    },
    { event: 'EndOfGeneration', offset: 125 },
  ]);
});

test('a reader that is slow holds the decoder up', async () => {
  const body = Array.from({ length: 6000 }, () => event('GoStart', 1, 2, 3)).flat();
  const batches = Array.from({ length: 40 }, () => batch({ body }));
  const bytes = trace(23, ...batches);
  let [asked, waiting] = [0, false];
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 10_000) {
      expect(waiting).toBe(false);
      asked++;
      yield await Promise.resolve(bytes.subarray(at, at + 10_000));
    }
  }
  const write = async (): Promise<void> => {
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, 1));
    waiting = false;
  };
  await printTrace(pieces(), 'text', write);
  expect(asked).toBe(Math.ceil(bytes.length / 10_000));
});

test('the pieces are told when no more are wanted', async () => {
  let told = false;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield await Promise.resolve(trace(23, [77]));
    } finally {
      told = true;
    }
  }
  await expect(printTrace(pieces(), 'text', () => Promise.resolve())).rejects.toThrow('begins no batch');
  expect(told).toBe(true);
});
