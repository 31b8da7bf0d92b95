import { afterAll, describe, expect, test } from 'vitest';
import { gorootOf, nosplitRefill, treeCopies } from '../../facts/testing/go-trees.ts';
import type { Edit } from '../../facts/testing/go-trees.ts';
import { nosplit } from '../testing/world.ts';

const goroot = gorootOf('go1.26.8');

// Every day cli/commands/check-tree.test.ts and diff.test.ts refuse a small tree. Here the steps of every part of a release are read.
describe.skipIf(goroot === null)(
  'a tree with a statement that no release has',
  { tags: 'exhaustive' },
  () => {
    const copies = treeCopies({ whole: true });
    afterAll(() => {
      copies.remove();
    });
    const tree = (edit: Edit): string => copies.edited(goroot ?? '', [nosplitRefill, edit]);

    interface Document {
      readonly verdict: string;
      readonly parts: readonly {
        readonly part: string;
        readonly verdict: string;
        readonly judgedBy?: string;
        readonly refusal: string | null;
      }[];
    }
    const checked = async (edit: Edit): Promise<{ exit: number; stderr: string } & Document> => {
      const { exit, stdout, stderr } = await nosplit(['check', '--go', tree(edit), '--format', 'json']);
      return { exit, stderr, ...(JSON.parse(stdout) as Document) };
    };

    test('is violated where its own steps are, with the statement named and the parts by model refused', async () => {
      const edit = { file: 'tracebuf.go', from: '\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n', to: '' };
      const { exit, verdict, stderr, parts } = await checked(edit);
      expect(stderr).toMatch(/^nosplit: traceWriter\.end at tracebuf\.go:\d+ matches no known design/);
      expect([exit, verdict]).toEqual([1, 'violated']);
      expect(parts[0]).toMatchObject({ part: 'core', verdict: 'violated', judgedBy: 'steps' });
      const others = parts.filter(({ judgedBy }) => judgedBy !== 'steps');
      expect(others.map((one) => one.verdict)).toEqual(others.map(() => 'refused'));
      expect(others.map(({ part }) => part)).toContain('system calls');
    });

    test('is refused where its own steps hold, and the report says which parts hold and why the others do not', async () => {
      // Both stores are one step: nobody looks in between.
      const [shutdown, gen] = ['\t\t\ttrace.shutdown.Store(true)\n', '\t\t\ttrace.gen.Store(0)\n'];
      const edit = { file: 'trace.go', from: shutdown + gen, to: gen + shutdown };
      const { exit, verdict, stderr, parts } = await checked(edit);
      expect(stderr).toMatch(/^nosplit: traceAdvance at trace\.go:\d+ matches no known design/);
      expect([exit, verdict]).toEqual([2, 'refused']);
      expect(parts[0]).toMatchObject({ part: 'core', verdict: 'holds', judgedBy: 'steps', refusal: null });
      for (const part of parts.filter(({ judgedBy }) => judgedBy !== 'steps')) {
        expect(part.verdict, part.part).toBe('refused');
        expect(part.refusal).toMatch(/^traceAdvance at trace\.go:/);
      }
    });

    test('does not hold in its core where what is unknown stands in a function that the steps do not have', async () => {
      // Nobody has read what it does to the buffers.
      const head = 'func goschedImpl(gp *g, preempted bool) {\n';
      const edit = { file: 'proc.go', from: head, to: `${head}\tgetg().m.trace.buf[0][0] = nil\n` };
      const { exit, verdict, parts } = await checked(edit);
      expect([exit, verdict]).toEqual([2, 'refused']);
      expect(parts[0]).toMatchObject({ verdict: 'refused', judgedBy: 'steps' });
      expect(parts[0]?.refusal).toMatch(/^goschedImpl at proc\.go:\d+: /);
    });
  },
);
