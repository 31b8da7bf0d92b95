import type { Node } from 'web-tree-sitter';

/** A syntax tree as plain objects, comments left out: the parser's own nodes cost a call into WebAssembly for each look. */
export interface Syntax {
  readonly type: string;
  /** The field of the parent that it stands in. */
  readonly field: string | null;
  /** The source text of a leaf; of a node with children, empty. */
  readonly text: string;
  /** From 1, in the file. */
  readonly line: number;
  readonly children: readonly Syntax[];
}

/** The tree below a node of the parser. */
export function syntaxOf(node: Node): Syntax {
  const cursor = node.walk();
  const read = (): Syntax => {
    const type = cursor.nodeType;
    const field = cursor.currentFieldName;
    const line = cursor.startPosition.row + 1;
    const children: Syntax[] = [];
    // A string is one token: its parts would lose their spaces.
    if (!type.endsWith('string_literal') && cursor.gotoFirstChild()) {
      do {
        if (cursor.nodeType !== 'comment') children.push(read());
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return { type, field, text: children.length === 0 ? cursor.nodeText.trim() : '', line, children };
  };
  try {
    return read();
  } finally {
    cursor.delete();
  }
}

export const child = (node: Syntax, field: string): Syntax | undefined =>
  node.children.find((each) => each.field === field);

/** All leaves' texts with single spaces only between words: the source without its layout. */
export function plain(node: Syntax): string {
  if (node.children.length === 0) return node.text;
  return node.children.map(plain).reduce(glue, '');
}

/** Puts two tokens beside each other, with a space where they would become one. */
export const glue = (text: string, token: string): string =>
  /[\w$]$/.test(text) && /^[\w$"`']/.test(token) ? `${text} ${token}` : text + token;

/** The signature without names: `(*m,uintptr)traceLocker`. */
export function signature(declaration: Syntax): string {
  const types = (list: Syntax | undefined): string =>
    (list?.type === 'parameter_list' ? list.children : [])
      .filter(({ type }) => type.endsWith('parameter_declaration'))
      .map((parameter) => {
        const names = parameter.children.filter(({ field }) => field === 'name').length;
        const type = child(parameter, 'type');
        const text = type === undefined ? '' : bare(type);
        const dots = parameter.type.startsWith('variadic') ? '...' : '';
        return Array.from({ length: Math.max(1, names) }, () => dots + text).join(',');
      })
      .join(',');
  const result = child(declaration, 'result');
  const results =
    result === undefined ? '' : result.type === 'parameter_list' ? `(${types(result)})` : bare(result);
  return `(${types(child(declaration, 'parameters'))})${results}`;
}

const bare = (node: Syntax): string =>
  node.children.length === 0 ? node.text : node.children.map(bare).reduce(glue, '');

/** The single declarations of a var statement. */
export const specs = (node: Syntax): readonly Syntax[] =>
  node.children.flatMap((part) =>
    part.type === 'var_spec' ? [part] : part.type === 'var_spec_list' ? specs(part) : [],
  );

export const isStatement = ({ type }: Syntax): boolean =>
  type.endsWith('_statement') || type === 'short_var_declaration' || type === 'block';

/** The statements of a block: the grammar puts them into a list node of their own. */
export function listed(block: Syntax): readonly Syntax[] {
  return block.children
    .flatMap((part) => (part.type === 'statement_list' ? part.children : [part]))
    .filter(({ type }) => !['{', '}', ';', '\n'].includes(type));
}
