import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { loadSystem, stepper } from '../../checker/index.ts';
import { Lockstep, comparedBounds } from '../../conformance/index.ts';
import { textsOf } from '../../conformance/testing/steps.ts';
import { tracerOf } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { validate } from '../../wire/index.ts';
import { nosplit } from '../testing/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs what a written file would, with the imports of this one; answers the names of its tests. */
function execute(file: string): string[] {
  const names: string[] = [];
  const body = file.replaceAll(/^import .*$/gm, '');
  // The text is what the command under test has just written, and running it is the test.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see the line above
  const run = new Function('stepper', 'tracerOf', 'expect', 'test', body) as (...given: unknown[]) => void;
  run(stepper, tracerOf, expect, (name: string, code: () => void) => {
    names.push(name);
    code();
  });
  return names;
}

/** The same of a test of a user's model. */
async function executeOwn(file: string): Promise<string[]> {
  const names: string[] = [];
  const codes: (() => Promise<void>)[] = [];
  const body = file.replaceAll(/^import .*$/gm, '');
  // The text is what the command under test has just written, and running it is the test.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see the line above
  const run = new Function('stepper', 'loadSystem', 'expect', 'test', body) as (...given: unknown[]) => void;
  run(stepper, loadSystem, expect, (name: string, code: () => Promise<void>) => {
    names.push(name);
    codes.push(code);
  });
  for (const code of codes) await code();
  return names;
}

/** The same in steps of programs, as the reference is compared with them. */
const stepsOf = (design: string, debug = false): string => {
  const bounds = comparedBounds['free'];
  if (bounds === undefined) throw new Error('free is not compared');
  const lockstep = new Lockstep({ reference, design, debug, bounds });
  const steps = ['StartTrace start:0', 'StartTrace:0', 'traceEnabled:0', 'traceAcquireEnabled:0'];
  return textsOf(lockstep, steps).join(', ');
};

const schedule = stepsOf('1.26');

