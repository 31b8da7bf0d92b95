import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { goJudge } from '../testing/go-judge.ts';
import { encodeText } from './encode-text.ts';
import { readGoldenTest, writeGoldenTest } from './golden-test.ts';

const success = '-- expect --\nSUCCESS\n-- trace --\nTrace Go1.22\n';

describe('a golden test', () => {
  test('says what is expected, then the trace', () => {
    expect(readGoldenTest(success)).toEqual({ expect: { kind: 'success' }, trace: 'Trace Go1.22\n' });
    expect(readGoldenTest(success.replace('SUCCESS', String.raw`FAILURE "a \"b\" .*"`)).expect).toEqual({
      kind: 'failure',
      failure: 'a "b" .*',
    });
  });

  test('is written as it was read', () => {
    expect(writeGoldenTest(readGoldenTest(success))).toBe(success);
    const failure = success.replace('SUCCESS', String.raw`FAILURE "a \"b\" \\d"`);
    expect(writeGoldenTest(readGoldenTest(failure))).toBe(failure);
  });

  test('is refused where a part is missing or the expectation is neither', () => {
    expect(() => readGoldenTest('Trace Go1.22\n')).toThrow('a golden test is "-- expect --"');
    expect(() => readGoldenTest(success.replace('SUCCESS', 'MAYBE'))).toThrow(
      "'MAYBE' is neither SUCCESS nor",
    );
  });
});

const judges = ['go1.23.12', 'go1.24.0', 'go1.25.12', 'go1.26.8', 'go1.27.4'].flatMap(
  (release) => goJudge(release) ?? [],
);
afterAll(() => {
  for (const judge of judges) judge.dispose();
});

describe.each(judges)("Go's own golden tests, of $release", ({ goroot, encode }) => {
  const folder = join(goroot, 'src/internal/trace/testdata/tests');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));

  test('are written back to the byte', () => {
    expect(texts.length).toBeGreaterThan(15);
    for (const text of texts) expect(writeGoldenTest(readGoldenTest(text))).toBe(text);
  });

  test("become the bytes that Go's raw writer makes of them", () => {
    const traces = texts.map((text) => readGoldenTest(text).trace);
    expect(traces.map((trace) => encodeText(trace))).toEqual(encode(traces));
  });
});
