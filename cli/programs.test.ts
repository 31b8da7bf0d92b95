import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gorootOf } from '../facts/testing/go-trees.ts';
import { fixture } from '../facts/testing/known.ts';
import { nosplit } from './testing/world.ts';

test('the programs of a release give its verdict, without any Go', async () => {
  const { exit, stdout } = await nosplit(['check', 'tiny', '--design', '1.26', '--quiet']);
  expect(stdout).toBe('violated: design 1.26 at tiny: NoLostBuffer in 15 steps (and EventExactlyOnce)\n');
  expect(exit).toBe(1);
});

test(
  'two workers find the same, since they import the programs with the module',
  { tags: 'exhaustive' },
  async () => {
    const words = ['check', 'tiny', '--design', '1.25', '--continue', '--format', 'json'];
    const [one, two] = [await nosplit(words), await nosplit([...words, '--workers', '2'])];
    const counts = /"distinct": (\d+),\s+"generated": (\d+)/;
    expect(counts.exec(two.stdout)?.slice(1)).toEqual(counts.exec(one.stdout)?.slice(1));
  },
);

test('a report of the steps of a release is replayed on them', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'nosplit-programs-'));
  try {
    const words = ['check', 'tiny', '--design', '1.26', '--format', 'json', '--out', 'r.json'];
    expect((await nosplit(words, { cwd })).exit).toBe(1);
    for (const more of [[], ['--design', '1.26']]) {
      const { exit, stdout, stderr } = await nosplit(['replay', 'r.json', ...more], { cwd });
      expect([exit, stderr]).toEqual([0, '']);
      expect(stdout).toContain('design 1.26 at tiny: 15 steps to a violation of NoLostBuffer, replayed');
    }
  } finally {
    rmSync(cwd, { recursive: true });
  }
});

describe('the granularity of steps', () => {
  const words = ['check', 'tiny', '--design', '1.26'];

  test('is coarse, or fine where that is asked for', async () => {
    const { exit, stdout } = await nosplit([...words, '--granularity', 'fine']);
    expect(exit).toBe(1);
    expect(stdout).toContain('violated: design 1.26 at tiny, in fine steps: NoLostBuffer in 25 steps');
    expect(stdout).toContain('reproduce: nosplit check tiny --design 1.26 --granularity fine\n');
  });

  test('is told by a report, whose steps are cut as it says, and not otherwise', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'nosplit-programs-'));
    const replayed = (...more: string[]): ReturnType<typeof nosplit> =>
      nosplit(['replay', 'r.json', ...more], { cwd });
    try {
      for (const [granularity, steps] of [
        ['coarse', 15],
        ['fine', 25],
      ] as const) {
        await nosplit([...words, '--granularity', granularity, '--format', 'json', '--out', 'r.json'], {
          cwd,
        });
        const path = join(cwd, 'r.json');
        const report = JSON.parse(readFileSync(path, 'utf8')) as { subject: { granularity?: string } };
        expect(report.subject.granularity).toBe(granularity);
        for (const more of [[], ['--design', '1.26']])
          expect((await replayed(...more)).stdout).toContain(`: ${steps} steps to a violation`);
        const other = granularity === 'fine' ? 'coarse' : 'fine';
        const named = await replayed('--design', '1.26', '--granularity', other);
        expect([named.exit, named.stderr]).toEqual([
          2,
          `nosplit: r.json is about steps ${granularity}, and the command line names steps ${other}; name the same, or leave it out\n`,
        ]);
        report.subject.granularity = other;
        writeFileSync(path, JSON.stringify(report));
        const edited = await replayed();
        expect(edited.exit).toBe(2);
        expect(edited.stderr).toContain('its system is called programs of design 1.26 tiny');
        // Reports from before there was a choice are about fine steps.
        delete report.subject.granularity;
        writeFileSync(path, JSON.stringify(report));
        expect((await replayed()).stdout.includes(': 25 steps to a violation')).toBe(granularity === 'fine');
      }
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  test('is no matter of a model of one’s own', async () => {
    const { exit, stderr } = await nosplit(['check', '--model', 'mutex', '--granularity', 'fine']);
    expect([exit, stderr]).toEqual([
      2,
      'nosplit: --granularity is about steps of the tracer; a model of yours has its own\n',
    ]);
  });

  test('leaves a step that runs several lines with these lines, in 80 columns', async () => {
    const { stdout } = await nosplit(words, { columns: 80 });
    const trace = stdout.slice(stdout.indexOf('counterexample to'));
    for (const line of trace.slice(0, trace.indexOf('✗')).split('\n'))
      expect(line.length).toBeLessThanOrEqual(80);
    const plain = trace.replace(/[│\s]+/g, ' ');
    expect(plain).toContain(
      'ran traceWriter.refill:158 162 163 164 165 181 196, traceWriter.event:90 91, traceWriter.end:110',
    );
  });
});

