import { child } from './syntax.ts';
import type { Syntax } from './syntax.ts';

export interface Alias {
  readonly name: string;
  /** The field of which it holds the address: `mp.trace`. */
  readonly of: Syntax;
}

/**
 * The local that a declaration makes another name for a field, `t := &mp.trace`; null where it may be anything else. Both locals
 * are set once, nobody takes their address, and the new one stands before a dot alone.
 */
export function aliasIn(declaration: Syntax, body: Syntax): Alias | null {
  const [left, right] = ['left', 'right'].map((field) => single(child(declaration, field)));
  const address = right?.type === 'unary_expression' && child(right, 'operator')?.text === '&' ? right : null;
  const of = address === null ? undefined : child(address, 'operand');
  const base = of?.type === 'selector_expression' ? child(of, 'operand') : undefined;
  if (left?.type !== 'identifier' || of === undefined || base?.type !== 'identifier') return null;
  const [ofName, ofBase] = [usesOf(body, left.text), usesOf(body, base.text)];
  if (ofName.sets !== 1 || ofName.bare > 1 || ofBase.sets > 1) return null;
  return { name: left.text, of };
}

const single = (list: Syntax | undefined): Syntax | undefined =>
  list?.children.length === 1 ? list.children[0] : undefined;

/** How often a name is set, and how often it stands elsewhere than before a dot: its own declaration does. */
function usesOf(node: Syntax, name: string): { readonly sets: number; readonly bare: number } {
  let [sets, bare] = [0, 0];
  const isName = (inner: Syntax | undefined): boolean => inner?.type === 'identifier' && inner.text === name;
  const look = (inner: Syntax, before: Syntax | null): void => {
    if (isName(inner)) {
      if (before?.type !== 'selector_expression') bare++;
      if (before?.type === 'unary_expression' && child(before, 'operator')?.text === '&') sets++;
      if (inner.field === 'name' || /^(inc|dec)_statement$/.test(before?.type ?? '')) sets++;
    }
    const isSet = /^(short_var_declaration|assignment_statement|range_clause|receive_statement)$/.test(
      inner.type,
    );
    const targets = isSet ? (child(inner, 'left')?.children ?? []) : [];
    sets += targets.filter(isName).length;
    for (const part of inner.children) look(part, inner);
  };
  look(node, null);
  return { sets, bare };
}
