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
