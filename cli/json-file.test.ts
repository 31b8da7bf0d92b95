import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { JsonError, readJsonFile } from './json-file.ts';
import { rowsOf } from './testing/every-day.ts';
import { nosplit } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-json-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const file = (text: string | Uint8Array): string => {
  const path = join(cwd, 'file.json');
  writeFileSync(path, text);
  return path;
};

/** A file of so many MiB of one character. */
function large(name: string, mebibytes: number, character: string): string {
  const handle = openSync(join(cwd, name), 'w');
  const piece = Buffer.alloc(2 ** 20, character);
  for (let at = 0; at < mebibytes; at++) writeSync(handle, piece);
  closeSync(handle);
  return name;
}

describe('JSON is read', () => {
  test.each([
    '{"a":[1,2,{"b":"[[[[{{{\\"]]"}]}',
    ' \n\t[]',
    '"x"',
    '1',
    'null',
    '{"a\\\\":"\u0001é漢"}'.replace('\u0001', ''),
  ])('%s', (text) => {
    expect(readJsonFile(file(text))).toEqual(JSON.parse(text));
  });

  test('as deep as 500, and no deeper', () => {
    expect(readJsonFile(file('['.repeat(500) + ']'.repeat(500)))).toBeDefined();
    expect(() => readJsonFile(file('['.repeat(501) + ']'.repeat(501)))).toThrow(
      'is nested more than 500 deep',
    );
    expect(() => readJsonFile(file('[[],'.repeat(600)))).toThrow(JsonError);
    // Wide is not deep, and brackets in strings are none.
    expect(readJsonFile(file(`[${'[],'.repeat(1000)}"${'['.repeat(1000)}"]`))).toHaveLength(1001);
  });
});

describe('what is huge or odd is refused in one line, in a second', () => {
  const deep = `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`;
  const odd: [string, () => string, RegExp][] = [
    ['nested 200,000 deep', () => (file(deep), 'file.json'), /is nested more than 500 deep/],
    ['arrays 200,000 deep', () => (file('['.repeat(200_000)), 'file.json'), /is nested more than 500 deep/],
    ['256 MiB of [', () => large('open.json', 256, '['), /is nested more than 500 deep/],
    ['256 MiB of blanks', () => large('blank.json', 256, ' '), /is no JSON/],
    ['256 MiB of x', () => large('x.json', 256, 'x'), /is no JSON \(it begins with "x"\)/],
    ['zeros', () => large('zero.json', 64, '\0'), /is no JSON \(it has a byte 0\)/],
    ['600 MiB', () => large('large.json', 600, '1'), /is larger than 500 MiB/],
    [
      'no file but a million digits',
      () => `0123abcd-1000000-${'7'.repeat(1e6)}`,
      /wrong or missing character/,
    ],
    ['a million letters', () => 'Z'.repeat(1e6), /is not a trace id|is no step of/],
    ['a path of a million letters', () => `./${'z'.repeat(1e6)}`, /no such file/],
  ];
  test.each(rowsOf(odd, 0, 1, 5, 8, 9))('%s', async (_, given, message) => {
    const name = given();
    for (const words of [['replay'], ['why', 'Add'], ['emit-test']]) {
      const started = process.cpuUsage();
      const { exit, stderr, stdout } = await nosplit(
        [...words, name, '--model', 'mutex'].slice(0, words[0] === 'emit-test' ? -2 : undefined),
        { cwd },
      );
      const { user, system } = process.cpuUsage(started);
      expect([exit, stdout], stderr.slice(0, 300)).toEqual([2, '']);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/^nosplit: .{1,500}\n$/);
      // It takes half a second of a quiet core; one that is shared takes up to five times as long for 256 MiB.
      expect(user + system).toBeLessThan(5e6);
    }
    rmSync(join(cwd, name.slice(0, 100)), { force: true });
  });
});
