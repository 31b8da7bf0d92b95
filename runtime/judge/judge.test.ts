import { expect, test } from 'vitest';
import { designsByName } from '../../model/index.ts';
import { growsAtRefill, growth, openLog, section, sectionWithRefill, wholeRun } from '../testing/make-log.ts';
import type { LogOptions, Written } from '../testing/make-log.ts';
import { judgeLog } from './judge.ts';
import type { JudgeOptions, LogVerdict } from './judge.ts';

const judged = (
  records: readonly Written[],
  design = '1.26',
  { options, ...log }: LogOptions & { readonly options?: JudgeOptions } = {},
): LogVerdict => {
  const reader = openLog(records, log);
  const found = judgeLog(reader, { name: design }, options);
  reader.close();
  return found;
};

const started: readonly Written[] = [['startEnable'], ['startPublish', 1]];

test.each(Object.keys(designsByName).filter((name) => name !== '1.23'))(
  'a run without a growth between writer and end is one of %s',
  (design) => {
    const found = judged(wholeRun, design);
    expect(found).toMatchObject({ verdict: 'accepted', reason: null, consumed: wholeRun.length, ms: 2 });
    expect(found.steps).toBeGreaterThan(wholeRun.length);
    expect(found.properties).toContain('NoLostBuffer');
  },
);

/** Bug A: the stack grows at refill's prologue, and the nested section queues the buffer that the outer one holds. */
const bugA: readonly Written[] = [
  ...growsAtRefill,
  ['writer', 0, 1, 101, 30],
  ['noRoom', 0, 1, 101, 30, 980],
  ['refill', 0, 1, 101],
  ['refilled', 0, 1, 102, 20],
  ['event', 0, 1, 102, 20, 21],
  ['end', 0, 1, 102, 30],
  ['releaseNested', 0, 0],
  ['refill', 0, 1, 101],
];

test('the release has the buffer queued twice, at the record that queues it', () => {
  expect(judged(bugA)).toMatchObject({
    verdict: 'violated',
    consumed: bugA.length,
    rejection: { record: bugA.length - 1, kind: 'refill', what: 'NoBufferQueuedTwice', m: 0 },
  });
  expect(judged(bugA, '1.26', { options: { properties: false } })).toMatchObject({ verdict: 'accepted' });
});

test('the cured release has no growth there', () => {
  const found = judged(bugA, '1.26-nosplit');
  expect(found).toMatchObject({
    verdict: 'rejected',
    rejection: {
      record: 15,
      kind: 'acquireNested',
      what: 'StackGrowth (M0)',
      conjunct: 'prologueIsSplit',
      m: 0,
      values: { m: 0, gen: 1, reentered: 1 },
    },
  });
  expect(found.rejection?.reads).toEqual({ 'm[0].own': 'traceWriter.refill:156' });
  expect(found.rejection?.allowed).toEqual(['refill']);
  expect(found.rejection?.recent.at(-2)).toEqual({
    record: 14,
    thread: 'M0',
    kind: 'noRoom',
    values: { gen: 1, buf: '0x65000', pos: 30, need: 980 },
  });
});

/** Bug B1: an advance between the outer acquire and the nested one, which loads the new generation. */
const bugB1: readonly Written[] = [
  ...started,
  ...sectionWithRefill(0, 1, 101),
  ['acquireFlag', 0, 1],
  ['acquireGen', 0, 1],
  ['advanceGen', 2],
  ['acquireNested', 0, 2, 1],
];

test('a nested section in the next generation is what 1.24 does, and what entryGen prevents', () => {
  expect(judged(bugB1, '1.24')).toMatchObject({
    verdict: 'violated',
    rejection: { what: 'OneGenerationPerOuterSection' },
  });
  expect(judged(bugB1, '1.26')).toMatchObject({
    verdict: 'rejected',
    reason: 'generation 2 in the log, 1 in the program',
    rejection: { what: 'acquireNested (M0)', conjunct: null },
  });
});

test('a nested section of 1.24 that loads generation 0 leaves what it counted', () => {
  const leak: readonly Written[] = [
    ...started,
    ['acquireFlag', 0, 1],
    ['acquireGen', 0, 1],
    ['stopGen', 1],
    ['acquireNested', 0, 0, 1],
  ];
  expect(judged(leak, '1.24').verdict).toBe('accepted');
  // The flag stays up for good.
  const released: readonly Written[] = [...leak, ['releaseNested', 0, 0]];
  expect(judged(released, '1.24')).toMatchObject({
    verdict: 'violated',
    rejection: { what: 'LockParityAndBalance', m: 0 },
  });
  expect(judged(leak, '1.26')).toMatchObject({ verdict: 'rejected' });
});

test('a section may write several events, or none, and a growth may open three sections', () => {
  const outer: readonly Written[] = [
    ...started,
    ...sectionWithRefill(0, 1, 101),
    ['acquireFlag', 0, 1],
    ['acquireGen', 0, 1],
  ];
  const twice = section(0, 1, 101, 30).slice(2, -1);
  const again: readonly Written[] = [
    ['writer', 0, 1, 101, 40],
    ['end', 0, 1, 101, 40],
    ['release', 0, 0],
  ];
  expect(judged([...outer, ...twice, ...again]).verdict).toBe('accepted');
  expect(judged([...outer, ['release', 0, 0]]).verdict).toBe('accepted');
  const third = growth(0, 1, 101, 40).slice(0, 5);
  const grows: readonly Written[] = [...outer, ...growth(0, 1, 101, 30), ...third, ['release', 0, 0]];
  expect(judged(grows).verdict).toBe('accepted');
  const empty: readonly Written[] = [
    ['acquireNested', 0, 1, 1],
    ['releaseNested', 0, 0],
    ['release', 0, 0],
  ];
  expect(judged([...outer, ...empty]).verdict).toBe('accepted');
});

