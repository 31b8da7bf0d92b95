import { expect, test } from 'vitest';
import { check } from '../../../checker/index.ts';
import { isEveryDay, rowsOf } from '../../../cli/testing/every-day.ts';
import { mapKinds } from '../language/kinds.ts';
import { leftOut, omissions } from './left-out.ts';
import programsOf from '../module.ts';
import { programsOfRelease } from '../releases/releases.ts';

const release = programsOfRelease('1.26');
if (release === undefined) throw new Error('1.26 has programs of its core');
const { files } = release;
/** With //go:nosplit where it is missing, so that nothing is violated that is not about the line. */
const programs = mapKinds(release.programs, (program) => ({
  ...program,
  list: program.list.map((one) => (one.op === 'entry' ? { ...one, grows: false } : one)),
}));
const lines = omissions(programs, files);
const named = (fn: string, what: string) => {
  const found = lines.filter((one) => one.fn === fn && one.what === what);
  expect(found.length, `${fn}: ${what}`).toBeGreaterThan(0);
  return found[0] ?? { fn, line: 0, what };
};
const without = (at: { readonly fn: string; readonly line: number }) =>
  programsOf({ programs: leftOut(programs, at), bounds: 'tiny', name: 'go', files });

test('only lines of the tree can be left out, each once', () => {
  expect(new Set(lines.map(({ fn, line }) => `${fn}:${line}`)).size).toBe(lines.length);
  expect(lines.every(({ fn }) => Object.hasOwn(files, fn))).toBe(true);
});

test('a line that does nothing of the kind leaves the programs as they are', () => {
  expect(leftOut(programs, { fn: 'traceRelease', line: 1 })).toEqual(programs);
});

test('the steps keep their names where a store is left out, so that a schedule can be tried', () => {
  const whole = programsOf({ programs, bounds: 'tiny', name: 'go', files });
  const less = without(named('traceWriter.end', 'the store to m.trace.buf[][]'));
  expect(Object.keys(less.actions)).toEqual(Object.keys(whole.actions));
});

/** What nothing shows within these bounds, and why. */
const unseen: Readonly<Record<string, string>> = {
  'traceWriter.refill: the unlock of trace.lock':
    'memory from the system: the bounds have a free buffer for every M',
  'StartTrace: the store to trace.flushedGen':
    'it is 0 before the first trace, and the bounds have one trace',
};

test('every line that stores or locks protects something, where the bounds show it', async () => {
  const silent = [];
  for (const one of rowsOf(lines, 0, 6)) {
    const { verdict } = await check(without(one), { traces: false });
    if (verdict !== 'violated') silent.push(`${one.fn}: ${one.what}`);
  }
  expect(silent).toEqual(isEveryDay ? [] : Object.keys(unseen));
});
