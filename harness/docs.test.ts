import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cover, drive } from './index.ts';
import type { DriverOf } from './index.ts';
import { mutex, noLock } from './testing/mutex.ts';
import { ringModel } from './testing/ring-model.ts';
import { Ring } from './testing/ring.ts';
import './vitest.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../docs/test-your-code.md');
const matchers = read('../docs/test-your-model.md');

test.each(['ring.ts', 'ring-model.ts', 'lock.ts', 'lock-model.ts', 'mutex.ts'])(
  'a page has %s as it is tried',
  (name) => {
    const text = read(`testing/${name}`).replaceAll('../../checker/public.ts', 'nosplit/checker');
    expect(page + matchers).toContain(`\`\`\`ts ${name}\n${text}\`\`\``);
  },
);

test('what the page says of the lock and of its remains is so, and so does a failure look', async () => {
  await expect(mutex).toHold();
  await expect(mutex).toReach((s) => s.pc.every((pc) => pc === 'waiting'), { steps: 2 });
  await expect(noLock).toViolate('MutualExclusion', { steps: 4 });
  const failure = await expect(noLock)
    .toHold()
    .catch((error: unknown) => (error instanceof Error ? error.message : ''));
  expect(matchers).toContain(`\`\`\`text\n${failure ?? 'none'}\n\`\`\``);
});

test('the message that the page shows is that of a queue that does not go round', async () => {
  // Writes behind its end where it should begin anew.
  class Straight extends Ring {
    #pushed = 0;
    override push(value: number): void {
      super.push(++this.#pushed > 3 ? 0 : value);
    }
  }
  const driver: DriverOf<typeof ringModel> = () => {
    const ring = new Straight(3);
    return {
      actions: {
        Push: ({ value }) => {
          ring.push(value);
        },
        Shift: () => ring.shift(),
      },
      state: () => ({ items: ring.items }),
    };
  };
  const { paths } = await cover(ringModel);
  const messages = await Promise.all(
    paths.map((path) =>
      drive(ringModel, driver, path).then(String, (error: unknown) =>
        error instanceof Error ? error.message : '',
      ),
    ),
  );
  const shown = /^after .* the code differs from the model: .*$/m.exec(page)?.[0] ?? 'none';
  expect(messages).toContain(shown);
});
