import { child } from './syntax.ts';
import type { Syntax } from './syntax.ts';

/** Values of the constants that decide what is built: `raceenabled` is false. */
export type Constants = ReadonlyMap<string, boolean>;

/** The value of a name, or null where it is no constant that decides. */
type ValueOf = (name: string) => boolean | null;

/** The value of a condition that constants decide; null for one that they do not. */
export function decided(node: Syntax, valueOf: ValueOf): boolean | null {
  if (node.type === 'true' || node.type === 'false') return node.type === 'true';
  if (node.type === 'identifier') return valueOf(node.text);
  if (node.type === 'parenthesized_expression')
    return node.children[1] === undefined ? null : decided(node.children[1], valueOf);
  if (node.type === 'unary_expression' && child(node, 'operator')?.text === '!') {
    const operand = child(node, 'operand');
    const value = operand === undefined ? null : decided(operand, valueOf);
    return value === null ? null : !value;
  }
  if (node.type !== 'binary_expression') return null;
  const operator = child(node, 'operator')?.text ?? '';
  if (operator !== '&&' && operator !== '||') return null;
  const [left, right] = ['left', 'right'].map((field) => {
    const side = child(node, field);
    return side === undefined ? null : decided(side, valueOf);
  });
  const decides = operator === '||';
  if (left === decides || right === decides) return decides;
  return left === !decides && right === !decides ? !decides : null;
}

/** A condition without the constants that do not decide it: `debugX&&y` is `y` where debugX is true. */
export function undecided(node: Syntax, valueOf: ValueOf): Syntax {
  const operator = node.type === 'binary_expression' ? child(node, 'operator')?.text : undefined;
  if (operator !== '&&' && operator !== '||') return node;
  const [left, right] = [child(node, 'left'), child(node, 'right')];
  if (left === undefined || right === undefined) return node;
  if (decided(left, valueOf) !== null) return undecided(right, valueOf);
  if (decided(right, valueOf) !== null) return undecided(left, valueOf);
  return node;
}
