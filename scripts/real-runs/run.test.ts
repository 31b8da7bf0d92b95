import { afterAll, expect, test } from 'vitest';
import { defaultGoroot, readFacts, splitPoints } from '../../facts/index.ts';
import { build, outcome } from './run.ts';
import type { Program } from './run.ts';

const goroot = await defaultGoroot();
const splits =
  goroot === null ? [] : splitPoints(await readFacts(goroot)).filter((point) => point.insideWriter);
if (splits.length === 0)
  console.log('skipped: real runs, which need a Go whose stack may grow between writer() and end()');

const programs: Program[] = [];
const built = async (runtime: Program['runtime']): Promise<Program> => {
  const program = await build(goroot ?? '', runtime);
  if (program === null) throw new Error('nothing to cure');
  programs.push(program);
  return program;
};
afterAll(() => {
  for (const { remove } of programs) remove();
});

test.skipIf(splits.length === 0)(
  'the real runtime dies of the growth that its sources allow, and not without traceallocfree',
  { timeout: 400_000, tags: 'exhaustive' },
  async () => {
    const shipped = await built('as shipped');
    expect(outcome(shipped, true, 3).died).toBeGreaterThan(0);
    expect(outcome(shipped, false, 1).died).toBe(0);
  },
);

test.skipIf(splits.length === 0)(
  'with //go:nosplit where facts/ says it is missing, the real runtime lives',
  { timeout: 400_000, tags: 'exhaustive' },
  async () => {
    expect(outcome(await built('cured'), true, 2).died).toBe(0);
  },
);
