/** Reads the programs of a Go tree's tracer. */
import { Parser } from 'web-tree-sitter';
import type { Programs, ThreadKind, ThreadProgram } from '../../model/index.ts';
import { goLanguage, parseGo } from '../go-source.ts';
import type { GoFunction, GoSource } from '../go-source.ts';
import type { GoTree } from '../go-tree.ts';
import { Context, assignedIn, statementsOf } from './context.ts';
import type { Binding, LeftOut } from './context.ts';
import { drivers } from './drivers.ts';
import { valueOf } from './expressions.ts';
import { run } from './statements.ts';
import { tidied } from './tidy.ts';

export interface ReadPrograms {
  readonly programs: Programs;
  /** Statements that were read and are no part of the programs. */
  readonly leftOut: readonly LeftOut[];
  /** Where the functions stand that the programs name. */
  readonly files: ReadonlyMap<string, string>;
}

/** Throws an UnrecognizedShape, with function and line, for a tree that has what nobody taught. */
export async function readPrograms(tree: GoTree): Promise<ReadPrograms> {
  const source = await parseGo(tree, tree.traceFiles);
  const parser = new Parser().setLanguage(await goLanguage());
  try {
    const leftOut: LeftOut[] = [];
    const read = (kind: ThreadKind): ThreadProgram => {
      const context = new Context(source, kind, { valueOf, run });
      const parsed = parser.parse(`package driver\nfunc ${kind}() {${drivers[kind]}\n}\n`);
      const body = parsed?.rootNode.descendantsOfType('function_declaration')[0]?.childForFieldName('body');
      if (parsed === null || body === null || body === undefined)
        throw new Error(`the driver ${kind} does not parse`);
      readDriver(context, kind, body);
      parsed.delete();
      leftOut.push(...context.leftOut);
      return tidied({ list: context.out.finished(), locals: context.out.locals });
    };
    const programs = {
      own: read('own'),
      growth: read('growth'),
      caller: read('caller'),
      reader: read('reader'),
    };
    return { programs, leftOut, files: filesOf(source) };
  } finally {
    parser.delete();
    source.free();
  }
}

function readDriver(context: Context, kind: ThreadKind, body: GoFunction['body']): void {
  const { out } = context;
  out.local('seenZero', 'bool');
  const fn: GoFunction = {
    name: kind,
    receiver: null,
    variables: new Map(),
    neverGrows: true,
    body,
    file: '',
    line: 0,
  };
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
  });
  for (const statement of statementsOf(body)) context.run(context, statement);
  out.here(end);
  out.emit({ op: 'end' });
}

const filesOf = (source: GoSource): ReadonlyMap<string, string> =>
  new Map([...source.functions].map(([name, { file }]) => [name, file]));
