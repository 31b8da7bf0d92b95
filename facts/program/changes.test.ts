import { expect, test } from 'vitest';
import type { Programs } from '../../model/index.ts';
import { programsOfRelease } from '../../model/index.ts';
import { changedSteps } from './changes.ts';
import { stepsKey } from './key.ts';

const programsOf = (design: string): Programs => (programsOfRelease(design) ?? expect.fail()).programs;

test('a program has no changes beside itself, and none by its lines alone', () => {
  const programs = programsOf('1.26');
  const moved = JSON.parse(
    JSON.stringify(programs, (key, value: unknown) => (key === 'line' ? Number(value) + 7 : value)),
  ) as Programs;
  expect(changedSteps([{ old: programs, new: moved }])).toEqual(new Map());
  expect(stepsKey(moved)).toBe(stepsKey(programs));
});

test('programs are the same whatever their locals are called, and others where a step is', () => {
  const { own, ...others } = programsOf('1.26');
  const [local = ''] = Object.keys(own.locals);
  const rename = (value: unknown): unknown => (value === local ? 'another' : value);
  const renamed = JSON.parse(JSON.stringify(own.list), (_, value: unknown) =>
    rename(value),
  ) as typeof own.list;
  const locals = Object.fromEntries(
    Object.entries(own.locals).map(([name, type]) => [name === local ? 'another' : name, type]),
  );
  const key = stepsKey({ own, ...others });
  expect(stepsKey({ own: { list: renamed, locals }, ...others })).toBe(key);
  own.list.forEach((_, index) => {
    const list = own.list.filter((__, at) => at !== index);
    expect(stepsKey({ own: { ...own, list }, ...others })).not.toBe(key);
  });
});

test('between Go 1.25 and 1.26 a nested section no longer loads trace.gen, with both lines', () => {
  const changed = changedSteps([{ old: programsOf('1.25'), new: programsOf('1.26') }]);
  const rows = changed.get('traceAcquireEnabled') ?? [];
  const gone = rows.flatMap(({ old }) => old?.says ?? []);
  const come = rows.flatMap((row) => row.new?.says ?? []);
  expect(gone.some((says) => says.includes('seqlock'))).toBe(true);
  expect(come.some((says) => says.includes('entryGen'))).toBe(true);
  for (const row of rows) expect((row.old ?? row.new)?.line).toBeGreaterThan(0);
});

test('a function whose prologue may grow the stack is told', () => {
  const programs = programsOf('1.26');
  const nosplit = JSON.parse(
    JSON.stringify(programs, (key, value: unknown) => (key === 'grows' ? false : value)),
  ) as Programs;
  expect(changedSteps([{ old: programs, new: nosplit }]).get('traceWriter.refill')).toEqual([
    {
      old: { line: 156, says: 'enter traceWriter.refill, whose stack may grow' },
      new: { line: 156, says: 'enter traceWriter.refill' },
    },
  ]);
});

test('a step that several threads say in their own ways is told once, and a nil check by the use of its pointer', () => {
  const programs = programsOf('1.26');
  const text = JSON.stringify(programs);
  const [store] = programs.own.list.filter(({ op, fn }) => op === 'store' && fn === 'traceWriter.end');
  const without = (all: string): Programs =>
    JSON.parse(all, (key, value: unknown) =>
      key === 'list' && Array.isArray(value)
        ? value.filter((one: { fn: string; line: number }) => one.fn !== store?.fn || one.line !== store.line)
        : value,
    ) as Programs;
  const otherwise = text.replaceAll(/"traceBuf\b/g, '"otherBuf');
  expect(otherwise).not.toBe(text);
  const changed = changedSteps(
    [text, otherwise].map((all) => ({ old: JSON.parse(all) as Programs, new: without(all) })),
  );
  expect(changed.get('traceWriter.end')?.map((row) => [row.old?.line, row.new])).toEqual([
    [store?.line, null],
  ]);
});