test('1.27 has programs by a name of its own, with the flaw of 1.26', async () => {
  const { stdout, exit } = await nosplit(['check', 'tiny', '--design', '1.27', '--format', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'violated' });
  expect(stdout).toContain('"design": "1.27"');
  expect(exit).toBe(1);
});

test.each([
  [['check', '--design', '1.22'], /no such design/],
  [['facts', '--go', '.', '--program'], /holds no src\/runtime\/trace\.go/],
])('%j is refused in one line', async (words, message) => {
  const { exit, stderr } = await nosplit(words);
  expect(stderr).toMatch(message);
  expect(exit).toBe(2);
});

const goroot = gorootOf('go1.26.8');

test.skipIf(goroot === null)('facts --program prints steps beside the lines of the tree', async () => {
  const { exit, stdout } = await nosplit(['facts', '--go', goroot ?? '', '--program', 'traceRelease']);
  expect(stdout).toMatch(/^ .*traceruntime\.go:259 .*enter traceRelease$/m);
  expect(stdout).toMatch(/traceruntime\.go:263 +N +m\.trace\.writing := 0$/m);
  expect(exit).toBe(0);
});

test.skipIf(goroot === null)('a tree with a go command says how its counterexample is forced', async () => {
  const { stdout } = await nosplit(['check', 'tiny', '--go', goroot ?? '']);
  expect(stdout.split('\n').filter((line) => line.startsWith('force:'))).toEqual([
    `force:     nosplit reproduce A --go ${goroot ?? ''}`,
  ]);
});

test.skipIf(goroot === null)(
  'it prints those of a part where they differ from the core',
  { tags: 'exhaustive' },
  async () => {
    const { exit, stdout } = await nosplit([
      'facts',
      '--go',
      goroot ?? '',
      '--program',
      'traceThreadDestroy',
    ]);
    expect(stdout).toMatch(/in the part threads\n\nan M on its own stack: /);
    expect(stdout).toMatch(/traceruntime\.go:698 +N +m\.trace\.writing of freem_2 := 1$/m);
    expect(stdout).not.toMatch(/in the part reader/);
    expect(exit).toBe(0);
  },
);

test.skipIf(goroot === null)(
  'a function that has no step is refused, with the ones that have',
  { tags: 'exhaustive' },
  async () => {
    const { exit, stderr } = await nosplit(['facts', '--go', goroot ?? '', '--program', 'traceReleas']);
    expect(stderr).toMatch(/did you mean traceRelease\?/);
    expect(exit).toBe(2);
  },
);

test('the steps are read for the system that was asked for', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'nosplit-programs-'));
  try {
    cpSync(fixture('entry-gen'), scratch, { recursive: true });
    writeFileSync(join(scratch, 'src/runtime/tracebad_windows.go'), 'package runtime\n\nfunc (\n');
    const refused = async (...words: string[]): Promise<string> =>
      (await nosplit([...words, '--go', scratch])).stderr;
    for (const words of [['facts', '--program'], ['check', 'tiny'], ['check']]) {
      expect(await refused(...words, '--goos', 'windows')).toContain('tracebad_windows.go:');
      expect(await refused(...words, '--goos', 'linux')).not.toContain('tracebad_windows.go:');
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
