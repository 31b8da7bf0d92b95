import { expect, test } from 'vitest';
import { knownShapes } from '../../facts/closed/known.ts';
import { fixture } from '../../facts/testing/known.ts';
import { shapesForKnown } from '../../facts/index.ts';
import { parts } from '../selection/parts.ts';
import { nosplit } from '../testing/world.ts';

const tree = fixture('entry-gen');

/** A hand-made tree is no release: each of its shapes is accepted, and that it lacks the others. */
const accepting = async (): Promise<string[]> => {
  const { shapes } = (await shapesForKnown(tree)).read;
  const has = [...shapes.values()].map(({ name, digest }) => `${name}@${digest}`);
  const lacks = [...knownShapes().functions.keys()].filter((name) => !shapes.has(name));
  return [...has, ...lacks.map((name) => `${name}@none`)].flatMap((shape) => ['--accept', shape]);
};

test('without a config every part of a tree is searched, and the report carries what was accepted', async () => {
  const accepted = await accepting();
  const { exit, stdout } = await nosplit(['check', '--go', tree, '--format', 'json', ...accepted]);
  const report = JSON.parse(stdout) as {
    verdict: string;
    coverage: {
      accepted: string[];
      functions: number;
      statements: number;
      steps: number;
      releases: string[];
    };
    parts: { part: string; verdict: string; distinct: number; subject: { read: { accept: string[] } } }[];
  };
  expect(report.parts.map(({ part }) => part)).toEqual(parts.map(({ part }) => part));
  expect(report.parts.filter(({ distinct }) => distinct === 0)).toEqual([]);
  const violated = report.parts.some(({ verdict }) => verdict === 'violated');
  expect([exit, report.verdict]).toEqual(violated ? [1, 'violated'] : [0, 'holds']);
  expect(report.coverage.accepted.length).toBe(accepted.length / 2);
  expect(report.parts[0]?.subject.read.accept).toEqual(report.coverage.accepted);
  expect(report.coverage.releases).toEqual([]);
  expect(report.coverage.statements).toBeGreaterThan(report.coverage.steps);
}, 120_000);

test('a tree with one unknown shape is refused with the words that accept it', async () => {
  const accepted = await accepting();
  const without = accepted.filter((_, index) => index > 1);
  const { exit, stderr } = await nosplit(['check', '--go', tree, ...without]);
  expect(exit).toBe(2);
  expect(stderr).toContain(`: ${accepted.slice(0, 2).join(' ')}`);
});

test('how a tree is read is said of a tree alone', async () => {
  for (const word of ['--goos', '--goarch', '--accept']) {
    const { exit, stderr } = await nosplit(['check', 'tiny', word, 'linux']);
    expect([exit, stderr]).toEqual([
      2,
      `nosplit: ${word} says how a Go tree is read; give the tree with --go\n`,
    ]);
  }
  const { exit, stderr } = await nosplit(['check', '--go', tree, '--goos', 'linus']);
  expect(exit).toBe(2);
  expect(stderr).toMatch(/^nosplit: --goos linus: no such system \(did you mean linux\?\)/);
});
