import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { recordKinds } from '../log/records.ts';
import { hooksFile } from './hooks.ts';
import { AnchorError } from './anchor-error.ts';
import { patched, unchanged, writeOverlay } from './overlay.ts';
import type { StepPlaces } from './places.ts';
import { recordRules } from './rules.ts';
import { withTransitions } from './transitions.ts';
import type { Rule } from './rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'nosplit-overlay-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const source = [
  'package runtime',
  '',
  'func f() {',
  '\tx := one(2)',
  '\tif x {',
  '\t\tstep()',
  '\t}',
  '}',
  '',
  'func g() {',
  '\tstep()',
  '\tstep()',
  '}',
  '',
];
writeFileSync(join(folder, 'a.go'), source.join('\n'));

const rule: Rule = {
  file: 'a.go',
  func: 'f',
  anchor: /^step\(\)$/,
  before: ['before()'],
  after: ['after()'],
};

test('hooks stand before, after and in place of their line, as far in as it', () => {
  const instead: Rule = { file: 'a.go', func: 'f', anchor: /^x := one\((.*)\)$/, instead: ['x := two($1)'] };
  const [file] = patched(folder, [rule, instead], unchanged);
  expect(file?.text.split('\n').slice(2, 11)).toEqual([
    'func f() {',
    '\tx := two(2)',
    '\tif x {',
    '\t\tbefore()',
    '\t\tstep()',
    '\t\tafter()',
    '\t}',
    '}',
    '',
  ]);
});

test('a line that is not there, or twice, and a missing function are refused', () => {
  const refusal = (changed: Partial<Rule>): string => {
    try {
      patched(folder, [{ ...rule, ...changed }], unchanged);
      return 'taken';
    } catch (error) {
      return error instanceof AnchorError ? error.message : 'odd';
    }
  };
  expect(refusal({ func: 'g' })).toMatch(/^runtime\/a\.go:10: g has 2 lines like/);
  expect(refusal({ anchor: /^never$/ })).toMatch(/^runtime\/a\.go:3: f has 0 lines like \^never\$/);
  expect(refusal({ func: 'h' })).toMatch(/^runtime\/a\.go has no func h;/);
  expect(() => patched(folder, [rule, rule], unchanged)).toThrow(/two hooks have the same place/);
});

test('a place near a line is the nearest one, on that side of it, in the function', () => {
  const near = (place: Partial<Rule>): string[] | undefined => {
    const changed: Rule = { file: 'a.go', func: 'f', anchor: /^step\(\)$/, before: ['here()'], ...place };
    return patched(folder, [changed], unchanged)[0]?.text.split('\n').slice(2, 9);
  };
  const whole = ['func f() {', '\tx := one(2)', '\tif x {', '\t\tstep()', '\t}', '}'];
  expect(near({ above: /^(?:x|if)\b/ })).toEqual(whole.toSpliced(2, 0, '\there()'));
  expect(near({ below: /^\}$/ })).toEqual(whole.toSpliced(4, 0, '\there()'));
  // The line of another function is none, and neither is the head or the end of this one.
  expect(() => near({ below: /^step/ })).toThrow(
    /^runtime\/a\.go:6: f has no line like \^step below this one/,
  );
  expect(() => near({ above: /^func/ })).toThrow(/ above this one, where a hook needs it;/);
});

test('a hook can make its function nosplit, once', () => {
  const first: Rule = {
    file: 'a.go',
    func: 'f',
    anchor: /^x := one\((2)\)$/,
    after: ['here()'],
    isNosplit: true,
  };
  const text = patched(folder, [first, { ...rule, isNosplit: true }], unchanged)[0]?.text.split('\n');
  expect(text?.slice(1, 6)).toEqual(['', '//go:nosplit', 'func f() {', '\tx := one(2)', '\there()']);
  expect(text?.filter((line) => line === '//go:nosplit')).toHaveLength(1);
});

