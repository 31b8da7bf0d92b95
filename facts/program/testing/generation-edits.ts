/** Edits of go1.26.8 that count generations otherwise, or take another index by them. */
import type { Edit } from '../../testing/go-trees.ts';
import { violated } from './edits.ts';
import type { NamedEdit } from './edits.ts';

const t = (from: string, to: string): Edit => ({ file: 'trace.go', from, to });
const r = (from: string, to: string): Edit => ({ file: 'traceruntime.go', from, to });
const b = (from: string, to: string): Edit => ({ file: 'tracebuf.go', from, to });

export const generationEdits: readonly NamedEdit[] = [
  {
    name: 'generations go up by two',
    edits: [t('\treturn gen + 1\n', '\treturn gen + 2\n')],
    expected: violated('GenerationsFollow', 3),
  },
  {
    name: 'generations come in the wrong order',
    edits: [t('if gen == ^uintptr(0) {', 'if gen != ^uintptr(0) {')],
    expected: violated('GenerationsNeverRepeat', 3),
  },
  {
    name: 'generations go down',
    edits: [t('\treturn gen + 1\n', '\treturn gen - 1\n')],
    expected: violated('GenerationsFollow', 1),
  },
  {
    name: 'a trace leaves out the turn of a generation',
    edits: [t('\ttrace.lastNonZeroGen = gen\n', '\ttrace.lastNonZeroGen = gen + 1\n')],
    expected: violated('GenerationsFollow', 12),
    bounds: 'reader-tiny',
  },
  {
    name: 'a section has the generation to come',
    edits: [r('traceLocker{mp, gen}', 'traceLocker{mp, gen + 1}')],
    expected: violated('OneGenerationPerOuterSection', 9),
  },
  {
    name: 'the slot has the index of statuses',
    edits: [b('buf[w.gen%2][w.exp] =', 'buf[w.gen%3][w.exp] =')],
    expected: violated('ClaimsHold', 13),
  },
  {
    name: 'doneSema has the index of statuses',
    edits: [t('semacquire(&trace.doneSema[gen%2])', 'semacquire(&trace.doneSema[gen%3])')],
    expected: violated('ClaimsHold', 16),
  },
  {
    name: 'the next generation is known early',
    edits: [
      t(
        'func traceAdvance(stopTrace bool) {\n\tsemacquire(&traceAdvanceSema)\n',
        'func traceAdvance(stopTrace bool) {\n\tsemacquire(&traceAdvanceSema)\n\tnext := traceNextGen(trace.gen.Load())\n',
      ),
      t('\t\ttrace.gen.Store(traceNextGen(gen))\n\t}\n', '\t\ttrace.gen.Store(next)\n\t}\n'),
    ],
    expected: { holds: 8959 },
  },
];
