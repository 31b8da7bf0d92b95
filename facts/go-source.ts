import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Language, Node, Parser } from 'web-tree-sitter';
import { UnrecognizedShape } from './errors.ts';
import type { Place } from './fact.ts';
import type { GoTree } from './go-tree.ts';

/** A function of the runtime, with its syntax tree. */
export interface GoFunction extends Place {
  /** `traceRelease`, or with its receiver's type `traceWriter.refill`. */
  readonly name: string;
  /** The receiver's type without its star; null for a plain function. */
  readonly receiver: string | null;
  /** Types of receiver and parameters by name, without stars: `{ w: 'traceWriter' }`. */
  readonly variables: ReadonlyMap<string, string>;
  /** Whether its stack may not grow: `//go:nosplit`, or `//go:systemstack` because g0 never grows. */
  readonly neverGrows: boolean;
  readonly body: Node;
}

/** A struct type: its fields, embedded ones under the name of their type. */
export interface GoStruct extends Place {
  readonly fields: ReadonlyMap<string, GoField>;
}

interface GoField extends Place {
  readonly type: string;
  readonly embedded: boolean;
}

/** The parsed part of a runtime. Nodes live until `free` is called. */
export interface GoSource {
  readonly functions: ReadonlyMap<string, GoFunction>;
  readonly structs: ReadonlyMap<string, GoStruct>;
  /** Constants with their value's text. */
  readonly constants: ReadonlyMap<string, Place & { readonly value: string }>;
  readonly free: () => void;
}

/** Parses the named files of a tree. A file that does not parse is refused with its line. */
export async function parseGo(tree: GoTree, files: readonly string[]): Promise<GoSource> {
  const parser = await goParser();
  const functions = new Map<string, GoFunction>();
  const structs = new Map<string, GoStruct>();
  const constants = new Map<string, Place & { readonly value: string }>();
  const trees: { delete: () => void }[] = [];
  const free = (): void => {
    for (const parsed of trees) parsed.delete();
    parser.delete();
  };
  try {
    for (const file of files) {
      // The grammar ends a declaration with a line break; Go does without one at the end of a file.
      const parsed = parser.parse(`${readFileSync(join(tree.runtimeDir, file), 'utf8')}\n`);
      if (parsed === null) throw new Error(`no syntax tree for ${file}`);
      trees.push(parsed);
      refuseSyntaxErrors(parsed.rootNode, file);
      for (const node of children(parsed.rootNode)) {
        if (node.type === 'function_declaration' || node.type === 'method_declaration') {
          const declared = goFunction(node, file);
          if (declared === null) continue;
          refuseSecond(functions.get(declared.name), declared);
          functions.set(declared.name, declared);
        } else if (node.type === 'type_declaration') {
          for (const [name, struct] of goStructs(node, file)) structs.set(name, struct);
        } else if (node.type === 'const_declaration') {
          for (const spec of children(node)) {
            const value = spec.childForFieldName('value');
            const name = spec.childForFieldName('name');
            if (name !== null && value !== null) {
              constants.set(name.text, { ...placeOf(spec, file), value: value.text });
            }
          }
        }
      }
    }
  } catch (error) {
    free();
    throw error;
  }
  return { functions, structs, constants, free };
}

/** Source text of a node without comments and with single spaces only between words, so that layout does not matter. */
export function plainText(node: Node): string {
  const tokens: string[] = [];
  const walk = (inner: Node): void => {
    if (inner.type === 'comment') return;
    // A string is one token: its parts would lose their spaces.
    if (inner.childCount === 0 || inner.type.endsWith('string_literal')) tokens.push(inner.text.trim());
    else for (const child of inner.children) if (child !== null) walk(child);
  };
  walk(node);
  return tokens.reduce(
    (text, token) => (/\w$/.test(text) && /^\w/.test(token) ? `${text} ${token}` : text + token),
    '',
  );
}

/** Named children without comments. */
export function children(node: Node): Node[] {
  return node.namedChildren.filter((child) => child !== null).filter((child) => child.type !== 'comment');
}

export function lineOf(node: Node): number {
  return node.startPosition.row + 1;
}

