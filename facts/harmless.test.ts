import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { check } from '../checker/index.ts';
import { granularityDefault, parts } from '../cli/selection/parts.ts';
import { behaviourOf, boundsNamed, partOf, programParts, programSystem } from '../model/index.ts';
import type { ProgramPart, Programs } from '../model/index.ts';
import { UnrecognizedShape, designOf, readFacts, readPrograms, stepsKey } from './index.ts';
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

/** What `judge` gives while the edit stands in the tree. */
async function withEdit<T>({ apply }: HarmlessEdit, judge: () => Promise<T>): Promise<T> {
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
    return await judge();
  } finally {
    for (const [file, text] of before) {
      if (text === null) rmSync(path(file));
      else writeFileSync(path(file), text);
    }
  }
}

/** `holds` where the edited tree is read as the cured one; the words of the refusal; or another design, which must not be. */
const outcomeOf = (one: HarmlessEdit, cured: string | null): Promise<string> =>
  withEdit(one, async () => {
    try {
      return behaviourOf(designOf(await readFacts(scratch))) === cured ? 'holds' : 'another design';
    } catch (error) {
      if (!(error instanceof UnrecognizedShape)) throw error;
      return `refused: ${error.message}`;
    }
  });

type Keys = ReadonlyMap<ProgramPart, string>;

/** Of parts of the tree as it stands, the keys of their steps. */
async function keysOf(some: readonly ProgramPart[]): Promise<Keys> {
  const keys = new Map<ProgramPart, string>();
  for (const part of some) keys.set(part, stepsKey((await readPrograms(scratch, { part })).programs));
  return keys;
}

/**
 * What the edited tree's own steps say in these parts, each searched as `check --go` does: `same` where all are those of `keys`, `holds`
 * where others hold, `refused` where some are not read, and else what is wrong.
 */
const stepsOutcomeOf = (one: HarmlessEdit, keys: Keys): Promise<string> =>
  withEdit(one, async () => {
    const found = new Set<string>();
    for (const [part, key] of keys) {
      try {
        const { programs } = await readPrograms(scratch, { part });
        if (stepsKey(programs) !== key) found.add(await searched(part, programs));
      } catch (error) {
        if (!(error instanceof UnrecognizedShape)) throw error;
        found.add('refused');
      }
    }
    const wrong = [...found].filter((told) => told !== 'holds' && told !== 'refused');
    if (wrong.length > 0) return wrong.join(', ');
    if (found.has('refused')) return 'refused';
    return found.has('holds') ? 'holds' : 'same';
  });

async function searched(part: ProgramPart, programs: Programs): Promise<string> {
  const configs = parts.map(({ config }) => config).filter((name) => partOf(boundsNamed(name)) === part);
  expect(configs).not.toEqual([]);
  for (const config of configs) {
    const system = programSystem(programs, boundsNamed(config), {
      name: 'edited',
      granularity: granularityDefault,
    });
    const { verdict, violations } = await check(system, { traces: false });
    if (verdict !== 'holds') return `${verdict} at ${config}: ${violations[0]?.property ?? ''}`;
  }
  return 'holds';
}

const everyday = ['-= 1 in traceRelease', 'a nosplit helper that stores a buffer'];

test.skipIf(goroot === null)(
  'the tree with the cure holds, and so it does under a few harmless edits',
  async () => {
    const design = designOf(await readFacts(scratch));
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
    { tags: index % 3 === 0 ? [] : ['exhaustive'] },
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
    expect(
      /tried\s+(\d+)\s+harmless\s+edits\s+of\s+go1\.26\.8\.\s+(\d+)\s+hold/.exec(page)?.slice(1),
    ).toEqual([String(harmlessEdits.length), String(held)]);
    expect(held).toBeGreaterThanOrEqual(0.75 * harmlessEdits.length);
  },
);

test.skipIf(goroot === null)(
  'the steps of the sections are the same under a harmless edit, or hold, and without the cure they do not',
  async () => {
    const keys = await keysOf(['sections']);
    const outcomes = new Map<string, string>();
    const tried = ['traceRelease: tl is locker', 'a turned comparison in end'];
    for (const one of harmlessEdits.filter(({ name }) => tried.includes(name)))
      outcomes.set(one.name, await stepsOutcomeOf(one, keys));
    expect([...outcomes]).toEqual([
      [tried[0], 'same'],
      [tried[1], 'holds'],
    ]);
    const uncured: HarmlessEdit = {
      name: 'the cure is gone',
      apply: (files) => {
        const { file, from, to } = nosplitRefill;
        files.write(file, files.read(file).replace(to, from));
      },
    };
    expect(await stepsOutcomeOf(uncured, keys)).toMatch(/^violated at sections-tiny: \w+$/);
  },
);

test.skipIf(goroot === null)(
  'the steps of no part violate a harmless edit',
  { tags: ['exhaustive'], timeout: 600_000 },
  async () => {
    const keys = await keysOf(programParts);
    const outcomes = new Map<string, string>();
    // Every sixth, for all take two minutes.
    for (const one of harmlessEdits.filter((_, index) => index % 6 === 0))
      outcomes.set(one.name, await stepsOutcomeOf(one, keys));
    const named = (told: string): string[] =>
      [...outcomes].filter(([, one]) => one === told).map(([name]) => name);
    expect(named('holds')).toEqual(['a turned comparison in ensure']);
    expect(named('refused')).toEqual([
      '+= 1 in byte',
      'an alias of a field in traceAcquireEnabled',
      'a new check that throws in refill',
    ]);
    expect(named('same')).toHaveLength(outcomes.size - 4);
  },
);