describe('nosplit emit-test', () => {
  test('writes a counterexample of a saved report as a test that passes, and fails once a step is gone', async () => {
    const report = join(folder, 'report.json');
    await nosplit([
      'check',
      'tiny',
      '--design',
      '1.26',
      '--property',
      'NoLostBuffer',
      '-f',
      'json',
      '-o',
      report,
    ]);
    const { exit, stdout } = await nosplit(['emit-test', report]);
    expect(exit).toBe(0);
    expect(execute(stdout)).toEqual([
      'design 1.26 at tiny violates NoLostBuffer, EventExactlyOnce after these 15 steps',
    ]);
    expect(stdout).toMatch(/^import .* from 'nosplit\/checker';$/m);
    expect(() => execute(stdout.replace(/ {2}'StartTrace:404:0',\n/, ''))).toThrow('traceLocker.writer:52:0');
    expect(() => execute(stdout.replace('"1.26"', '"1.26-nosplit"'))).toThrow('no action instance -1');
  });

  test('writes a counterexample of a model of the user, which it imports from where the test is to stand', async () => {
    const model = join(folder, 'counter.mjs');
    const index = new URL('../../dist/checker/public.js', import.meta.url).href;
    writeFileSync(
      model,
      `import { int, over, record } from '${index}';
      const { action, always, system } = over(record({ n: int(0, 9) }));
      export default ({ most = 2 }) => system({
        name: 'counter',
        initial: [{ n: 0 }],
        actions: { Add: action({ guard: { below: (s) => s.n < 9 }, effect: (s) => { s.n++; } }) },
        properties: { Small: always({ holds: (s) => s.n <= most }) },
      });`,
    );
    mkdirSync(join(folder, 'tests'));
    const out = join(folder, 'tests/small.test.mjs');
    const report = join(folder, 'counter.json');
    await nosplit(['check', '--model', model, '--set', 'most=3', '-f', 'json', '-o', report]);
    const words = ['emit-test', report, '--model', model, '--set', 'most=3', '--out', out];
    expect(await nosplit(words)).toMatchObject({ exit: 0, stderr: '' });
    const text = readFileSync(out, 'utf8');
    expect(text).toContain(`new URL('../counter.mjs', import.meta.url).href, params: {"most":3} })`);
    const run = (written: string): Promise<string[]> =>
      executeOwn(written.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(out).href)));
    expect(await run(text)).toEqual(['counter with most=3 violates Small after these 4 steps']);
    await expect(run(text.replace("  'Add',\n", ''))).rejects.toThrow('expected [] to deeply equal');
    await expect(run(text.replace('"most":3', '"most":4'))).rejects.toThrow('expected [] to deeply equal');
  });

  test('writes a schedule of a mutant, and one that violates nothing', async () => {
    const { stdout } = await nosplit(['emit-test', schedule, 'tiny', '--mutant', 'release-lowers-flag']);
    expect(execute(stdout)).toEqual([
      'mutant release-lowers-flag at tiny, in fine steps violates nothing after these 4 steps',
    ]);
  });

  test('writes the execution trace of the reference, which follows the steps', async () => {
    const file = join(folder, 'out.trace');
    const words = ['emit-test', schedule, 'tiny', '--design', '1.26-nosplit'];
    expect(await nosplit([...words, '--as', 'trace', '--out', file])).toMatchObject({ exit: 0, stderr: '' });
    expect(validate(readFileSync(file))).toMatchObject({ version: 26, events: 1, violation: null });
    expect((await nosplit([...words, '--as', 'trace'])).stdout.slice(0, 13)).toBe('go 1.26 trace');
  });

  test('writes the same execution trace and golden test of a counterexample in coarse steps as of one in fine steps', async () => {
    const bytes: string[] = [];
    for (const granularity of ['coarse', 'fine']) {
      const report = join(folder, `${granularity}.json`);
      const cut = ['tiny', '--design', '1.26', '--granularity', granularity];
      await nosplit(['check', ...cut, '--property', 'NoLostBuffer', '-f', 'json', '-o', report]);
      const file = join(folder, `${granularity}.trace`);
      expect(await nosplit(['emit-test', report, '--as', 'trace', '--out', file])).toMatchObject({ exit: 0 });
      const { stdout } = await nosplit(['emit-test', report, '--as', 'golden']);
      bytes.push(readFileSync(file, 'latin1'), stdout);
    }
    expect(bytes.slice(0, 2)).toEqual(bytes.slice(2));
    expect(bytes[1]).toContain('Trace Go1.26');
  });

  test('takes a release whose protocol is an older one by its own name', async () => {
    const words = ['emit-test', schedule, 'tiny', '--design'];
    const [own, older] = [await nosplit([...words, '1.27']), await nosplit([...words, '1.26'])];
    expect(own).toMatchObject({ exit: 0, stdout: older.stdout.replaceAll('1.26', '1.27') });
    const trace = async (name: string): Promise<string> =>
      (await nosplit([...words, name, '--as', 'trace'])).stdout;
    expect(await trace('1.27')).toBe(await trace('1.26'));
  });

  test("writes a golden test of Go's reader", async () => {
    const { stdout } = await nosplit([
      'emit-test',
      stepsOf('seed'),
      'tiny',
      '--design',
      'seed',
      '--as',
      'golden',
    ]);
    expect(stdout).toMatch(
      /^-- expect --\nSUCCESS\n-- trace --\nTrace Go1.23\n[\s\S]*\nSpanFree dt=\d+ id=\d+\n/,
    );
  });

  test('compares model and reference in bounds that no model is searched in, and with debugTraceReentrancy', async () => {
    const steps = stepsOf('seed', true);
    const free = await nosplit(['emit-test', steps, 'free', '--design', 'seed', '--debug']);
    expect(free.stdout).toMatch(`// Written by: nosplit emit-test '${steps}' free --design seed --debug\n`);
    expect(free.stdout).toContain(
      "test('model and reference of design seed with debugTraceReentrancy at free agree along these 4 steps'",
    );
    expect(free.stdout).toContain(
      "{ reference, design: 'seed', debug: true, bounds: 'free' };\n  expect(disagreementAlong(subject, schedule)).toBeNull();",
    );
    const { stdout } = await nosplit(['emit-test', stepsOf('1.26'), 'free', '--as', 'trace']);
    expect(stdout.slice(0, 13)).toBe('go 1.26 trace');
  });

  const row = (check: string, steps: string | null) => ({ check, schedule: steps?.split(', ') ?? null });
  const conformReport = (name: string, ...designs: readonly object[]): string => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, JSON.stringify({ schema: 'nosplit.conform/2', config: 'tiny', designs }));
    return file;
  };
  const disagreed = conformReport(
    'disagreed',
    { design: '1.24', debug: false, rows: [row('Go', null)] },
    { design: 'seed', debug: true, rows: [row('reference to model', stepsOf('seed', true))] },
    { design: '1.26', debug: false, rows: [row('model to reference', stepsOf('1.26').split(', ')[0] ?? '')] },
  );
  const agreed = conformReport('agreed', { design: '1.24', debug: false, rows: [row('ledger', null)] });

  test('takes from a report of conform the first disagreement, or that of a design', async () => {
    const first = await nosplit(['emit-test', disagreed]);
    expect(first.stdout).toContain("{ reference, design: 'seed', debug: true, bounds: 'free' }");
    const second = await nosplit(['emit-test', disagreed, '--design', '1.26']);
    expect(second.stdout).toContain("{ reference, design: '1.26', debug: false, bounds: 'tiny' }");
    expect(second.stdout).toMatch(/const schedule = \[\n {2}'StartTrace:\d+ start:0',\n\];/);
  });

  test.each([
    [[disagreed, '--design', '1.25'], 'holds no disagreement of design 1.25; it has one of seed, 1.26'],
    [[agreed], 'holds no schedule along which model and reference disagree'],
    [[disagreed, 'tiny'], 'a report of conform has its bounds already; leave out tiny'],
    [
      [disagreed, '--mutant', 'x'],
      'a report of conform goes with a design of the reference alone; leave out --mutant',
    ],
    [[disagreed, '--debug'], '--debug is for steps'],
    [
      [schedule, 'tiny', '--debug', '--go'],
      '--debug goes with a design of the reference alone; leave out --go',
    ],
    [[schedule, 'free', '--design', '9.99'], '--design 9.99: no such design'],
    [[`${stepsOf('1.26')}, StopStoreGen:9`, 'free'], 'StopStoreGen:9 is no step of design 1.26 at free'],
    [
      [schedule, 'tiny', '--design', '1.26', '--as', 'trace', '--out', 'no/such/folder'],
      '--out no/such/folder cannot be written (no such file or directory); choose another file',
    ],
    [['StartTrace:404:0', 'tiny'], 'StartTrace:404:0 is not enabled in its turn of design 1.26 at tiny'],
    [
      ['StartTrace:404:0', 'tiny', '--as', 'trace'],
      'at tiny, in fine steps does not take StartTrace:404:0 in its turn',
    ],
    [
      ['Start'],
      'Start is no step of design 1.26 at small, in fine steps; it is one of the actions that older versions had',
    ],
    [[''], 'argument 2 is empty; give it a value, or leave it out'],
    [['cli'], 'cli cannot be read (it is a directory); save a report with --format json --out FILE'],
    [['report.txt'], 'report.txt: no such file'],
    [
      [schedule, '--mutant', 'flush-keeps-slot', '--as', 'golden'],
      'the reference knows no design like mutant flush-keeps-slot',
    ],
    [
      ['RaiseFlag:0', '--model', 'peterson'],
      'emit-test imports the model, and peterson is a built-in example; give a file of yours',
    ],
    [['RaiseFlag:0', '--model', 'peterson', '--as', 'golden'], 'the reference knows no design like peterson'],
    [
      [schedule, 'sections-tiny', '--as', 'trace'],
      'config sections-tiny has sections without end, or more than',
    ],
  ])('refuses %s', async (words, message) => {
    const { exit, stderr } = await nosplit(['emit-test', ...words]);
    expect(stderr).toContain(message);
    expect(exit).toBe(2);
  });

  test('a report of conform of an older version is refused, whose steps are none any more', async () => {
    const file = join(folder, 'older.json');
    writeFileSync(file, JSON.stringify({ schema: 'nosplit.conform/1', config: 'tiny', designs: [] }));
    const { exit, stderr } = await nosplit(['emit-test', file]);
    expect(stderr).toContain('is a report of an older version, whose steps were others; make it anew');
    expect(exit).toBe(2);
  });

  test('a report of conform cannot be replayed, and the message says what can be done with it', async () => {
    const { exit, stderr } = await nosplit(['replay', disagreed]);
    expect(stderr).toContain(
      'is a report of conform, whose schedules no single model replays; give it to nosplit emit-test',
    );
    expect(exit).toBe(2);
  });

  test('an execution trace is not written onto a terminal', async () => {
    const { stderr } = await nosplit(['emit-test', schedule, 'tiny', '--as', 'trace'], { isTTY: true });
    expect(stderr).toContain('an execution trace is no text; give --out FILE');
  });
});
