import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type { Ended } from '../testing/world.ts';
import { examples } from '../../examples/index.ts';
import { designs } from '../../model/index.ts';
import { isEveryDay } from '../testing/every-day.ts';
import type { Subject } from '../selection/selection.ts';
import { nosplit, repository } from '../testing/world.ts';
import type { subject } from './saved.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Parts of a report that only a search can tell, or that name a place: nobody judges them and nobody prints them. */
const notJudged = [
  // Counts, times, and what was asked of the search.
  /^(?!schema|subject|system|fingerprint|verdict|violations|properties)\w+\b/,
  // Verdicts on other properties, and how often one was exercised.
  /^properties\[\d+\](?!\.(property|kind)$)/,
  /^violations\[\d+\]\.trace\.shortest$/,
  // Which file or folder it was is for the command line to say.
  /^subject\.(dir|model|more)$/,
  // With other parameters it is a report of another system, and it is replayed as one.
  /^subject\.params\./,
];

/** Every way to damage one place of a value, each with the path of the place. */
function* damaged(value: Json, path = ''): Generator<[path: string, value: Json]> {
  if (typeof value === 'number') yield* [value + 1, -value - 1, String(value)].map(at(path));
  else if (typeof value === 'boolean') yield* [!value, null].map(at(path));
  else if (typeof value === 'string') yield* ['', `${value}x`, null].map(at(path));
  else if (value === null) yield* ['x', 0].map(at(path));
  else if (Array.isArray(value)) {
    yield [path, [...value, value.at(-1) ?? 0]];
    for (const index of chosen(value.length)) {
      yield [`${path}[${index}]`, value.toSpliced(index, 1)];
      for (const [where, other] of damaged(value[index] ?? null, `${path}[${index}]`))
        yield [where, value.with(index, other)];
    }
  } else {
    yield [path === '' ? 'more' : `${path}.more`, { ...value, more: 1 }];
    for (const [key, one] of Object.entries(value)) {
      const name = path === '' ? key : `${path}.${key}`;
      yield [name, Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))];
      for (const [where, other] of damaged(one, name)) yield [where, { ...value, [key]: other }];
    }
  }
}

const at =
  (path: string) =>
  (value: Json): [string, Json] => [path, value];

/** One damage of so many is tried. No scalar has so many, so that each kind of damage is among them. */
const every = isEveryDay ? 13 : 2;

