import { afterAll, describe, expect, test } from 'vitest';
import { gorootOf, nosplitRefill, treeCopies } from '../../facts/testing/go-trees.ts';
import type { Edit } from '../../facts/testing/go-trees.ts';
import { isRefused, treeToSearch } from '../selection/tree.ts';
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
    const tree = (...edits: readonly Edit[]): string =>
      copies.edited(goroot ?? '', [nosplitRefill, ...edits]);

    interface Document {
      readonly verdict: string;
      readonly parts: readonly {
        readonly part: string;
        readonly verdict: string;
        readonly refusal: string | null;
      }[];
    }
    const checked = async (
      ...edits: readonly Edit[]
    ): Promise<{ exit: number; stderr: string } & Document> => {
      const { exit, stdout, stderr } = await nosplit(['check', '--go', tree(...edits), '--format', 'json']);
      return { exit, stderr, ...(JSON.parse(stdout) as Document) };
    };

    test('is violated where its own steps are, with the statement named and the parts refused that lack it', async () => {
      const edit = { file: 'tracebuf.go', from: '\tw.mp.trace.buf[w.gen%2][w.exp] = w.traceBuf\n', to: '' };
      const { exit, verdict, stderr, parts } = await checked(edit);
      expect(stderr).toMatch(/^nosplit: traceWriter\.end at tracebuf\.go:\d+ matches no known design/);
      expect([exit, verdict]).toEqual([1, 'violated']);
      expect(parts[0]).toMatchObject({ part: 'core', verdict: 'violated' });
      // From writer() to end() is one step there.
      const lacking = parts.filter((one) => one.verdict === 'refused').map(({ part }) => part);
      expect(lacking).toEqual([
        'statuses',
        'Ps',
        'system calls',
        'system calls that block',
        'statuses in system calls',
        'restarts, statuses',
        'restarts, Ps',
      ]);
    });

    const [shutdown, gen] = ['\t\t\ttrace.shutdown.Store(true)\n', '\t\t\ttrace.gen.Store(0)\n'];
    const swapped = { file: 'trace.go', from: shutdown + gen, to: gen + shutdown };
    const next = { file: 'trace.go', from: '\t\t\ttrace.enabled = false\n', to: '' };

    test('holds where every part has it in its steps and holds, and stderr says what was judged as it stands', async () => {
      // Both stores are one step: nobody looks in between.
      const { exit, verdict, stderr, parts } = await checked(swapped);
      expect(stderr).toMatch(/^nosplit: traceAdvance at trace\.go:\d+ is as no release has it: it stores /);
      expect(stderr).not.toMatch(/matches no known design|--accept/);
      expect([exit, verdict]).toEqual([0, 'holds']);
      for (const part of parts) expect(part).toMatchObject({ verdict: 'holds' });
    });

    test('is violated where the order of the two matters', async () => {
      const first = `\t\t\ttrace.enabled = false\n${shutdown}${gen}`;
      const { exit, verdict, stderr, parts } = await checked(next, { ...swapped, to: first });
      expect([exit, verdict]).toEqual([1, 'violated']);
      expect(stderr).toMatch(/^nosplit: traceAdvance at trace\.go:\d+ is as no release has it: /);
      expect(parts[0]).toMatchObject({ part: 'core', verdict: 'violated' });
    });

    const [stacks, types] = ['\ttrace.stackTab[gen%2].dump(gen)\n', '\ttrace.typeTab[gen%2].dump(gen)\n'];
    const nobodys: readonly (readonly [string, Edit, RegExp])[] = [
      [
        'in a function that no steps have',
        {
          file: 'proc.go',
          from: 'func goschedImpl(gp *g, preempted bool) {\n',
          to: 'func goschedImpl(gp *g, preempted bool) {\n\tgetg().m.trace.buf[0][0] = nil\n',
        },
        /^goschedImpl at proc\.go:\d+: /,
      ],
      [
        'in a function of which the steps have a slice',
        {
          file: 'proc.go',
          from: 'func execute(gp *g, inheritTime bool) {\n',
          to: 'func execute(gp *g, inheritTime bool) {\n\tgetg().m.trace.buf[0][0] = nil\n',
        },
        /^execute at proc\.go:\d+: /,
      ],
      [
        'in the order of statements that are no steps',
        { file: 'trace.go', from: stacks + types, to: types + stacks },
        /^traceAdvance at trace\.go:\d+: /,
      ],
      [
        'in a type',
        {
          file: 'traceruntime.go',
          from: 'type mTraceState struct {\n',
          to: 'type mTraceState struct {\n\twriting2 atomic.Bool\n',
        },
        /^mTraceState at traceruntime\.go:\d+: /,
      ],
    ];
    test.each(nobodys)('does not hold in any part where what is unknown stands %s', async (_, edit, said) => {
      const { parts } = await treeToSearch(tree(edit), {});
      for (const part of parts)
        expect(isRefused(part) ? part.refusal : part.unread, part.part).toMatch(
          isRefused(part) ? / matches no known design: / : said,
        );
      expect(parts.filter(isRefused)).toEqual([]);
    });

    test('does not hold, and ends with the exit code of a refusal, where nobody has read it', async () => {
      const [[, edit] = expect.fail()] = nobodys;
      const { exit, verdict, parts } = await checked(edit);
      expect([exit, verdict]).toEqual([2, 'refused']);
      for (const part of parts) expect(part).toMatchObject({ verdict: 'refused' });
    });
  },
);
