import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf } from '../testing/every-day.ts';
import { nosplit, repository } from '../testing/world.ts';

/** What other programs would take for their own syntax. */
const hostile = [
  '::error::x',
  '%0A::warning::y',
  "<script>alert('x')</script>",
  ']]>&amp;"\'',
  'a\r\nb\u2028c\u0000\u001b[31m\ufffe',
  'x;end\nNote over p0: no',
  '#35; %% {init} --> \\N"];z',
  '\u202eevil',
];

const model = `
import { int, over, record } from 'nosplit/checker';
const { action, always, leadsTo, system } = over(record({ x: int(0, 3) }));
const names = ${JSON.stringify(hostile)};
export default () => system({
  name: 'hostile ' + names.join(' '),
  initial: [{ x: 0 }],
  actions: Object.fromEntries(names.map((name, at) => [name, action({
    params: { ['k' + name]: [name] }, guard: { ['g' + name]: (s) => s.x < 3 }, effect: (s) => { s.x += 1; },
    source: at === 0 ? 'runtime/trace.go, traceAdvance' : name, process: () => name,
  })])),
  properties: {
    ...Object.fromEntries(names.map((name, at) => ['P' + name, always({ holds: (s) => s.x !== at % 4, source: name, otherwise: name })])),
    L: leadsTo({ from: (s) => s.x === 1, to: (s) => s.x === 0 }),
  },
});
`;

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-findings-'));
beforeAll(() => {
  writeFileSync(join(cwd, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(repository, join(cwd, 'node_modules/nosplit'), 'dir');
  writeFileSync(join(cwd, 'hostile.mjs'), model);
});
afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const checked = async (format: string, ...words: string[]): Promise<string> => {
  const { stdout, stderr, exit } = await nosplit(['check', ...words, '--format', format, '-q'], { cwd });
  expect(exit, stderr).toBeLessThan(2);
  return stdout;
};

const subjects: readonly (readonly [string, readonly string[]])[] = [
  ['hostile names', ['--model', 'hostile.mjs', '--continue']],
  ['a design', ['tiny', '--design', '1.24', '--continue']],
  ['a deadlock', ['--model', 'dining-philosophers', '--set', 'broken=true', '--set', 'n=3']],
  [
    'lassos',
    ['endless-small', '--design', '1.26-nosplit', '--property', 'AdvanceEnds', '--fairness', 'weak'],
  ],
  ['what holds', ['--model', 'mutex']],
  ['what was not searched to the end', ['--model', 'mutex', '--depth', '1']],
];

/** The published schema is of draft 4, whose `id` is `$id` by now. */
function sarifSchema(): object {
  const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/package.json');
  const text = readFileSync(join(path, '../lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8');
  return Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, unknown>).filter(
      ([key]) => key !== 'id' && key !== '$schema',
    ),
  );
}

describe('SARIF', () => {
  const validate = new Ajv({
    allErrors: true,
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
  }).compile(sarifSchema());

  test.each(rowsOf(subjects, 0, 2, 5))('%s is SARIF 2.1.0 by the published schema', async (_, words) => {
    const [first = '', ...rest] = words;
    const { exit, stdout } = await nosplit(['check', first, ...rest, '--format', 'sarif', '-q'], { cwd });
    expect([0, 1, 3]).toContain(exit);
    validate(JSON.parse(stdout));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema refuses what is none', async () => {
    const sarif = JSON.parse(await checked('sarif', '--model', 'mutex')) as { runs: object[] };
    expect(validate({ ...sarif, version: '2.0.0' })).toBe(false);
    expect(validate({ ...sarif, runs: [{ ...sarif.runs[0], results: [{ ruleId: 'x' }] }] })).toBe(false);
    expect(validate({ ...sarif, runs: [{ ...sarif.runs[0], extra: 1 }] })).toBe(false);
  });

  test('the code flow has every step in order, and the result stands where the cure goes', async () => {
    const { runs } = JSON.parse(await checked('sarif', 'tiny', '--design', '1.26')) as {
      runs: { results: Result[] }[];
    };
    const [result] = runs[0]?.results ?? [];
    const steps = result?.codeFlows[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map(({ executionOrder }) => executionOrder)).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    );
    expect(steps[9]?.location.message.text).toMatch(/^10\. M0: StackGrowth m=0/);
    expect(steps[9]?.location.logicalLocations).toEqual([
      { fullyQualifiedName: 'runtime.newstack', kind: 'function' },
    ]);
    expect(result?.locations[0]?.physicalLocation.artifactLocation).toEqual({
      uri: 'src/runtime/tracebuf.go',
      uriBaseId: 'SRCROOT',
    });
  });

  interface Result {
    readonly locations: { physicalLocation: { artifactLocation: object } }[];
    readonly codeFlows: {
      threadFlows: {
        locations: {
          executionOrder: number;
          location: { message: { text: string }; logicalLocations?: object[] };
        }[];
      }[];
    }[];
  }
});

