import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { repository } from '../../cli/testing/world.ts';
import { lostBuffer, words } from './testing/lost-buffer.ts';
import { executable, launch, open, until, untilText } from './testing/browser.ts';

if (executable === undefined)
  console.log('skipped: no served page is opened in a browser, for there is no Chromium on the PATH');

test.skipIf(executable === undefined)(
  'a served page copies the golden test of a branch, which the server makes',
  { tags: 'exhaustive' },
  async () => {
    const given = ['dist/cli/bin.js', 'explore', await lostBuffer(), ...words];
    const child = spawn(process.execPath, given, { cwd: repository, stdio: ['ignore', 'pipe', 'ignore'] });
    const browser = await launch();
    try {
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
      while (!said.includes('\n')) await once(child.stdout, 'data');
      const { page } = await open(browser, /open (http:\S+)/.exec(said)?.[1] ?? '');
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const golden = async (): Promise<string> => {
        await page.keyboard.press('s');
        await page.click('.over >> text="Go golden test"');
        await untilText(page, '.over [role=status]', 'Go golden test: copied');
        await page.keyboard.press('Escape');
        // Sound because the page is in a browser.
        return page.evaluate(() => navigator.clipboard.readText());
      };
      const whole = await golden();
      expect(whole).toContain('Trace Go1.26');
      // Before the stack grows.
      await page.keyboard.press('g');
      for (let step = 0; step < 8; step++) await page.keyboard.press('j');
      await page.keyboard.press('b');
      await until(page, () => document.querySelector('footer .count')?.textContent.trim() === '8 / 8');
      const branch = await golden();
      expect(branch).toContain('Trace Go1.26');
      expect(branch).not.toBe(whole);
    } finally {
      await browser.close();
      child.kill('SIGINT');
      await once(child, 'exit');
    }
  },
);
