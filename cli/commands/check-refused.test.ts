import { afterAll, describe, expect, test } from 'vitest';
import { gorootOf, nosplitRefill, treeCopies } from '../../facts/testing/go-trees.ts';
import type { Edit } from '../../facts/testing/go-trees.ts';
import { nosplit } from '../testing/world.ts';

const goroot = gorootOf('go1.26.8');

describe.skipIf(goroot === null)('a tree with a statement that no release has', () => {
  const copies = treeCopies({ whole: true });
  afterAll(() => {
    copies.remove();
  });
  const tree = (edit: Edit): string => copies.edited(goroot ?? '', [nosplitRefill, edit]);

  test('is violated where its own core is, with the statement named and the other parts refused', async () => {
    const edit = { file: 'tracebuf.go', from: '\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n', to: '' };
    const { exit, stdout, stderr } = await nosplit(['check', '--go', tree(edit), '--quiet']);
    expect(stderr).toMatch(/^nosplit: traceWriter\.end at tracebuf\.go:\d+ matches no known design/);
    expect(stdout).toMatch(
      /^violated: .*: \d+ parts of 10: core, .*threads.*; \d+ parts of 10 refused: .*statuses/,
    );
    expect(exit).toBe(1);
  });

  test('is refused where its core holds, and the report says which parts hold and why the others do not', async () => {
    // Both stores are one step: nobody looks in between.
    const [shutdown, gen] = ['\t\t\ttrace.shutdown.Store(true)\n', '\t\t\ttrace.gen.Store(0)\n'];
    const edit = { file: 'trace.go', from: shutdown + gen, to: gen + shutdown };
    const { exit, stdout, stderr } = await nosplit(['check', '--go', tree(edit), '--format', 'json']);
    expect(stderr).toMatch(/^nosplit: traceAdvance at trace\.go:\d+ matches no known design/);
    const { verdict, parts } = JSON.parse(stdout) as {
      verdict: string;
      parts: { part: string; verdict: string; judgedBy?: string; refusal: string | null }[];
    };
    expect([exit, verdict]).toEqual([2, 'refused']);
    expect(parts[0]).toMatchObject({ part: 'core', verdict: 'holds', judgedBy: 'steps', refusal: null });
    const [read, unread] = [true, false].map((bySteps) =>
      parts.filter(({ judgedBy }) => (judgedBy === 'steps') === bySteps),
    );
    expect(read?.map(({ verdict }) => verdict)).toEqual(read?.map(() => 'holds'));
    expect(unread?.map(({ part }) => part)).toContain('statuses');
    for (const part of unread ?? []) {
      expect(part.verdict, part.part).toBe('refused');
      expect(part.refusal).toMatch(/^traceAdvance at trace\.go:/);
    }
  });

  test('does not hold in its core where what is unknown stands in a function that the core’s steps do not have', async () => {
    // The part threads has read what it does to the buffers, and the core has not.
    const edit = {
      file: 'proc.go',
      from: 'func mexit(osStack bool) {\n\tmp := getg().m\n',
      to: 'func mexit(osStack bool) {\n\tmp := getg().m\n\tmp.trace.buf[0][0] = nil\n',
    };
    const { exit, stdout } = await nosplit(['check', '--go', tree(edit), '--format', 'json']);
    const { verdict, parts } = JSON.parse(stdout) as {
      verdict: string;
      parts: { part: string; verdict: string; refusal: string }[];
    };
    expect([exit, verdict]).toEqual([1, 'violated']);
    expect(parts.find(({ part }) => part === 'threads')?.verdict).toBe('violated');
    expect(parts[0]?.verdict).toBe('refused');
    expect(parts[0]?.refusal).toMatch(/^mexit at proc\.go:\d+: /);
  });
});
