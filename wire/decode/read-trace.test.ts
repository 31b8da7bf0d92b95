import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceItem } from '../index.ts';
import { classOf, eventsOf, itemText, noM, readTrace, WireError, uvarint } from '../index.ts';
import { traces } from '../testing/arbitrary.ts';
import { batch, event, header, stack, string, trace } from '../testing/encode.ts';

const text = (bytes: Uint8Array): string[] =>
  [...readTrace(bytes).items].flatMap((item) => [...itemText(item)]);

/** The lines before the damage, and the damage. */
function damaged(bytes: Uint8Array): { readonly lines: number; readonly error: WireError } {
  let lines = 0;
  try {
    for (const item of readTrace(bytes).items)
      for (const line of itemText(item)) lines += line === '' ? 0 : 1;
  } catch (error) {
    if (error instanceof WireError) return { lines, error };
    throw error;
  }
  throw new Error('nothing was damaged');
}

const good = batch({
  gen: 3,
  m: 4711,
  time: 2n ** 60n,
  body: [...event('ProcStart', 1, 0, 1), ...event('GoStart', 300, 2n ** 64n - 1n, 2)],
});

describe('a trace', () => {
  const whole = trace(
    26,
    good,
    batch({ m: noM, body: [2, ...stack(1, [[2n ** 63n, 1, 2, 30]])] }),
    batch({ m: noM, body: [4, ...string(1, 'main.main'), ...string(2, '')] }),
    batch({ m: noM, body: [6, ...event('CPUSample', 5, 77, 0, 1, 1)] }),
    batch({ m: noM, body: [50, ...event('Frequency', 15_625_000), ...event('ClockSnapshot', 1, 2, 3, 4)] }),
    batch({ experiment: 1, body: [0, 255] }),
    batch({ body: [] }),
    [52],
  );

  test('is read batch by batch, with the class of each', () => {
    const { version, items } = readTrace(whole);
    expect(version).toBe(26);
    expect([...items].map((item) => (item.kind === 'batch' ? classOf(item) : item.kind))).toEqual([
      ...['timed', 'stacks', 'strings', 'cpu-samples', 'sync', 'experimental', 'empty', 'end-of-generation'],
    ]);
  });

  test('tells where each batch and its body stand, in numbers that are exact', () => {
    const [first] = readTrace(whole).items;
    expect(first).toMatchObject({
      ...{ kind: 'batch', index: 0, offset: 16, experiment: 0, gen: 3, m: 4711n, time: 2n ** 60n },
      bodyOffset: 16 + good.length - 18,
      size: 18,
    });
  });

  test('gives an argument as a number where it is safe, and else as a bigint', () => {
    const [first] = readTrace(whole).items;
    if (first?.kind !== 'batch') throw new Error('the first item is a batch');
    expect([...eventsOf(first)].map(({ args }) => args)).toEqual([
      [1, 0, 1],
      [300, 2n ** 64n - 1n, 2],
    ]);
    const edge = trace(23, batch({ body: event('HeapAlloc', 2 ** 53 - 1, 2n ** 53n) }));
    expect(text(edge)[1]).toBe('HeapAlloc dt=9007199254740991 heapalloc_value=9007199254740992');
  });

  test('is printed as Go prints it', () => {
    expect(text(whole)).toEqual([
      'EventBatch gen=3 m=4711 time=1152921504606846976 size=18',
      'ProcStart dt=1 p=0 p_seq=1',
      'GoStart dt=300 g=18446744073709551615 g_seq=2',
      'EventBatch gen=1 m=18446744073709551615 time=1000 size=17',
      'Stacks',
      'Stack id=1 nframes=1\n\tpc=9223372036854775808 func=1 file=2 line=30',
      'EventBatch gen=1 m=18446744073709551615 time=1000 size=16',
      'Strings',
      'String id=1\n\tdata="main.main"',
      'String id=2',
      'EventBatch gen=1 m=18446744073709551615 time=1000 size=7',
      'CPUSamples',
      'CPUSample time=5 m=77 p=0 g=1 stack=1',
      'EventBatch gen=1 m=18446744073709551615 time=1000 size=11',
      'Sync',
      'Frequency freq=15625000',
      'ClockSnapshot dt=1 mono=2 sec=3 nsec=4',
      'ExperimentalBatch exp=1 gen=1 m=77 time=1000\n\tdata="\\x00\\xff"',
      'EventBatch gen=1 m=77 time=1000 size=0',
      'EndOfGeneration',
    ]);
  });

  test('that is only a header has no batches', () => {
    expect(text(trace(22))).toEqual([]);
  });
});