/** Of a long array its ends, and some between. */
const chosen = (length: number): number[] =>
  [...new Set([0, length >> 1, length - 1])].filter((index) => index >= 0 && index < length);

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-saved-'));
beforeAll(() => {
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
  writeFileSync(join(cwd, 'steps.mjs'), model);
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const model = `
import { int, over, range, record } from 'nosplit/checker';
const { action, always, alwaysStep, leadsTo, eventually, alwaysEventually, sometimes, system } = over(record({ x: int(0, 5), y: int(0, 2) }));
export default ({ top = 4 }) => system({
  name: 'steps',
  initial: [{ x: 0, y: 0 }, { x: 1, y: 0 }],
  actions: {
    Add: action({ params: { by: [1, 2] }, guard: { room: (s, { by }) => s.x + by <= top }, effect: (s, { by }) => { s.x += by; } }),
    Turn: action({ guard: { low: (s) => s.x >= 3 }, effect: (s) => { s.y = (s.y + 1) % 3; }, source: 'here', process: () => 'turner' }),
  },
  properties: {
    Small: always({ when: (s) => s.y > 0, holds: (s) => s.x < 4, source: 'there', otherwise: 'it is large' }),
    ByOne: alwaysStep({ when: (a, b, { action }) => action === 'Add', holds: (a, b) => b.x - a.x < 2 }),
    Each: always({ params: { k: range(3) }, holds: (s, { k }) => s.x < 4 || s.y !== k }),
    Owes: leadsTo({ params: { k: range(3) }, from: (s, { k }) => s.x === 1 + k, to: (s, { k }) => s.x === 6 - k - 3 }),
    Reached: sometimes({ reached: (s) => s.x === 5 }),
    Met: sometimes({ reached: (s) => s.x === 3 }),
    Ends: eventually({ reached: (s) => s.x === 5 }),
    Owed: leadsTo({ from: (s) => s.x === 2, to: (s) => s.x === 5 }),
    Again: alwaysEventually({ reached: (s) => s.y === 1 && s.x === 3 }),
  },
});
`;

type KeysOf<T> = T extends unknown ? keyof T : never;

// What a file's reader does not know is dropped, and a report of a tree's steps was replayed on the model.
test('a report that is read has every key of what was selected', () => {
  expectTypeOf<KeysOf<v.InferOutput<typeof subject>>>().toEqualTypeOf<KeysOf<Subject>>();
});

/** Saves the report of a check and gives it back. */
async function saved(name: string, words: readonly string[]): Promise<Json> {
  const { stdout } = await nosplit(['check', ...words, '--format', 'json'], { cwd });
  writeFileSync(join(cwd, name), stdout);
  return JSON.parse(stdout) as Json;
}

describe.each<[name: string, check: readonly string[], again: readonly string[]]>([
  ['safety', ['--model', 'peterson', '--set', 'broken=true'], []],
  ['a claim on steps', ['--model', 'seqlock', '--set', 'broken=true', '--continue'], []],
  ['a deadlock', ['--model', 'dining-philosophers', '--set', 'broken=true', '--set', 'n=3'], []],
  ['symmetry', ['--model', 'two-phase-commit', '--set', 'broken=true', '--symmetry'], []],
  ['a mutant', ['tiny', '--mutant', 'undo-leaves-locks'], []],
  [
    'instances of claims',
    ['--model', 'steps.mjs', '--continue', '-p', 'Each', '-p', 'Owes'],
    ['--model', 'steps.mjs'],
  ],
  ['a model in a file: safety', ['--model', 'steps.mjs', '-p', 'Small'], ['--model', 'steps.mjs']],
  [
    'everything in a file',
    ['--model', 'steps.mjs', '--set', 'top=5', '--continue'],
    ['--model', 'steps.mjs'],
  ],
  [
    'lassos',
    ['--model', 'steps.mjs', '--continue', '-p', 'Ends', '-p', 'Owed', '-p', 'Again'],
    ['--model', 'steps.mjs'],
  ],
  [
    'fairness',
    [
      '--model',
      'steps.mjs',
      '--continue',
      '-p',
      'Owed',
      '-p',
      'Again',
      '--fairness',
      'strong',
      '--fair-by',
      'instance',
    ],
    ['--model', 'steps.mjs'],
  ],
])('%s', (name, check, again) => {
  const file = `${name.replaceAll(/\W/g, '-')}.json`;
  const asked = (command: string): string[] => [command, file, ...again];

  // Those of every day are small, and claims of three kinds; the others are for the exhaustive run.
  const tags = ['a deadlock', 'a model in a file: safety', 'lassos'].includes(name) ? [] : ['exhaustive'];

  test('as it was saved is replayed, and explained', { tags }, async () => {
    await saved(file, check);
    const { exit, stderr, stdout } = await nosplit(asked('replay'), { cwd });
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/ to a violation of [\w= ]+, replayed\n/);
  });

  test(
    'damaged in one place is refused, or says what it said: the place is one that nobody judges',
    { tags },
    async () => {
      const report = await saved(file, check);
      const before = await nosplit(asked('replay'), { cwd });
      const json = await nosplit([...asked('replay'), '--format', 'json'], { cwd });
      const tried = { refused: 0, passed: 0 };
      const overlooked: string[] = [];
      // A mutant's steps are made anew for each report.
      const each = name === 'a mutant' ? 6 * every : every;
      let count = 0;
      for (const [path, value] of damaged(report)) {
        if (count++ % each !== 0 || isAnother(report, path)) continue;
        writeFileSync(join(cwd, file), JSON.stringify(value));
        const after = await nosplit(asked('replay'), { cwd });
        const what = `${path}: ${after.screen}`;
        if (after.exit === 2) {
          tried.refused++;
          expect(after.stdout, what).toBe('');
          expect(after.stderr, what).toMatch(/^nosplit: .*\n$/);
          continue;
        }
        tried.passed++;
        expect([after.exit, told(path, after)], what).toEqual([0, told(path, before)]);
        expect((await nosplit([...asked('replay'), '--format', 'json'], { cwd })).stdout).toBe(json.stdout);
        if (isJudged(report, path)) overlooked.push(path);
      }
      expect(overlooked).toEqual([]);
      expect(tried.refused).toBeGreaterThan(100 / each);
      expect(tried.passed).toBeGreaterThan(20 / each);
    },
  );
});

const part = (value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (one, key) =>
      typeof one === 'object' && one !== null ? (Reflect.get(one, key) as Json | undefined) : undefined,
    value,
  );

/** With other parameters the title is another. */
const told = (path: string, { stdout }: Ended): string =>
  path.startsWith('subject.params') ? stdout.slice(stdout.indexOf('\n')) : stdout;

const listed = (report: Json, name: 'violations' | 'properties', path: string): Json | undefined => {
  const [, index] = new RegExp(`^${name}\\[(\\d+)\\]`).exec(path) ?? [];
  return index === undefined ? undefined : part(report, name, Number(index));
};

/** A report without one of its traces, with one twice, or with a field more is another report, and a good one. */
const isAnother = (report: Json, path: string): boolean =>
  /^(violations(\[\d+\])?|more)$/.test(path) ||
  part(listed(report, 'violations', path), 'trace') === null ||
  (hasWitness(report, path) && /\](\.witness(\.trace)?)?$/.test(path));

