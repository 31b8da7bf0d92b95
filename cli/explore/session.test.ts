import { afterAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nosplit } from '../testing/world.ts';

const typed = (text: string): { readonly stdin: readonly Uint8Array[] } => ({
  // In pieces, as a pipe may send it, the last line without an end.
  stdin: Array.from(Buffer.from(text), (byte) => Uint8Array.of(byte)),
});
const told = async (text: string, ...words: readonly string[]): Promise<readonly string[]> => {
  const { stdout, exit } = await nosplit(['explore', '--tty', ...words], typed(text));
  expect(exit).toBe(0);
  return stdout.split(/^> /m).slice(1);
};
const folder = mkdtempSync(join(tmpdir(), 'nosplit-session-'));
const report = join(folder, 'steps.json');
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const tiny = ['tiny', '--design', '1.26'];
const checked = await nosplit(['check', ...tiny, '--format', 'json']);
const found = JSON.parse(checked.stdout) as { violations: { trace: { id: string } }[] };
const bugA = [found.violations[0]?.trace.id ?? '', ...tiny];

describe('explore --tty', () => {
  test('lists its commands for h and for ?', async () => {
    const [short, sign] = await told('h\n?\n', ...tiny);
    expect(short).toContain('undo');
    expect(sign?.slice(1)).toBe(short?.slice(1));
  });

  test('answers what is no command, and goes on', async () => {
    const answers = await told(
      '\nundo\nredo\n7\ngo 30\ngo x\nmovements\nprint\nprint m[0\nwhy Nothing\nbranches 9\nstate q\nviolation Q\n',
      ...tiny,
    );
    const expected = [
      'the initial state; the run has 0 steps',
      'this is the initial state',
      'this is the end of the run',
      'there are the steps 1 to 1',
      'go takes a step of this run: 0 to 0',
      'go takes a step of this run: 0 to 0',
      'no command is called movements (did you mean moments?); h lists them',
      'it is empty; write one such as trace.gen > 0',
      'is not understood after "m"',
      'has no action and no property Nothing',
      'there are the runs 1 to 1',
      'no field begins with q',
      'has no property Q that a state or a step violates',
    ];
    expected.forEach((text, index) => {
      expect(answers[index]?.replaceAll(/\s+/g, ' ')).toContain(text);
    });
  });

  test('keeps the run that was given, and each branch', async () => {
    const answers = await told('undo\nundo\n2\n1\nundo\nb\nb 1\nredo\ngo 0\n1\nb\nlanes\n', ...bugA);
    expect(answers[2]).toContain('run 2 branches off here');
    expect(answers[3]).not.toContain('branches off');
    expect(answers[5]).toContain('→ 2  15 steps');
    expect(answers[6]).toContain('step 15 of 15: M0 traceWriter.refill');
    expect(answers[7]).toContain('this is the end of the run');
    expect(answers[8]).toContain('the initial state; the run has 15 steps');
    // The first step of the run that was given: no branch.
    expect(answers[9]).toContain('step 1 of 15');
    expect(answers[10]).toContain('→ 1  15 steps');
    expect(answers[11]).toContain('traceWriter.refill:156');
  });

  test('says in the end how to come there again, and the words do', async () => {
    const [first] = (await told('u\n2\nq\n', ...bugA)).slice(-1);
    const words = /nosplit (explore --tty .*)/.exec(first ?? '')?.[1]?.split(' ') ?? [];
    const { stdout } = await nosplit(words, typed(''));
    expect(stdout).toContain('step 15 of 15: advancer traceAdvance:657');
  });

  test('tells the moments of a violation', async () => {
    const [moments] = await told('m\n', ...bugA);
    expect(moments).toContain(
      '     15  M0 takes buffer 2, writes event 1 into it and stores it over buffer 1\n         in buf[1].',
    );
    expect(
      moments
        ?.trimEnd()
        .split('\n')
        .filter((line) => /^ +\d/.test(line)).length,
    ).toBeLessThanOrEqual(6);
  });

  test('an interrupt ends a search, and not the session', async () => {
    const { stdout } = await nosplit(['explore', '--tty', ...tiny], {
      ...typed('f m[0].locks == 3\nu\n'),
      interrupt: true,
    });
    expect(stdout).toContain('cancelled; none up to depth');
    expect(stdout).toContain('this is the initial state');
  });

  test('has no other tree to compare with before one is named', async () => {
    const [alone, none] = await told('compare\nc\n', ...tiny);
    expect([alone, none].map((text) => text?.includes('there is no other tree'))).toEqual([true, true]);
  });

  test(
    'takes the run on the steps of another release, and says where they part',
    { tags: 'exhaustive' },
    async () => {
      const { stdout } = await nosplit(['check', ...tiny, '--format', 'json', '--out', report]);
      expect(stdout).toContain('NoLostBuffer');
      const cured = await told('c\ng 9\nc\n', report, '--compare', '1.26-nosplit');
      expect(cured[0]).toMatch(
        /^c\ndesign 1\.26-nosplit at tiny: the run is no longer possible at step 10\n/,
      );
      expect(cured[0]?.replaceAll(/\s+/g, ' ')).toContain(
        '✗ M0 StackGrowth, at the prologue of traceWriter.refill, does not exist there; M0 is at',
      );
      expect(cured[0]).toContain('without 6 steps of it, nothing is violated there');
      // Up to here alone.
      expect(cured[2]?.replaceAll(/\s+/g, ' ')).toContain(
        'takes every step of this run; nothing is violated there',
      );
      const [next] = await told('c\n', report, '--compare', '1.27');
      expect(next?.replaceAll(/\s+/g, ' ')).toContain(
        'takes every step of this run; violated there: NoLostBuffer at',
      );
      for (const line of [cured[0], next].join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  test('every line fits 80 columns', async () => {
    const { stdout } = await nosplit(
      ['explore', '--tty', ...bugA],
      typed('w\nw NoLostBuffer\nw StackGrowth\nm\nl\nh\nb\np m[0].buf[1]\n'),
    );
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test.each([
    [['explore', '--tty', 'nonsense', 'tiny'], 'nonsense is neither the id of a trace nor a file'],
    [['explore', '--tty', 'report.json'], 'report.json: no such file'],
    [['explore', '--tty', '--depth', 'deep'], '"deep" is no depth'],
    [['explore', '--tty', '--model', 'mutex', '--compare', '1.25'], '--compare is about steps of the tracer'],
    [['explore', '--tty', ...tiny, '--compare', '1.24-nothing'], '1.24-nothing'],
    [
      ['replay', ...bugA, '--watch', 'm[].bux'],
      '--watch m[].bux: no field has this path (did you mean m[].buf',
    ],
    [['replay', ...bugA, '--hide', 'm[0].b'], '--hide m[0].b: no field has this path'],
  ])('%s', async (words, reason) => {
    const { stderr, exit } = await nosplit(words);
    expect(exit).toBe(2);
    expect(stderr).toContain(reason);
  });
});

test('replay hides what it is told to hide, and says so of no step that changes nothing', async () => {
  const { stdout } = await nosplit(['replay', ...bugA, '--hide', 'm[]']);
  expect(stdout).toContain('trace.enabled false → true');
  expect(stdout).not.toContain('m[0].locks');
  expect(stdout).not.toContain('changes nothing');
});

test('goes the shortest way back to another run', async () => {
  const answers = await told('known\n1\ngo 0\n2\nknown\n1\n1\nknown\n', '--model', 'peterson');
  expect(answers[0]).toContain('there is no other run to go back to');
  expect(answers[4]).toMatch(/^known\n3 steps from there/);
  expect(answers[7]).toMatch(/^known\n7 steps from there/);
});
