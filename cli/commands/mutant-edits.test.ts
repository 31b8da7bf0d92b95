/** The mutants of the core are edits of real sources, too: `check --go` of the edited tree has the mutant's verdict, or refuses it. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../../facts/testing/go-trees.ts';
import { boundsNamed, mutants, partOf } from '../../model/index.ts';
import { selectPrograms } from '../selection/programs.ts';
import { isRefused, treeToSearch } from '../selection/tree.ts';
import { mutantEdits } from '../testing/mutant-edits.ts';

// Mutants that only store buffers show have edits of their own (facts/program/testing/memory-edits.ts).
const ofCore = (config: string): boolean => {
  const bounds = boundsNamed(config);
  return partOf(bounds) === 'core' && bounds.parts.memory === undefined;
};
const coreMutants = Object.values(mutants).filter(({ fails }) => Object.keys(fails).some(ofCore));

test('every mutant of the core has its edit, and no other has one', () => {
  expect(Object.keys(mutantEdits).toSorted()).toEqual(coreMutants.map(({ name }) => name).toSorted());
});

const goroot = gorootOf('go1.26.8');
const copies = treeCopies({ whole: true });
afterAll(() => {
  copies.remove();
});

describe.skipIf(goroot === null)('of go1.26.8 with a nosplit refill, the edit for', () => {
  coreMutants.forEach(({ name, change, why, fails }, index) => {
    const { edits = [], instead, refused, readBy = [] } = mutantEdits[name] ?? {};
    const said = refused === undefined ? `is violated, since ${why}` : `is refused, since ${refused}`;
    // One in five is looked at each time.
    const tags = index % 5 === 0 ? [] : ['exhaustive'];
    test(`${name} (${change}) ${said}`, { tags, timeout: 60_000 }, async () => {
      const dir = copies.edited(goroot ?? '', [nosplitRefill, ...edits]);
      if (refused !== undefined) {
        const { refusal, parts } = await treeToSearch(dir, {});
        expect(refusal).toMatch(/ matches no known design: /);
        // No part that does not read the statement can be said to hold.
        const judged = parts.filter((part) => !isRefused(part) && part.unread === null);
        expect(judged.map(({ part }) => part)).toEqual(readBy);
        return;
      }
      const [config = ''] = Object.keys(fails).filter(ofCore);
      const { system } = await selectPrograms(dir, config);
      const { verdict, violations } = await check(system, { continue: true, traces: false });
      expect(verdict).toBe('violated');
      const found = violations.map(({ property }) => property);
      const own = Object.keys(fails[config] ?? {});
      if (instead === undefined)
        expect(
          found.some((one) => own.includes(one)),
          found.join(),
        ).toBe(true);
      else {
        expect(found).toContain(instead.property);
        // Whoever mends it takes the exception out.
        expect(found.some((one) => own.includes(one))).toBe(false);
      }
    });
  });
});
