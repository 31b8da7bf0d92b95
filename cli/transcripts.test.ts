import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { actual, commandsIn, compared, folderOf } from './testing/transcript.ts';
import { repository } from './testing/world.ts';

const [goroot, release] = ((): [string | null, string | null] => {
  try {
    const said = execFileSync('go', ['env', 'GOROOT', 'GOVERSION'], { encoding: 'utf8' }).trim().split('\n');
    return [said[0] ?? null, said[1] ?? null];
  } catch {
    // No go command: the blocks that need one are skipped.
    return [null, null];
  }
})();

const pages = ['cli/transcripts', 'docs', '.']
  .flatMap((folder) =>
    readdirSync(join(repository, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  )
  .filter(
    (page) => page.startsWith('cli/') || /^```console/m.test(readFileSync(join(repository, page), 'utf8')),
  );

/** Each command is a process of its own. Every day those of README and of the transcripts written for this test are run. */
const tagsOf = (page: string) => (/^(docs|proofs-notes)/.test(page) ? ['exhaustive'] : []);

for (const page of pages)
  describe(page, { tags: tagsOf(page) }, () => {
    const markdown = readFileSync(join(repository, page), 'utf8');
    const { cwd, remove } = folderOf(markdown);
    afterAll(remove);
    for (const command of commandsIn(markdown)) {
      test.skipIf(command.needs !== undefined && command.needs !== release)(
        `${command.line} prints what the page says`,
        async () => {
          const [expected, came] = compared(command.expected, await actual(command, cwd, goroot));
          expect(came).toBe(expected);
        },
      );
    }
  });

test('there are transcripts, and each of them runs something', () => {
  const transcripts = pages.filter((page) => page.startsWith('cli/'));
  expect(transcripts.length).toBeGreaterThan(2);
  for (const page of transcripts)
    expect(commandsIn(readFileSync(join(repository, page), 'utf8')).length, page).toBeGreaterThan(0);
});
