import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'web-tree-sitter';
import type { GoFunction, GoSource } from '../go-source.ts';
import { parseGo } from '../go-source.ts';
import type { GoTree } from '../go-tree.ts';
import { opens, schedulerFunctions, touchesTracer } from './functions.ts';
import { readInCallers, setsParameter } from './helpers.ts';
import { shapeOf, structShape } from './shape.ts';
import type { Shape } from './shape.ts';
import type { Constants } from './constants.ts';
import { child, plain, syntaxOf } from './syntax.ts';
import type { Syntax } from './syntax.ts';

/** Every function of a tree that is read whole, and the types of what it touches. */
export interface ReadShapes {
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Of these only a slice counts: the tracer's own are compared statement by statement. */
  readonly slices: ReadonlySet<string>;
  /** Names of all functions that they call, in what is left out, too. */
  readonly calls: ReadonlySet<string>;
}

/** Types of which the protocol's places are fields. */
const types: ReadonlySet<string> = new Set([
  'mTraceState',
  'gTraceState',
  'pTraceState',
  'traceSchedResourceState',
  'traceLocker',
  'traceWriter',
  'traceEventWriter',
  'traceBufQueue',
  'traceBufHeader',
]);

/** Calls of functions that are read. */
const callsRead = new RegExp(
  `\\b(${[...schedulerFunctions].map((name) => name.replace(/^.*\\./, '')).join('|')})\\(|\\btrace[A-Z]\\w*\\(`,
);

/**
 * Reads a tree's functions into shapes. `source` has the tracer's files; the others are parsed here. `calls` are the
 * functions that known shapes call: a nosplit function beyond them is read as a part of its callers.
 */
export async function readShapes(
  tree: GoTree,
  source: GoSource,
  calls: ReadonlySet<string>,
  isWritePath: (name: string) => boolean,
): Promise<ReadShapes> {
  const { constants, files } = lookOver(tree);
  const rest = await parseGo(tree, files);
  try {
    const functions = new Map([...rest.functions, ...source.functions]);
    const isTracer = ({ file }: GoFunction): boolean => tree.traceFiles.includes(file);
    const isRead = (declared: GoFunction): boolean =>
      isTracer(declared) || schedulerFunctions.has(declared.name) || isFound(declared.body.text);
    const expand = expander(functions, calls);
    const shapes = new Map<string, Shape>();
    const slices = new Set<string>();
    const called = new Set<string>();
    for (const declared of functions.values()) {
      if (declared.body.parent === null || !isRead(declared)) continue;
      const slice = isTracer(declared) ? null : { callsRead };
      if (slice !== null) slices.add(declared.name);
      const shape = shapeOf(declared.name, declared, syntaxOf(declared.body.parent), {
        constants,
        slice,
        pragmas: pragmasOf(declared.body.parent, isWritePath(declared.name)),
        expand: expand(declared.name),
      });
      shapes.set(declared.name, shape);
      for (const [, name = ''] of declared.body.text.matchAll(/(\w+)\(/g)) called.add(name);
    }
    for (const { name } of readInCallers(tree, functions, shapes, (called) => expand('')(called) !== null)) {
      shapes.delete(name);
      slices.delete(name);
    }
    for (const [name, struct] of source.structs) {
      if (!types.has(name)) continue;
      const fields = [...struct.fields].map(([field, { type, line }]) => ({
        text: `field ${field} ${type.replace(/\s+/g, ' ')}`,
        line,
      }));
      shapes.set(name, structShape(name, struct, fields));
    }
    return { shapes, slices, calls: called };
  } finally {
    rest.free();
  }
}

/** What makes a function one that is read, whatever its name. */
const isFound = (text: string): boolean => opens.test(text) || touchesTracer.test(text);

/** Constants that decide what is built, and files beyond the tracer's that have something to read. */
function lookOver(tree: GoTree): { readonly constants: Constants; readonly files: readonly string[] } {
  const constants = new Map<string, boolean>();
  const files: string[] = [];
  const plainNames = [...schedulerFunctions].filter((name) => !name.includes('.'));
  const declares = new RegExp(
    `^func (?:(?:${plainNames.join('|')})\\(|\\(\\w+ \\*?syscallingThread\\))`,
    'm',
  );
  for (const file of tree.files) {
    const text = readFileSync(join(tree.runtimeDir, file), 'utf8');
    for (const [, name = '', value] of text.matchAll(/^(?:const |\t)(\w+)\s*=\s*(true|false)\b/gm))
      if (folded.test(name)) constants.set(name, value === 'true');
    if (tree.traceFiles.includes(file)) continue;
    if (declares.test(text) || isFound(text)) files.push(file);
  }
  return { constants, files };
}

/** Constants of debugging and instrumentation: what stands under them counts as far as it is built. */
const folded =
  /^(debug[A-Z]\w*|raceenabled|msanenabled|asanenabled|valgrindenabled|staticLockRanking|doubleCheck\w*|stackDebug|stackFromSystem|stackFaultOnFree|stackNoCache|heapBitsInSpan)$/;

/** Directives that change how a function is called; nosplit is left out where the facts decide about it. */
function pragmasOf(declaration: Node, isWritePath: boolean): string[] {
  const found: string[] = [];
  for (
    let before = declaration.previousNamedSibling;
    before?.type === 'comment';
    before = before.previousNamedSibling
  ) {
    const name = /^\/\/go:(\w+)/.exec(before.text)?.[1];
    if (name !== undefined && name !== 'linkname' && !(isWritePath && name === 'nosplit')) found.push(name);
  }
  return [...new Set(found)].sort();
}

/** For a function, which others are read in place of their calls: nosplit, and called by no known shape. */
function expander(
  functions: ReadonlyMap<string, GoFunction>,
  calls: ReadonlySet<string>,
): (within: string) => (name: string) => Syntax | null {
  const cache = new Map<string, Syntax>();
  return (within) => (called) => {
    const method = called.startsWith('.');
    if (calls.has(called.replace('.', ''))) return null;
    const found = method
      ? [...functions.values()].filter(({ name, receiver }) => receiver !== null && name.endsWith(called))
      : [functions.get(called)].filter((each) => each !== undefined);
    const [only, ...others] = found;
    if (
      only?.body.parent == null ||
      others.length > 0 ||
      !only.neverGrows ||
      only.name === within ||
      setsParameter(only)
    )
      return null;
    const syntax = cache.get(only.name) ?? syntaxOf(only.body.parent);
    cache.set(only.name, syntax);
    return returnsWithin(syntax) ? null : syntax;
  };
}

/** A return before the end of a function has no counterpart in its caller. */
function returnsWithin(declaration: Syntax): boolean {
  const body = child(declaration, 'body');
  const count = (node: Syntax): number =>
    node.type === 'func_literal'
      ? 0
      : (node.type === 'return_statement' ? 1 : 0) +
        node.children.reduce((sum, inner) => sum + count(inner), 0);
  if (body === undefined || count(body) === 0) return false;
  return !/^\{return\b[^;]*\}$/.test(plain(body).replace(/\n/g, '')) || count(body) > 1;
}
