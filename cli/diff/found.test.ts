import { expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { renderFindings } from '../reporters/render.ts';
import { selectDesign } from '../selection/programs.ts';
import type { JudgedPart } from '../selection/tree.ts';
import type { Searched } from '../searching/searched.ts';
import { comparedPart } from './compare.ts';
import type { Comparison } from './comparison.ts';
import { foundByChange } from './found.ts';

async function searched(design: string, all = false): Promise<Searched & { of: JudgedPart }> {
  const selection = selectDesign(design, 'tiny');
  const of: JudgedPart = {
    ...{ part: 'core', config: 'tiny', selection },
    ...{ standIn: null, sameAs: design, unread: null },
  };
  return { of, report: await check(selection.system, { continue: all }) };
}

/** Sound because findings are made of these fields alone. */
const comparison = (old: Searched, now: Searched): Pick<Comparison, 'new' | 'parts'> =>
  ({ new: { tree: { parts: [now.of] } }, parts: [comparedPart(old, now)] }) as unknown as Comparison;

const named = (found: ReturnType<typeof foundByChange>): string[] =>
  found.reports.flatMap(({ document }) => document.violations.map(({ property }) => property));

test('what the change adds is found, and what was there before is not', async () => {
  const [cured, shipped] = [await searched('1.26-nosplit', true), await searched('1.26', true)];
  const added = foundByChange(comparison(cured, shipped), false);
  expect(named(added)).toContain('NoLostBuffer');
  expect(renderFindings(added, 'github', 1)).toMatch(/^::error file=src\/runtime\/tracebuf\.go,/);
  expect(named(foundByChange(comparison(shipped, shipped), false))).toEqual([]);
  expect(named(foundByChange(comparison(shipped, cured), false))).toEqual([]);
});

test('JUnit has every property of the newer tree, those that failed before among them', async () => {
  const shipped = await searched('1.26', true);
  const all = foundByChange(comparison(shipped, shipped), true);
  expect(named(all)).toContain('NoLostBuffer');
  expect(renderFindings(all, 'junit', 1)).toContain('<failure message="NoLostBuffer in 15 steps">');
});

test('a part that is refused now, and was not before, is found', async () => {
  const [was, is] = [await searched('1.26-nosplit'), await searched('1.26-nosplit')];
  const refused = { ...is, of: { ...is.of, unread: 'more at tracebuf.go:3' } };
  expect(foundByChange(comparison(was, refused), false).refused).toEqual([
    { part: 'core', why: 'more at tracebuf.go:3' },
  ]);
  expect(foundByChange(comparison(refused, refused), false).refused).toEqual([]);
});