describe('annotations', () => {
  test('hostile names make no command of their own, and come back as they were', async () => {
    const lines = (await checked('github', '--model', 'hostile.mjs', '--continue')).trimEnd().split('\n');
    expect(lines.filter((line) => !line.startsWith('::error '))).toEqual([]);
    // A runner splits properties at the first `::`, and takes the escapes back.
    const messages = lines.map((line) => unescaped(line.slice(line.indexOf('::', 2) + 2)));
    const text = messages.join('\n');
    expect(text).toContain('%0A::warning::y');
    expect(text).toContain("<script>alert('x')</script>");
    for (const line of lines) {
      const properties = line.slice('::error '.length, line.indexOf('::', 2)).split(',');
      expect(properties.filter((one) => !/^(file|line|title)=[^:,\r\n]*$/.test(one))).toEqual([]);
    }
  });

  const unescaped = (text: string): string =>
    text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');

  test('claims that one line would mend are one annotation', async () => {
    const words = ['tiny', '--design', '1.26', '--continue'];
    const lines = (await checked('github', ...words)).trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('::error file=src/runtime/tracebuf.go,'))).toHaveLength(1);
    expect(lines.join('\n')).toContain('NoLostBuffer in 15 steps');
    expect(lines.join('\n')).toContain('NoTornEvent in 23 steps');
  });

  test('what holds has none, and a search that did not end is a warning', async () => {
    expect(await checked('github', '--model', 'mutex')).toBe('');
    const { stdout, exit } = await nosplit([
      ...['check', '--model', 'mutex', '--depth', '1', '--format', 'github', '-q'],
    ]);
    expect([exit, stdout]).toEqual([
      3,
      '::warning title=not searched to the end::mutex%3A depth\n'.replace('%3A', ':'),
    ]);
  });
});

test.each(rowsOf(subjects, 0, 4))(
  'JUnit of %s is well-formed XML, with a case for each property',
  async (_, words) => {
    const { stdout } = await nosplit(['check', ...words, '--format', 'junit', '-q'], { cwd });
    const report = JSON.parse((await nosplit(['check', ...words, '--format', 'json'], { cwd })).stdout) as {
      properties: unknown[];
    };
    expect(stdout.match(/<testcase /g)).toHaveLength(report.properties.length);
    const open: string[] = [];
    const rest = stdout
      .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, '')
      .replace(
        /<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)(\/?)>/g,
        (_tag, close: string, name: string, _a, empty: string) => {
          if (close !== '') expect(open.pop()).toBe(name);
          else if (empty === '') open.push(name);
          return '';
        },
      );
    expect(open).toEqual([]);
    expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|apos);)/);

    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  },
);

describe('pictures', () => {
  test.each(rowsOf(subjects.slice(0, 4), 0, 2))(
    'Mermaid of %s has no line but those of ours',
    async (_, words) => {
      const lines = (await checked('mermaid', ...words)).split('\n').filter((line) => line !== '');
      const text = String.raw`(?:[\p{L}\p{N} ._,=→›()[\]/-]|#\d+;)*`;
      const known = new RegExp(
        String.raw`^(sequenceDiagram|    (title ${text}|participant p\d+ as ${text}| *Note over p\d+: ${text}|loop for ever|end))$`,
        'u',
      );
      expect(lines.filter((line) => !known.test(line))).toEqual([]);
    },
  );

  test.each(rowsOf(subjects.slice(0, 4), 0, 2))(
    'the graph of %s has no statement but those of ours',
    async (_, words) => {
      const lines = (await checked('dot', ...words)).split('\n').filter((line) => line !== '');
      const text = String.raw`"(?:[^"\\\n]|\\\\|\\"|\\n)*"`;
      const known = new RegExp(
        String.raw`^(digraph ${text} \{|  label=${text};|  node \[shape=circle\];|  \d+ \[shape=(diamond|doublecircle)\];|  \d+ -> \d+ \[label=${text}\];|\})$`,
      );
      expect(lines.filter((line) => !known.test(line))).toEqual([]);
    },
  );

  test.each(['dot', 'mermaid'])('%s of what holds is nothing, and a line says so', async (format) => {
    const { stdout, stderr, exit } = await nosplit(['check', '--model', 'mutex', '--format', format, '-q']);
    expect([stdout, exit]).toEqual(['', 0]);
    expect(stderr).toBe(`nosplit: mutex: holds; there is no trace to write as ${format}\n`);
  });
});
