/** What axe finds in a page: nothing. */
import axeCore from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Findings of axe, each by its rule and where it is. */
export async function axe(page: Page | Frame): Promise<void> {
  await page.evaluate(axeCore.source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
        }>;
      };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => [
      id,
      nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`),
    ]);
  });
  expect(found).toEqual([]);
}
