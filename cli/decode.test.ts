import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { batch, event, string, trace } from '../wire/testing/encode.ts';
import { nosplit } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-decode-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const file = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(cwd, name), bytes);
  return name;
};
const decode = (...words: readonly string[]) => nosplit(['decode', ...words], { cwd });

const good = [
  batch({ m: 4711, body: [...event('ProcStart', 1, 0, 1), ...event('GoStart', 3, 1, 29)] }),
  batch({ m: 2n ** 64n - 1n, body: [4, ...string(1, 'naïve\n')] }),
];

describe('decode', () => {
  test('prints the lines of a trace and exits with 0', async () => {
    const { stdout, stderr, exit } = await decode(file('good.trace', trace(26, ...good, [52])));
    expect([stderr, exit]).toEqual(['', 0]);
    expect(stdout.split('\n')).toEqual([
      'EventBatch gen=1 m=4711 time=1000 size=8',
      'ProcStart dt=1 p=0 p_seq=1',
      'GoStart dt=3 g=1 g_seq=29',
      'EventBatch gen=1 m=18446744073709551615 time=1000 size=11',
      'Strings',
      'String id=1',
      '\tdata="naïve\\n"',
      'EndOfGeneration',
      '',
    ]);
  });

  test('prints JSON Lines where they are asked for', async () => {
    const { stdout, exit } = await decode(file('good.trace', trace(23, ...good)), '--format', 'jsonl');
    expect(exit).toBe(0);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line): unknown => JSON.parse(line))
        .slice(0, 3),
    ).toEqual([
      { schema: 'nosplit.trace/1', header: 'go 1.23' },
      { event: 'EventBatch', batch: 0, offset: 16, gen: 1, m: 4711, time: 1000, size: 8 },
      { event: 'ProcStart', dt: 1, p: 0, p_seq: 1 },
    ]);
  });

  test('prints what stands before the damage, then one line with its place, and exits with 2', async () => {
    const bad = trace(23, ...good, batch({ gen: 2, m: 5, body: [...event('ProcStop', 1), 200] }));
    const { stdout, stderr, exit } = await decode(file('bad.trace', bad));
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('ProcStop dt=1');
    expect(stderr).toBe(
      `nosplit: bad.trace: byte ${bad.length - 1}, batch 2 (generation 2, M 5): event type 200 is unknown\n`,
    );
    expect(exit).toBe(2);
  });

  test.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(), 'byte 0: the file is empty'],
    ['zeros', new Uint8Array(2 ** 20), "byte 0: not a Go execution trace, which begins with 'go 1.23 trace'"],
    [
      'a batch that claims 2^64-1 bytes',
      trace(23, batch({ size: 2n ** 64n - 1n, body: [] })),
      'byte 21, batch 0 (generation 1, M 77): a batch of 18446744073709551615 bytes is larger than 65536',
    ],
    [
      'a number without end',
      trace(23, [1, ...new Array<number>(1e5).fill(0xff)]),
      'byte 17, batch 0: the generation is an invalid uvarint, of more than 64 bits',
    ],
  ])('%s is one line and exit code 2', async (_why, bytes, message) => {
    const { stdout, stderr, exit } = await decode(file('bad.trace', bytes));
    expect([stdout, stderr, exit]).toEqual(['', `nosplit: bad.trace: ${message}\n`, 2]);
  });

  test('says of what is no file that it cannot be read', async () => {
    mkdirSync(join(cwd, 'folder'));
    for (const [name, why] of [
      ['nowhere', 'no such file or directory'],
      ['folder', 'it is a directory'],
    ] as const) {
      const { stdout, stderr, exit } = await decode(name);
      const wanted = `nosplit: ${name} cannot be read (${why}); give an execution trace\n`;
      expect([stdout, stderr, exit]).toEqual(['', wanted, 2]);
    }
  });
});
