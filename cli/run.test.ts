import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, describe, expect, test } from 'vitest';
import type { Progress } from '../checker/index.ts';
import { commandNames } from './commands/commands.ts';
import { progressLine } from './reporters/progress.ts';
import { eraseLine } from './terminal.ts';
import { nosplit } from './testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-run-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const broken = ['check', '--model', 'peterson', '--set', 'broken=true'];
const Events = v.array(v.looseObject({ event: v.string() }));
const eventsOf = (text: string) =>
  v.parse(
    Events,
    text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  );

describe('the exit code tells the verdict', () => {
  test.each<[number, string, string[]]>([
    [0, 'holds', ['check', '--model', 'mutex']],
    [1, 'violated', broken],
    [1, 'a deadlock', ['check', '--model', 'dining-philosophers', '--set', 'broken=true']],
    [1, 'a release with the protocol of an older one', ['check', 'tiny', '--design', '1.27', '--quiet']],
    [2, 'a mistyped option', ['check', '--desing', '1.26']],
    [2, 'no command', []],
    [3, 'exhausted', ['check', '--model', 'two-phase-commit', '--states', '10']],
    [0, 'help', ['check', '--help']],
    [0, 'version', ['--version']],
    [0, 'a list', ['list', 'configs']],
  ])('%d: %s', async (code, _, words) => {
    expect((await nosplit(words)).exit).toBe(code);
  });

  test('130: an interrupted search, which finishes its level and is exhausted', async () => {
    const { exit, stdout } = await nosplit(['check', '--model', 'two-phase-commit', '--set', 'n=6'], {
      interrupt: true,
    });
    expect(stdout).toMatch(/^exhausted: .* interrupted before the end; nothing was violated so far\n/);
    expect(exit).toBe(130);
  });
});

describe('streams', () => {
  test('a result is on stdout, a failure on stderr in one line', async () => {
    const good = await nosplit(broken);
    expect([good.stdout === '', good.stderr]).toEqual([false, '']);
    const bad = await nosplit(['check', '--model', 'petersn']);
    expect(bad.stdout).toBe('');
    expect(bad.stderr).toMatch(/^nosplit: .*\n$/);
  });

  test('colours come where the stream shows them, and move nothing', async () => {
    const plain = await nosplit(broken);
    const coloured = await nosplit(broken, { colour: true });
    const escapes = /\u001b\[\d+m/g;
    expect(plain.stdout).not.toMatch(escapes);
    expect(coloured.stdout).toMatch(escapes);
    const steps = (text: string): string[] =>
      text
        .replace(escapes, '')
        .split('\n')
        .filter((line) => / → /.test(line));
    expect(steps(coloured.stdout)).toEqual(steps(plain.stdout));
  });

  test('--quiet prints the verdict alone', async () => {
    expect((await nosplit([...broken, '--quiet'])).screen).toBe(
      'violated: peterson with broken=true: MutualExclusion in 7 steps\n',
    );
  });
});

describe('--out', () => {
  test('the report goes to the file, without colours, and the verdict to stdout', async () => {
    const { stdout, exit } = await nosplit([...broken, '--out', 'report.txt'], { cwd, colour: true });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(exit).toBe(1);
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toMatch(/^violated: peterson/);
  });

  test('a file that cannot be written costs no result: it stands on stdout', async () => {
    const { stdout, stderr, exit } = await nosplit(
      [...broken, '--format', 'json', '--out', 'no/such/folder.json'],
      { cwd },
    );
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'violated' });
    expect(stderr).toMatch(
      /^nosplit: --out no\/such\/folder\.json cannot be written \(.*\); .*stdout instead\n$/,
    );
    expect(exit).toBe(1);
    const holds = await nosplit(['check', '--model', 'mutex', '--out', 'no/such/folder.txt'], { cwd });
    expect(holds.exit, 'a script that asked for a file must not take 0 for one').toBe(2);
    expect(readdirSync(cwd)).not.toContain('no');
  });
});

