/** Reads the programs of a Go tree's tracer. */
import type { Node } from 'web-tree-sitter';
import { knownLeftOut, mapKinds } from '../../model/index.ts';
import type { KnownLeftOut, ProgramPart, Programs, ThreadKind, ThreadProgram } from '../../model/index.ts';
import { goParser, parseGo } from '../go-source.ts';
import type { GoFunction, GoSource } from '../go-source.ts';
import { findGoTree, readVersion } from '../go-tree.ts';
import type { GoTree } from '../go-tree.ts';
import type { Platform } from '../platform.ts';
import { Context, assignedIn, statementsOf } from './context.ts';
import type { Binding, LeftOut } from './context.ts';
import { test, valueOf } from './expressions.ts';
import { readingOf } from './parts.ts';
import { run } from './statements.ts';
import { withNextSlots } from './scheduler/slots.ts';
import { tidied } from './tidy.ts';

export interface ReadPrograms {
  readonly programs: Programs;
  /** The folder that was read. */
  readonly runtimeDir: string;
  /** `go1.26.8`, `devel go1.27`, or null where the tree does not say. */
  readonly version: string | null;
  /** Statements that were read and are no part of the programs. */
  readonly leftOut: readonly LeftOut[];
  /** What each function left out at one of its call sites: the hashes, sorted. */
  readonly leftOutOf: readonly (readonly [fn: string, shapes: string])[];
  /** Statements that were read whole, in functions that are not sliced: `trace.go:697`. */
  readonly readAt: ReadonlySet<string>;
  /** Where the functions stand that the programs name. */
  readonly files: ReadonlyMap<string, string>;
}

export interface ReadProgramsOptions {
  /** The part of the tracer; the core if left out. */
  readonly part?: ProgramPart | undefined;
  /** The system whose files are read; linux/amd64 if left out. */
  readonly platform?: Platform;
  /** What the releases leave out of the part; null for who finds that out. */
  readonly known?: KnownLeftOut | null;
}

/** Throws an UnrecognizedShape, with function and line, for a tree that has what nobody taught. */
export async function readPrograms(
  dir: string,
  { part = 'core', platform, known = knownLeftOut(part) }: ReadProgramsOptions = {},
): Promise<ReadPrograms> {
  const tree = findGoTree(dir, platform);
  const source = await parseGo(tree, filesFor(tree, part));
  const parser = await goParser();
  try {
    const leftOut: LeftOut[] = [];
    const leftOutOf: (readonly [string, string])[] = [];
    const readAt = new Set<string>();
    const { drivers, functions } = readingOf(part);
    const read = (driver: string, kind: ThreadKind): ThreadProgram => {
      const parsed = parser.parse(`package driver\nfunc ${kind}() {${driver}\n}\n${functions}\n`);
      if (parsed === null) throw new Error(`the driver ${kind} does not parse`);
      const helpers = new Map(driverFunctions(parsed.rootNode).map((fn) => [fn.name, fn]));
      const main = helpers.get(kind);
      if (main === undefined || parsed.rootNode.hasError)
        throw new Error(`the driver ${kind} does not parse`);
      helpers.delete(kind);
      const context = new Context(source, { kind, part, helpers }, { valueOf, run, test }, known);
      readDriver(context, main);
      parsed.delete();
      leftOut.push(...context.leftOut);
      leftOutOf.push(...context.leftOutOf);
      for (const place of context.readAt) readAt.add(place);
      return withNextSlots(tidied({ list: context.out.finished(), locals: context.out.locals }));
    };
    const programs = mapKinds(drivers, read);
    const { runtimeDir } = tree;
    const version = readVersion(tree)?.version ?? null;
    return { programs, leftOut, leftOutOf, readAt, files: filesOf(source), runtimeDir, version };
  } finally {
    parser.delete();
    source.free();
  }
}

/** Files that the part is read from, as far as the tree has them. */
const filesFor = ({ files, traceFiles }: GoTree, part: ProgramPart): readonly string[] => [
  ...traceFiles,
  ...files.filter((file) => file === 'stack.go' || readingOf(part).files.includes(file)),
];

/** Functions in the words of drivers, which stand in no file. */
const driverFunctions = (root: Node): readonly GoFunction[] =>
  root.descendantsOfType('function_declaration').flatMap((declaration) => {
    const [name, body] = [declaration?.childForFieldName('name'), declaration?.childForFieldName('body')];
    if (name === null || name === undefined || body === null || body === undefined) return [];
    const fn: GoFunction = {
      name: name.text,
      receiver: null,
      variables: new Map(),
      neverGrows: true,
      body,
      file: '',
      line: 0,
    };
    return [fn];
  });

function readDriver(context: Context, fn: GoFunction): void {
  const { out } = context;
  const { body } = fn;
  out.local('seenZero', 'bool');
  const end = out.label();
  context.frames.push({
    fn,
    assigned: assignedIn(body),
    scope: [new Map<string, Binding>()],
    end,
    result: undefined,
    loops: [],
    closures: 0,
    walk: undefined,
    labels: new Map(),
    returns: [],
  });
  for (const statement of statementsOf(body)) context.run(context, statement);
  out.here(end);
  out.emit({ op: 'end' });
}

const filesOf = (source: GoSource): ReadonlyMap<string, string> =>
  new Map([...source.functions].map(([name, { file }]) => [name, file]));

/** By function, what it leaves out at its call sites: what scripts/programs.ts keeps of a release. */
export function leftOutByFunction({ leftOutOf }: ReadPrograms): KnownLeftOut {
  const all = new Map<string, Set<string>>();
  for (const [fn, shapes] of leftOutOf) all.set(fn, (all.get(fn) ?? new Set()).add(shapes));
  return Object.fromEntries([...all].map(([fn, of]) => [fn, [...of]]));
}
