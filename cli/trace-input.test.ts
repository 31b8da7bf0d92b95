import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { batch, event, string, trace } from '../wire/testing/encode.ts';
import { isEveryDay } from './testing/every-day.ts';
import { nosplit } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-input-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const good = trace(
  26,
  batch({
    m: 2n ** 64n - 1n,
    body: event('Sync').concat(event('Frequency', 1e9), event('ClockSnapshot', 1, 1, 1, 1)),
  }),
  batch({ body: [...event('ProcStatus', 1, 0, 1), ...event('GoStatus', 1, 1, 77, 2)] }),
  batch({ m: 2n ** 64n - 1n, body: [4, ...string(1, 'a string')] }),
  [52],
);
writeFileSync(join(cwd, 'good.trace'), good);

/** The bytes in pieces of so many. */
const pieces = (bytes: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.slice(at * size, (at + 1) * size));

const commands = [
  ['decode'],
  ['decode', '--format', 'jsonl'],
  ['validate'],
  ['validate', '--format', 'json'],
];

describe.each(commands)('%s %s %s', (...words) => {
  /** Every day what the commands have in common is tried with few of them. */
  const tags = ['decode', 'validate'].includes(words.join(' ')) ? [] : ['exhaustive'];
  const ofFile = nosplit([...words, 'good.trace'], { cwd });

  test.each([1, 7, 1e6])('reads stdin in pieces of %i bytes', async (size) => {
    const { exit, stdout, stderr } = await nosplit([...words, '-'], { cwd, stdin: pieces(good, size) });
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout.replaceAll('stdin', 'good.trace')).toBe((await ofFile).stdout);
  });

  test.each([1, 7, 1e6])('unpacks gzip, from stdin in pieces of %i bytes and from a file', async (size) => {
    const half = good.length >> 1;
    for (const packed of [
      gzipSync(good),
      // Several members after each other are one file.
      Buffer.concat([gzipSync(good.subarray(0, half)), gzipSync(good.subarray(half))]),
    ]) {
      writeFileSync(join(cwd, 'good.trace.gz'), packed);
      const file = await nosplit([...words, 'good.trace.gz'], { cwd });
      expect([file.exit, file.stdout.replaceAll('.trace.gz', '.trace')]).toEqual([0, (await ofFile).stdout]);
      const { exit, stdout } = await nosplit([...words, '-'], { cwd, stdin: pieces(packed, size) });
      expect([exit, stdout.replaceAll('stdin', 'good.trace')]).toEqual([0, (await ofFile).stdout]);
    }
  });

  test('says of gzip that is cut or damaged in one line that it is, wherever', { tags }, async () => {
    const packed = gzipSync(good);
    for (let at = 3; at < packed.length; at += isEveryDay ? 5 : 1) {
      for (const damaged of [packed.subarray(0, at), packed.with(at, (packed[at] ?? 0) ^ 0x55)]) {
        writeFileSync(join(cwd, 'bad.gz'), damaged);
        const { exit, stderr, screen } = await nosplit([...words, 'bad.gz'], { cwd });
        // The time and the system that packed it may be any.
        if (exit === 0) {
          expect(at, screen).toBeLessThan(10);
          continue;
        }
        expect(exit, screen).toBeGreaterThan(0);
        expect(exit, screen).toBeLessThan(3);
        if (exit === 2) expect(stderr).toMatch(/^nosplit: bad\.gz.*\n$/);
      }
    }
  });

  test.each<[string, readonly number[], string]>([
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3], 'x is packed by zstd; unpack it, and give what comes out'],
    ['zip', [0x50, 0x4b, 3, 4, 20, 0], 'x is packed by zip; unpack it, and give what comes out'],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0], 'x is packed by xz; unpack it, and give what comes out'],
    ['bzip2', [...Buffer.from('BZh91AY')], 'x is packed by bzip2; unpack it, and give what comes out'],
    ...['1.5', '1.6', '1.7', '1.8', '1.9', '1.10', '1.11', '1.19', '1.21'].map(
      (release): [string, number[], string] => [
        `Go ${release}`,
        [...Buffer.from(`go ${release} trace`.padEnd(16, '\0')), 1, 2, 3],
        `x: byte 0: an execution trace of the format of Go 1.5 to 1.21 (go ${release}); those of Go 1.22 to 1.27 are read`,
      ],
    ),
    [
      'a header that is cut',
      [...Buffer.from('go 1.2')],
      'x: byte 0: the file ends 6 bytes into a header of 16',
    ],
  ])('names %s', async (_, bytes, message) => {
    writeFileSync(join(cwd, 'x'), Uint8Array.from(bytes));
    const { exit, stderr } = await nosplit([...words, 'x'], { cwd });
    expect(exit).toBe(2);
    expect(stderr.startsWith(`nosplit: ${message}`), stderr).toBe(true);
  });

  test('does not wait for what somebody types', async () => {
    const { exit, stderr } = await nosplit([...words, '-'], { cwd });
    expect([exit, stderr]).toEqual([
      2,
      'nosplit: - is stdin, and that is a terminal; give a file, or send one in: < trace.out\n',
    ]);
  });

  const bomb = words.join(' ') === 'validate' ? [] : ['exhaustive'];
  test('ends where gzip packs more than a trace can be', { tags: bomb }, async () => {
    // The same batch again and again is packed to a thousandth.
    const one = Buffer.from(
      batch({ body: [4, ...Array.from({ length: 60 }, (_, id) => string(id + 1, 'a'.repeat(1000))).flat()] }),
    );
    const many = Buffer.concat([trace(23), ...Array.from({ length: 1200 }, () => one)]);
    writeFileSync(join(cwd, 'bomb.gz'), gzipSync(many, { level: 9 }));
    const { exit, stderr } = await nosplit([...words, 'bomb.gz'], { cwd });
    expect([exit, stderr]).toEqual([
      2,
      'nosplit: bomb.gz unpacks to more than 100 times its size, which no execution trace does; where it is one, unpack it yourself\n',
    ]);
  });
});