describe('--format', () => {
  test('jsonl is one event for each line: start, violations, report', async () => {
    const { stdout } = await nosplit([...broken, '--format', 'jsonl']);
    const events = eventsOf(stdout);
    expect(events.map(({ event }) => event)).toEqual(['start', 'violation', 'report']);
    expect(events.at(-1)).toMatchObject({ schema: 'nosplit.report/1', verdict: 'violated' });
    await nosplit([...broken, '--format', 'jsonl', '--out', 'events.jsonl'], { cwd });
    expect(eventsOf(readFileSync(join(cwd, 'events.jsonl'), 'utf8')).map(({ event }) => event)).toEqual(
      events.map(({ event }) => event),
    );
  });

  test('itf has every state of the trace, the action that led to it and its parameters', async () => {
    const { stdout, exit } = await nosplit([...broken, '--format', 'itf']);
    const Itf = v.object({
      '#meta': v.looseObject({ format: v.literal('ITF'), status: v.literal('violation') }),
      vars: v.array(v.string()),
      states: v.array(
        v.looseObject({ '#meta': v.object({ index: v.number() }), 'mbt::actionTaken': v.string() }),
      ),
    });
    const { vars, states } = v.parse(Itf, JSON.parse(stdout));
    expect(exit).toBe(1);
    expect(vars).toEqual(['flag', 'turn', 'pc', 'mbt::actionTaken', 'mbt::nondetPicks']);
    expect(states.map((state) => state['mbt::actionTaken'])).toEqual([
      'init',
      'GiveTurn',
      'GiveTurn',
      'RaiseFlag',
      'ReadFlag',
      'RaiseFlag',
      'ReadFlag',
      'ReadTurn',
    ]);
    for (const state of states) expect(Object.keys(state).sort()).toEqual(['#meta', ...vars].sort());
    expect(states[0]?.['mbt::nondetPicks']).toEqual({ p: { tag: 'None', value: { '#tup': [] } } });
    expect(states[1]?.['mbt::nondetPicks']).toEqual({ p: { tag: 'Some', value: 0 } });
    expect(states.at(-1)?.['pc']).toEqual(['critical', 'critical']);
  });

  test('itf without a counterexample writes nothing and says why', async () => {
    const { stdout, stderr, exit } = await nosplit(['check', '--model', 'mutex', '--format', 'itf']);
    expect([stdout, stderr, exit]).toEqual([
      '',
      'nosplit: mutex: holds; there is no trace to write as ITF\n',
      0,
    ]);
  });
});

describe('the closing lines', () => {
  test('reproduce runs the same check, with every option that decides what is found', async () => {
    const words = [
      '--property',
      'MutualExclusion',
      '--depth',
      '9',
      '--states',
      '1000',
      '--dfs',
      '--continue',
      '--debug',
    ];
    const first = await nosplit([...broken, '--time', '1min', '--memory', '1.5GiB', ...words]);
    const [, line = ''] = /^reproduce: nosplit (.*)$/m.exec(first.stdout) ?? [];
    const again = await nosplit(line.split(' '));
    expect(again.exit).toBe(first.exit);
    const timeless = (text: string): string => text.replace(/^.*states\/s.*$/m, '');
    expect(timeless(again.stdout)).toBe(timeless(first.stdout));
  });

  test('replay steps through the same trace', async () => {
    const { stdout } = await nosplit(broken);
    const [, line = ''] = /^replay: +nosplit (.*)$/m.exec(stdout) ?? [];
    const replayed = await nosplit(line.split(' '));
    expect(replayed.exit).toBe(0);
    const steps = (text: string): string[] => text.split('\n').filter((row) => / → /.test(row));
    expect(steps(replayed.stdout)).toEqual(steps(stdout));
  });
});

