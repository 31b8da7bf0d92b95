import { expect, test } from 'vitest';
import { bytesOf, logFile, openLog, wholeRun } from '../testing/make-log.ts';
import type { LogOptions, Written } from '../testing/make-log.ts';
import { LogReader } from './reader.ts';
import { codeOf, recordKinds } from './records.ts';

/** All that is read, as it was written. */
function readAll(log: LogReader): Written[] {
  const records: Written[] = [];
  while (log.next()) {
    const { kind, values, list } = log;
    const count = codeOf(kind) & 7;
    records.push([kind, ...(count === 7 ? list : values.slice(0, count))]);
  }
  log.close();
  return records;
}

test('what was written is read, with header and end', () => {
  const log = openLog(wholeRun);
  expect(log.header).toMatchObject({ go: 'go1.26.8', design: { name: '1.26' } });
  expect(log.trailer).toEqual({ ended: 'exit 0', records: wholeRun.length, godebug: '' });
  expect([log.ms, log.room, log.cut]).toEqual([2, 1000, null]);
  expect(readAll(log)).toEqual(wholeRun);
});

test('a log that is longer than what is read at once is read across the seams, with large values', () => {
  const buf = 2 ** 36 + 5;
  const records: Written[] = [];
  for (let n = 0; n < 80_000; n++) {
    records.push(['writer', n % 300, n, buf + n, n % 65_536]);
    if (n % 1000 === 0) records.push(['snapshot', ...Array.from({ length: 300 }, (_, m) => m)]);
  }
  // As text, because a matcher takes seconds for so many.
  expect(JSON.stringify(readAll(openLog(records))) === JSON.stringify(records)).toBe(true);
});

test('every kind has a first byte of its own, and none is 0', () => {
  const codes = recordKinds.map(codeOf);
  expect(new Set(codes).size).toBe(recordKinds.length);
  expect(Math.min(...codes)).toBeGreaterThan(0);
  expect(Math.max(...codes)).toBeLessThan(256);
});

const refused = (options: LogOptions, records: readonly Written[] = wholeRun): string => {
  try {
    readAll(new LogReader(logFile(records, options)));
    return 'read';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'odd';
  }
};

test('what is no log is refused with one line that says why', () => {
  expect(refused({ header: 'go 1.26 trace\0\0\0' })).toBe(
    'LogError: this is no log of nosplit record (it does not begin with the line of a log); give the file of its --out',
  );
  expect(refused({ header: '{"nosplit":"log","version":3}\n' })).toMatch(/its first line, version: /);
  expect(refused({ header: '' })).toMatch(/^LogError: nothing was recorded/);
  expect(refused({ cut: 1_000_000 })).toMatch(/^LogError: this is no log/);
});

test('damaged records are refused with their place', () => {
  const bytes = bytesOf(wholeRun);
  const odd = Buffer.from(bytes);
  odd[0] = 0;
  expect(refused({ bytes: odd })).toBe(
    'LogError: record 0, at byte 8192, begins with 0x0, which none does; the log is damaged: record the run again',
  );
  const long = Buffer.concat([Buffer.from([codeOf('startPublish')]), Buffer.alloc(12, 0xff)]);
  expect(refused({ bytes: long })).toMatch(/record 0, at byte 8192, has a value of more than 53 bits/);
  expect(refused({ words: { mMax: 0 } })).toMatch(/names M1, and the log has 1;/);
  expect(refused({}, [['snapshot', 5]])).toMatch(/lists M5, and the log has 1;/);
  const half = Buffer.concat([bytes, Buffer.from([codeOf('writer'), 1])]);
  expect(refused({ bytes: half })).toMatch(/ends after the last byte that the program counted/);
});

test('what is missing is told', () => {
  const cutOf = (options: LogOptions): string | null => openLog(wholeRun, options).cut;
  expect(cutOf({ trailer: null })).toBe('nosplit record did not see the program end');
  expect(cutOf({ trailer: '\0\0\0' })).toBe('nosplit record did not see the program end');
  expect(cutOf({ trailer: '{"ended":"exit 0","records":3}' })).toMatch(/has 86 records, and 3 at its end/);
  expect(cutOf({ words: { full: 1 } })).toMatch(/was full/);
  expect(cutOf({ trailer: null, cut: 5 })).toMatch(/^the file ends at byte \d+, and the program wrote \d+$/);
});