/** The bytes of an item, made again from what was read of it. */
function encoded(item: TraceItem): number[] {
  if (item.kind === 'end-of-generation') return [52];
  if (item.experiment !== 0) return batch({ ...item, body: [...item.body] });
  const body = [...eventsOf(item)].flatMap(({ spec, args, data, frames }) =>
    data !== undefined
      ? string(args[0] ?? 0, data)
      : frames !== undefined
        ? stack(args[0] ?? 0, frames)
        : event(spec.name, ...args),
  );
  return batch({ ...item, body });
}

test('a random trace is what was read of it, encoded again', () => {
  fc.assert(
    fc.property(traces, (bytes) => {
      const { version, items } = readTrace(bytes);
      expect(Buffer.from(trace(version, ...[...items].map(encoded))).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

describe('damage is told with its place', () => {
  const bodyAt = 16 + batch({ body: [] }).length;
  const overlong = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2];
  const eleven = [...Array<number>(10).fill(0x80), 0];

  test.each<[why: string, bytes: Uint8Array, message: string, lines: number]>([
    ['no bytes', new Uint8Array(), 'byte 0: the file is empty', 0],
    [
      'a text',
      Buffer.from('hello, world, and more'),
      "byte 0: not a Go execution trace, which begins with 'go 1.23 trace'",
      0,
    ],
    [
      'half a header',
      Uint8Array.from(header(23).slice(0, 9)),
      'byte 0: the file ends 9 bytes into a header of 16',
      0,
    ],
    [
      'a release to come',
      trace(27),
      'byte 0: its header says go 1.27, which no release up to Go 1.27 writes; traces of Go 1.22 to 1.27 are read',
      0,
    ],
    [
      'Go 1.24, which writes 23',
      trace(24),
      'byte 0: its header says go 1.24, which no release up to Go 1.27 writes; traces of Go 1.22 to 1.27 are read',
      0,
    ],
    [
      'the older format',
      trace(21),
      'byte 0: an execution trace of the format of Go 1.5 to 1.21 (go 1.21); those of Go 1.22 to 1.27 are read',
      0,
    ],
    [
      'a byte that begins no batch',
      trace(23, good, [77]),
      `byte ${16 + good.length}, batch 1: byte 77 begins no batch`,
      3,
    ],
    ['an end of generation before 1.26', trace(25, [52]), 'byte 16, batch 0: byte 52 begins no batch', 0],
    [
      'an experiment before 1.23',
      trace(22, batch({ experiment: 1, body: [] })),
      'byte 16, batch 0: byte 49 begins no batch',
      0,
    ],
    ['experiment 0', trace(23, [49, 0, 1, 1, 1, 0]), 'byte 17, batch 0: experiment 0 is none', 0],
    ['generation 0', trace(23, batch({ gen: 0, body: [] })), 'byte 17, batch 0: generation 0 is none', 0],
    [
      'a generation that no run reaches',
      trace(23, batch({ gen: 2n ** 53n, body: [] })),
      'byte 17, batch 0: generation 9007199254740992 is none',
      0,
    ],
    [
      'a header without end',
      trace(23, [1, 5, 0x80, 0x80]),
      'byte 16, batch 0 (generation 5): the file ends in the header of the batch',
      0,
    ],
    [
      'an M of more than 64 bits',
      trace(23, [1, 5, ...overlong]),
      'byte 18, batch 0 (generation 5): the M is an invalid uvarint, of more than 64 bits',
      0,
    ],
    [
      'a time of eleven bytes',
      trace(23, [1, 5, 6, ...eleven]),
      'byte 19, batch 0 (generation 5, M 6): the time is an invalid uvarint, of more than 64 bits',
      0,
    ],
    [
      'a large batch',
      trace(23, batch({ size: 65_537, body: [] })),
      'byte 21, batch 0 (generation 1, M 77): a batch of 65537 bytes is larger than 65536',
      0,
    ],
    [
      'a huge batch',
      trace(23, batch({ size: 2n ** 64n - 1n, body: [] })),
      'byte 21, batch 0 (generation 1, M 77): a batch of 18446744073709551615 bytes is larger than 65536',
      0,
    ],
    [
      'a file cut between events',
      trace(23, batch({ m: noM, size: 81, body: event('ProcStop', 1) })),
      `byte ${bodyAt + 9}, batch 0 (generation 1, no M): the file ends 2 bytes into a batch of 81`,
      2,
    ],
    [
      'a file cut in an event',
      trace(23, batch({ size: 81, body: event('GoStart', 1, 2) })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): the file ends 3 bytes into a batch of 81`,
      1,
    ],
    [
      'a file cut in an experiment',
      trace(23, batch({ experiment: 1, size: 8, body: [1, 2] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): the file ends 2 bytes into a batch of 8`,
      0,
    ],
    [
      'a batch that ends in an event',
      trace(23, batch({ body: [...event('ProcStop', 1), ...event('GoStart', 1, 2)] })),
      `byte ${bodyAt + 2}, batch 0 (generation 1, M 77): the batch ends inside GoStart`,
      2,
    ],
    [
      'an unknown type',
      trace(23, batch({ body: [200, 1] })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): event type 200 is unknown`,
      1,
    ],
    [
      'type 0',
      trace(23, batch({ body: [0] })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): event type 0 is unknown`,
      1,
    ],
    [
      'an event of a later release',
      trace(22, batch({ body: event('GoSwitch', 1, 2, 3) })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): event type 45 (GoSwitch) is unknown in go 1.22 traces`,
      1,
    ],
    [
      'an argument of more than 64 bits',
      trace(23, batch({ body: [...event('GoStart', 1), ...overlong, 3] })),
      `byte ${bodyAt + 2}, batch 0 (generation 1, M 77): g of GoStart is an invalid uvarint, of more than 64 bits`,
      1,
    ],
    [
      'a batch in a batch',
      trace(23, batch({ body: [1, 1, 1, 1, 0] })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): event type 1 (EventBatch) has no place in a batch of timed events`,
      1,
    ],
    [
      'a string among timed events',
      trace(23, batch({ body: [...event('ProcStop', 1), ...string(1, 'a')] })),
      `byte ${bodyAt + 2}, batch 0 (generation 1, M 77): event type 5 (String) has no place in a batch of timed events`,
      2,
    ],
    [
      'a timed event among strings',
      trace(23, batch({ body: [4, ...event('ProcStop', 1)] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): event type 11 (ProcStop) has no place in a batch of strings`,
      2,
    ],
    [
      'a second beginning',
      trace(23, batch({ body: [2, 2] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): event type 2 (Stacks) has no place in a batch of stacks`,
      2,
    ],
    [
      'a frequency alone from 1.25 on',
      trace(25, batch({ body: event('Frequency', 1) })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): event type 8 (Frequency) has no place in a batch of timed events`,
      1,
    ],
    [
      'a clock among timed events',
      trace(25, batch({ body: event('ClockSnapshot', 1, 2, 3, 4) })),
      `byte ${bodyAt}, batch 0 (generation 1, M 77): event type 51 (ClockSnapshot) has no place in a batch of timed events`,
      1,
    ],
    [
      'a stack of too many frames',
      trace(23, batch({ body: [2, 3, 1, ...uvarint(129)] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): a stack of 129 frames is larger than 128`,
      2,
    ],
    [
      'a stack of endless frames',
      trace(23, batch({ body: [2, 3, 1, ...uvarint(2n ** 64n - 1n)] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): a stack of 18446744073709551615 frames is larger than 128`,
      2,
    ],
    [
      'a frame that is cut',
      trace(23, batch({ body: [2, 3, 1, 1, 9, 9, 9] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): the batch ends inside Stack`,
      2,
    ],
    [
      'a long string',
      trace(23, batch({ body: [4, 5, 1, ...uvarint(1025)] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): a string of 1025 bytes is larger than 1024`,
      2,
    ],
    [
      'an endless string',
      trace(23, batch({ body: [4, 5, 1, ...uvarint(2n ** 63n)] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): a string of 9223372036854775808 bytes is larger than 1024`,
      2,
    ],
    [
      'a string that is cut',
      trace(23, batch({ body: [4, 5, 1, 3, 65] })),
      `byte ${bodyAt + 1}, batch 0 (generation 1, M 77): the batch ends inside String`,
      2,
    ],
  ])('%s', (_why, bytes, message, lines) => {
    const found = damaged(bytes);
    expect(found.error.message).toBe(message);
    expect(found.lines).toBe(lines);
  });
});