describe('progress', () => {
  const progress = (elapsedMs: number): Progress => ({
    doing: 'searching',
    distinct: 5000,
    generated: 9000,
    queue: 700,
    depth: 12,
    bytes: 2 ** 21,
    elapsedMs,
    violated: [],
  });
  const shown = (isTTY: boolean, everyMs: number, times: readonly number[]): string => {
    let text = '';
    const line = progressLine(
      {
        write: (more) => (text += more),
        writeBytes: () => Promise.resolve(true),
        isTTY,
        columns: 80,
        colour: false,
      },
      everyMs,
    );
    for (const elapsedMs of times) line.show(progress(elapsedMs));
    line.clear();
    return text;
  };

  test('on a terminal one line is rewritten, and gone in the end', () => {
    const text = shown(true, 10_000, [50, 1000, 1050, 2000]);
    expect(text.split(eraseLine)).toEqual([
      '',
      '5,000 states, 5.00 k/s, queue 700, depth 12, 2.00 MiB, 1.00 s',
      '5,000 states, 2.50 k/s, queue 700, depth 12, 2.00 MiB, 2.00 s',
      '',
    ]);
  });

  test('elsewhere there is a line every ten seconds', () => {
    expect(shown(false, 10_000, [100, 9000, 10_000, 15_000, 20_000]).split('\n')).toHaveLength(3);
    expect(shown(false, 10_000, [100, 9000])).toBe('');
  });
});

describe('help', () => {
  const commands = [
    'check',
    'conform',
    'decode',
    'emit-test',
    'facts',
    'induction',
    'list',
    'matrix',
    'replay',
    'run',
    'start',
    'validate',
    'why',
  ];

  test('help, --help and -h are the same, and so are version, --version and -V', async () => {
    for (const words of [
      ['help', '--help', '-h', 'help help'],
      ['version', '--version', '-V'],
    ]) {
      const [first, ...others] = await Promise.all(words.map((word) => nosplit(word.split(' '))));
      for (const other of others) expect(other).toEqual(first);
      expect([first?.exit, first?.stderr]).toEqual([0, '']);
    }
  });

  test('the help of nosplit names every command, in 80 columns', async () => {
    const { stdout } = await nosplit(['help'], { columns: 80 });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test.each(commands)('help %s is what its --help says, in 80 columns', async (command) => {
    const help = await nosplit(['help', command], { columns: 80 });
    expect(help).toEqual(await nosplit([command, '--help'], { columns: 80 }));
    expect(help.stdout).toMatch(new RegExp(`^Usage: nosplit ${command} `));
    expect([help.exit, help.stderr]).toEqual([0, '']);
    expect(Math.max(...help.stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test.each([
    ['chek', "unknown command 'chek' (did you mean check?)"],
    ['help chek', "unknown command 'chek' (did you mean check?)"],
    ['chek --help', "unknown command 'chek' (did you mean check?)"],
    ['hlep', "unknown command 'hlep' (did you mean help?)"],
    ['toString', "unknown command 'toString'"],
    ['version 5', "version takes no argument, and was given '5'"],
  ])('%s is refused', async (words, told) => {
    const { exit, stdout, stderr } = await nosplit(words.split(' '));
    expect([exit, stdout, stderr]).toEqual([2, '', `nosplit: ${told}; nosplit --help shows what there is\n`]);
  });
});

describe('--no-color', () => {
  const colour = /\u001b\[\d+m/;

  test.each([
    ['before the command', ['--no-color', 'check', '--model', 'mutex']],
    ['after it', ['check', '--model', 'mutex', '--no-color']],
    ['with help', ['help', 'check', '--no-color']],
  ])('%s: nothing is coloured, on a terminal too', async (_, words) => {
    const without = words.filter((word) => word !== '--no-color');
    const [plain, coloured] = [
      await nosplit(words, { colour: true, isTTY: true }),
      await nosplit(without, { colour: true, isTTY: true }),
    ];
    expect([plain.exit, plain.stdout === '']).toEqual([0, false]);
    expect(plain.screen).not.toMatch(colour);
    if (!words.includes('help')) expect(coloured.screen).toMatch(colour);
  });

  test('what follows -- belongs to another program', async () => {
    const { exit, stderr } = await nosplit(['record', '--', '--no-color']);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('--no-color')]);
  });

  test.each(commandNames)('%s takes it: its help is the same', async (command) => {
    const { exit, stdout } = await nosplit([command, '--no-color', '--help']);
    expect([exit, stdout]).toEqual([0, (await nosplit([command, '--help'])).stdout]);
  });
});
