import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkWith } from '../../check/check.ts';
import { loadSystem } from '../../language/load-system.ts';
import type { CheckSettings } from '../../check/options.ts';
import type { Report } from '../../check/report.ts';
import { moduleOf, workerModule } from '../../testing/for-workers.ts';
import grid from '../../testing/grid.ts';

const url = workerModule('grid.ts');
const params = { side: 40 };
const search = (options: CheckSettings = {}): Promise<Report> =>
  checkWith(grid(params), { workers: 2, module: { url, params }, ...options });

/** A module whose system is the grid, changed by `change`, an expression over `system`. */
const changed = (change: string): CheckSettings => ({
  module: {
    url: moduleOf(
      `import grid from ${JSON.stringify(url)}; export default (params: { side: number }) => { const system = grid(params); return ${change}; };`,
    ),
    params,
  },
});
const withEffect = (body: string): CheckSettings =>
  changed(
    `({ ...system, actions: { ...system.actions, Up: { ...system.actions.Up, effect(s) { ${body} } } } })`,
  );

describe('what goes wrong in a worker ends the search at once, with its cause', () => {
  test.each<[string, CheckSettings, string]>([
    [
      'a module that cannot be found',
      { module: { url: new URL('nowhere.js', import.meta.url).href } },
      'Cannot find module',
    ],
    [
      'a module that throws',
      { module: { url: moduleOf(`throw new RangeError('not today');`) } },
      'not today',
    ],
    [
      'a module without a system',
      { module: { url: moduleOf('export default 3;') } },
      'no system as its default export',
    ],
    [
      'a module that makes another system',
      { module: { url, params: { side: 41 } } },
      'gives another system than the one to check (grid)',
    ],
    [
      'a module with other initial states',
      changed('({ ...system, initial: [{ x: 1, y: 1 }] })'),
      'gives another system',
    ],
    [
      'a module with a property less',
      changed('({ ...system, properties: { NoHole: system.properties.NoHole } })'),
      'grid has no property Corner',
    ],
    [
      'a module with its properties in another order',
      changed('({ ...system, properties: Object.fromEntries(Object.entries(system.properties).reverse()) })'),
      'gives another system',
    ],
    [
      'an effect that throws',
      withEffect(`if (s.x === 20) throw new RangeError('x is 20'); s.y++;`),
      'x is 20',
    ],
    ['an effect that throws no error', withEffect(`throw 'a text';`), 'a text'],
    ['an effect that ends the thread', withEffect('process.exit(3);'), 'a worker thread ended with code 3'],
    ['an effect that ends it well', withEffect('process.exit(0);'), 'a worker thread ended with code 0'],
    [
      'an effect that leaves a promise rejected',
      withEffect(`if (s.y === 20) void Promise.reject(new Error('lost')); s.y++;`),
      'lost',
    ],
  ])('%s', async (_, options, message) => {
    await expect(search(options)).rejects.toThrow(message);
    expect(await search()).toMatchObject({ verdict: 'holds', distinct: 1600 });
  });

  test('an error keeps its cause, with its class, so that a fault in the system can be told from one in its code', async () => {
    await expect(search(withEffect(`throw new RangeError('x');`))).rejects.toMatchObject({
      name: 'SystemError',
      code: 'threw',
      cause: { name: 'RangeError', message: 'x', constructor: RangeError },
    });
    await expect(search({ module: { url, params: { side: 41 } } })).rejects.toMatchObject({
      name: 'SystemError',
    });
  });

  test('one that throws does not wait for the end of a long level of the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nosplit-workers-'));
    const text = `import { mkdirSync } from 'node:fs';
      import { bool, int, over, range, record } from '../index.ts';
      const { action, system } = over(record({ x: int(0, 59999), ready: bool(), done: bool() }));
      /** True for the thread that asks first. */
      const isFirst = () => { try { mkdirSync(${JSON.stringify(join(folder, 'first'))}); return true; } catch { return false; } };
      export default system({
        name: 'slow',
        initial: range(60000).map((x) => ({ x, ready: false, done: false })),
        actions: {
          Prepare: action({ guard: { fresh: (s) => !s.ready }, effect: (s) => { s.ready = true; } }),
          Finish: action({
            guard: { ready: (s) => s.ready && !s.done },
            effect: (s) => {
              if (isFirst()) throw new Error('the first one');
              for (const end = performance.now() + 1; performance.now() < end; );
              s.done = true;
            },
          }),
        },
        properties: {},
      });`;
    const slow = moduleOf(text);
    const system = await loadSystem({ url: slow });
    const started = performance.now();
    // An engine in WebAssembly would run the functions on the calling thread, too, and that one would be the first.
    const options = { workers: 4, module: { url: slow }, engine: 'js' } as const;
    await expect(checkWith(system, options)).rejects.toThrow('the first one');
    // 60,000 states of a millisecond each would be 15 s for four; the others look at the flags every 64.
    expect(performance.now() - started).toBeLessThan(12_000);
    rmSync(folder, { recursive: true });
  });
});

test('more than one worker needs a module, and a whole number of workers', async () => {
  await expect(checkWith(grid(params), { workers: 2 })).rejects.toThrow('needs `module`');
  await expect(search({ workers: 1.5 })).rejects.toThrow('workers: 1.5 is not a positive integer');
  await expect(search({ workers: 0 })).rejects.toThrow('workers: 0 is not a positive integer');
  await expect(search({ search: 'depth-first' })).rejects.toThrow('a depth-first search has one worker');
});

test('several parallel searches run at the same time', async () => {
  const reports = await Promise.all([1, 2, 3, 2, 1].map((workers) => search({ workers })));
  expect(reports.map(({ distinct }) => distinct)).toEqual([1600, 1600, 1600, 1600, 1600]);
});

test('debug mode works in workers and names the place', async () => {
  const options = { ...withEffect('s.y += 40;'), debug: true };
  await expect(search(options)).rejects.toThrow('effect of Up: y = 40 is outside 0..39');
});

test('progress is reported while workers search, and counts only grow', async () => {
  const seen: number[] = [];
  const report = await search({
    module: { url, params: { side: 40 } },
    onProgress: ({ distinct }) => seen.push(distinct),
  });
  expect(seen.at(-1)).toBe(report.distinct);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
});