const hasWitness = (report: Json, path: string): boolean =>
  (part(listed(report, 'properties', path), 'witness', 'trace') ?? null) !== null;

function isJudged(report: Json, path: string): boolean {
  const name = part(listed(report, 'properties', path), 'property');
  const isBroken = (part(report, 'violations') as Json[]).some(
    (one) => part(one, 'trace') !== null && part(one, 'property') === name,
  );
  if (isBroken && /\](\.verdict)?$/.test(path)) return true;
  if (hasWitness(report, path) && /\.(verdict|witness.*)$/.test(path)) return !path.endsWith('.shortest');
  return !notJudged.some((one) => one.test(path));
}

test('what explains a property or writes a test refuses a damaged report, too', async () => {
  await saved('r.json', ['tiny', '--design', '1.24']);
  const text = readFileSync(join(cwd, 'r.json'), 'utf8');
  writeFileSync(join(cwd, 'r.json'), text.replace('"action": "StackGrowth"', '"action": "StackGrown"'));
  for (const words of [['replay'], ['why', 'StackGrowth'], ['emit-test']]) {
    const { exit, stderr, stdout } = await nosplit([...words, 'r.json'], { cwd });
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/steps\[\d+\]\.action is "StackGrown" and should be "StackGrowth"/);
  }
});

describe('a report does not choose what is run', () => {
  const ran = join(cwd, 'ran');
  const hostile = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(ran)}, '');`;

  test.each([
    ['a path', './evil.mjs'],
    ['an address of a file', `file://${cwd}/evil.mjs`],
    ['code in an address', `data:text/javascript,${encodeURIComponent(hostile)}`],
    ['an installed package', 'nosplit'],
  ])('%s is refused unread, by every command that reads a report', async (_, path) => {
    writeFileSync(join(cwd, 'evil.mjs'), `${hostile}\nexport default {};`);
    const report = await saved('good.json', ['--model', 'steps.mjs', '-p', 'Small']);
    const subject = { kind: 'model', model: path, params: {} };
    writeFileSync(join(cwd, 'evil.json'), JSON.stringify({ ...(report as object), subject }));
    for (const words of [['replay'], ['why', 'Add'], ['emit-test']]) {
      const { exit, stderr, stdout } = await nosplit([...words, 'evil.json'], { cwd });
      expect([exit, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/a report does not choose what is run; give the file yourself: --model FILE\n$/);
    }
    expect(existsSync(ran)).toBe(false);
    // With the file that the command line names it is what it was.
    expect((await nosplit(['replay', 'evil.json', '--model', 'steps.mjs'], { cwd })).exit).toBe(0);
    expect(existsSync(ran)).toBe(false);
  });
});

