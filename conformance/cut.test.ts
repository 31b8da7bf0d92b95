/**
 * Traces that end before their writer was done, cut at every batch and at random bytes: those of the reference in every version, and
 * those that Go's own tracer records where Go is at hand.
 */
import { TestRunner, afterAll, describe, expect, test } from 'vitest';
import { designs, runProcess, workloads } from '../reference/index.ts';
import { readTrace, validate } from '../wire/index.ts';
import { goJudge } from '../wire/testing/go-judge.ts';
import { randomOf } from '../wire/testing/mutate.ts';

function written(design: string, workload: (typeof workloads)[number]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const of = designs[design];
  if (of === undefined) throw new Error(`no design ${design}`);
  runProcess({
    ...{ workload, design: of, seed: 3, rounds: 60, advances: 2, stepsMax: 300 },
    write: (piece) => void pieces.push(piece.slice()),
  });
  return Buffer.concat(pieces);
}

/** Every day the oldest and newest format that the reference writes, and the newest release: to build a judge takes seconds. */
const all = TestRunner.matchesTags(['exhaustive']);
const judges = (all ? ['go1.23.12', 'go1.24.0', 'go1.25.12', 'go1.26.8'] : ['go1.26.8']).flatMap(
  (release) => goJudge(release) ?? [],
);
const designsWritten = all ? ['seed', '1.25', '1.26-nosplit'] : ['seed', '1.26-nosplit'];
afterAll(() => {
  for (const judge of judges) judge.dispose();
});

const recorded: readonly [name: string, trace: () => Uint8Array][] = [
  ...designsWritten.flatMap((design) =>
    workloads.map((workload): [string, () => Uint8Array] => [
      `the reference of ${design} under ${workload.name}`,
      () => written(design, workload),
    ]),
  ),
  ...judges.map(({ release, record }): [string, () => Uint8Array] => [
    release,
    () => record(20, 'traceadvanceperiod=200000'),
  ]),
];

describe.each(recorded)('what %s writes', (name, recording) => {
  const whole = recording();
  const items = [...readTrace(whole).items];
  const isWhole = validate(whole).violation === null;
  /** The offsets at which a generation ends. */
  const ends = items.flatMap((item, index) => {
    const before = items[index - 1];
    const isEnd =
      before?.kind === 'end-of-generation' ||
      (whole[6] !== 0x36 && before?.kind === 'batch' && item.kind === 'batch' && before.gen !== item.gen);
    return isEnd ? [item.offset] : [];
  });

  test('is not cut', () => {
    if (name.startsWith('the reference')) expect(ends.length).toBeGreaterThan(1);
    expect(validate(whole).probablyCut).toBe(false);
  });

  test('is probably cut before every batch, but where a generation ends', () => {
    const found = items.map(({ offset }) => ({ offset, ...validate(whole.subarray(0, offset)) }));
    for (const { offset, violation, probablyCut } of found) {
      const isEnd = ends.includes(offset);
      expect([offset, probablyCut]).toEqual([offset, !isEnd]);
      if (isEnd && isWhole) expect(violation).toBeNull();
    }
  });

  test('is probably cut at any byte within a batch', () => {
    const random = randomOf(7);
    const borders = new Set([...items.map(({ offset }) => offset), whole.length]);
    for (let count = 0; count < (all ? 60 : 20); count++) {
      const offset = 17 + random(whole.length - 18);
      if (borders.has(offset)) continue;
      const { violation, probablyCut } = validate(whole.subarray(0, offset));
      expect([offset, probablyCut, violation === null]).toEqual([offset, true, false]);
    }
  });

  test('is damaged, and not cut, where a byte of an event is another', () => {
    const random = randomOf(11);
    let broken = 0;
    for (let count = 0; count < (all ? 200 : 60); count++) {
      const item = items[random(items.length)];
      if (item?.kind !== 'batch' || item.size === 0) continue;
      const offset = item.bodyOffset + random(item.size);
      // The first byte says whether it is a batch of strings, by which a generation ends.
      if (offset === item.bodyOffset) continue;
      const { violation, probablyCut } = validate(
        whole.with(offset, (whole[offset] ?? 0) ^ (1 << random(8))),
      );
      if (violation !== null) broken++;
      expect([offset, probablyCut]).toEqual([offset, false]);
    }
    expect(broken).toBeGreaterThan(10);
  });
});
