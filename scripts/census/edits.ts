/** Edits of single statements, as the census makes them. */
import type { Node } from 'web-tree-sitter';

export const kinds = ['delete', 'swap', 'negate', 'duplicate', 'index'] as const;
export type Kind = (typeof kinds)[number];

export interface Edit {
  readonly kind: Kind;
  readonly func: string;
  readonly file: string;
  readonly line: number;
  /** The last line of what is edited: of both statements that trade places, and of all that a condition decides about. */
  readonly last: number;
  /** Offsets into the file's text, and what stands there instead. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Offsets into the file's text, and what stands there instead. */
type Change = readonly [start: number, end: number, text: string];

/** Every edit of every statement of a function. */
export function editsOf(func: string, file: string, body: Node, source: string): Edit[] {
  const edits: Edit[] = [];
  const add = (kind: Kind, node: Node, [start, end, text]: Change, until = node): void => {
    const [line, last] = [node.startPosition.row + 1, until.endPosition.row + 1];
    edits.push({ kind, func, file, line, last, start, end, text });
  };
  const textOf = (node: Node): string => source.slice(node.startIndex, node.endIndex);
  const visit = (node: Node): void => {
    const parent = node.parent;
    if (parent?.type === 'statement_list' && node.isNamed && node.type !== 'comment') {
      add('delete', node, [node.startIndex, node.endIndex, '']);
      add('duplicate', node, [node.endIndex, node.endIndex, `\n${textOf(node)}`]);
      const next = nextStatement(node);
      if (next !== null) {
        const between = source.slice(node.endIndex, next.startIndex);
        // A comment that ends a line stays with it.
        add('swap', node, [node.startIndex, next.endIndex, `${textOf(next)}${between}${textOf(node)}`], next);
      }
    }
    if (node.type === 'if_statement') {
      const condition = node.childForFieldName('condition');
      if (condition !== null)
        add('negate', node, [condition.startIndex, condition.endIndex, `!(${textOf(condition)})`]);
    }
    if (node.type === 'binary_expression' && /%\s*[23]$/.test(textOf(node))) {
      const other = /2$/.test(textOf(node)) ? `1-${textOf(node)}` : `2-${textOf(node)}`;
      add('index', node, [node.startIndex, node.endIndex, `(${other})`]);
    }
    for (const inner of node.children) if (inner !== null) visit(inner);
  };
  visit(body);
  return edits;
}

function nextStatement(node: Node): Node | null {
  let next = node.nextNamedSibling;
  while (next?.type === 'comment') next = next.nextNamedSibling;
  return next;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
