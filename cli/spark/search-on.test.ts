import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { check, kernelOf, reportElsewhere } from '../../checker/index.ts';
import type { Report, SearchElsewhere, System } from '../../checker/index.ts';
import twoPhaseCommit from '../../examples/two-phase-commit.ts';
import { kernelDocument } from '../../export/index.ts';
import { nosplit } from '../testing/world.ts';
import { missingForSpark, pythonForSpark } from './tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-spark-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
});
const driver = fileURLToPath(new URL('nosplit_spark.py', import.meta.url));
const missing = missingForSpark();
if (missing !== null) console.log(`searches on Spark are skipped: ${missing}`);

/** Writes the kernel, and returns the words that the driver takes after the master. */
function prepared(system: System, settings: object): string[] {
  const kernel = kernelOf(system);
  writeFileSync(join(folder, 'k.wasm'), kernel.bytes);
  writeFileSync(join(folder, 'k.json'), JSON.stringify(kernelDocument(kernel, 'k')));
  return [...['k.wasm', 'k.json', 'result.json'].map((name) => join(folder, name)), JSON.stringify(settings)];
}

/** Everything but the machine. */
const said = ({ elapsedMs, statesPerSecond, bytesPerState, workers, ...report }: Report): object => ({
  ...report,
  finite: [elapsedMs, statesPerSecond, bytesPerState, workers].every(Number.isFinite),
});

async function expectSame(system: System, result: unknown, all: boolean): Promise<void> {
  const options = { continue: all };
  const expected = await check(system, { continue: all });
  expect(said(reportElsewhere(system, result as SearchElsewhere, options))).toEqual(said(expected));
}

describe('what it refuses', () => {
  test('options of other searches', async () => {
    const { exit, stderr } = await nosplit(['check', '--model', 'mutex', '--on', 'local[2]', '--dfs']);
    expect([exit, stderr]).toEqual([
      2,
      'nosplit: --on and --dfs do not go together; leave one of the two out\n',
    ]);
  });

  test('a machine without Python', async () => {
    vi.stubEnv('PYSPARK_PYTHON', '/nowhere/python');
    vi.stubEnv('PYSPARK_DRIVER_PYTHON', undefined);
    const { exit, stderr } = await nosplit(['check', '--model', 'mutex', '--on', 'local[2]']);
    expect([exit, stderr]).toEqual([
      2,
      'nosplit: --on needs Apache Spark: there is no /nowhere/python; install Python 3.10 or later, or set PYSPARK_PYTHON\n',
    ]);
  });

  test('claims about runs', async () => {
    const words = ['check', 'tiny', '--on', 'local[2]'];
    const { exit, stderr } = await nosplit(words);
    expect([exit, stderr]).toEqual([2, expect.stringMatching(/not judged on Spark \(\w+.*\); add --safety/)]);
  });
});

test('a counterexample that leads elsewhere is none', () => {
  const system = twoPhaseCommit({ n: 2, broken: true });
  const graph = { layers: [], ends: 1, roots: [0] };
  const found = [{ property: 0, steps: 0, graph }];
  const counts = {
    ...{ levels: [1], generated: 1, expanded: 0, bytes: 8 },
    ...{ degreeMin: 0, degreeMax: 0 },
  };
  const of = { ...counts, fired: [], exercised: [], fresh: [], found, elapsedMs: 1, cores: 1 };
  expect(() => reportElsewhere(system, of, {})).toThrow('the trace does not violate Consistent');
  const nowhere = [{ property: 0, steps: 3, graph: { ...graph, roots: [-1] } }];
  expect(() => reportElsewhere(system, { ...of, found: nowhere }, {})).toThrow('no initial state leads to');
});

/** The search of the driver, with levels in the driver alone. A hash of three bits has many states in common. */
const alone = `
import json, sys
from types import SimpleNamespace as Some
sys.path.insert(0, sys.argv[1])
import nosplit_spark
module, about, out, settings = sys.argv[2:]
spark = Some(defaultParallelism=2, broadcast=lambda value: Some(value=value))
search = nosplit_spark.Search(spark, open(module, 'rb').read(), json.load(open(about)), json.loads(settings))
json.dump(search.run() | {'elapsedMs': 1, 'cores': 1}, open(out, 'w'))
`;

test.skipIf(missing !== null)(
  'all three ways to hold states count the same, and lead to the same traces',
  async () => {
    const broken = twoPhaseCommit({ n: 3, broken: true });
    for (const [system, settings] of [
      [twoPhaseCommit({ n: 3 }), {}],
      [broken, {}],
      [broken, { continue: true, named: true }],
      [broken, { continue: true, named: true, wide: 64 }],
      [broken, { continue: true, named: true, wide: 3 }],
    ] as const) {
      const words = prepared(system, { ...settings, spread: 1e9 });
      const run = spawnSync(pythonForSpark(), ['-c', alone, join(driver, '..'), ...words], {
        encoding: 'utf8',
      });
      expect([run.stderr, run.status]).toEqual(['', 0]);
      const result: unknown = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
      await expectSame(system, result, 'continue' in settings);
    }
  },
);

test.skipIf(missing !== null)(
  'a cluster of two machines, of which one is lost, says the same',
  { tags: ['exhaustive'], timeout: 600_000 },
  async () => {
    const system = twoPhaseCommit({ n: 4, broken: true });
    const words = prepared(system, { continue: true, spread: 0 });
    const child = spawn(pythonForSpark(), [driver, 'local-cluster[2,1,1024]', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (text: Buffer) => (told += text.toString()));
    let killed: number | undefined;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (killed !== undefined || !line.includes('"depth": 4')) return;
      killed = executorsBelow(child.pid ?? 0)[0];
      if (killed !== undefined) process.kill(killed, 'SIGKILL');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect([status === 0 ? '' : told, status]).toEqual(['', 0]);
    expect(killed).toBeDefined();
    const result: unknown = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    await expectSame(system, result, true);
  },
);

/** The processes of executors that a process has started, through others. */
function executorsBelow(root: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const all = stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
  const below = new Set([root]);
  for (let size = 0; size < below.size;) {
    size = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  return all
    .filter(({ pid, command }) => below.has(pid) && command.includes('CoarseGrainedExecutorBackend'))
    .map(({ pid }) => pid);
}
