import { createHash } from 'node:crypto';
import type { Place } from '../fact.ts';
import { ordered, sharedLocals } from './order.ts';
import { simplified } from './simplify.ts';
import type { Constants } from './constants.ts';
import { readBody } from './statement.ts';
import type { Expand, Reason, Statement } from './expression.ts';
import type { Body } from './statement.ts';
import { signature } from './syntax.ts';
import type { Syntax } from './syntax.ts';

/** One statement of a function that has to be known: its place in the nesting, and what it says as a short digest. */
export interface Entry {
  readonly depth: number;
  readonly digest: string;
  readonly line: number;
  /** The canonical text, which is not kept with the known shapes. */
  readonly text: string;
  readonly statement: Statement | null;
}

/** A function as it is compared: what has to be known of it, in order, and what is no part in any tree. */
export interface Shape extends Place {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** What the entries are of, in the tree's own order. */
  readonly statements: readonly Statement[];
  /** Digest of all entries: `traceAdvance@1f2e3d4c`. */
  readonly digest: string;
  readonly free: readonly {
    readonly line: number;
    /** The line on which its last statement begins. */
    readonly last: number;
    readonly reason: Reason;
    readonly statements: number;
  }[];
  /** Statements that end the program where something is wrong. More of them are no change, and fewer are one. */
  readonly checks: number;
  /** Names of the locals, for messages. */
  readonly names: ReadonlyMap<string, string>;
  /** Last names of the functions and methods whose calls stayed calls. */
  readonly called: ReadonlySet<string>;
}

export interface ShapeOptions {
  readonly constants: Constants;
  /** Calls of functions that are read, for those of which only a slice counts; null for the tracer's own. */
  readonly slice: { readonly callsRead: RegExp } | null;
  readonly pragmas: readonly string[];
  readonly expand?: Expand;
}

export function shapeOf(name: string, place: Place, declaration: Syntax, options: ShapeOptions): Shape {
  const { constants, slice, pragmas, expand } = options;
  const body: Body = readBody(declaration, constants, expand);
  const statements = simplified(body.statements, slice);
  const kept = keptOf(statements);
  const shared = sharedLocals(kept);
  const entries: Entry[] = [head(`func${signature(declaration)}`, place.line)];
  if (pragmas.length > 0) entries.push(head(`pragma ${pragmas.join(' ')}`, place.line));
  entriesOf(kept, 1, 0, shared, entries);
  return {
    name,
    file: place.file,
    line: place.line,
    entries,
    statements: kept,
    digest: digestOf(entries.map(({ depth, digest }) => `${depth}${digest}`).join('\n'), 8),
    free: freeOf(statements),
    checks: checksIn(statements),
    names: body.names,
    called: body.called,
  };
}

/** A struct as it is compared: its fields in any order. */
export function structShape(
  name: string,
  place: Place,
  fields: readonly { readonly text: string; readonly line: number }[],
): Shape {
  const entries = fields
    .map(({ text, line }) => head(text, line))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const digest = digestOf(entries.map((entry) => entry.digest).join('\n'), 8);
  return {
    name,
    file: place.file,
    line: place.line,
    entries,
    statements: [],
    digest,
    free: [],
    checks: 0,
    names: new Map(),
    called: new Set(),
  };
}

/** Whether the shape is that of a struct. */
export const isType = ({ entries }: Shape): boolean => entries[0]?.text.startsWith('field ') ?? true;

const head = (text: string, line: number): Entry => ({
  depth: 0,
  digest: digestOf(text, 10),
  line,
  text,
  statement: null,
});

const digestOf = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

function keptOf(statements: readonly Statement[]): Statement[] {
  return statements
    .filter(({ free }) => free === null)
    .map((statement) => ({ ...statement, blocks: statement.blocks.map(keptOf) }));
}

function entriesOf(
  statements: readonly Statement[],
  depth: number,
  block: number,
  shared: ReadonlySet<string>,
  entries: Entry[],
): void {
  for (const statement of ordered(statements, (each) => whole(each), shared)) {
    const { text, line } = statement;
    entries.push({ depth, digest: digestOf(`${block} ${text}`, 10), line, text, statement });
    statement.blocks.forEach((inner, index) => {
      entriesOf(inner, depth + 1, index, shared, entries);
    });
  }
}

/** A statement with all that is in it, as one text. */
const whole = ({ text, blocks }: Statement): string =>
  `${text}{${blocks.map((block) => block.map(whole).join(';')).join('|')}}`;

function freeOf(statements: readonly Statement[]): Shape['free'] {
  return statements.flatMap((statement): Shape['free'] =>
    statement.free === null
      ? statement.blocks.flatMap((block) => freeOf(block))
      : [
          {
            line: statement.line,
            last: lastOf(statement),
            reason: statement.free,
            statements: sizeOf(statement),
          },
        ],
  );
}

const ends = /^(throw|fatal|panic|fatalthrow|abort|exit|goPanic\w*|badmcall\w*|badsystemstack|badPointer)\(/;

/** What stands under a constant that is false, or below a jump, is no check of this tree. */
const checksIn = (statements: readonly Statement[]): number =>
  statements.reduce(
    (sum, { text, free, blocks }) =>
      free === 'constant' || free === 'unreached'
        ? sum
        : sum + (ends.test(text) ? 1 : 0) + checksIn(blocks.flat()),
    0,
  );

const sizeOf = ({ blocks }: Statement): number =>
  1 + blocks.flat().reduce((sum, inner) => sum + sizeOf(inner), 0);

const lastOf = ({ line, blocks }: Statement): number => Math.max(line, ...blocks.flat().map(lastOf));
