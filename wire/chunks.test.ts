/** A trace that comes in pieces gives what the same trace gives in memory, wherever it is cut. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrace, validate, WireError } from './index.ts';
import type { Chunks, TraceItem, ValidateOptions, ValidateProgress } from './index.ts';
import { traces } from './testing/arbitrary.ts';
import { longTrace } from './testing/long-trace.ts';
import { encodeLoose } from './testing/loose-text.ts';
import type { Random } from './testing/mutate.ts';
import { mutable, mutant, randomOf } from './testing/mutate.ts';
import { framingCases } from './validate/testing/framing-cases.ts';
import { goroutineCases, procCases, rangeCases } from './validate/testing/order-cases.ts';
import { strictEventCases, strictMemoryCases, strictTableCases } from './validate/testing/strict-cases.ts';
import fc from 'fast-check';

/** The bytes in pieces of random lengths, none among them; each is written over once the next is asked for. */
async function* cut(bytes: Uint8Array, random: Random, most = 100): AsyncGenerator<Uint8Array, void> {
  const piece = new Uint8Array(most);
  for (let at = 0; at < bytes.length;) {
    await Promise.resolve();
    const taken = bytes.subarray(at, at + random(most + 1));
    piece.set(taken);
    yield piece.subarray(0, taken.length);
    piece.fill(0xaa);
    at += taken.length;
  }
}

const cases = [
  ...[...framingCases, ...procCases, ...goroutineCases, ...rangeCases],
  ...[...strictTableCases, ...strictEventCases, ...strictMemoryCases],
];
const long = (version: 23 | 26): Uint8Array =>
  Buffer.concat([...longTrace({ version, generations: 3, batches: 12 })]);

type Answer<T> = { readonly gave: T } | { readonly refused: string };
const refusal = (error: unknown): { readonly refused: string } => {
  if (!(error instanceof WireError)) throw error;
  return { refused: error.message };
};

function whole(bytes: Uint8Array, options: ValidateOptions): Answer<unknown> {
  try {
    return { gave: validate(bytes, options) };
  } catch (error) {
    return refusal(error);
  }
}

const inPieces = (chunks: Chunks, options: ValidateOptions): Promise<Answer<unknown>> =>
  validate(chunks, options).then((gave) => ({ gave }), refusal);

const readers: readonly ValidateOptions[] = [
  { reader: '1.24', strict: true },
  { reader: '1.26', strict: true },
  {},
];

describe('validate of pieces answers as of the whole', () => {
  test('for the trace of each rule, broken, mended, and ended at any byte', async () => {
    const random = randomOf(3);
    for (const { text, fix = ['', ''] as const, damage = (bytes: Uint8Array) => bytes, rule } of cases)
      for (const bytes of [damage(encodeLoose(text)), encodeLoose(text.replace(...fix))])
        for (const ended of [bytes, bytes.subarray(0, random(bytes.length))])
          for (const options of readers)
            expect(await inPieces(cut(ended, random), options), rule).toEqual(whole(ended, options));
  });

  test('for traces larger than what is held, damaged at random and ended at any byte', async () => {
    const random = randomOf(5);
    const broken = new Set<string>();
    for (const version of [23, 26] as const) {
      const bytes = long(version);
      expect(validate(bytes, { strict: true })).toMatchObject({
        ...{ violation: null, generations: 3, probablyCut: false },
        findings: [],
      });
      for (let round = 0; round < 6; round++) {
        const damaged = bytes.slice(0, round % 3 === 0 ? random(bytes.length) : undefined);
        if (round % 3 !== 0) damaged[16 + random(damaged.length - 16)] = random(256);
        const options = { strict: round % 2 === 0 };
        const answer = whole(damaged, options);
        expect(await inPieces(cut(damaged, random, 200_000), options)).toEqual(answer);
        broken.add(JSON.stringify(answer).slice(0, 150));
      }
    }
    expect(broken.size).toBeGreaterThan(2);
  });
});

const plain = (item: TraceItem): unknown =>
  item.kind === 'batch' ? { ...item, body: Buffer.from(item.body).toString('latin1') } : item;

function items(bytes: Uint8Array): unknown[] {
  const read: unknown[] = [];
  try {
    for (const item of readTrace(bytes).items) read.push(plain(item));
  } catch (error) {
    read.push(refusal(error));
  }
  return read;
}

async function itemsInPieces(chunks: Chunks): Promise<unknown[]> {
  const kept: TraceItem[] = [];
  const end: unknown[] = [];
  try {
    for await (const item of (await readTrace(chunks)).items) kept.push(item);
  } catch (error) {
    end.push(refusal(error));
  }
  // Each has a body of its own, which is as it was.
  return [...kept.map(plain), ...end];
}

