import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixture } from '../../facts/testing/known.ts';
import { parts } from '../selection/parts.ts';
import { accepting } from '../testing/accepting.ts';
import { isEveryDay, rowsOf } from '../testing/every-day.ts';
import { nosplit, repository } from '../testing/world.ts';

const tree = fixture('entry-gen');
const accepted = await accepting(tree);

interface Parts {
  readonly verdict: string;
  readonly coverage: {
    readonly accepted: string[];
    readonly functions: number;
    readonly statements: number;
    readonly steps: number;
    readonly releases: string[];
  };
  readonly parts: readonly {
    readonly part: string;
    readonly verdict: string;
    readonly distinct: number;
    readonly limit: string | null;
    readonly subject: { readonly read: { readonly accept: string[] } };
  }[];
}

/** Without a config every part of a tree is searched, and the report carries what was accepted. */
async function searchesEveryPart(...bound: string[]): Promise<Parts> {
  const { exit, stdout } = await nosplit(['check', '--go', tree, '--format', 'json', ...accepted, ...bound]);
  const report = JSON.parse(stdout) as Parts;
  expect(report.parts.map(({ part }) => part)).toEqual(parts.map(({ part }) => part));
  const worst = (['violated', 'exhausted', 'holds'] as const).find((one) =>
    report.parts.some(({ verdict }) => verdict === one),
  );
  expect([exit, report.verdict]).toEqual([{ violated: 1, exhausted: 3, holds: 0 }[worst ?? 'holds'], worst]);
  expect(report.coverage.accepted.length).toBe(accepted.length / 2);
  expect(report.parts[0]?.subject.read.accept).toEqual(report.coverage.accepted);
  expect(report.coverage.releases).toEqual([]);
  expect(report.coverage.statements).toBeGreaterThan(report.coverage.steps);
  return report;
}

// Every day the time is looked at below.
test(
  'without a config every part of a tree is begun, and is exhausted where the time is over',
  { tags: 'exhaustive' },
  async () => {
    expect((await searchesEveryPart('--time', '1ms')).verdict).toBe('exhausted');
  },
);

test.each(rowsOf(['states', 'depth'], 0))(
  'without a config a limit of %s is that of each part',
  async (limit) => {
    const { verdict, parts: searched } = await searchesEveryPart(`--${limit}`, '2');
    expect(verdict).toBe('exhausted');
    expect(new Set(searched.map((part) => part.limit))).toEqual(new Set([limit]));
  },
);

test('without a config every part of a tree is searched to its end', { tags: 'exhaustive' }, async () => {
  const { verdict, parts: searched } = await searchesEveryPart();
  expect(verdict).not.toBe('exhausted');
  expect(searched.filter(({ distinct }) => distinct === 0)).toEqual([]);
});

test('the report says whose steps a part is judged by, where these are not of the tree', async () => {
  const asked = ['check', '--go', tree, '--time', '1ms', ...accepted];
  const { stdout } = await nosplit(asked, { columns: 80 });
  // The table fits a terminal, which the line of the verdict and commands may not.
  const names = new RegExp(`^(part|${parts.map(({ part }) => part).join('|')})  `);
  const rows = stdout.split('\n').filter((line) => names.test(line));
  expect(rows.length).toBeGreaterThan(parts.length);
  expect(rows.filter((line) => line.length > 80)).toEqual([]);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /core is judged by the steps of go1\.26\.\d+, which has the same facts, since what was accepted is not read as steps: /,
  );
});

test('a tree with one unknown shape is refused with the words that accept it', async () => {
  const without = accepted.filter((_, index) => index > 1);
  const { exit, stderr } = await nosplit(['check', '--go', tree, ...without]);
  expect(exit).toBe(2);
  expect(stderr).toContain(`: ${accepted.slice(0, 2).join(' ')}`);
});

/** With 1 ms, no part comes to its end, and nothing is violated in a tree's first states. */
test.each([
  ['the time', 3, 'the time was over', 'time', ['--time', '1ms'], {}],
  ['an interrupt', 130, 'interrupted', 'interrupt', [], { interrupt: true }],
])('%s ends the search of every part: exit %d', async (_, code, words, limit, options, world) => {
  const asked = ['check', '--go', tree, ...accepted, ...options];
  const { exit, stdout } = await nosplit([...asked, '--format', 'json'], world);
  const report = JSON.parse(stdout) as { verdict: string; parts: { verdict: string; limit: string }[] };
  expect([exit, report.verdict]).toEqual([code, 'exhausted']);
  expect(report.parts.map((part) => [part.verdict, part.limit])).toEqual(
    parts.map(() => ['exhausted', limit]),
  );
  if (isEveryDay && code !== 130) return;
  const told = await nosplit([...asked, '--quiet'], world);
  expect([told.exit, told.stdout]).toEqual([
    code,
    expect.stringMatching(
      new RegExp(`^exhausted: .*: (\\d+) parts of \\1 not searched to the end \\(${words}\\): core, reader`),
    ),
  ]);
});

