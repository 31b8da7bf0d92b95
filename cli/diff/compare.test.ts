import { expect, test } from 'vitest';
import type { Report } from '../../checker/index.ts';
import type { Searched } from '../searching/searched.ts';
import type { JudgedPart, TreePart } from '../selection/tree.ts';
import { comparedPart, outcomeOf } from './compare.ts';

/** A part whose search found these properties violated, in so many steps. */
function searched(
  violated: Readonly<Record<string, number>>,
  { limit = null, unread = null, ...more }: Partial<Pick<Report, 'limit'> & JudgedPart> = {},
): Searched {
  const isViolated = Object.keys(violated).length > 0;
  // Sound because the comparison reads nothing else of them.
  const of = { part: 'core', config: 'small', sameAs: '1', unread, ...more } as TreePart;
  const report = {
    verdict: isViolated ? 'violated' : limit === null ? 'holds' : 'exhausted',
    limit,
    violations: Object.entries(violated).map(([property, steps]) => ({ property, steps, trace: null })),
  } as unknown as Report;
  return { of, report };
}

const refused: Searched = { of: { part: 'core', config: 'small', refusal: 'unknown' }, report: null };

const outcome = (old: Searched, now: Searched): string => outcomeOf([comparedPart(old, now)]);
const changes = (old: Searched, now: Searched): string[] =>
  comparedPart(old, now).counterexamples.map(({ property, change }) => `${property} ${change}`);

test('what was not violated and is now is new, and worse', () => {
  const [old, now] = [searched({ A: 3 }), searched({ A: 3, B: 5 })];
  expect(changes(old, now)).toEqual(['A same', 'B new']);
  expect(outcome(old, now)).toBe('worse');
  expect(changes(now, old)).toEqual(['A same', 'B gone']);
  expect(outcome(now, old)).toBe('notWorse');
});

test('another length is a change, and not worse', () => {
  const [old, now] = [searched({ A: 3 }), searched({ A: 4 })];
  expect(changes(old, now)).toEqual(['A changed']);
  expect(outcome(old, now)).toBe('notWorse');
});

test('of an older tree that was not searched to its end nobody knows what was violated', () => {
  for (const old of [searched({}, { limit: 'time' }), searched({ B: 2 }, { limit: 'time' })]) {
    const now = searched({ A: 3, B: 2 });
    expect(changes(old, now)).toContain('A unknown');
    expect(outcome(old, now)).toBe('exhausted');
  }
  expect(changes(refused, searched({ A: 3 }))).toEqual(['A unknown']);
  expect(outcome(refused, searched({ A: 3 }))).toBe('refused');
});

test('a violation of a search without an end may hide others', () => {
  expect(outcome(searched({ A: 3 }), searched({ A: 3 }, { limit: 'time' }))).toBe('exhausted');
});

test('a refusal of either side is one, unless something is worse', () => {
  expect(outcome(searched({}), refused)).toBe('refused');
  const unread = searched({}, { unread: 'unknown' });
  expect(outcome(searched({}), unread)).toBe('refused');
  expect(outcome(unread, searched({}))).toBe('refused');
  expect(outcome(searched({}), searched({ A: 3 }, { unread: 'unknown' }))).toBe('worse');
  expect(
    outcomeOf([comparedPart(searched({}), refused), comparedPart(searched({}), searched({ A: 1 }))]),
  ).toBe('worse');
});

test('one search is about both sides only where both are judged by the same', () => {
  const once = (old: Searched, now: Searched): boolean => comparedPart(old, now).searchedOnce;
  expect(once(searched({}), searched({}))).toBe(true);
  expect(once(searched({}), searched({}, { sameAs: '2' }))).toBe(false);
  expect(once(refused, refused)).toBe(false);
});
