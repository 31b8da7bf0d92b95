import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultGoroot, designOf, readFacts } from '../../facts/index.ts';
import { accessOf } from '../../model/index.ts';
import { programsFor } from '../judge/judged-by.ts';
import { unchanged } from '../overlay/overlay.ts';
import type { Change } from '../overlay/overlay.ts';
import { judgedWith } from './changed-tree.ts';

const goroot = await defaultGoroot();
const fits = goroot !== null && designOf(await readFacts(goroot)).reentry === 'entryGen';
if (!fits) console.log('skipped: no go command of Go 1.26 or later, so that no changed tree is read');

/** What Go up to 1.25 does: a nested section loads the generation again. No release has that with the flag of 1.26. */
const reloads: Change = {
  heads: [],
  edits: [
    {
      file: 'traceruntime.go',
      func: 'traceAcquireEnabled',
      anchor: /^return traceLocker\{mp, mp\.trace\.entryGen\}$/,
      instead: ['return traceLocker{mp, trace.gen.Load()}'],
    },
  ],
};

test.skipIf(!fits)(
  'the steps of a changed tree are those of its text, whether a release has them or not, and the tree stays as it is',
  { tags: 'exhaustive' },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nosplit-changed-'));
    const loadsOf = async (change: Change, name: string): Promise<number> => {
      const by = await judgedWith('changed', goroot ?? '', change, join(folder, name));
      const isLoad = (place: string | undefined): boolean => place === 'trace.gen';
      return programsFor(by).own.list.filter(
        (one) => one.fn === 'traceAcquireEnabled' && one.op === 'load' && isLoad(accessOf(one)?.place),
      ).length;
    };
    const own = await loadsOf(unchanged, 'own');
    expect(own).toBeGreaterThan(0);
    expect(await loadsOf(reloads, 'changed')).toBeGreaterThan(own);
    expect(await loadsOf(unchanged, 'after')).toBe(own);
    rmSync(folder, { recursive: true });
  },
);
