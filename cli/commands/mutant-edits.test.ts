/** Mutants are edits of real sources, too: `check --go` of the edited tree has the mutant's verdict, or refuses it. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Report } from '../../checker/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../../facts/testing/go-trees.ts';
import { boundsNamed, mutants, partOf } from '../../model/index.ts';
import type { Granularity } from '../../model/index.ts';
import { expectAgreement } from '../../model/program/testing/agreement.ts';
import { isRefused, selectTree, treeToSearch } from '../selection/tree.ts';
import { mutantEdits } from '../testing/mutant-edits/index.ts';

/** The part of programs that bounds are about, as the tables call it. */
const tableOf = (config: string): string | undefined => {
  const bounds = boundsNamed(config);
  return bounds.parts.memory === undefined ? partOf(bounds) : 'memory';
};
const all = Object.entries(mutantEdits).flatMap(([part, edits]) =>
  Object.entries(edits).map(([name, edit]) => ({ part, name, edit })),
);

test('every mutant of a part that has programs has its edit, or a reason why there is none', () => {
  const withPrograms = Object.values(mutants).filter(({ fails }) =>
    Object.keys(fails).some((config) => tableOf(config) !== undefined),
  );
  expect(all.map(({ name }) => name).toSorted()).toEqual(withPrograms.map(({ name }) => name).toSorted());
});

const goroot = gorootOf('go1.26.8');
const copies = treeCopies({ whole: true });
afterAll(() => {
  copies.remove();
});

describe.skipIf(goroot === null)('of go1.26.8 with a nosplit refill, the edit for', () => {
  const edited = all.flatMap(({ edit, ...one }) => ('none' in edit ? [] : [{ ...one, ...edit }]));
  edited.forEach(({ part, name, edits, instead, refused }, index) => {
    const mutant = mutants[name];
    if (mutant === undefined) throw new Error(`no mutant is called ${name}`);
    const { change, why, fails } = mutant;
    const said = refused === undefined ? `is violated, since ${why}` : `is refused, since ${refused}`;
    // One in 66 is looked at each time, and in the exhaustive run every third one; NIGHTLY=1 looks at all.
    const tags = index % 66 === 0 ? [] : ['exhaustive'];
    test.skipIf(index % 3 !== 0 && process.env['NIGHTLY'] === undefined)(
      `${name} (${change}) ${said}`,
      { tags },
      async () => {
        const dir = copies.edited(goroot ?? '', [nosplitRefill, ...edits]);
        if (refused !== undefined) {
          const { unknown, parts } = await treeToSearch(dir, {});
          expect(unknown?.message).toMatch(/ matches no known design: /);
          // Nobody has read the statement, so no part can be said to hold.
          const judged = parts.filter((part) => !isRefused(part) && part.unread === null);
          expect(judged.map(({ part }) => part)).toEqual([]);
          return;
        }
        const [config = ''] = Object.keys(fails).filter((one) => tableOf(one) === part);
        const searched = async (granularity: Granularity): Promise<Report> => {
          const { system } = await selectTree(dir, config, { granularity });
          return check(system, { continue: true, traces: false });
        };
        // One in twelve is searched in fine steps as well; edits.test.ts and granularity.test.ts compare more.
        const coarse = await searched('coarse');
        if (index % 12 === 0) expectAgreement(await searched('fine'), coarse);
        const { verdict, violations } = coarse;
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
      },
    );
  });
});