describe('what the command line names beside a report', () => {
  test.each<[report: readonly string[], words: readonly string[], message: RegExp]>([
    [
      ['tiny', '--design', '1.24'],
      ['--design', '1.25'],
      /about design 1\.24, and the command line names design 1\.25/,
    ],
    [['tiny', '--design', '1.24'], ['small'], /about config tiny, and the command line names config small/],
    [
      ['tiny', '--design', '1.24'],
      ['--model', 'mutex'],
      /about kind design, and the command line names kind model/,
    ],
    [
      ['tiny', '--mutant', 'undo-leaves-locks'],
      ['--mutant', 'flush-without-flag'],
      /about mutant undo-leaves-locks/,
    ],
    [
      ['--model', 'dekker', '--set', 'broken=true'],
      ['--set', 'broken=false'],
      /about parameters broken=true, and .* broken=false/,
    ],
    [
      ['--model', 'steps.mjs', '-p', 'Small'],
      ['--model', 'other.mjs'],
      /its layout, initial states or actions are others/,
    ],
    [
      ['--model', 'steps.mjs', '-p', 'Small'],
      ['--model', 'renamed.mjs'],
      /its system is called steps, and this one renamed/,
    ],
    [
      ['--model', 'steps.mjs', '-p', 'Small'],
      ['--model', 'mended.mjs'],
      /the trace does not violate Small: it holds in the last state/,
    ],
    [
      ['--model', 'steps.mjs', '-p', 'Small'],
      ['--model', 'slower.mjs'],
      /slower\.mjs|does not fit|no action is enabled|differs/,
    ],
  ])('%j with %j is refused where it differs', async (check, words, message) => {
    writeFileSync(join(cwd, 'other.mjs'), model.replace('y: int(0, 2)', 'y: int(0, 3)'));
    writeFileSync(join(cwd, 'renamed.mjs'), model.replace("name: 'steps'", "name: 'renamed'"));
    writeFileSync(join(cwd, 'mended.mjs'), model.replace('s.x < 4, source', 's.x < 5, source'));
    writeFileSync(join(cwd, 'slower.mjs'), model.replace('s.x >= 3', 's.x >= 5'));
    await saved('named.json', check);
    const { exit, stderr, stdout } = await nosplit(['replay', 'named.json', ...words], { cwd });
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});

describe('another kind of file is named', () => {
  test.each<[string, string]>([
    ['{"schema":"nosplit.report/0"}', 'a report of version 0, which another nosplit reads'],
    ['{"schema":"nosplit.matrix/1"}', 'a report of the matrix'],
    ['{"schema":"nosplit.why/1"}', 'what why prints'],
    ['{"schema":"nosplit.validation/1"}', 'what validate prints'],
    ['{"schema":"nosplit.parts/1"}', 'a report of all parts of a Go tree'],
    ['{"kind":"run","runs":[]}', 'what run prints'],
    ['{"event":"start"}', 'the first event of --format jsonl'],
  ])('%s', async (text, kind) => {
    writeFileSync(join(cwd, 'other.json'), text);
    const { exit, stderr } = await nosplit(['replay', 'other.json'], { cwd });
    expect([exit, stderr]).toEqual([
      2,
      `nosplit: other.json is ${kind}, and no report of nosplit.report/1; save one with nosplit check --format json --out FILE\n`,
    ]);
  });

  test('what check prints as JSON Lines has more than one value', async () => {
    await nosplit(['check', '--model', 'steps.mjs', '--format', 'jsonl', '--out', 'lines.json'], { cwd });
    const { exit, stderr } = await nosplit(['replay', 'lines.json'], { cwd });
    expect(exit).toBe(2);
    expect(stderr).toMatch(
      /^nosplit: lines\.json is JSON Lines, and no one value; save a report with --format json --out FILE\n$/,
    );
  });
});

describe('every report that check saves is taken', { tags: ['exhaustive'] }, () => {
  const reports: readonly (readonly string[])[] = [
    ...Object.keys(designs).map((name) => ['tiny', '--design', name, '--continue']),
    ...examples
      .filter(({ params }) => 'broken' in params)
      .flatMap(({ name }) => [
        ['--model', name, '--set', 'broken=true', '--continue'],
        ['--model', name, '--set', 'broken=true', '--dfs'],
      ]),
    ...['stuttering', 'maximal', 'progress'].map((level) => [
      '--model',
      'steps.mjs',
      '--continue',
      '--fairness',
      level,
    ]),
    ...['weak', 'strong'].flatMap((level) =>
      ['process', 'action', 'instance'].map((unit) => [
        ...['--model', 'steps.mjs', '--continue', '--fairness', level, '--fair-by', unit],
      ]),
    ),
  ];

  test.each(reports)('%s %s %s %s %s', async (...words) => {
    const report = await saved('taken.json', words);
    const file = words.includes('steps.mjs') ? ['--model', 'steps.mjs'] : [];
    for (const one of part(report, 'violations') as Json[]) {
      if (part(one, 'trace') === null) continue;
      const property = part(one, 'property');
      if (typeof property !== 'string') throw new TypeError('a property has no name');
      const { exit, stderr, stdout } = await nosplit(['replay', 'taken.json', '-p', property, ...file], {
        cwd,
      });
      expect([exit, stderr]).toEqual([0, '']);
      expect(stdout).toContain(` to a violation of ${property}`);
    }
  });
});
