import { expect, test } from 'vitest';
import { examples } from '../../examples/index.ts';
import { searchParts } from '../searching/search-parts.ts';
import { guarded } from '../terminal.ts';
import type { World } from '../world.ts';
import { liveLine } from './live-line.ts';
import type { LiveLineOptions } from './live-line.ts';

/** What a terminal of 60 columns was sent, and the clock that it goes by. */
function terminal(isTTY = true) {
  const clock = { ms: 0 };
  let sent = '';
  const out = { isTTY, columns: 60, colour: false, writeBytes: () => Promise.resolve(true) };
  const world: World = guarded({
    stdout: { ...out, write: () => undefined },
    stderr: { ...out, write: (text) => (sent += text) },
    stdin: {
      isTTY: false,
      chunks: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error()) }) }),
    },
    ...{ cwd: '.', cores: 1, now: () => clock.ms, onInterrupt: () => () => undefined },
    ...{ endAfter: () => undefined, runsModel: () => undefined },
  });
  const lines = (): string[] => sent.split('\r\u001b[K').slice(1);
  return { world, clock, lines, sent: () => sent };
}

test.each([
  ['too early for an estimate', 500, 0.5, 'half'],
  ['seconds', 1000, 0.5, 'half, about 1 s left'],
  ['the last moments are a second', 60_000, 0.9999, 'half, about 1 s left'],
  ['whole seconds', 3000, 0.25, 'half, about 9 s left'],
  ['minutes', 60_000, 0.25, 'half, about 3 min 0 s left'],
  ['hours', 3_600_000, 0.25, 'half, about 3 h 0 min left'],
  ['nothing is done', 5000, 0, 'half'],
  ['all is done', 5000, 1, 'half'],
  ['nothing is known', 5000, undefined, 'half'],
  ['no total', 5000, Number.NaN, 'half'],
])('the estimate: %s', (_, ms, share, shown) => {
  const { world, clock, lines } = terminal();
  const line = liveLine(world);
  clock.ms = ms;
  line.show(() => 'half', share);
  expect(lines()).toEqual([shown]);
});

test('a line is rewritten, cut to the width, and gone in the end; one that was never shown is not erased', () => {
  const { world, lines, sent } = terminal();
  const line = liveLine(world);
  line.clear();
  expect(sent()).toBe('');
  line.show(() => 'first');
  line.show(() => 'x'.repeat(200));
  line.clear();
  line.clear();
  expect(lines()).toEqual(['first', 'x'.repeat(59), '']);
});

test('calls that come too soon cost no text', () => {
  const { world, clock, lines } = terminal();
  const line = liveLine(world, { everyMs: 100 });
  let made = 0;
  for (clock.ms = 0; clock.ms < 1000; clock.ms += 10) line.show(() => `${++made}`);
  expect([made, lines().length]).toEqual([10, 10]);
});

test.each<[boolean, LiveLineOptions]>([
  [false, {}],
  [true, { quiet: true }],
])('nothing is written: terminal %j, %j', (isTTY, options) => {
  const { world, sent } = terminal(isTTY);
  const line = liveLine(world, options);
  line.show(() => 'words', 0.5);
  line.clear();
  expect(sent()).toBe('');
});

test.each([false, true])('parts are told as they end, and not where quiet is %j', async (quiet) => {
  const { world, lines } = terminal();
  const url = examples.find(({ name }) => name === 'mutex')?.url ?? '';
  const part = { part: 'one', selection: { module: { url } } } as unknown as Parameters<
    typeof searchParts
  >[0][number];
  const reports = await searchParts(
    [part, part],
    { workers: 1, time: undefined, progress: false, quiet },
    world,
  );
  expect(reports.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
  expect(lines()).toEqual(
    quiet ? [] : ['searched 0 of 2 parts', 'searched 1 of 2 parts', 'searched 2 of 2 parts', ''],
  );
});
