import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { gorootOf, nosplitRefill } from '../../facts/testing/go-trees.ts';
import type { Edit } from '../../facts/testing/go-trees.ts';
import { nosplit } from '../testing/world.ts';

const goroot = gorootOf('go1.26.8');

describe.skipIf(goroot === null)('a tree with a statement that no release has', () => {
  const copy = mkdtempSync(join(tmpdir(), 'nosplit-core-'));
  afterAll(() => {
    rmSync(copy, { recursive: true });
  });

  /** The whole runtime, cured and edited. */
  function tree(edit: Edit): string {
    const runtime = join(copy, 'src/runtime');
    cpSync(join(goroot ?? '', 'src/runtime'), runtime, {
      recursive: true,
      filter: (path) => !path.includes('testdata') && !path.endsWith('_test.go'),
    });
    for (const { file, from, to } of [nosplitRefill, edit]) {
      const text = readFileSync(join(runtime, file), 'utf8');
      expect(text.split(from)).toHaveLength(2);
      writeFileSync(
        join(runtime, file),
        text.replace(from, () => to),
      );
    }
    return copy;
  }

  test('is violated where its own core is, with the statement named', async () => {
    const edit = { file: 'tracebuf.go', from: '\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n', to: '' };
    const { exit, stdout, stderr } = await nosplit(['check', '--go', tree(edit), '--quiet']);
    expect(stderr).toMatch(/^nosplit: traceWriter\.end at tracebuf\.go:\d+ matches no known design/);
    expect(stderr).toContain('what follows is about the core alone');
    expect(stdout).toMatch(/^violated: the steps of .* at small: NoLostBuffer m=0 in 11 steps/);
    expect(exit).toBe(1);
  });

  test('stays refused where its core holds, and the refusal says so', async () => {
    // Both stores are one step: nobody looks in between.
    const [shutdown, gen] = ['\t\t\ttrace.shutdown.Store(true)\n', '\t\t\ttrace.gen.Store(0)\n'];
    const edit = { file: 'trace.go', from: shutdown + gen, to: gen + shutdown };
    const { exit, stdout, stderr } = await nosplit(['check', '--go', tree(edit), '--quiet']);
    expect(stderr).toMatch(/matches no known design.*; by its own steps the core holds at small/);
    expect([exit, stdout]).toEqual([2, '']);
  });
});