test('what the model has no step for is told, and is no rejection', () => {
  const third: readonly Written[] = [
    ...started,
    ['acquireFlag', 0, 1],
    ['acquireGen', 0, 1],
    ['acquireNested', 0, 1, 1],
    ['acquireNested', 0, 1, 2],
  ];
  expect(judged(third)).toMatchObject({ verdict: 'inconclusive', consumed: third.length - 1 });
  expect(judged(third).reason).toMatch(/^record 5: M0 opens a third section/);
  const extra: readonly Written[] = [...started, ['destroyFlag', 0, 0]];
  expect(judged(extra).reason).toMatch(/^record 2: M0 is an extra M/);
});

/** A trace of two Ms from its start to its end. */
const stopped: readonly Written[] = [
  ...started,
  ...sectionWithRefill(0, 1, 101),
  ['stopGen', 1],
  ['stopEnabled'],
  ['snapshot', 0, 1],
  ['flagSeen', 0],
  ['advanceFlush', 0, 101],
  ['flagSeen', 1],
  ['advanceFlush', 1, 0],
  ['flushedGen', 1],
  ['readerTake', 101, 1, 30],
  ['readerStop'],
  ['advanceDone', 1],
];

test('an acquire may have read that tracing is on before it stopped, and not after its own last record', () => {
  const late: readonly Written[] = [
    ['acquireFlag', 1, 1],
    ['acquireGen', 1, 0],
    ['acquireUndo', 1, 0],
  ];
  expect(judged([...stopped, ...late]).verdict).toBe('accepted');
  expect(judged([...stopped, ...late, ...late])).toMatchObject({
    verdict: 'rejected',
    rejection: {
      what: 'traceEnabled:152 (M1)',
      conjunct: 'enabled',
      reads: { 'trace.enabled': false },
    },
  });
  // Nobody reads 24 bits of a flag that an earlier trace had: the next one starts over.
  const again: readonly Written[] = [['startEnable'], ['startPublish', 2], ...sectionWithRefill(1, 2, 101)];
  expect(judged([...stopped, ...again]).verdict).toBe('accepted');
  // M1 is on neither list: it exited, and allocm took it off while tracing was off.
  const gone: readonly Written[] = [['startEnable'], ['startPublish', 2], ['advanceGen', 3], ['snapshot', 0]];
  expect(judged([...stopped, ...gone]).verdict).toBe('accepted');
  const lost: readonly Written[] = [...again, ['advanceGen', 3], ['snapshot', 0]];
  expect(judged([...stopped, ...lost])).toMatchObject({
    verdict: 'rejected',
    reason: 'M1 runs, and is on neither list',
  });
});

test('allocm may have read that tracing is on before it stopped, and not before it took the last M off', () => {
  const destroyed = (m: number): readonly Written[] => [
    ['destroyFlag', m, 2],
    ['destroyFlush', m, 0, 0],
    ['destroyDone', m, 0],
  ];
  expect(judged([...stopped, ...destroyed(1)])).toMatchObject({ verdict: 'accepted', reason: null });
  const late: readonly Written[] = [
    ['acquireFlag', 1, 1],
    ['acquireGen', 1, 0],
    ['acquireUndo', 1, 0],
  ];
  const unread = { verdict: 'rejected', rejection: { kind: 'destroyFlag' } };
  expect(judged([...stopped, ...destroyed(1), ...destroyed(0)])).toMatchObject(unread);
  expect(judged([...stopped, ...late, ...destroyed(1)])).toMatchObject(unread);
});

test('room is decided by bytes', () => {
  const opened: readonly Written[] = [
    ...started,
    ...sectionWithRefill(0, 1, 101),
    ['acquireFlag', 0, 1],
    ['acquireGen', 0, 1],
    ['writer', 0, 1, 101, 30],
  ];
  // 970 of 1000 bytes are left.
  expect(judged([...opened, ['event', 0, 1, 101, 30, 970]]).verdict).toBe('accepted');
  expect(judged([...opened, ['event', 0, 1, 101, 30, 971]]).reason).toBe(
    '971 bytes at byte 30 of 0x65000: the log says room',
  );
  expect(judged([...opened, ['noRoom', 0, 1, 101, 30, 970]]).reason).toBe(
    '970 bytes at byte 30 of 0x65000: the log says no room',
  );
});

test('a log that is not that of a whole run is judged and found inconclusive', () => {
  expect(judged(wholeRun, '1.26', { trailer: null })).toMatchObject({
    verdict: 'inconclusive',
    consumed: wholeRun.length,
    reason: 'nosplit record did not see the program end',
  });
  expect(judged(wholeRun, '1.26', { words: { full: 1 } }).reason).toMatch(/^the log was full/);
  expect(judged(bugA, '1.26-nosplit', { trailer: null }).verdict).toBe('rejected');
});
