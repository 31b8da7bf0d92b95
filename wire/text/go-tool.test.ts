import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestRunner, afterAll, describe, expect, test } from 'vitest';
import { itemText, printTrace, readTrace } from '../index.ts';
import { goTool } from '../testing/go-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-real-traces-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A generation each 5 ms. */
const short = 'traceadvanceperiod=5000000';

/** The newest is asked every day: to build one takes seconds. */
const all = TestRunner.matchesTags(['exhaustive']);

describe.each(
  [
    // Go 1.22's own tool mixes up the names of CPUSample's arguments.
    { release: 'go1.22.12', judge: 'go1.23.12', header: 22, godebugs: [short] },
    { release: 'go1.23.12', header: 23, godebugs: [short] },
    { release: 'go1.24.0', header: 23, godebugs: [short, `${short},traceallocfree=1`] },
    { release: 'go1.25.12', header: 25, godebugs: [short] },
    { release: 'go1.26.8', header: 26, godebugs: [short, `${short},traceallocfree=1`] },
    // Its tool has Unicode 17, and prints as it is what earlier ones escape.
    { release: 'go1.27.4', header: 26, godebugs: [short], later: { '\u{1fae9}': String.raw`\U0001fae9` } },
  ].filter(({ release }) => all || release === 'go1.26.8'),
)('a trace that $release records', ({ release, judge = release, header, godebugs, later = {} }) => {
  const tool = goTool(release, judge, folder);

  test.skipIf(tool === null).each(godebugs)('with %s is printed as Go prints it', async (godebug) => {
    if (tool === null) return;
    const path = tool.record(200, godebug);
    const wanted = Object.entries(later).reduce(
      (lines, [character, escaped]) => Buffer.from(lines.toString().replaceAll(character, escaped)),
      tool.lines(path),
    );
    const parts: Buffer[] = [];
    await printTrace(createReadStream(path), 'text', (bytes) => {
      parts.push(Buffer.from(bytes));
      return Promise.resolve();
    });
    const printed = Buffer.concat(parts);
    // Compared as bytes first: the lines are too many to be shown.
    if (!printed.equals(wanted))
      expect(printed.toString().split('\n')).toEqual(wanted.toString().split('\n'));

    const { version, items } = readTrace(readFileSync(path));
    expect(version).toBe(header);
    const lines = [...items].flatMap((item) => [...itemText(item)]);
    expect(`${lines.join('\n')}\n` === wanted.toString()).toBe(true);

    const names = new Set(lines.map((line) => line.split(/\s/, 1)[0]));
    expect(names.has('GoSwitch')).toBe(header >= 23);
    for (const name of ['UserLog', 'GCBegin', 'CPUSample', 'Stack', 'String']) expect(names).toContain(name);
    expect(names.has('SpanAlloc') && names.has('ExperimentalBatch')).toBe(godebug.includes('allocfree'));
    expect(lines.filter((line) => /^EventBatch gen=[^1]/.test(line)).length).toBeGreaterThan(3);
  });
});