test('a hook of a step stands where the step is, though others look like it, and a change has moved it', () => {
  const at = (line: number): StepPlaces => new Map([['release', { file: 'a.go', line }]]);
  const hook: Rule = { ...rule, func: 'g', step: 'release', before: ['before()'], after: [] };
  const text = (places: StepPlaces, edits: readonly Rule[] = []): string[] | undefined =>
    patched(folder, [hook], { heads: [], edits }, places)[0]?.text.split('\n').slice(9);
  expect(text(at(12))).toEqual(['func g() {', '\tstep()', '\tbefore()', '\tstep()', '}', '']);
  const inF: Rule = { ...rule, before: [], after: ['x = 1', 'x = 2'] };
  expect(text(at(12), [inF])?.slice(2)).toEqual([
    'func g() {',
    '\tstep()',
    '\tbefore()',
    '\tstep()',
    '}',
    '',
  ]);
  expect(() => text(at(13))).toThrow(/^runtime\/a\.go:13: g has the step release here, in other words/);
  expect(() => text(at(99))).toThrow(AnchorError);
  // A change of the line itself leaves its words.
  const another: Rule = { ...hook, anchor: /^x := one/, func: 'f', instead: ['step()'], before: [] };
  const onF: Rule = { ...hook, func: 'f', anchor: /^step\(\)$/ };
  expect(() => patched(folder, [onF], { heads: [], edits: [another] }, at(4))).toThrow(/f has 2 lines like/);
  // A tree whose steps are not known has none, and the line must be the only one.
  expect(() => patched(folder, [hook], unchanged, null)).toThrow(/g has 2 lines like/);
});

test('the list names the file as the go command does, and the copy', () => {
  const list = writeOverlay(join(folder, 'out'), '/go/src/runtime', [
    { name: 'b.go', text: 'package runtime\n' },
  ]);
  const copy = join(folder, 'out', 'b.go');
  expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual({ Replace: { '/go/src/runtime/b.go': copy } });
  expect(readFileSync(copy, 'utf8')).toBe('package runtime\n');
});

test('every kind of record is written by some hook', () => {
  const text =
    hooksFile('writing', '{}', '', true) + JSON.stringify(recordRules.map(({ anchor: _, ...rest }) => rest));
  for (const kind of recordKinds) {
    const name = `nosplit${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    expect(text.split(new RegExp(`\\b${name}\\b`)).length, name).toBeGreaterThan(2);
  }
});

test('changes of statuses are replaced where they stand, so that lines keep their numbers', () => {
  const tree = mkdtempSync(join(folder, 'transitions-'));
  const lines = [
    'func casgstatus(gp *g, oldval, newval uint32) {',
    '\tfor i := 0; !gp.atomicstatus.CompareAndSwap(oldval, newval); i++ {',
    '\t// casgstatus(gp, 1, 2)',
    'func (pp *p) init(id int32) {',
    '\tpp.status = _Pgcstop',
    'func park() {',
    '\tcasgstatus(gp, _Grunning, _Gwaiting)',
    '\tif ok && atomic.Cas(&pp.status, s, _Pidle) {',
  ];
  writeFileSync(join(tree, 'proc.go'), lines.join('\n'));
  writeFileSync(join(tree, 'proc_test.go'), lines.join('\n'));
  writeFileSync(join(tree, 'other.go'), 'package runtime\n');
  const { files, sites } = withTransitions(tree);
  expect([...files.keys()]).toEqual(['proc.go']);
  expect(sites).toEqual(['p.init', 'park']);
  expect(files.get('proc.go')).toEqual([
    lines[0],
    '\tfor i := 0; !nosplitCas(0, gp, oldval, newval); i++ {',
    lines[2],
    lines[3],
    '\tnosplitPStatus(1, pp, _Pgcstop)',
    lines[5],
    '\tnosplitAt(2); casgstatus(gp, _Grunning, _Gwaiting)',
    '\tif ok && nosplitPCas(2, pp, s, _Pidle) {',
  ]);
});
