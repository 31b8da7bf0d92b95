import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nosplit } from '../../cli/testing/world.ts';
import { executable, launch, open, untilText } from './testing/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-strangers-'));
let browser: Browser;

if (executable === undefined)
  console.log("skipped: strangers' models are shown in no browser, for there is no Chromium on the PATH");

const at = (page: Page): Promise<string> => page.locator('footer .count').innerText();
const rows = (page: Page): Promise<readonly string[]> =>
  page.locator('.lanes.own [role=option]').allInnerTexts();

describe.skipIf(executable === undefined)("the page of a stranger's model", () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  test(
    'a trace of 1,000 steps and 100 fields scrolls with few rows in the document',
    { tags: 'exhaustive' },
    async () => {
      const model = join(folder, 'long.js');
      writeFileSync(
        model,
        `import { array, int, over, record } from '${new URL('../../dist/browser/checker/public.js', import.meta.url).href}';
const { action, always, system } = over(record({ n: int(0, 1000), a: array(100, int(0, 9)) }));
export default system({
  name: 'long',
  initial: [{ n: 0, a: Array(100).fill(0) }],
  actions: { Count: action({ guard: { more: (s) => s.n < 1000 }, effect: (next) => { next.a.set(next.n % 100, (next.a.at(next.n % 100) + 1) % 10); next.n++; } }) },
  properties: { Ends: always({ holds: (s) => s.n < 1000, otherwise: 'it has counted to 1,000' }) },
});
`,
      );
      const report = join(folder, 'long.json');
      await nosplit(['check', '--model', model, '--format', 'json', '--out', report]);
      const html = join(folder, 'long.html');
      const { exit, stderr } = await nosplit(['report', report, '--model', model, '--html', html]);
      expect([exit, stderr]).toEqual([0, '']);
      const { page, noted } = await open(browser, `file://${html}`);
      expect(await page.locator('h1').innerText()).toContain('It has counted to 1,000');
      expect((await rows(page)).length).toBeLessThan(120);
      // 60 frames a second leave 16.7 ms for each. It takes 5 on a quiet machine, and twice that where a core is shared.
      expect(await frameOf(page)).toBeLessThan(16);
      await page.keyboard.press('g');
      await page.keyboard.press('j');
      expect(await at(page)).toBe('1 / 1000');
      expect(await page.locator('#panel-next').innerText()).toContain('Count');
      expect(noted).toEqual([]);
    },
  );

  test('strings of others are text, whatever stands in them', async () => {
    const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e<!--"'\`\${alert(3)}`;
    const model = join(folder, 'evil.js');
    writeFileSync(
      model,
      `import { int, oneOf, over, record } from '${new URL('../../dist/browser/checker/public.js', import.meta.url).href}';
const evil = ${JSON.stringify(evil)};
const long = 'x'.repeat(100000);
const { action, always, system } = over(record({ n: int(0, 3), constructor: int(0, 1), toString: oneOf(evil, long) }));
export default system({
  name: evil,
  initial: [{ n: 0, constructor: 0, toString: evil }],
  actions: {
    [evil]: action({ params: { p: [evil] }, guard: { [evil]: (s) => s.n < 3 }, effect: (next) => { next.n++; next.toString = long; }, process: () => evil, source: 'runtime/x.go, ' + evil }),
    __proto: action({ guard: { [evil]: () => false }, effect: () => undefined, process: () => '__proto__' }),
  },
  properties: { [evil]: always({ holds: (s) => s.n < 2, otherwise: evil, source: evil }) },
});
`,
    );
    const report = join(folder, 'evil.json');
    await nosplit(['check', '--model', model, '--format', 'json', '--out', report]);
    const html = join(folder, 'evil.html');
    const { exit, stderr } = await nosplit(['report', report, '--model', model, '--html', html]);
    expect([exit, stderr]).toEqual([0, '']);
    const hash = `#x=${encodeURIComponent(evil)}&pin=${encodeURIComponent(evil)}&vs=${encodeURIComponent(evil)}&theme=${encodeURIComponent(evil)}&__proto__=1`;
    const { page, noted } = await open(browser, `file://${html}${hash}`);
    for (const key of ['k', 'k', 'j', 's', 'Escape', '?', 'Escape', 'w']) await page.keyboard.press(key);
    expect(await page.locator('img, iframe, object, a[href^="javascript"]').count()).toBe(0);
    // The data, the packed worker and the page's own.
    expect(await page.locator('script').count()).toBe(3);
    await page.click('text="Run the model\'s code"');
    await untilText(page, '#panel-next', 'after step 2');
    await page.keyboard.press('g');
    await untilText(page, '#panel-next', 'at the start');
    await page.keyboard.press('1');
    await untilText(page, 'footer .count', '1 / 2');
    expect(await page.locator('img, iframe, object, a[href^="javascript"]').count()).toBe(0);
    expect(noted).toEqual([]);
    // What the policy is there for: a script that came in all the same does not run.
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "run"';
      document.body.append(script);
    });
    expect(await page.title()).not.toBe('run');
  });
});

/** How much CPU time a frame takes on the page's own thread while the lanes scroll from end to end, in milliseconds. */
async function frameOf(page: Page): Promise<number> {
  const frames = 120;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const seconds = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Infinity;
  };
  const before = await seconds();
  const shown = await page.evaluate(async (count) => {
    const scroll = document.querySelector('.lanes .scroll');
    const first = new Set<string>();
    for (let frame = 0; frame < count; frame++) {
      if (scroll !== null)
        scroll.scrollTop = (frame * (scroll.scrollHeight - scroll.clientHeight)) / (count - 1);
      await new Promise(requestAnimationFrame);
      first.add(document.querySelector('.lanes [role=option]')?.id ?? '');
    }
    return first.size;
  }, frames);
  // Each frame has other rows.
  expect(shown).toBeGreaterThan(frames / 2);
  return ((await seconds()) - before) * (1000 / frames);
}
