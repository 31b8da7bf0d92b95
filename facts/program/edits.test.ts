/** What a reviewer brings: a tree with one thing changed. It is violated, holds, or is refused at the line in question. */
import { afterAll, describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import { boundsNamed, partOf, programSystem } from '../../model/index.ts';
import { gorootOf, nosplitRefill, treeCopies } from '../testing/go-trees.ts';
import { readPrograms } from './read.ts';
import { edits } from './testing/edits.ts';
import { generationEdits } from './testing/generation-edits.ts';
import { memoryEdits } from './testing/memory-edits.ts';
import { readerEdits } from './testing/reader-edits.ts';
import { sectionsEdits } from './testing/sections-edits.ts';
import { threadsEdits } from './testing/threads-edits.ts';

const goroot = gorootOf('go1.26.8');
const copies = treeCopies();
afterAll(() => {
  copies.remove();
});

describe.skipIf(goroot === null)('of go1.26.8 with a nosplit refill, a tree in which', () => {
  [...edits, ...generationEdits, ...threadsEdits, ...readerEdits, ...memoryEdits, ...sectionsEdits].forEach(
    ({ name, edits: changes, expected, bounds = 'tiny' }, index) => {
      // Every third is looked at each time.
      const searched = boundsNamed(bounds);
      const part = partOf(searched);
      test(name, { tags: index % 6 === 0 || 'refused' in expected ? [] : ['exhaustive'] }, async () => {
        const dir = copies.edited(goroot ?? '', [nosplitRefill, ...changes]);
        if ('refused' in expected) {
          await expect(readPrograms(dir, { part })).rejects.toThrow(expected.refused);
          return;
        }
        const { programs } = await readPrograms(dir, { part });
        const system = programSystem(programs, searched, { name: 'edited' });
        const { verdict, distinct, violations } = await check(system, { continue: true, traces: false });
        if ('holds' in expected) {
          expect({ verdict, distinct, violations }).toEqual({
            verdict: 'holds',
            distinct: expected.holds,
            violations: [],
          });
          return;
        }
        expect(verdict).toBe('violated');
        expect(violations.map(({ property, steps }) => `${property} ${steps}`)).toContain(
          `${expected.violated} ${expected.steps}`,
        );
      });
    },
  );
});
