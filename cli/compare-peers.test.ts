import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nosplit } from './testing/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-compare-'));
const bin = join(folder, 'bin');
const path = process.env['PATH'] ?? '';
mkdirSync(bin);
writeFileSync(join(folder, 'tla2tools.jar'), '');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  // No peer is found but those that a test makes.
  vi.stubEnv('PATH', bin);
  vi.stubEnv('TLA2TOOLS', join(folder, 'tla2tools.jar'));
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** A program of that name, in the language of the shell. */
function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\nPATH='${[bin, path].join(delimiter)}'\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** A java that says what TLC says of a space of so many states. */
const tlc = (distinct: number, ending = 'No error has been found'): void => {
  program(
    'java',
    `case "$*" in -version) exit 0;; esac
echo 'Model checking completed. ${ending}.'
echo '15 states generated, ${distinct} distinct states found, 0 states left on queue.'
echo 'The depth of the complete state graph search is 4.'`,
  );
};

const comparePeers = (...words: readonly string[]) => nosplit(['compare-peers', ...words], { columns: 80 });

describe('compare-peers', () => {
  test('says what is missing where no peer is there, and names a model that is none', async () => {
    const { stderr, exit } = await comparePeers('mutex');
    expect(stderr).toMatch(
      /^nosplit: there is nothing to compare with; .*: tlc: no java; .*; spin: no spin; .*; stateright: no cargo; .*; rumur: no rumur; .*\n$/,
    );
    expect(exit).toBe(2);
    const mistyped = await comparePeers('mutx');
    expect([mistyped.exit, mistyped.stderr]).toEqual([2, expect.stringContaining('(did you mean mutex?)')]);
    const none = await comparePeers('seqlock', '--set', 'writes=99');
    expect([none.exit, none.stderr]).toEqual([
      2,
      expect.stringContaining('no row of the comparison has writes=99'),
    ]);
  });

  test.skipIf(process.platform === 'win32')('agrees with a peer that counts the same', async () => {
    tlc(8);
    expect(await comparePeers('mutex')).toMatchObject({
      exit: 0,
      stderr: '',
      stdout:
        'spin: no spin; `apt-get install spin` (skipped)\n' +
        'stateright: no cargo; install Rust (skipped)\n' +
        'rumur: no rumur; `apt-get install rumur` (skipped)\n' +
        'mutex: 8 distinct, 15 generated, diameter 4, holds\n' +
        '  nosplit     agrees\n' +
        '  tlc         agrees\n' +
        '2 searches, 0 disagreements\n',
    });
  });

  test.skipIf(process.platform === 'win32')('exits with 1 where a peer counts otherwise', async () => {
    tlc(9);
    const { stdout, exit } = await comparePeers('mutex', '--peer', 'tlc');
    expect(stdout).toContain('  tlc         DISAGREES: 9 distinct, 15 generated, diameter 4, holds\n');
    expect(stdout).toContain('2 searches, 1 disagreement\n');
    expect(exit).toBe(1);
  });

  test.skipIf(process.platform === 'win32')(
    'exits with 2 where a peer fails, or has none of the models',
    async () => {
      tlc(8, 'java.lang.OutOfMemoryError');
      const failed = await comparePeers('mutex', '--peer', 'tlc');
      expect([failed.exit, failed.stderr]).toEqual([
        2,
        expect.stringMatching(/^nosplit: tlc cannot search mutex \(.*\); look at its installation, .*\n$/),
      ]);
      program('cargo', 'exit 0');
      const without = await comparePeers('mutex', '--peer', 'stateright');
      expect([without.exit, without.stderr]).toEqual([
        2,
        expect.stringContaining('stateright has none of these models; name another'),
      ]);
    },
  );

  test.skipIf(process.platform === 'win32')('ends between two searches where it is interrupted', async () => {
    tlc(8);
    const { exit, stdout } = await nosplit(['compare-peers', 'mutex'], { interrupt: true });
    expect([exit, stdout]).toEqual([130, expect.not.stringContaining('searches,')]);
  });
});
