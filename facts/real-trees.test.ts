import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { behaviourOf, designs } from '../model/index.ts';
import { confirm, designOf, locate, readFacts, splitPoints, UnrecognizedShape } from './index.ts';

/** The GOROOT of a release, downloaded by the go command if need be; null, with a line that says so, if it cannot be had. */
function gorootOf(release: string): string | null {
  try {
    const env = { ...process.env, GOTOOLCHAIN: release, GOFLAGS: '' };
    return execFileSync('go', ['env', 'GOROOT'], {
      env,
      encoding: 'utf8',
      timeout: 120_000,
      stdio: 'pipe',
    }).trim();
  } catch {
    console.log(`skipped: the tests that read ${release}, which no go command could give`);
    return null;
  }
}

const goroots = Object.fromEntries(
  ['go1.23.12', 'go1.24.0', 'go1.25.0', 'go1.25.12', 'go1.26.8'].map((release) => [
    release,
    gorootOf(release),
  ]),
);

const scratch = mkdtempSync(join(tmpdir(), 'nosplit-real-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

let copies = 0;

/** A copy of what is read of a GOROOT, with one file of its runtime changed. */
function patched(goroot: string, file: string, change: (lines: string[]) => string[]): string {
  const copy = join(scratch, String(++copies));
  const from = join(goroot, 'src/runtime');
  const to = join(copy, 'src/runtime');
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (/\.go$/.test(name) && !/_test\.go$/.test(name)) cpSync(join(from, name), join(to, name));
  }
  const before = readFileSync(join(to, file), 'utf8');
  const after = change(before.split('\n')).join('\n');
  expect(after).not.toBe(before);
  writeFileSync(join(to, file), after);
  return copy;
}

/** The facts of the GOROOTs, read once each. */
const readOnce = new Map<string, ReturnType<typeof readFacts>>();
const factsOf = (goroot: string): ReturnType<typeof readFacts> => {
  const facts = readOnce.get(goroot) ?? readFacts(goroot);
  readOnce.set(goroot, facts);
  return facts;
};

const at = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;

describe.each([
  {
    release: 'go1.23.12',
    design: '1.23',
    lock: 'traceruntime.go:27',
    reentry: 'traceruntime.go:263',
    growing: 20,
    refill: 'tracebuf.go:83',
  },
  {
    release: 'go1.24.0',
    design: '1.24',
    lock: 'traceruntime.go:27',
    reentry: 'traceruntime.go:214',
    growing: 3,
    refill: 'tracebuf.go:155',
  },
  {
    release: 'go1.25.0',
    design: '1.25',
    lock: 'traceruntime.go:28',
    reentry: 'traceruntime.go:215',
    growing: 3,
    refill: 'tracebuf.go:156',
  },
  {
    release: 'go1.25.12',
    design: '1.25',
    lock: 'traceruntime.go:28',
    reentry: 'traceruntime.go:215',
    growing: 3,
    refill: 'tracebuf.go:156',
  },
  {
    release: 'go1.26.8',
    design: '1.26',
    lock: 'traceruntime.go:28',
    reentry: 'traceruntime.go:216',
    growing: 3,
    refill: 'tracebuf.go:156',
  },
])('$release', ({ release, design, lock, reentry, growing, refill }) => {
  const goroot = goroots[release] ?? null;

  const tags = ['go1.24.0', 'go1.25.0'].includes(release) ? ['exhaustive'] : [];

  test.skipIf(goroot === null)('has the facts that its embedded design says', { tags }, async () => {
    const facts = await factsOf(goroot ?? '');
    const embedded = designs[design];
    if (embedded === undefined) throw new Error(`no design ${design}`);
    expect(facts.version.value).toBe(release);
    expect(at(facts.lock)).toBe(lock);
    expect(at(facts.reentry)).toBe(reentry);
    const splits = splitPoints(facts);
    expect(splits).toHaveLength(growing);
    expect(splits.filter((split) => split.name === 'traceWriter.refill').map(at)).toEqual([refill]);

    const derived = designOf(facts);
    expect(behaviourOf({ ...derived, splitPoints: [] })).toEqual(
      behaviourOf({ ...embedded, splitPoints: [] }),
    );
    expect(new Set(derived.splitPoints)).toEqual(new Set(embedded.splitPoints));
  });
});

const newest = goroots['go1.26.8'] ?? null;

test.skipIf(newest === null)('a tree is read with less than a second of computing', async () => {
  const computedMs: number[] = [];
  // Once is enough; a busy machine has three tries.
  for (let run = 0; run < 3 && !computedMs.some((ms) => ms < 1000); run++) {
    const before = process.cpuUsage();
    await readFacts(newest ?? '');
    const { user, system } = process.cpuUsage(before);
    computedMs.push((user + system) / 1000);
  }
  expect(Math.min(...computedMs)).toBeLessThan(1000);
});

describe.skipIf(newest === null)('go1.26.8 under change', () => {
  test('is the design 1.26-nosplit once the cure stands where its sentence puts it', async () => {
    const split = splitPoints(await factsOf(newest ?? '')).find((each) => each.insideWriter);
    const [, file = '', line = ''] = /right above (\w+\.go):(\d+)$/.exec(split?.sentence ?? '') ?? [];
    const cured = patched(newest ?? '', file, (lines) =>
      lines.toSpliced(Number(line) - 1, 0, '//go:nosplit'),
    );
    const facts = await readFacts(cured);
    expect(splitPoints(facts).filter((each) => each.insideWriter)).toEqual([]);
    const embedded = designs['1.26-nosplit'];
    expect(embedded === undefined ? null : behaviourOf(embedded)).toEqual(behaviourOf(designOf(facts)));
  });

  test('has one more split point where a nosplit is lost', async () => {
    const lost = patched(newest ?? '', 'tracebuf.go', (lines) => {
      const line = lines.findIndex((text) => text.startsWith('func (buf *traceBuf) varint('));
      expect(lines[line - 1]).toBe('//go:nosplit');
      return lines.toSpliced(line - 1, 1);
    });
    const inside = splitPoints(await readFacts(lost)).filter((each) => each.insideWriter);
    expect(inside.map(at)).toEqual(['tracebuf.go:291', 'tracebuf.go:156']);
  });

  test('reads as a reload where the generation is loaded again', { tags: 'exhaustive' }, async () => {
    const reload = patched(newest ?? '', 'traceruntime.go', (lines) =>
      lines
        .map((line) => line.replace('mp, mp.trace.entryGen}', 'mp, trace.gen.Load()}'))
        .filter((line) => !line.includes('mp.trace.entryGen = gen')),
    );
    expect(designOf(await readFacts(reload))).toMatchObject({ lock: 'writing', reentry: 'reload' });
  });

  test('is refused where the release forgets the nested sections', async () => {
    const wrong = patched(newest ?? '', 'traceruntime.go', (lines) =>
      lines.map((line) => line.replace('if tl.mp.trace.reentered > 0 {', 'if tl.mp.trace.reentered > 1 {')),
    );
    const refused = await readFacts(wrong).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UnrecognizedShape);
    expect((refused as Error).message).toMatch(
      /^traceRelease at traceruntime\.go:260 matches no known design: it asks whether tl\.mp\.trace\.reentered>1 where go1\.\d+\.\d+ asks whether tl\.mp\.trace\.reentered>0; where you have reviewed/,
    );
  });
});

