import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

test.skipIf(missing !== null)('a master that is not there', async () => {
  for (const place of ['127.0.0.1:1', 'nowhere.invalid:7077']) {
    const { exit, stderr } = await nosplit(['check', '--model', 'mutex', '--on', `spark://${place}`]);
    expect([exit, stderr]).toEqual([2, expect.stringMatching(noMaster)]);
    expect(stderr).toContain(place);
  }
});
const noMaster =
  /^nosplit: Spark did not search it: no Spark master answers at \S+ \([^()]+\); start one, or .*\n$/;

/** Executors that never come, that come in turn, and those of threads. */
const arriving = `
import sys
from types import SimpleNamespace as Some
sys.path.insert(0, sys.argv[1])
import nosplit_spark
nosplit_spark.SETTLED = 0.5
def cluster(counts):
    counts = iter(counts)
    status = lambda: Some(size=lambda: next(counts))
    conf = lambda: Some(getTimeAsSeconds=lambda name, usual: 0)
    return Some(sc=lambda: Some(conf=conf, getExecutorMemoryStatus=status))
def cores(master, counts):
    return nosplit_spark.cores_of(Some(master=master, defaultParallelism=7, _jsc=cluster(counts)))
print(cores('local[7]', []), cores('spark://h:1', [2, 2, 3, *[4] * 99]))
cores('spark://h:1', [1])
`;

test.skipIf(missing !== null)('a cluster without workers is not waited for without end', () => {
  const run = spawnSync(pythonForSpark(), ['-c', arriving, join(driver, '..')], { encoding: 'utf8' });
  expect([run.stdout, run.status]).toEqual(['7 7\n', 1]);
  expect(run.stderr).toMatch(/^nosplit: spark:\/\/h:1 gave no executor in 0 s; start a worker, or .*\n$/);
});

test.skipIf(missing !== null)(
  'a standalone cluster of two workers, of which one is lost, says the same',
  { tags: ['exhaustive'], timeout: 600_000 },
  async () => {
    const started: ChildProcess[] = [];
    const deploy = (name: string, ...words: string[]): Promise<string> => {
      const child = daemon(name, [...words, '--host', '127.0.0.1', '--webui-port', '0']);
      started.push(child);
      return addressIn(child, name);
    };
    try {
      const master = await deploy('Master', '--port', '0');
      const workers = ['w0', 'w1'].map((name) => join(folder, name));
      await Promise.all(
        workers.map((at) => deploy('Worker', master, '--work-dir', at, '--cores', '1', '--memory', '1g')),
      );
      const system = twoPhaseCommit({ n: 2, broken: true });
      const words = prepared(system, { continue: true, spread: 0 });
      const child = spawn(pythonForSpark(), [driver, master, ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let told = '';
      child.stderr.on('data', (text: Buffer) => (told += text.toString()));
      let killed = false;
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.includes('"depth": 3')) killed = started.at(-1)?.kill('SIGKILL') === true;
      });
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect([status === 0 ? '' : told, status, killed]).toEqual(['', 0, true]);
      // Each worker had a part in it, the lost one too.
      expect(workers.map((at) => readdirSync(at).length)).toEqual([1, 1]);
      const result: unknown = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
      await expectSame(system, result, true);
    } finally {
      await Promise.all(started.map(ended));
    }
  },
);

/** A master or a worker of the package that Python has. */
function daemon(name: string, words: readonly string[]): ChildProcess {
  const home = spawnSync(pythonForSpark(), ['-c', 'import pyspark; print(pyspark.__path__[0])'], {
    encoding: 'utf8',
  }).stdout.trim();
  const main = `org.apache.spark.deploy.${name.toLowerCase()}.${name}`;
  return spawn(join(home, 'bin', 'spark-class'), [main, ...words], {
    env: { ...process.env, SPARK_HOME: home, SPARK_DAEMON_JAVA_OPTS: '-XX:TieredStopAtLevel=1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The master whose address a daemon writes into its log as soon as it serves there. */
function addressIn(child: ChildProcess, name: string): Promise<string> {
  const pattern = name === 'Master' ? / at (spark:\S+)/ : /registered with master (spark:\S+)/;
  return new Promise((resolve, reject) => {
    let told = '';
    child.on('error', reject).on('close', () => {
      reject(new Error(told));
    });
    child.stderr?.on('data', (text: Buffer) => {
      told += text.toString();
      const [, at] = pattern.exec(told) ?? [];
      if (at !== undefined) resolve(at);
    });
  });
}

/** Ends a process, and waits for that. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.on('close', resolve));
  child.kill();
  await closed;
}
