import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { behaviourOf, tracerOf } from '../model/index.ts';
import { UnrecognizedShape, designOf, readFacts } from './index.ts';
import { gorootOf, nosplitRefill } from './testing/go-trees.ts';
import { harmlessEdits, lookAlikes } from './testing/harmless-edits.ts';
import type { HarmlessEdit } from './testing/harmless-edits.ts';

const goroot = gorootOf('go1.26.8');
const scratch = mkdtempSync(join(tmpdir(), 'nosplit-harmless-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});
const runtime = join(scratch, 'src/runtime');
if (goroot !== null) {
  cpSync(join(goroot, 'src/runtime'), runtime, {
    recursive: true,
    filter: (path) => !/testdata|_test\.go$/.test(path),
  });
  cpSync(join(goroot, 'VERSION'), join(scratch, 'VERSION'));
  const file = join(runtime, nosplitRefill.file);
  writeFileSync(file, readFileSync(file, 'utf8').replace(nosplitRefill.from, nosplitRefill.to));
}

/** `holds` where the edited tree is read as the cured one; the words of the refusal; or another design, which must not be. */
async function outcomeOf({ apply }: HarmlessEdit, cured: string | null): Promise<string> {
  const before = new Map<string, string | null>();
  const path = (file: string): string => join(runtime, file);
  const read = (file: string): string => (existsSync(path(file)) ? readFileSync(path(file), 'utf8') : '');
  apply({
    read,
    write: (file, text) => {
      if (!before.has(file)) before.set(file, existsSync(path(file)) ? read(file) : null);
      writeFileSync(path(file), text);
    },
  });
  try {
    const after = behaviourOf(designOf(await readFacts(scratch)));
    return after === cured ? 'holds' : 'another design';
  } catch (error) {
    if (!(error instanceof UnrecognizedShape)) throw error;
    return `refused: ${error.message}`;
  } finally {
    for (const [file, text] of before) {
      if (text === null) rmSync(path(file));
      else writeFileSync(path(file), text);
    }
  }
}

const everyday = ['-= 1 in traceRelease', 'a nosplit helper that stores a buffer'];

test.skipIf(goroot === null)(
  'the tree with the cure holds, and so it does under a few harmless edits',
  async () => {
    const design = designOf(await readFacts(scratch));
    const report = await check(tracerOf({ design, bounds: 'tiny' }));
    expect(report.verdict).toBe('holds');
    const outcomes = [];
    for (const one of harmlessEdits.filter(({ name }) => everyday.includes(name)))
      outcomes.push(await outcomeOf(one, behaviourOf(design)));
    expect(outcomes).toEqual(everyday.map(() => 'holds'));
  },
  120_000,
);

for (const [index, one] of lookAlikes.entries())
  test.skipIf(goroot === null)(
    `what looks harmless and is not is refused: ${one.name}`,
    // Every third is looked at each time.
    { tags: index % 3 === 0 ? [] : ['exhaustive'], timeout: 60_000 },
    async () => {
      expect(await outcomeOf(one, null)).toMatch(/^refused: /);
    },
  );

test.skipIf(goroot === null)(
  'a harmless edit holds or is refused, and the page says how many hold',
  { tags: ['exhaustive'], timeout: 600_000 },
  async () => {
    const cured = behaviourOf(designOf(await readFacts(scratch)));
    const outcomes = new Map<string, string>();
    for (const one of harmlessEdits) outcomes.set(one.name, await outcomeOf(one, cured));
    expect([...outcomes].filter(([, told]) => told === 'another design')).toEqual([]);
    const held = [...outcomes.values()].filter((told) => told === 'holds').length;
    const page = readFileSync(new URL('../docs/check-a-go-tree.md', import.meta.url), 'utf8');
    expect(/Of (\d+)\s+harmless\s+edits\s+of\s+go1\.26\.8,\s+(\d+)\s+hold/.exec(page)?.slice(1)).toEqual([
      String(harmlessEdits.length),
      String(held),
    ]);
    expect(held).toBeGreaterThanOrEqual(0.75 * harmlessEdits.length);
  },
);
