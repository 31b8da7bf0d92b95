import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { claims, goFunctions } from '../cite/pages.ts';
import { version } from '../version.ts';
import { nosplit, repository } from '../testing/world.ts';

const cwd = mkdtempSync(join(tmpdir(), 'nosplit-cite-'));
afterAll(() => {
  rmSync(cwd, { recursive: true });
});
const cite = async (...words: string[]): Promise<string> => {
  const { stdout, stderr, exit } = await nosplit(['cite', ...words], { cwd });
  expect([exit, stderr]).toEqual([0, '']);
  return stdout;
};

test('every claim of the notes has a statement, fields and commands, and is cited by its name', async () => {
  const notes = readFileSync(join(repository, 'proofs-notes.md'), 'utf8');
  const { claims: known, date } = claims();
  expect(known.map(({ name }) => name)).toEqual(
    [...notes.matchAll(/^### ([HF]\d+)$/gm)].map(([, name]) => name),
  );
  expect(date).toMatch(/^2026-/);
  for (const { name, statement, fields, commands } of known) {
    expect(statement.length, name).toBeGreaterThan(20);
    expect(
      fields.map(([field]) => field),
      name,
    ).toContain('In code');
    expect(commands.length, name).toBeGreaterThan(0);
    expect(await cite(name.toLowerCase())).toContain(`proofs-notes.md#${name.toLowerCase()}`);
  }
});

test('a claim as text has claim, bounds, version and commands', async () => {
  expect(await cite('H2'))
    .toBe(`H2. In the seed as committed, writing an event is atomic with respect to stack growth.
  In code: NoTornEvent, NoWriteToQueuedBuffer, NoBufferQueuedTwice, NoLostBuffer and
    NoBufferLeftBehind hold of design seed.
  Go: the functions that the commit made nosplit.
  Method: searched.
  Bounds: tiny, small.
  $ nosplit check tiny --design seed --property NoTornEvent --property NoBufferQueuedTwice --property NoLostBuffer --quiet
nosplit ${version()}, 2026-11-25
https://github.com/nosplit/nosplit/blob/v${version()}/proofs-notes.md#h2
`);
});

describe('other formats', () => {
  test('CSL is a list of one item that any processor takes', async () => {
    const [item] = JSON.parse(await cite('F13', '--format', 'csl')) as Record<string, unknown>[];
    expect(item).toMatchObject({
      id: 'nosplit-F13',
      type: 'report',
      author: [{ literal: 'nosplit authors' }],
      issued: { 'date-parts': [[2026, 11, 25]] },
    });
  });

  test('BibTeX has one entry with balanced braces', async () => {
    for (const { name } of claims().claims) balanced(await cite(name, '--format', 'bibtex'));
  });

  test('Markdown is one paragraph and a list', async () => {
    const lines = (await cite('F10', '--format', 'markdown')).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^\*\*F10\. .*\*\* \(\[nosplit .*\]\(https:.*#f10\), 2026-11-25\)$/);
    expect(lines.slice(2).filter((line) => !line.startsWith('- '))).toEqual([]);
  });
});

function balanced(text: string): void {
  expect(text).toMatch(/^@misc\{[\w.:-]+,\n( {2}\w+ = \{.*\},\n)+\}\n$/);
  let depth = 0;
  for (const [found] of text.replace(/\\[{}]/g, '').matchAll(/[{}]/g)) {
    depth += found === '{' ? 1 : -1;
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
}

test('a Go function has its reference, its steps and its claims', async () => {
  const text = await cite('traceAcquireEnabled');
  expect(text).toContain('reference: traceAcquireEnabled in reference/runtime/traceruntime.ts');
  expect(text).toMatch(/steps of the model: traceAcquireEnabled:\d+, /);
  expect(text).toMatch(/claims: H1, /);
  expect(goFunctions().length).toBeGreaterThan(100);
});

describe('a verdict', () => {
  test('is cited with bounds, hashes, date and command', async () => {
    const { stdout } = await nosplit(['check', 'tiny', '--design', '1.26', '--format', 'json']);
    writeFileSync(join(cwd, 'report.json'), stdout);
    const text = await cite('report.json');
    expect(text).toMatch(/^nosplit's verdict on 1\.26: violated \(NoLostBuffer in 15 steps\)\n/);
    expect(text).toMatch(/ {2}bounds: tiny, 629 distinct states\n/);
    expect(text).toMatch(/ {2}design: sha256:[0-9a-f]{64}\n/);
    expect(text).toContain('  $ nosplit check tiny --design 1.26\n');
    expect(text).toMatch(/nosplit \d.*, \d{4}-\d\d-\d\d\n/);
  });

  test('of a report with hostile strings is inert in every format', async () => {
    const evil = '</script>\u001b[31m`$(x)` }{\\input{y} "z" [a](javascript:b)\n# h %0A::error::c';
    const { stdout } = await nosplit(['check', '--model', 'mutex', '--format', 'json']);
    const report = {
      ...(JSON.parse(stdout) as object),
      reproduce: evil,
      system: evil,
      verdict: evil,
      limit: evil,
    };
    writeFileSync(
      join(cwd, 'evil.json'),
      JSON.stringify({ ...report, subject: { kind: 'model', model: evil } }),
    );
    balanced(await cite('evil.json', '--format', 'bibtex'));
    expect(await cite('evil.json', '--format', 'bibtex')).not.toMatch(/[^\\]\\input/);
    const markdown = await cite('evil.json', '--format', 'markdown');
    expect(markdown.replace(/(`+).*?\1/g, (code) => (code.includes('\n') ? code : 'code'))).not.toMatch(
      /[^\\]<\/script>|^# h|[^\\]\[a\]/m,
    );
    const text = await cite('evil.json');
    expect(text).not.toContain('\u001b');
    JSON.parse(await cite('evil.json', '--format', 'csl'));
  });

  test.each<[string, unknown, string]>([
    ['no report', { schema: 'nosplit.why/1' }, 'is no report that says what was read'],
    ['no part', { schema: 'nosplit.parts/1', verdict: 'refused', parts: [] }, 'no part was searched'],
    [
      'an older report',
      { schema: 'nosplit.report/1', verdict: 'holds' },
      'is no report that says what was read (tool',
    ],
  ])('%s is refused in a line', async (_, data, says) => {
    writeFileSync(join(cwd, 'other.json'), JSON.stringify(data));
    const { exit, stderr, stdout } = await nosplit(['cite', 'other.json'], { cwd });
    expect([exit, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain(says);
  });
});

test('a name that nothing has is refused with the nearest one', async () => {
  const { exit, stderr } = await nosplit(['cite', 'traceAcquireEnable'], { cwd });
  expect(exit).toBe(2);
  expect(stderr).toContain('did you mean traceAcquireEnabled?');
});