test('readTrace of pieces reads what it reads of the whole, also of damaged traces', async () => {
  const random = randomOf(9);
  await fc.assert(
    fc.asyncProperty(traces, async (bytes) => {
      for (const one of [bytes, mutant(mutable(bytes), random), bytes.subarray(0, random(bytes.length))])
        expect(await itemsInPieces(cut(one, random))).toEqual(items(one));
    }),
    { numRuns: 30 },
  );
  const bytes = long(26);
  expect(await itemsInPieces(cut(bytes, random, 200_000))).toEqual(items(bytes));
});

describe('pieces may come', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nosplit-chunks-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const bytes = long(26);
  const expected = validate(bytes);

  test('from an open file', async () => {
    writeFileSync(join(folder, 'trace'), bytes);
    const handle = await open(join(folder, 'trace'));
    expect(await validate(handle)).toEqual(expected);
    await handle.close();
  });

  test("from a ReadableStream and from a stream of Node's, which are let go where no more is wanted", async () => {
    const web = (): ReadableStream<Uint8Array> => new Blob([Uint8Array.from(bytes)]).stream();
    expect(await validate(web())).toEqual(expected);
    const bare = web();
    // As in a browser that does not iterate streams.
    expect(await validate({ getReader: () => bare.getReader() } as ReadableStream<Uint8Array>)).toEqual(
      expected,
    );
    const node = Readable.from([Buffer.from('no trace at all, and yet long'), bytes]);
    await expect(validate(node)).rejects.toThrow('not a Go execution trace');
    expect(node.destroyed).toBe(true);
  });

  test('until a signal ends it, with the progress on the way', async () => {
    const random = randomOf(1);
    const seen: ValidateProgress[] = [];
    await validate(cut(bytes, random, 9000), { onProgress: (progress) => void seen.push(progress) });
    expect(seen.length).toBeGreaterThan(3);
    const last = seen.at(-1);
    expect(seen.every(({ bytes: read }, index) => read >= (seen[index - 1]?.bytes ?? 0))).toBe(true);
    expect(last).toEqual({ bytes: bytes.length, generations: 3, events: expected.events });
    const aborting = new AbortController();
    const onProgress = (): void => {
      aborting.abort(new Error('enough'));
    };
    await expect(validate(cut(bytes, random, 9000), { signal: aborting.signal, onProgress })).rejects.toThrow(
      'enough',
    );
  });

  test('while the validation is iterated, to its end or to its refusal', async () => {
    const random = randomOf(2);
    const validation = validate(cut(bytes, random, 9000));
    const seen: ValidateProgress[] = [];
    for await (const progress of validation) seen.push(progress);
    expect(seen.length).toBeGreaterThan(3);
    expect(await validation).toEqual(expected);
    expect(seen.at(-1)).toMatchObject({ bytes: bytes.length, events: expected.events });
    const refused = validate(cut(Buffer.from('no trace at all, and yet long'), random));
    await expect(async () => {
      for await (const progress of refused) expect(progress).toBeNull();
    }).rejects.toThrow('not a Go execution trace');
  });

  test.each([validate, readTrace])('until a signal ends the wait of %o for a piece', async (reading) => {
    const stop = new AbortController();
    let give = (): void => undefined;
    const isGiven = new Promise<void>((resolve) => {
      give = resolve;
    });
    let isLeft = false;
    async function* stalled(): AsyncGenerator<Uint8Array, void> {
      try {
        yield bytes.subarray(0, 1000);
        setTimeout(() => {
          stop.abort(new Error('enough'));
        });
        await isGiven;
        yield bytes.subarray(1000);
      } finally {
        isLeft = true;
      }
    }
    const pieces = stalled();
    await expect(reading(pieces, stop)).rejects.toThrow('enough');
    expect(isLeft).toBe(false);
    // Whoever gives the pieces hears of it with the next one.
    give();
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
    expect(isLeft).toBe(true);
  });

  test('until a signal ends the reading between two items', async () => {
    const stop = new AbortController();
    const { items } = await readTrace(cut(bytes, randomOf(4), 9000), stop);
    const read: TraceItem[] = [];
    await expect(async () => {
      for await (const item of items) {
        read.push(item);
        if (read.length === 3) stop.abort(new Error('enough'));
      }
    }).rejects.toThrow('enough');
    expect(read.length).toBe(3);
    await expect(readTrace(cut(bytes, randomOf(4)), { signal: AbortSignal.abort() })).rejects.toThrow(
      'abort',
    );
  });
});
