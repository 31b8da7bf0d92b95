import { describe, expect, test } from 'vitest';
import { nosplit } from './testing/world.ts';

const model = ['--model', 'peterson', '--set', 'broken=true'];

const lines: readonly (readonly [readonly string[]])[] = [
  [['--help']],
  [['check', '--help']],
  [['conform', '--help']],
  [['matrix', '--help']],
  [['emit-test', '--help']],
  [['run', '--help']],
  [['list']],
  [['list', 'mutants']],
  [['list', 'examples']],
  [['list', 'configs']],
  [['list', 'properties']],
  [['list', 'actions']],
  [['check', ...model]],
  [['check', 'tiny', '--design', '1.26']],
  [['check', 'tiny', '--design', '1.26-nosplit', '--vacuity']],
  [['check', 'reader-tiny', '--design', '1.24']],
  [['matrix', '--designs', '--configs', 'tiny']],
  [['matrix', '--mutants', '--configs', 'memory-tiny']],
  [['run', 'pipeline', '--rounds', '2', '--check']],
  [['start']],
];
/** These take seconds. */
const isLong = ([command, what]: readonly string[]): boolean => command === 'start' || what === '--mutants';

for (const columns of [80, 100])
  describe(`in ${columns} columns`, () => {
    for (const [words] of lines)
      test(
        `nosplit ${JSON.stringify(words)} is not wider`,
        { tags: columns === 80 && !isLong(words) ? [] : ['exhaustive'] },
        async () => {
          const { stdout, exit } = await nosplit(words, { columns });
          expect([0, 1]).toContain(exit);
          // The verdict, and a command to copy, are lines of their own, however long.
          const isOneLine = (line: string): boolean =>
            /^(holds|violated|exhausted): /.test(line) || line.includes(': nosplit ');
          const wide = stdout.split('\n').filter((line) => line.length > columns && !isOneLine(line));
          expect(wide).toEqual([]);
        },
      );
  });