describe.each(['go1.24.0', 'go1.26.8'])('the machine code of %s', (release) => {
  const goroot = goroots[release] ?? null;

  test.skipIf(goroot === null)(
    'grows a stack between writer() and end() in refill alone',
    { tags: release === 'go1.24.0' ? ['exhaustive'] : [] },
    async () => {
      const confirmation = await confirm(goroot ?? '');
      if (confirmation.kind === 'skipped') throw new Error(confirmation.reason);
      expect(confirmation.toolchain).toContain(release);
      expect(confirmation.growing).toEqual(['traceWriter.refill']);
      const differences = confirmation.functions.filter((each) => each.difference !== null);
      expect(differences.map((each) => each.name).sort()).toEqual([
        'traceNextGen',
        'traceSchedResourceState.readyNextGen',
      ]);
      for (const { difference } of differences) {
        expect(difference).toMatch(/^not nosplit in the sources, but it has no code of its own: inlined/);
      }
    },
  );
});

test.skipIf(newest === null)('an action that is one statement is shown at its own line', async () => {
  const facts = await factsOf(newest ?? '');
  const shown = (action: string): string =>
    at(locate(facts, 'runtime/trace.go, traceAdvance', action) ?? facts.lock);
  expect(['AcquireReentrant', 'AcquireSetFlag', 'AcquireLoadGen', 'AcquireUndo'].map(shown)).toEqual([
    'traceruntime.go:215',
    'traceruntime.go:225',
    'traceruntime.go:235',
    'traceruntime.go:236',
  ]);
  expect(['AdvanceStoreGen', 'AdvanceReadFlag', 'AdvanceFlush', 'AdvanceFlushedGen'].map(shown)).toEqual([
    'trace.go:606',
    'trace.go:683',
    'trace.go:696',
    'trace.go:763',
  ]);
  expect(['StopStoreGen', 'StopClearEnabled', 'ReaderNextGen'].map(shown)).toEqual([
    'trace.go:598',
    'trace.go:603',
    'trace.go:1016',
  ]);
});
