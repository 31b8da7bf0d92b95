import { describe, expect, test } from 'vitest';
import type { Instruction, Programs, ThreadProgram } from '../language/program.ts';
import { wordsOf } from '../language/words.ts';
import type { ProgramEdit } from './edit.ts';
import { edited } from './edit.ts';
import { parsed } from './parse.ts';

const at = { fn: 'f', line: 7 };
const empty: ThreadProgram = { list: [{ op: 'end', ...at }], locals: {} };

/** A program of these lines; `go N` jumps, and `if X go N, M` branches. */
function programOf(...lines: readonly string[]): ThreadProgram {
  const list = lines.map((line): Instruction => {
    const [, condition = '', then, other] = /^(?:if (.*) )?go (\d+)(?:, (\d+))?$/.exec(line) ?? [];
    if (then === undefined) {
      const one = parsed(line);
      if (one.op === 'branch') throw new Error(line);
      return { ...one, ...at };
    }
    const one = other === undefined ? undefined : parsed(`if ${condition}`);
    return one?.op === 'branch'
      ? { op: 'branch', if: one.if, then: Number(then), else: Number(other), ...at }
      : { op: 'jump', to: Number(then), ...at };
  });
  return { list, locals: { gen: 'gen', gen_2: 'gen', writing: 'bool' } };
}

const after = (program: ThreadProgram, ...edits: readonly Partial<ProgramEdit>[]): readonly string[] => {
  const programs: Programs = { own: program, growth: empty, caller: empty, reader: empty };
  const whole = edits.map((one) => ({ fn: 'f', from: '', to: '', ...one }));
  return edited(programs, whole).own.list.map(wordsOf);
};

const loop = programOf(
  'gen := trace.gen',
  'if (gen == 0) go 2, 4',
  'm.locks -= 1',
  'go 0',
  'gen_2 := trace.gen',
  'm.trace.entryGen := gen_2',
  'go 2',
);

describe('an edit', () => {
  test('leaves lines out, and jumps go to what comes after them', () => {
    expect(after(loop, { from: 'm.locks -= 1' })).toEqual([
      'gen := trace.gen',
      'if (gen == 0) go to 2, else 3',
      'go to 0',
      'gen_2 := trace.gen',
      'm.trace.entryGen := gen_2',
      'go to 2',
    ]);
  });

  test('puts lines before one for all who come there, and after one for those who come from it', () => {
    const more = (to: string) =>
      after(loop, { from: 'm.locks -= 1', to }).filter((words) => /^go|^if/.test(words));
    expect(more('m.locks += 1\nm.locks -= 1')).toEqual([
      'if (gen == 0) go to 2, else 5',
      'go to 0',
      'go to 2',
    ]);
    const next = programOf('m.locks += 1', 'm.locks -= 1', 'go 1');
    expect(after(next, { from: 'm.locks += 1', to: 'm.locks += 1\ngen := trace.gen' })).toEqual([
      'm.locks += 1',
      'gen := trace.gen',
      'm.locks -= 1',
      'go to 2',
    ]);
  });

  test('is made wherever the lines stand, with the locals that they have there', () => {
    expect(
      after(loop, { from: 'gen := trace.gen', to: 'gen := trace.gen\nm.trace.entryGen := gen' }),
    ).toEqual([
      'gen := trace.gen',
      'm.trace.entryGen := gen',
      'if (gen == 0) go to 3, else 5',
      'm.locks -= 1',
      'go to 0',
      'gen_2 := trace.gen',
      'm.trace.entryGen := gen_2',
      'm.trace.entryGen := gen_2',
      'go to 3',
    ]);
    const once = after(loop, { from: 'gen := trace.gen', to: '', nth: 1 });
    expect(once.filter((words) => words.endsWith('trace.gen'))).toEqual(['gen := trace.gen']);
  });

  test('finds a local that its lines do not have by what gave it its value before', () => {
    const words = after(
      loop,
      { from: 'm.trace.entryGen := gen', to: '' },
      { from: 'go on', to: 'm.trace.entryGen := gen\ngo on', nth: 1 },
    );
    expect(words.at(-2)).toBe('m.trace.entryGen := gen_2');
  });

  test('keeps where a branch goes, and takes any name for $x', () => {
    expect(after(loop, { from: 'if ($x == 0)', to: 'if ($x == 1)' })[1]).toBe(
      'if (gen == 1) go to 2, else 4',
    );
  });

  test('does a line only when a condition holds', () => {
    expect(after(loop, { from: 'm.locks -= 1', to: 'when (gen == 0): m.locks -= 1' }).slice(1, 5)).toEqual([
      'if (gen == 0) go to 2, else 5',
      'if (gen == 0) go to 3, else 4',
      'm.locks -= 1',
      'go to 0',
    ]);
  });

  test('declares the locals that it brings', () => {
    const programs = { own: loop, growth: empty, caller: empty, reader: empty };
    const to = 'early := trace.gen\nm.locks -= 1\nseen := 1\nwhen seen: m.locks += 1';
    const { locals } = edited(programs, [{ fn: 'f', from: 'm.locks -= 1', to }]).own;
    expect(locals).toMatchObject({ early: 'gen', seen: 'bool' });
  });

  test.each<[string, Partial<ProgramEdit>, string]>([
    ['lines that nobody has', { from: 'trace.gen := 1' }, "no thread has 'trace.gen := 1' in f"],
    ['another function', { fn: 'g', from: 'm.locks -= 1' }, "no thread has 'm.locks -= 1' in g"],
    ['another kind of thread', { kind: 'reader', from: 'm.locks -= 1' }, 'no thread has'],
    ['a branch that was not there', { from: 'm.locks -= 1', to: 'if 1' }, 'stands for no branch'],
    [
      'lines into whose middle others come',
      { from: 'if (gen == 0)\nm.locks -= 1', to: '' },
      'another line goes into the middle of the lines',
    ],
  ])('of %s is refused', (_, edit, reason) => {
    expect(() => after(loop, edit)).toThrow(reason);
  });
});