describe('as a process', { tags: 'exhaustive' }, () => {
  /** Interrupts the built command so many times. */
  async function interrupted(times: number): Promise<{ exit: number | null; stdout: string }> {
    const words = ['check', '--go', tree, ...accepted, '--workers', '1', '--progress'];
    const child = spawn(process.execPath, [join(repository, 'dist/cli/bin.js'), ...words]);
    let [stdout, sent] = ['', 0];
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
    // The first sign is a part that ended, the second the answer to the first interrupt.
    child.stderr.on('data', () => {
      if (sent++ < times) child.kill('SIGINT');
    });
    const [exit] = (await once(child, 'close')) as [number | null];
    return { exit, stdout };
  }

  test('an interrupt ends the searches on their threads, and the report has every part; a second one ends all', async () => {
    const first = await interrupted(1);
    expect(first.stdout).toMatch(
      /^(exhausted|violated): .*not searched to the end \(interrupted\): .*memory\n/,
    );
    expect(first.exit).toBe(first.stdout.startsWith('violated') ? 1 : 130);
    const second = await interrupted(2);
    expect([second.exit, second.stdout]).toEqual([130, '']);
  });

  test('the time is for all parts together', () => {
    const words = ['check', '--go', tree, ...accepted, '--quiet'];
    const bin = join(repository, 'dist/cli/bin.js');
    const { status, stdout } = spawnSync(process.execPath, [bin, ...words, '--time', '100ms'], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/not searched to the end \(the time was over\): .*memory\n$/);
    expect([status, stdout.split(':')[0]]).toEqual(status === 1 ? [1, 'violated'] : [3, 'exhausted']);
  });
});

test.skipIf(process.platform === 'win32')(
  'machine code that grows a stack where the sources show none refuses the tree, and the same code without it does not',
  async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'nosplit-check-tree-'));
    try {
      cpSync(tree, scratch, { recursive: true });
      mkdirSync(join(scratch, 'bin'));
      const line = (text: string): string => `  tracebuf.go:1\t0x4000\t90\t${text}\t`;
      const grow = line('CALL runtime.morestack_noctxt.abi0(SB)');
      const machine = (instructions: readonly string[]): void => {
        const code = ['TEXT runtime.traceWriter.event(SB) tracebuf.go', ...instructions, line('RET'), ''];
        writeFileSync(join(scratch, 'code'), code.join('\n'));
      };
      // A go command that builds from this tree, and whose objdump says what stands in the file.
      const script = `case "$1" in env) printf '%s\\ngo1.26.8\\nlinux\\namd64\\n' '${scratch}';; tool) cat '${scratch}/code';; esac`;
      writeFileSync(join(scratch, 'bin/go'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(scratch, 'bin/go'), 0o755);
      const confirmed = (...words: string[]) =>
        nosplit(['check', ...words, '--go', scratch, '--confirm', '--quiet', ...accepted]);

      machine([grow]);
      for (const words of [[], ['tiny']]) {
        const { exit, stdout, stderr } = await confirmed(...words);
        expect([exit, stdout]).toEqual([2, '']);
        expect(stderr).toBe(
          'nosplit: the machine code disagrees with the sources: traceWriter.event: nosplit in the sources, but it calls morestack: not built from them; nosplit facts --go --confirm lists what was compared\n',
        );
      }
      machine([]);
      const { exit, stdout } = await confirmed('tiny');
      expect(stdout).toMatch(/^(holds|violated): /);
      expect(exit).toBeLessThan(2);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  },
  120_000,
);

test('what says who is fair needs a fairness', async () => {
  const { exit, stderr } = await nosplit(['check', '--go', tree, '--fair-by', 'action']);
  expect([exit, stderr]).toEqual([
    2,
    'nosplit: --fair-by says who is fair; give --fairness weak or --fairness strong, too\n',
  ]);
});

test('how a tree is read is said of a tree alone', async () => {
  for (const word of ['--goos', '--goarch', '--accept']) {
    const { exit, stderr } = await nosplit(['check', 'tiny', word, 'linux']);
    expect([exit, stderr]).toEqual([
      2,
      `nosplit: ${word} says how a Go tree is read; give the tree with --go\n`,
    ]);
  }
  const { exit, stderr } = await nosplit(['check', '--go', tree, '--goos', 'linus']);
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^nosplit: --goos linus: no such system \(did you mean linux\?\)/);
});
