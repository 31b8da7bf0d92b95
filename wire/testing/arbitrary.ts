/** Random traces for properties: what stands in them, and their bytes. */
import fc from 'fast-check';
import type { TraceVersion } from '../index.ts';
import { dataBytesMax, eventId, events, framesMax, uvarint } from '../index.ts';
import { batch, event, stack, string, trace } from './encode.ts';

/** Numbers of every length that the format has. */
const value: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt(0n, 300n),
  fc.bigInt(0n, 2n ** 64n - 1n),
  fc.tuple(fc.integer({ min: 0, max: 63 }), fc.bigInt(-1n, 1n)).map(([shift, by]) => {
    const near = 2n ** BigInt(shift) + by;
    return near < 0n ? 0n : near;
  }),
  fc.constant(2n ** 64n - 1n),
);

const data = fc.oneof(
  fc.string({ maxLength: 40 }).map((text) => Uint8Array.from(Buffer.from(text))),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Uint8Array.from(Buffer.from(text))),
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ minLength: 1000, maxLength: 1024 }),
);

const frames = fc.oneof(
  fc.array(fc.tuple(value, value, value, value), { maxLength: 5 }),
  fc.array(fc.tuple(value, value, value, value), { minLength: 128, maxLength: 128 }),
);

const bodies = (version: TraceVersion): fc.Arbitrary<readonly number[]> => {
  const some = (one: fc.Arbitrary<readonly number[]>, first: readonly number[], maxLength = 30) =>
    fc.array(one, { maxLength }).map((all) => [...first, ...all.flat()]);
  const named = (...names: readonly string[]): fc.Arbitrary<readonly number[]> =>
    fc
      .tuple(fc.constantFrom(...names), fc.array(value, { minLength: 5, maxLength: 5 }))
      .map(([name, values]) => {
        const count = events.find((spec) => spec.name === name)?.args.length ?? 0;
        return event(name, ...values.slice(0, count));
      });
  const timed = events
    .filter((spec) => spec.timed && spec.since <= version && spec.name !== 'ClockSnapshot')
    .map(({ name }) => name);
  return fc.oneof(
    some(named(...timed), [], 200),
    some(named(...timed), []),
    some(
      fc.tuple(value, frames).map(([id, list]) => stack(id, list)),
      event('Stacks'),
      6,
    ),
    some(
      fc.tuple(value, data).map(([id, bytes]) => string(id, bytes)),
      event('Strings'),
    ),
    some(named('CPUSample'), event('CPUSamples')),
    version < 25 ? named('Frequency') : some(named('Frequency', 'ClockSnapshot'), event('Sync'), 3),
  );
};

const gens = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }));

/** The parts of a trace, each a batch or the end of a generation. */
const parts = (version: TraceVersion): fc.Arbitrary<readonly (readonly number[])[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 8,
        arbitrary: fc.record({ gen: gens, m: value, time: value, body: bodies(version) }).map(batch),
      },
      ...(version < 23
        ? []
        : [
            fc
              .record({
                ...{ gen: gens, m: value, time: value, experiment: fc.integer({ min: 1, max: 127 }) },
                body: fc.uint8Array({ maxLength: 60 }).map((bytes) => [...bytes]),
              })
              .map(batch),
          ]),
      ...(version < 26 ? [] : [fc.constant([52])]),
    ),
    { maxLength: 8 },
  );

/** A trace that is in order, of any version. */
export const traces: fc.Arbitrary<Uint8Array> = fc
  .constantFrom<TraceVersion>(22, 23, 25, 26)
  .chain((version) => parts(version).map((all) => trace(version, ...all)));

/** Not a number: of more than 64 bits, or of eleven bytes. */
const overlong = fc.oneof(
  fc.integer({ min: 2, max: 255 }).map((last) => [...new Array<number>(9).fill(0x80), last]),
  fc.constant([...new Array<number>(10).fill(0x80), 0]),
);

/** A number that is no length: too large, or not a number. */
const lengthBeyond = (max: number): fc.Arbitrary<readonly number[]> =>
  fc.oneof(
    fc.constantFrom<bigint>(BigInt(max) + 1n, 2n ** 32n, 2n ** 53n, 2n ** 64n - 1n).map((n) => uvarint(n)),
    overlong,
  );

/** What a batch begins with, and an event that it cannot end with. */
const spoiled: fc.Arbitrary<readonly [first: readonly number[], last: readonly number[]]> = fc.oneof(
  fc.tuple(
    fc.constant<number[]>([]),
    fc.integer({ min: 0, max: 255 }).map((id) => [id]),
  ),
  fc.tuple(
    fc.constant<number[]>([]),
    overlong.map((bytes) => [...event('ProcStop', 1), eventId('ProcStop'), ...bytes]),
  ),
  fc.tuple(
    fc.constant([4]),
    lengthBeyond(dataBytesMax).map((length) => [
      ...event('String', 1),
      ...length,
      ...new Array<number>(1030).fill(65),
    ]),
  ),
  fc.tuple(
    fc.constant([4]),
    data.map((bytes) => string(1, bytes).slice(0, -1)),
  ),
  fc.tuple(
    fc.constant([2]),
    lengthBeyond(framesMax).map((length) => [
      eventId('Stack'),
      1,
      ...length,
      ...new Array<number>(600).fill(1),
    ]),
  ),
  fc.tuple(
    fc.constant([2]),
    frames.map((list) => stack(1, list).slice(0, -1)),
  ),
  fc.tuple(
    fc.constant([2]),
    fc
      .tuple(overlong, fc.nat(7))
      .map(([bytes, before]) => [
        ...event('Stack', 1, 2),
        ...new Array<number>(before).fill(1),
        ...bytes,
        ...new Array<number>(8).fill(1),
      ]),
  ),
);

/** A trace with one batch that has such an end, and another behind it or not. */
const spoiledTraces: fc.Arbitrary<Uint8Array> = fc
  .tuple(spoiled, fc.boolean(), fc.boolean())
  .map(([[first, last], isCut, isLast]) => {
    const body = [...first, ...last];
    const good = batch({ body: event('GoStart', 1, 2, 3) });
    // A file that ends in the batch is damaged in another way than a batch that ends in an event.
    return trace(
      23,
      good,
      batch({ body, size: body.length + (isCut && isLast ? 9 : 0) }),
      isLast ? [] : good,
    );
  });

/** A trace with bytes changed, left out, put in, or cut off. */
const mangledTraces: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    traces,
    fc.array(
      fc.record({
        kind: fc.constantFrom('set', 'flip', 'insert', 'remove', 'cut'),
        at: fc.nat(1e6).map((n) => n / 1e6),
        byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 49, 52, 128, 255)),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([bytes, changes]) => {
    let all = [...bytes];
    for (const { kind, at, byte } of changes) {
      // The header of the file is damaged now and then only, for nothing behind it is read then.
      const index = Math.min(
        all.length,
        Math.floor(at < 0.02 ? at * all.length : 16 + at * (all.length - 15)),
      );
      if (kind === 'set') all[Math.min(index, all.length - 1)] = byte;
      else if (kind === 'flip') all[Math.min(index, all.length - 1)] = (all[index] ?? 0) ^ (1 << (byte & 7));
      else if (kind === 'insert') all.splice(index, 0, byte);
      else if (kind === 'remove') all.splice(index, 1 + (byte & 3));
      else all = all.slice(0, index);
    }
    return Uint8Array.from(all);
  });

/** A trace with something wrong in it, as a rule. */
export const damagedTraces: fc.Arbitrary<Uint8Array> = fc.oneof(mangledTraces, spoiledTraces);
