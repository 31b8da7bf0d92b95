import { expect, test } from 'vitest';
import { check, explorer } from '../../checker/index.ts';
import { programsOfRelease } from '../../model/index.ts';
import { Desk } from '../desk.ts';
import { makePrograms } from './programs.ts';
import { prologuesOf, withPrologues } from './prologues.ts';

const release = programsOfRelease('1.26');
if (release === undefined) throw new Error('1.26 has programs of its core');
const { programs, files } = release;
const base = {
  kind: 'programs',
  params: { programs, files, bounds: 'tiny', name: 'go1.26', granularity: 'coarse' },
  mutants: {},
} as const;
const made = (...changes: string[]) => withPrologues(makePrograms)({ base, changes });
const cured = 'split:-traceWriter.refill';

test('the missing line of a tree is offered, and with it the tree holds', async () => {
  const { offers, title } = made();
  expect(title).not.toContain('nosplit');
  expect(offers.map(({ change }) => change)).toEqual(
    expect.arrayContaining([cured, 'split:+traceWriter.end']),
  );
  const { system, title: other } = made(cured);
  expect(other).toBe(`${title}, traceWriter.refill is nosplit`);
  expect((await check(system)).verdict).toBe('holds');
});

test('every other function that is offered is needed as nosplit, too', { tags: 'exhaustive' }, async () => {
  const others = prologuesOf({ base, changes: [] }).filter(({ change }) => change !== cured);
  expect(others.length).toBeGreaterThan(2);
  for (const { change, words } of others) {
    const { violations } = await check(made(cured, change).system, { traces: false });
    expect([words, violations.length > 0]).toEqual([words, true]);
  }
});

test(
  'a schedule is followed by the numbers of its own fields, though the cured steps keep fewer locals',
  { tags: 'exhaustive' },
  async () => {
    const own = explorer(made().system);
    const { violations } = await check(made().system);
    const desk = new Desk(withPrologues(makePrograms));
    const { run, violated } = await desk.answer({
      kind: 'follow',
      spec: { base, changes: [] },
      id: violations[0]?.trace?.id ?? null,
      other: { base, changes: [cured] },
    });
    expect(violated).toEqual([]);
    expect(explorer(made(cured).system).fields.length).toBeLessThan(own.fields.length);
    const last = new Map(
      run.steps.flatMap(({ changes }) => changes).map(([field, value]) => [own.fields[field]?.path, value]),
    );
    expect([last.get('m[0].buf[1]'), last.get('m[0].bufs[1].used'), last.get('m[0].bufs[1].gen')]).toEqual([
      2,
      true,
      1,
    ]);
    const initial = own.values(own.initial());
    for (const { changes } of run.steps)
      for (const [field, value] of changes) expect(typeof value).toBe(typeof initial[field]);
  },
);

test('goes with a line that is left out, and refuses what the steps do not enter', () => {
  const line = made().offers.find(({ change }) => change.startsWith('line:traceWriter.end:'))?.change ?? '';
  expect(made(cured, line).title).toMatch(/traceWriter\.refill is nosplit, without traceWriter\.end:\d+$/);
  expect(() => made('split:-traceAdvance')).toThrow(
    'the steps of this tree do not enter traceAdvance to write',
  );
});
