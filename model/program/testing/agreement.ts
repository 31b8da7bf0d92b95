/** What a search of fine steps and one of coarse steps have to agree on. */
import { expect } from 'vitest';
import type { Report } from '../../../checker/index.ts';

/**
 * Claims on which the classes of accesses rest (granularity.ts): locks are held, and an M's flag is up as long as its section is open.
 * Past a violation of one, what a coarse step does may be seen by others in between: the tree is violated all the same, and fine
 * steps may find more that is.
 */
const disciplines = ['LockDiscipline', 'NoFlushUnderSection', 'LockParityAndBalance'];

/** Both were asked to go on past violations: they violate the same. */
export function expectAgreement(fine: Report, coarse: Report): void {
  const [inFine, inCoarse] = [fine, coarse].map(({ violations }) =>
    violations.map(({ property }) => property).toSorted(),
  );
  expect(coarse.verdict).toBe(fine.verdict);
  const broken = disciplines.filter((one) => inFine?.includes(one));
  if (broken.length === 0) expect(inCoarse).toEqual(inFine);
  else {
    expect(inCoarse).toEqual(expect.arrayContaining(broken));
    expect(inFine).toEqual(expect.arrayContaining(inCoarse ?? []));
  }
  expect(coarse.distinct).toBeLessThanOrEqual(fine.distinct);
}
