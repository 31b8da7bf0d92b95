import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { liveLine } from '../reporters/live-line.ts';
import { guarded } from '../terminal.ts';
import type { World } from '../world.ts';
import { streamOf } from './streams.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** A stream that says of itself what one of a terminal says, and what was written to it. */
function terminal(columns?: number) {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns });
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => String(stream.read() ?? '') };
}

/** The terminals of Windows say `xterm-256color` (Git Bash), or nothing at all (cmd.exe, PowerShell, Windows Terminal). */
test.each([
  [{}, { isTTY: true, colour: true }],
  [{ WT_SESSION: '1' }, { isTTY: true, colour: true }],
  [{ TERM: 'xterm-256color' }, { isTTY: true, colour: true }],
  [{ TERM: 'dumb' }, { isTTY: false, colour: false }],
  [
    { TERM: 'dumb', FORCE_COLOR: '1' },
    { isTTY: false, colour: true },
  ],
  [{ NO_COLOR: '1' }, { isTTY: true, colour: false }],
])('a terminal with %j is %j', (env, expected) => {
  for (const name of ['TERM', 'NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const { isTTY, colour } = streamOf(terminal(80).stream);
  expect({ isTTY, colour }).toEqual(expected);
});

test('a terminal that does not say how wide it is gets lines of 100 columns', () => {
  expect(streamOf(terminal().stream).columns).toBe(100);
  expect(streamOf(terminal(0).stream).columns).toBe(100);
});

test('a line is rewritten only where the cursor can go back', async () => {
  const sent = async (term: string | undefined): Promise<string> => {
    vi.stubEnv('TERM', term);
    const { stream, written } = terminal(80);
    const stderr = streamOf(stream);
    const world = guarded({ stdout: stderr, stderr, endAfter: () => undefined } as unknown as World);
    const line = liveLine({ stderr: world.stderr, now: () => 0 });
    line.show(() => 'half');
    line.clear();
    await stderr.flushed();
    return written();
  };
  expect(await sent(undefined)).toBe('\r\u001b[Khalf\r\u001b[K');
  expect(await sent('dumb')).toBe('');
});
