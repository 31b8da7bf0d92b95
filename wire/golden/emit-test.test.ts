import { afterAll, describe, expect, test } from 'vitest';
import { goJudge } from '../testing/go-judge.ts';
import { encodeLoose, oneThread } from '../testing/loose-text.ts';
import { emitGoldenTest } from './emit-test.ts';
import { encodeText } from './encode-text.ts';
import { readGoldenTest } from './golden-test.ts';

describe('a golden test that is written of a trace', () => {
  test('has its text, and expects success of a valid one', () => {
    const trace = encodeLoose(oneThread('GoStop dt=1 reason_string=0 stack=0'));
    const written = readGoldenTest(emitGoldenTest(trace));
    expect(written.expect).toEqual({ kind: 'success' });
    expect(encodeText(written.trace)).toEqual(trace);
  });

  test('expects the message of the rule that is broken', () => {
    const trace = encodeLoose(oneThread('GoSyscallEnd dt=1'));
    expect(readGoldenTest(emitGoldenTest(trace)).expect).toEqual({
      kind: 'failure',
      failure: "event for goroutine that's not",
    });
  });
});

const judges = ['go1.26.8'].flatMap((release) => goJudge(release) ?? []);
afterAll(() => {
  for (const judge of judges) judge.dispose();
});

describe.each(judges)('of a trace that $release recorded', ({ record, encode, verdicts }) => {
  test("it becomes, by Go's raw writer, a trace that Go's reader reads alike", () => {
    const recorded = record(20, 'traceallocfree=1');
    const { trace } = readGoldenTest(emitGoldenTest(recorded));
    const [written] = encode([trace]);
    expect(written).toEqual(encodeText(trace));
    if (!(written instanceof Uint8Array)) return;
    expect(verdicts([written])).toEqual(verdicts([recorded]));
  });
});
