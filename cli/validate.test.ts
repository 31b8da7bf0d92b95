import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { encodeLoose, oneThread } from '../wire/testing/loose-text.ts';
import { longTrace } from '../wire/testing/long-trace.ts';
import { nosplit } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-validate-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const file = (name: string, content: Uint8Array | string): string => {
  writeFileSync(join(cwd, name), content);
  return name;
};
const validate = (...words: readonly string[]) => nosplit(['validate', ...words], { cwd });

const strings = 'EventBatch gen=1 m=none time=1\nStrings';
const good = encodeLoose(oneThread('HeapAlloc dt=1 heapalloc_value=5', strings));
const bad = encodeLoose(oneThread('GoSyscallEnd dt=1'));
const slow = encodeLoose(oneThread('').replace('freq=1000000000', 'freq=0'));

describe('validate', () => {
  test('exits with 0 for a valid trace and tells what was read', async () => {
    const { stdout, stderr, exit } = await validate(file('good.trace', good));
    expect([stderr, exit]).toEqual(['', 0]);
    expect(stdout).toBe(
      "valid: good.trace\ngo 1.23, the rules of Go 1.26's reader; 1 generation and 3 events read\n" +
        'A trace does not show that events are missing with a lost buffer, or are in another generation than\ntheir section: validate --log does, with a log of nosplit record.\n',
    );
  });

  test('exits with 1 and names the rule and its place for one that breaks it', async () => {
    const { stdout, exit } = await validate(file('bad.trace', bad));
    expect(exit).toBe(1);
    expect(stdout).toContain('violated: bad.trace: goroutine-not-in-syscall\n');
    expect(stdout).toContain('goroutine-not-in-syscall at generation 1, thread 1, byte 50');
    expect(stdout).toContain('GoSyscallEnd is of goroutine 1, which is running');
  });

  test('asks for strict rules only with --strict', async () => {
    const name = file('slow.trace', slow);
    expect((await validate(name)).exit).toBe(0);
    const { stdout, exit } = await validate(name, '--strict');
    expect(exit).toBe(1);
    expect(stdout).toContain('frequency-zero (strict) at generation 1, byte 16');
  });

  test('asks the reader that is named', async () => {
    const name = file('modern.trace', encodeLoose('Trace Go1.26'));
    expect((await validate(name)).exit).toBe(0);
    const { stdout, exit } = await validate(name, '--reader', '1.24');
    expect([exit, stdout.split('\n')[0]]).toEqual([1, 'violated: modern.trace: header-version']);
  });

  test('writes JSON in which no number is rounded', async () => {
    const text = `${oneThread('')}\nEventBatch gen=1 m=18446744073709551614 time=300\nHeapAlloc dt=1 heapalloc_value=5`;
    const { stdout } = await validate(file('far.trace', encodeLoose(text)), '--format', 'json', '--strict');
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'nosplit.validation/1',
      file: 'far.trace',
      verdict: 'violated',
      header: 'go 1.23',
      reader: '1.26',
      violation: { rule: 'needs-proc', severity: 'reader', gen: 1, m: '18446744073709551614' },
      findings: [],
    });
  });

  test("takes a trace in text form, also in the frame of Go's golden tests", async () => {
    const text = 'Trace Go1.23\nEventBatch gen=1 m=1 time=1 size=2\nFrequency freq=1\n';
    expect((await validate(file('a.txt', text))).exit).toBe(0);
    expect((await validate(file('a.test', `-- expect --\nSUCCESS\n-- trace --\n${text}`))).exit).toBe(0);
    const { stderr, exit } = await validate(file('b.txt', text.replace('freq', 'frequency')));
    expect(exit).toBe(2);
    expect(stderr).toBe(
      "nosplit: b.txt: from 'Trace' on, line 3: Frequency needs freq=NUMBER here, not 'frequency=1'\n",
    );
  });

  test('exits with 2 for what is no trace', async () => {
    const { stderr, exit } = await validate(file('notes.md', 'Tuesday'));
    expect(exit).toBe(2);
    expect(stderr).toContain('nosplit: notes.md: byte 0: ');
  });
});

test('a text with the ends of lines of Windows is read as one without', async () => {
  const text = `-- expect --\nSUCCESS\n-- trace --\nTrace Go1.23\nEventBatch gen=1 m=18446744073709551615 time=1 size=6\nFrequency freq=1000000000\n`;
  const plain = await validate(file('plain.test', text));
  const crlf = await validate(file('crlf.test', text.replaceAll('\n', '\r\n')));
  expect(plain.exit).toBe(0);
  expect(crlf.exit).toBe(0);
  expect(crlf.stdout.replace('crlf', 'plain')).toBe(plain.stdout);
});

describe('a long trace', () => {
  test('is judged as it comes, and a line on the terminal says how far it is', async () => {
    const name = file(
      'long.trace',
      Buffer.concat([...longTrace({ version: 26, generations: 3, batches: 12 })]),
    );
    const { stdout, stderr, exit } = await nosplit(['validate', name], { cwd, isTTY: true });
    expect([exit, stdout]).toEqual([0, expect.stringContaining('3 generations and 468,006 events read')]);
    expect(stderr).toMatch(/judging: \S+ \S+ read, 0 events/);
    expect(stderr.endsWith('events\r\u001b[K')).toBe(true);
    expect((await nosplit(['validate', name, '--quiet'], { cwd, isTTY: true })).stderr).toBe('');
    expect((await nosplit(['validate', name], { cwd })).stderr).toBe('');
  });
});
