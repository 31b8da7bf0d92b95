/** The bytes of a string literal of Go. Source of the grammar: strconv.Unquote, for double quotes and backquotes. */

/** Throws a SyntaxError, without a place, where the text is no such literal. */
export function unquoteGo(literal: string): Uint8Array {
  const quote = literal[0];
  if (literal.length < 2 || literal.at(-1) !== quote || (quote !== '"' && quote !== '`')) {
    throw new SyntaxError(`${literal} is not a quoted string of Go`);
  }
  const inner = literal.slice(1, -1);
  if (quote === '`') return raw(inner);
  const bytes: number[] = [];
  let index = 0;
  for (const [token] of inner.matchAll(tokens)) {
    index += token.length;
    append(bytes, token);
  }
  if (index !== inner.length) throw new SyntaxError(`${inner.slice(index)} cannot stand in a string of Go`);
  return Uint8Array.from(bytes);
}

/** Each alternative is an escape of its own kind; the last takes a run of plain characters. */
const tokens = new RegExp(
  [
    String.raw`\\[abfnrtv\\"]`,
    String.raw`\\x[0-9a-fA-F]{2}`,
    String.raw`\\[0-3][0-7]{2}`,
    String.raw`\\u[0-9a-fA-F]{4}`,
    String.raw`\\U[0-9a-fA-F]{8}`,
    String.raw`[^\\"\n]+`,
  ].join('|'),
  'gy',
);

const letters: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
  ['\\', 92],
  ['"', 34],
]);

const utf8 = new TextEncoder();

function append(bytes: number[], token: string): void {
  if (!token.startsWith('\\')) {
    bytes.push(...utf8.encode(token));
    return;
  }
  const kind = token[1] ?? '';
  const letter = letters.get(kind);
  if (letter !== undefined) bytes.push(letter);
  else if (kind === 'x') bytes.push(Number.parseInt(token.slice(2), 16));
  else if (kind === 'u' || kind === 'U') bytes.push(...utf8.encode(character(token)));
  else bytes.push(Number.parseInt(token.slice(1), 8));
}

function character(token: string): string {
  const code = Number.parseInt(token.slice(2), 16);
  if (code > 0x10_ffff || (code >= 0xd800 && code < 0xe000)) {
    throw new SyntaxError(`${token} is not a character`);
  }
  return String.fromCodePoint(code);
}

/** Between backquotes everything stands for itself, but carriage returns, which Go drops. */
function raw(inner: string): Uint8Array {
  if (inner.includes('`')) throw new SyntaxError('a backquote cannot stand in a string between backquotes');
  return utf8.encode(inner.replaceAll('\r', ''));
}