/** All calls below a node that run on the caller's stack: what is handed to `systemstack` runs on g0 and is left out. */
export function callsIn(node: Node): Node[] {
  const calls: Node[] = [];
  const walk = (inner: Node): void => {
    if (inner.type === 'call_expression') {
      calls.push(inner);
      if (inner.childForFieldName('function')?.text === 'systemstack') return;
    }
    for (const child of children(inner)) walk(child);
  };
  walk(node);
  return calls;
}

function goFunction(node: Node, file: string): GoFunction | null {
  const name = node.childForFieldName('name')?.text;
  const body = node.childForFieldName('body');
  // Without a body it is assembly, which carries its own NOSPLIT flag.
  if (name === undefined || body === null) return null;
  const receivers = node.childForFieldName('receiver');
  const variables = new Map([
    ...parameterTypes(receivers),
    ...parameterTypes(node.childForFieldName('parameters')),
  ]);
  const receiver = receivers === null ? null : baseType(receivers);
  return {
    name: receiver === null ? name : `${receiver}.${name}`,
    receiver,
    variables,
    neverGrows: directives(node).some((text) => /^\/\/go:(nosplit|systemstack)\b/.test(text)),
    body,
    ...placeOf(node, file),
  };
}

/** Comments between the previous declaration and this one: the compiler takes directives from all of them. */
function directives(node: Node): string[] {
  const comments: string[] = [];
  for (
    let before = node.previousNamedSibling;
    before?.type === 'comment';
    before = before.previousNamedSibling
  ) {
    comments.push(before.text);
  }
  return comments;
}

function parameterTypes(list: Node | null): Map<string, string> {
  const types = new Map<string, string>();
  for (const parameter of list === null ? [] : children(list)) {
    const type = parameter.childForFieldName('type');
    if (type === null) continue;
    for (const name of parameter.childrenForFieldName('name')) {
      if (name !== null) types.set(name.text, type.text.replace(/^\*/, ''));
    }
  }
  return types;
}

/** The type a receiver list names: `(buf *traceBuf)` is traceBuf, `(x *List[T])` is List. */
function baseType(receivers: Node): string {
  const type = children(receivers)[0]?.childForFieldName('type')?.text ?? '';
  return type.replace(/^\*/, '').replace(/\[.*$/, '');
}

/** The struct types that a declaration has. */
export function goStructs(declaration: Node, file: string): [string, GoStruct][] {
  return children(declaration).flatMap((spec): [string, GoStruct][] => {
    const name = spec.childForFieldName('name')?.text;
    const type = spec.childForFieldName('type');
    const list = type?.type === 'struct_type' ? children(type)[0] : undefined;
    if (name === undefined || list === undefined) return [];
    const fields = new Map<string, GoField>();
    for (const field of children(list)) {
      const fieldType = field.childForFieldName('type')?.text ?? '';
      const names = field.childrenForFieldName('name').filter((each) => each !== null);
      if (names.length === 0) {
        fields.set(fieldType, { type: fieldType, embedded: true, ...placeOf(field, file) });
      }
      for (const each of names) {
        fields.set(each.text, { type: fieldType, embedded: false, ...placeOf(field, file) });
      }
    }
    return [[name, { fields, ...placeOf(spec, file) }]];
  });
}

function placeOf(node: Node, file: string): Place {
  return { file, line: lineOf(node) };
}

/** Go allows any number of functions called `init` or `_`. */
function refuseSecond(first: GoFunction | undefined, second: GoFunction): void {
  if (first === undefined || second.name === 'init' || second.name === '_') return;
  const why = `it is declared at ${first.file}:${first.line} too, and both files are built on the same system`;
  throw new UnrecognizedShape(second.name, second, why);
}

function refuseSyntaxErrors(root: Node, file: string): void {
  if (!root.hasError) return;
  const first = root.descendantsOfType('ERROR')[0];
  const line = first === undefined || first === null ? 1 : lineOf(first);
  throw new UnrecognizedShape('a declaration', { file, line }, 'it does not parse as Go');
}

let language: Promise<Language> | undefined;

/** A parser of Go. The grammar is loaded once per process (27 ms), and nothing of it where no tree is read. */
export async function goParser(): Promise<Parser> {
  const { Language, Parser } = await import('#tree-sitter');
  language ??= Parser.init().then(() => Language.load(createRequire(import.meta.url).resolve('#go-grammar')));
  const grammar = await language;
  return new Parser().setLanguage(grammar);
}
