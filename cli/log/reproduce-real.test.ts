import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { forceableGo } from '../../runtime/testing/forceable.ts';
import { nosplit } from '../testing/world.ts';

const goroot = await forceableGo('reproduce --trace');

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-report-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

test.skipIf(goroot === null)(
  'a report that check wrote is followed by the tree that it is about',
  { timeout: 600_000, tags: 'exhaustive' },
  async () => {
    const words = ['sections-tiny', '--go', goroot ?? '', '-p', 'NoLostBuffer'];
    const checked = await nosplit(['check', ...words, '--format', 'json', '--out', 'ce.json'], { cwd });
    expect([checked.exit, checked.stderr]).toEqual([1, '']);
    // How the schedule goes does not hang on one run: a busy machine may be too late once.
    const { exit, stdout, stderr } = await nosplit(['reproduce', '--trace', 'ce.json', '--runs', '3'], {
      cwd,
    });
    expect([exit, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^go1\.\S+: NoLostBuffer of .* in \d+ steps; 19 scheduled steps\n/);
    expect(stdout).toMatch(
      /as it is: [123] followed 19 of 19; ended, with events lost[^;]*; log\s+violated\s+\(NoLostBuffer\)/,
    );
    expect(stdout).toMatch(
      /cured: [123] diverged after 4: scheduled traceAcquireEnabled:\d+\s+\(acquireNested\)/,
    );
    expect(stdout).not.toMatch(/cured: [123] followed/);
  },
);
