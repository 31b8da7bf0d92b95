import { describe, expect, test } from 'vitest';
import { unquoteGo } from '../golden/go-string.ts';
import { isPrint, quoted } from './quote.ts';

describe('bytes are quoted as Go quotes them', () => {
  test.each<[why: string, bytes: readonly number[] | string, literal: string]>([
    ['nothing', '', '""'],
    ['plain text', 'main.(*T).run', '"main.(*T).run"'],
    ['quotes and backslashes', 'a"b\\c\'', String.raw`"a\"b\\c'"`],
    ['named controls', [7, 8, 9, 10, 11, 12, 13], String.raw`"\a\b\t\n\v\f\r"`],
    ['other controls', [0, 0x1f, 0x7f], String.raw`"\x00\x1f\x7f"`],
    ['letters of other scripts', 'é漢🙂', '"é漢🙂"'],
    [
      'spaces and marks that cannot be seen',
      '\u00a0\u200b\u2028\ufeff',
      String.raw`"\u00a0\u200b\u2028\ufeff"`,
    ],
    ['private use', '\ue000\u{10ffff}', String.raw`"\ue000\U0010ffff"`],
    ['the mark of what could not be read', '\ufffd', '"\ufffd"'],
    ['a byte that begins nothing', [0x80, 0xff, 0xc0, 0xf8], String.raw`"\x80\xff\xc0\xf8"`],
    [
      'too long a form',
      [0xc1, 0xbf, 0xe0, 0x9f, 0xbf, 0xf0, 0x8f, 0xbf, 0xbf],
      String.raw`"\xc1\xbf\xe0\x9f\xbf\xf0\x8f\xbf\xbf"`,
    ],
    ['a surrogate', [0xed, 0xa0, 0x80], String.raw`"\xed\xa0\x80"`],
    ['past the last code point', [0xf4, 0x90, 0x80, 0x80], String.raw`"\xf4\x90\x80\x80"`],
    ['a character that is cut', [0xe6, 0xbc, 0x41], String.raw`"\xe6\xbcA"`],
    ['a character of Unicode 16', '\u{1fae9}', String.raw`"\U0001fae9"`],
  ])('%s', (_why, bytes, literal) => {
    const data = typeof bytes === 'string' ? Buffer.from(bytes) : Uint8Array.from(bytes);
    expect(quoted(data)).toBe(literal);
    expect([...unquoteGo(literal)]).toEqual([...data]);
  });
});

// Go's count by strconv.IsPrint is the same from 1.23.12 to 1.26.8. A Node with a later Unicode needs more in `later`.
test('as many code points are printed as they are as Go prints', () => {
  let count = 0;
  for (let rune = 0; rune <= 0x10ffff; rune++)
    if (!(rune >= 0xd800 && rune < 0xe000) && isPrint(rune)) count++;
  expect(count).toBe(148_998);
});
