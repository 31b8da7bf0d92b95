import { describe, expect, test } from 'vitest';
import { programParts } from '../language/parts.ts';
import type { Instruction } from '../language/program.ts';
import { programsOfRelease, releasesWithPrograms } from '../releases/releases.ts';
import { wordsOf } from '../language/words.ts';
import { parsed } from './parse.ts';

/** Every instruction that is kept, once, but for jumps and choices, which no edit writes. */
function kept(): readonly Instruction[] {
  const found = new Map<string, Instruction>();
  for (const release of releasesWithPrograms())
    for (const part of programParts)
      for (const { list } of Object.values(programsOfRelease(release, part)?.programs ?? {}))
        for (const one of list)
          if (one.op !== 'jump' && !('words' in one)) found.set(`${one.op} ${wordsOf(one)}`, one);
  return [...found.values()];
}

/** A local may have the name of a place; no edit speaks of it. */
const isAmbiguous = (words: string): boolean => /^allp := | := allp$/.test(words);

/** What the words say: not where the instruction stands, or where it goes. */
const saidBy = (one: Instruction): unknown =>
  JSON.parse(
    JSON.stringify(one, (key, value: unknown) =>
      ['fn', 'line', 'then', 'else', 'kind'].includes(key) ? undefined : value,
    ),
  );

test('every instruction of every release is read from its words as what it is', () => {
  const all = kept().filter((one) => !isAmbiguous(wordsOf(one)));
  expect(all.length).toBeGreaterThan(1000);
  for (const one of all) {
    const words = wordsOf(one).replace(/ go to \d+, else \d+$/, '');
    expect({ words, is: parsed(words) }).toEqual({ words, is: saidBy(one) });
    expect(parsed(`${words}, early`)).toEqual({ ...parsed(words), early: true });
  }
});

describe('what is no instruction is refused', () => {
  test.each([
    ['m.trace.writing', /^'m.trace.writing' is no instruction$/],
    ['m.trace.writng := 1 of', /is no expression$/],
    ['m.trace.nothing += 1', /^'m.trace.nothing' is no place$/],
    ['if (a = b)', /is no expression$/],
    ['if (a + b', /is no expression$/],
    ['lock trace.lock', /is no instruction$/],
  ])('%s', (text, reason) => {
    expect(() => parsed(text)).toThrow(reason);
  });
});
