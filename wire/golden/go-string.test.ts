import { describe, expect, test } from 'vitest';
import { unquoteGo } from './go-string.ts';

const text = (literal: string): string => new TextDecoder().decode(unquoteGo(literal));

describe('a string literal of Go', () => {
  test('may use every escape that strconv.Quote writes', () => {
    expect([...unquoteGo(String.raw`"\a\b\f\n\r\t\v\\\"\x00\xff\101"`)]).toEqual([
      7, 8, 12, 10, 13, 9, 11, 92, 34, 0, 255, 65,
    ]);
    expect(text(String.raw`"é \u00e9 \U0001f600"`)).toBe('é é 😀');
    expect(text('""')).toBe('');
  });

  test('stands for itself between backquotes, carriage returns aside', () => {
    expect(text('`a\\n\r"b`')).toBe('a\\n"b');
  });

  test('is refused where strconv.Unquote refuses it', () => {
    for (const literal of [
      '',
      '"',
      'abc',
      '"a',
      "'a'",
      '"a"b"',
      String.raw`"\q"`,
      String.raw`"\x0"`,
      '`a`b`',
    ]) {
      expect(() => unquoteGo(literal), literal).toThrow(SyntaxError);
    }
    expect(() => unquoteGo(String.raw`"\ud800"`)).toThrow('is not a character');
    expect(() => unquoteGo(String.raw`"\777"`)).toThrow(String.raw`\777 cannot stand in a string of Go`);
  });
});
