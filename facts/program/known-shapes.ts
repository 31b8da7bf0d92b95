/** Statements that are no part of the programs, by what they are in some release, and why. */
import { createHash } from 'node:crypto';
import type { Node } from 'web-tree-sitter';
import type { ProgramPart } from '../../model/index.ts';
import { children } from '../go-source.ts';
import type { GoFunction } from '../go-source.ts';
import { bodies, inlined } from './bodies.ts';
import { shapes } from './shapes.ts';
import type { Shapes } from './shapes.ts';

export interface KnownShape {
  readonly shape: string;
  readonly why: string;
  readonly does: Shapes['does'];
}

interface Row extends KnownShape {
  readonly readIn: readonly ProgramPart[];
  readonly parts: readonly ProgramPart[];
}

const rows = new Map<string, readonly Row[]>();
for (const { why, does, of, readIn = [], parts = [] } of shapes) {
  for (const [fn, hashes] of Object.entries(of)) {
    for (const shape of hashes.split(' ')) {
      const key = `${fn} ${shape}`;
      rows.set(key, [...(rows.get(key) ?? []), { shape, why, does, readIn, parts }]);
    }
  }
}

/** The statement as one of those that the part leaves out, whatever its variables are called. */
export function knownShape(fn: GoFunction, statement: Node, part: ProgramPart): KnownShape | undefined {
  const known = rows.get(`${fn.name} ${shapeOf(fn, statement)}`);
  return (
    known?.find(({ parts }) => parts.includes(part)) ??
    known?.find(({ readIn, parts }) => parts.length === 0 && !readIn.includes(part))
  );
}

/** Why the statement of that hash is no part of the programs. */
export const reasonOf = (fn: string, hash: string): string | undefined => rows.get(`${fn} ${hash}`)?.[0]?.why;

/** Whether a function that is known as a whole still does what it did. */
export function isKnownBody(fn: GoFunction): boolean {
  return bodies[fn.name]?.split(' ').includes(shapeOf(fn, fn.body)) === true;
}

/** Whether the compiler leaves nothing of the function, not even a prologue. */
export const isInlined = (fn: GoFunction): boolean => inlined[fn.name] === shapeOf(fn, fn.body);

const localNames = new WeakMap<GoFunction, ReadonlySet<string>>();

/** Eight hex digits of a statement without comments and layout, and with its function's variables by their order in it. */
function shapeOf(fn: GoFunction, statement: Node): string {
  let names = localNames.get(fn);
  if (names === undefined) localNames.set(fn, (names = declaredIn(fn)));
  const order = new Map<string, string>();
  const tokens: string[] = [];
  const walk = (node: Node): void => {
    if (node.type === 'comment') return;
    if (node.type === 'identifier' && names.has(node.text)) {
      if (!order.has(node.text)) order.set(node.text, `$${order.size}`);
      tokens.push(order.get(node.text) ?? '');
    } else if (node.childCount === 0 || node.type.endsWith('string_literal')) tokens.push(node.text.trim());
    else for (const child of node.children) if (child !== null) walk(child);
  };
  walk(statement);
  const text = tokens.filter((token) => token !== '' && token !== ';').join(' ');
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function declaredIn({ body }: GoFunction): ReadonlySet<string> {
  const names = new Set<string>();
  const lists = new Set(['short_var_declaration', 'range_clause']);
  const named = new Set([
    'parameter_declaration',
    'variadic_parameter_declaration',
    'var_spec',
    'const_spec',
  ]);
  const walk = (node: Node): void => {
    if (lists.has(node.type))
      for (const one of children(node.childForFieldName('left') ?? node)) names.add(one.text);
    if (named.has(node.type))
      for (const one of node.childrenForFieldName('name')) if (one !== null) names.add(one.text);
    for (const child of children(node)) walk(child);
  };
  walk(body.parent ?? body);
  return names;
}
