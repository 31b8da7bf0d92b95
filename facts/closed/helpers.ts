/** Helpers that are read wherever they are called: they are known as far as their callers are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GoFunction } from '../go-source.ts';
import type { GoTree } from '../go-tree.ts';
import type { Shape } from './shape.ts';

/** The functions of which every use in the tree is a call in a function that is read, and was read as the body's statements. */
export function readInCallers(
  tree: GoTree,
  functions: ReadonlyMap<string, GoFunction>,
  shapes: ReadonlyMap<string, Shape>,
  mayExpand: (called: string) => boolean,
): GoFunction[] {
  return [...functions.values()].filter((declared) => {
    const { name, receiver } = declared;
    const last = name.replace(/^.*\./, '');
    if (!shapes.has(name) || !mayExpand(receiver === null ? last : `.${last}`)) return false;
    if ([...shapes.values()].some(({ called }) => called.has(last))) return false;
    const calls = [...functions.values()]
      .filter((caller) => shapes.has(caller.name))
      .reduce((sum, { body }) => sum + count(body.text, `\\b${last}\\(`), 0);
    // The declaration is one use more; a function value, or a caller that is not read, would be another.
    return calls > 0 && usesIn(tree, last) === calls + 1;
  });
}

const usesIn = (tree: GoTree, name: string): number =>
  tree.files.reduce(
    (sum, file) => sum + count(readFileSync(join(tree.runtimeDir, file), 'utf8'), `\\b${name}\\b`),
    0,
  );

function count(text: string, pattern: string): number {
  return withoutComments(text).match(new RegExp(pattern, 'g'))?.length ?? 0;
}

const withoutComments = (text: string): string => text.replace(/\/\/.*|\/\*[^]*?\*\//g, '');

/** What a helper does to its copy of a parameter is not done to the caller's. Behind the M's pointer, there is no copy. */
export function setsParameter({ body, variables }: GoFunction): boolean {
  const text = withoutComments(body.text)
    .replace(/\b\w+\.mp\./g, '->')
    .replace(/\[[^[\]]*\]/g, '[]');
  return [...variables.keys()].some((name) =>
    new RegExp(
      `&${name}\\b|\\b${name}\\b[^=\\n(!<>]*(?:[-+*/%&|^]|<<|>>)?=(?!=)|\\b${name}(?:\\.\\w+)*(?:\\+\\+|--)`,
    ).test(text),
  );
}
