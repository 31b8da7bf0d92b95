/** The words of an expression, each with the offset where it begins. */
import { SystemError } from '../language/system-error.ts';

export interface Token {
  readonly kind: 'path' | 'number' | 'text' | 'operator' | 'end';
  readonly text: string;
  /** Characters before it. */
  readonly at: number;
}

/** A path of fields and indices, a number, a quoted name, or an operator. */
const pattern =
  /\s*(?:([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[\w-]+\])*)|(\d+)|"([^"]*)"|'([^']*)'|(\|\||&&|==|!=|<=|>=|[-+<>!()]))/y;

/** Throws a SystemError that shows where a character is none of an expression. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, path, number, double, single, operator] = match;
    const own = path ?? number ?? double ?? single ?? operator ?? '';
    const kind =
      path !== undefined
        ? 'path'
        : number !== undefined
          ? 'number'
          : operator !== undefined
            ? 'operator'
            : 'text';
    tokens.push({ kind, text: own, at: end + whole.length - whole.trimStart().length });
    end = pattern.lastIndex;
  }
  const rest = text.slice(end);
  if (rest.trim() !== '')
    throw misfit(
      text,
      text.length - rest.trimStart().length,
      `${rest.trim().charAt(0)} is no part of an expression`,
    );
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

/** An error about the place of an expression, which it quotes. */
export function misfit(text: string, at: number, what: string): SystemError {
  const before = text.slice(0, at);
  const where = before.trim() === '' ? 'at its start' : `after "${before.trimEnd().slice(-40)}"`;
  return new SystemError(`the expression is not understood ${where}: ${what}`, { code: 'options' });
}
