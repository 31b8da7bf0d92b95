import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batch, event, string, trace } from '../wire/testing/encode.ts';
import { shown, styled } from './terminal.ts';
import { isEveryDay } from './testing/every-day.ts';
import { nosplit, repository } from './testing/world.ts';

/** Every character that a terminal obeys or hides, among them colours, a title, a cleared screen and halves of characters. */
const evil = [
  ...[
    'EVIL\u001b[31m',
    '\u001b]0;title\u0007',
    '\u001b[2J',
    '\r',
    '\b',
    '\0',
    '\u007f',
    '\u009b31m',
    '\u0085',
    '\u009d',
  ],
  ...[
    '\u00ad',
    '\u061c',
    '\u200b',
    '\u200e',
    '\u200f',
    '\u2028',
    '\u2029',
    '\u202a',
    '\u202e',
    '\u2066',
    '\u2069',
    '\ufeff',
  ],
  ...['\u{e0001}', '\ud800', '-', '\udc00', 'end'],
].join('');

/** What must not be in an output, whatever was in the input. */
const obeyed = /[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u;
const ownCodes = /\u001b\[(?:1|2|22|31|32|33|36|39)m/g;

describe('shown', () => {
  test('leaves what has a shape, newlines and tabs', () => {
    expect(shown('naïve 漢 🙂 é\u0301\t→\n')).toBe('naïve 漢 🙂 é\u0301\t→\n');
  });

  test('escapes the rest, and JSON with it still has the same value', () => {
    expect(shown(evil)).not.toMatch(obeyed);
    expect(shown('\u001b[31m')).toBe('\\u001b[31m');
    expect(JSON.parse(shown(JSON.stringify({ evil })))).toEqual({ evil });
  });

  test('escapes every such character, and only such', () => {
    const wrong: number[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const text = String.fromCodePoint(code);
      if ((shown(text) === text) === obeyed.test(text)) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  test('passes our own codes, which cannot be forged', () => {
    expect(shown(styled('red', 'x'))).toBe('\u001b[31mx\u001b[39m');
    expect(shown(`\u001b[1;31mx\u001b[39m`)).not.toMatch(obeyed);
  });
});

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-terminal-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

/** Runs the words with colours and without, and returns both streams. */
async function printed(...words: readonly string[]): Promise<string> {
  const [plain, coloured] = [
    await nosplit(words, { cwd }),
    await nosplit(words, { cwd, colour: true, columns: 60 }),
  ];
  expect(plain.exit, plain.stderr).toBeLessThan(70);
  expect(plain.screen).not.toMatch(obeyed);
  expect(coloured.screen.replace(ownCodes, '')).not.toMatch(obeyed);
  // A colour of the file is no colour of ours.
  expect(coloured.screen).not.toContain('EVIL\u001b');
  return plain.screen;
}

const literal = JSON.stringify(evil);

/** A model in which every text that an author writes is hostile. */
const model = `
import { int, oneOf, over, range, record } from 'nosplit/checker';
const evil = ${literal};
const { action, always, alwaysStep, leadsTo, sometimes, deadlockFree, system } = over(
  record({ f: int(0, 3), e: oneOf('a' + evil, 'b' + evil) }),
);
const about = { source: 's' + evil, otherwise: 'o' + evil };
export default ({ goal = 3 }) => system({
  name: 'n' + evil,
  initial: [{ f: 0, e: 'a' + evil }],
  actions: {
    ['A' + evil]: action({
      params: { ['p' + evil]: ['v' + evil] },
      guard: { ['g' + evil]: (s) => s.f < 3 },
      effect: (next) => { next.f++; next.e = 'b' + evil; },
      process: () => 'M' + evil,
      ...about,
    }),
    ['Never' + evil]: action({ guard: { ['g' + evil]: () => false }, effect: () => undefined, note: evil }),
  },
  properties: {
    ['P' + evil]: always({ holds: (s) => s.f < goal, ...about }),
    ['S' + evil]: alwaysStep({ holds: (a, b) => b.f < goal, ...about }),
    ['R' + evil]: sometimes({ reached: () => false, ...about }),
    ['D' + evil]: deadlockFree({ final: () => false, ...about }),
    ['L' + evil]: leadsTo({ from: () => true, to: () => false, ...about }),
  },
});
`;

describe('no command passes on what a terminal obeys', () => {
  beforeAll(() => {
    writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
    mkdirSync(join(cwd, 'node_modules'));
    symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
    writeFileSync(join(cwd, 'model.mjs'), model);
  });

  const checked = ['check', '--model', 'model.mjs', '--continue'];
  test.each([
    ['text', []],
    ['json', ['--format', 'json']],
    ['jsonl', ['--format', 'jsonl']],
    ['itf', ['--format', 'itf']],
    ['vacuity', ['--vacuity']],
    ['quiet', ['--quiet']],
    ['an unknown property', ['--property', evil]],
    ['an unknown parameter', ['--set', `${evil}=1`]],
  ])('check of a model, %s', async (_, words) => {
    expect(await printed(...checked, ...words)).toContain('EVIL');
  });

  test('check of a model that throws, or is none', async () => {
    const throws = model.replace('guard: {', `guard: { thrown: () => { throw new Error(evil); },`);
    writeFileSync(join(cwd, 'throws.mjs'), throws);
    writeFileSync(join(cwd, 'loads.mjs'), `throw new Error(${literal});`);
    writeFileSync(join(cwd, 'wrong.mjs'), model.replace("e: 'a' + evil }]", "e: 'x' + evil }]"));
    for (const file of ['throws.mjs', 'loads.mjs', 'wrong.mjs'])
      expect(await printed('check', '--model', file), file).toContain('EVIL');
  });

  test('replay, why and emit-test of a report of it', async () => {
    await nosplit(['check', '--model', 'model.mjs', '--continue', '--format', 'json', '--out', 'r.json'], {
      cwd,
    });
    for (const name of ['P', 'S', 'D', 'L'].map((letter) => letter + evil)) {
      const words = ['r.json', '--property', name, '--model', 'model.mjs'];
      expect(await printed('replay', ...words)).toContain('EVIL');
      expect(await printed('replay', ...words, '--format', 'itf')).toContain('EVIL');
      expect(await printed('replay', ...words, '--format', 'json')).toContain('EVIL');
      expect(await printed('replay', ...words, '--at', '1')).toContain('EVIL');
      for (const asked of [name, `A${evil}`, `Never${evil}`, evil]) {
        expect(await printed('why', asked, ...words)).toContain('EVIL');
        expect(await printed('why', asked, ...words, '--format', 'json')).toContain('EVIL');
      }
      await printed('emit-test', ...words);
      expect((await nosplit(['replay', ...words], { cwd })).exit).toBe(0);
    }
  });

  test('every string of a report, hostile', async () => {
    await nosplit(['check', 'tiny', '--design', '1.23', '--format', 'json', '--out', 't.json'], { cwd });
    const text = readFileSync(join(cwd, 't.json'), 'utf8');
    const strings = [...new Set(text.match(/"(?:[^"\\]|\\.)*"/g))];
    for (const found of strings.filter((_, index) => !isEveryDay || index % 9 === 0)) {
      writeFileSync(join(cwd, 'hostile.json'), text.replaceAll(found, JSON.stringify(evil)));
      await printed('replay', 'hostile.json');
    }
    for (const command of ['why', 'emit-test']) {
      writeFileSync(join(cwd, 'hostile.json'), text.replaceAll('1.23', literal.slice(1, -1)));
      await printed(command, ...(command === 'why' ? ['Refill'] : []), 'hostile.json');
    }
    writeFileSync(join(cwd, 'hostile.json'), `{"a": ${evil}}`);
    await printed('replay', 'hostile.json');
    expect(await printed('replay', evil)).toContain('EVIL');
    writeFileSync(join(cwd, "a\nthrow 'EVIL'.json"), text);
    expect(await printed('emit-test', "a\nthrow 'EVIL'.json")).not.toMatch(/^throw/m);
    expect(await printed('replay', `${evil.replaceAll('\0', '')}.json`)).toContain('EVIL');
  });

  test('an execution trace with hostile strings', async () => {
    const bytes = [...Buffer.from(evil), 0x80, 0xff, 0xc0, 0x9b];
    const body = [4, ...string(1, Uint8Array.from(bytes)), ...string(2, evil)];
    writeFileSync(join(cwd, 'evil.trace'), trace(23, batch({ body })));
    expect(await printed('decode', 'evil.trace')).toContain('EVIL');
    expect(await printed('decode', 'evil.trace', '--format', 'jsonl')).toContain('EVIL');
    await printed('validate', 'evil.trace');
    // Two ranges of one name: the message has the name.
    const range = event('GCMarkAssistActive', 1, 1);
    const strange = event('STWBegin', 1, 1, 0);
    const clock = batch({ body: event('Frequency', 1000) });
    const named = trace(
      23,
      clock,
      batch({ body }),
      batch({
        body: [
          ...event('ProcStatus', 1, 0, 1),
          ...event('GoStatus', 1, 1, 77, 2),
          ...strange,
          ...strange,
          ...range,
        ],
      }),
    );
    writeFileSync(join(cwd, 'ranges.trace'), named);
    await printed('validate', 'ranges.trace', '--strict');
    await printed('validate', 'ranges.trace', '--strict', '--format', 'json');
    writeFileSync(join(cwd, 'evil.txt'), `Trace Go1.23\n${evil} a=1\n`);
    expect(await printed('validate', 'evil.txt')).toContain('EVIL');
    expect(await printed('decode', evil.replaceAll('\0', ''))).toContain('EVIL');
  });

  test('a Go tree with hostile names', async () => {
    const dir = `tree-${evil.replaceAll(/[\0\ud800\udc00]/g, '')}`;
    const tree = join(cwd, dir);
    cpSync(join(repository, 'facts/fixtures/seed'), tree, { recursive: true });
    await printed('facts', '--go', dir);
    await printed('facts', '--go', dir, '--format', 'json');
    await printed('check', 'tiny', '--go', dir, '--states', '100');
    const runtime = join(tree, 'src/runtime');
    for (const name of readdirSync(runtime)) {
      const path = join(runtime, name);
      const source = readFileSync(path, 'utf8');
      writeFileSync(
        path,
        source.replaceAll(/\b(gen|seqlock|trace[A-Z]\w*)\b/g, `$1${evil.replaceAll('\0', '')}`),
      );
      await printed('facts', '--go', dir);
      writeFileSync(path, source);
    }
    writeFileSync(join(tree, 'VERSION'), `go1.24${evil}\n`);
    await printed('facts', '--go', dir);
    await printed('check', 'tiny', '--go', dir, '--states', '100');
  });

  test('words of the command line', async () => {
    for (const words of [
      [evil],
      ['check', evil],
      ['check', '--design', evil],
      ['check', '--mutant', evil],
      ['check', '--model', evil],
      ['check', '--time', evil],
      ['check', `--${evil}`],
      ['list', evil],
      ['matrix', '--expectations', evil.replaceAll('\0', '')],
      ['run', evil],
      ['conform', '--design', evil],
      ['conform', '--schedule', evil],
      ['why', evil, evil],
      ['emit-test', evil],
      ['emit-test', `Refill${evil}`],
      ['facts', '--go', evil.replaceAll('\0', '')],
    ])
      expect(await printed(...words), words.join(' ')).toContain('EVIL');
  });
});
