/** What a reviewer brings: a tree with one thing changed. It is violated, holds, or is refused at the line in question. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed, partOf, programSystem } from '../../model/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../testing/go-trees.ts';
import { readPrograms } from './read.ts';
import { additionEdits } from './testing/addition-edits.ts';
import { dropEdits } from './testing/drop-edits.ts';
import { edits } from './testing/edits.ts';
import { generationEdits } from './testing/generation-edits.ts';
import { memoryEdits } from './testing/memory-edits.ts';
import { readerEdits } from './testing/reader-edits.ts';
import { sectionsEdits } from './testing/sections-edits.ts';
import { threadsEdits } from './testing/threads-edits.ts';

const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

const known = [
  ...edits,
  ...generationEdits,
  ...threadsEdits,
  ...readerEdits,
  ...memoryEdits,
  ...sectionsEdits,
  ...additionEdits,
];

describe.each([
  { release: 'go1.26.8', of: 'go1.26.8 with a nosplit refill', before: [nosplitRefill], known },
  { release: 'go1.23.12', of: 'go1.23.12', before: [], known: dropEdits },
])('of $of, a tree in which', ({ release, before, known }) => {
  const goroot = gorootOf(release);

  known.forEach(({ name, edits: changes, expected, bounds = 'tiny' }, index) => {
    // Every twelfth is looked at each time, and in the exhaustive run every other one; NIGHTLY=1 looks at all.
    const searched = boundsNamed(bounds);
    const part = partOf(searched);
    const tags = index % 12 === 0 || 'refused' in expected ? [] : ['exhaustive'];
    const isLeftOut = index % 2 !== 0 && process.env['NIGHTLY'] === undefined;
    test.skipIf(goroot === null || isLeftOut)(name, { tags }, async () => {
      const dir = copies.edited(goroot ?? '', [...before, ...changes]);
      if ('refused' in expected) {
        await expect(readPrograms(dir, { part })).rejects.toThrow(expected.refused);
        return;
      }
      const { programs } = await readPrograms(dir, { part });
      const system = programSystem(programs, searched, { name: 'edited' });
      const coarse = programSystem(programs, searched, { name: 'edited', granularity: 'coarse' });
      if ('holds' in expected) {
        const { verdict, distinct, violations } = await check(system, { continue: true, traces: false });
        expect({ verdict, distinct, violations }).toEqual({
          verdict: 'holds',
          distinct: expected.holds,
          violations: [],
        });
        expect((await check(coarse, { traces: false })).verdict).toBe('holds');
        return;
      }
      // No further than to the violation that is expected, whatever else is violated before.
      const options = { traces: false, properties: [expected.violated] };
      const { violations } = await check(system, options);
      expect(violations.map(({ property, steps }) => `${property} ${steps}`)).toEqual([
        `${expected.violated} ${expected.steps}`,
      ]);
      const [found] = (await check(coarse, options)).violations;
      expect(found?.property).toBe(expected.violated);
      expect(found?.steps ?? 0).toBeLessThanOrEqual(expected.steps ?? 0);
    });
  });
});
