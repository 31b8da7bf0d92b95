import type { Node } from 'web-tree-sitter';
import type { Expr, KnownLeftOut, ProgramPart, ThreadKind } from '../../model/index.ts';
import { UnrecognizedShape } from '../errors.ts';
import { children, lineOf } from '../go-source.ts';
import type { GoFunction, GoSource, GoStruct } from '../go-source.ts';
import { Emitter } from './emitter.ts';
import type { Label } from './emitter.ts';
import type { Value } from './values.ts';

/** A variable of the tree, and its value as it stands: the locals of the program that it was taken apart into. */
export interface Binding {
  value: Value;
}

/** The function or the loop over Ms that is being read, at one of its call sites. */
export interface Frame {
  readonly fn: GoFunction;
  /** Names that the function assigns to after they were declared. */
  readonly assigned: ReadonlySet<string>;
  scope: Map<string, Binding>[];
  readonly end: Label;
  result: Value | undefined;
  /** Innermost last; undefined for one whose own way to go on is the only known one. */
  readonly loops: ({ readonly next: Label; readonly done: Label } | undefined)[];
  /** How deep in `systemstack` it was called. */
  readonly closures: number;
  /** By the names that `goto` has. */
  readonly labels: Map<string, Label>;
  /** The walk over a list of Ms that the statement stands in. */
  walk: Walk | undefined;
  /** Where a return leads inside a function literal that is called again and again, innermost last. */
  readonly returns: Label[];
}

export interface Walk {
  readonly list: Binding;
  readonly prev: string;
  readonly mp: string;
  readonly next: Label;
}

/** A statement that is no part of the programs, and why: one of the known shapes. */
export interface LeftOut {
  readonly fn: string;
  readonly line: number;
  readonly shape: string;
}

/** What reads a tree, thread by thread. Statements, expressions and calls read each other, and find each other here. */
export class Context {
  readonly source: GoSource;
  readonly kind: ThreadKind;
  readonly part: ProgramPart;
  readonly out = new Emitter();
  readonly leftOut: LeftOut[] = [];
  /** What each function left out at one of its call sites. */
  readonly leftOutOf: (readonly [fn: string, shapes: string])[] = [];
  /** Statements that were read whole: `trace.go:697`. */
  readonly readAt: string[] = [];
  /** By function, what it leaves out in the known releases; null where that is being found out. */
  readonly known: KnownLeftOut | null;
  /** Functions of the drivers, by name. */
  readonly helpers: ReadonlyMap<string, GoFunction>;
  readonly frames: Frame[] = [];
  /** Inside `systemstack`, or on a thread that is on the system stack throughout: nothing grows. */
  systemStack: boolean;
  /** How many closures of `systemstack` are around. */
  closures = 0;
  /** Between `writer()` and `end()`. */
  writing = false;
  /** Struct types that functions declare inside. */
  readonly structs = new Map<string, GoStruct>();
  /** How many sections are open that the tree's own code has opened. */
  sections = 0;
  /** Locals that are written once, where they are made. */
  readonly once = new Set<string>();
  /** Locals that are the thread's own M, or the G which that runs. */
  readonly own = new Set<string>();
  /** Pointers that cannot be nil. */
  readonly sure = new Set<string>();

  /** The part has what the tracer keeps of Ps, and nothing of the kind of Gs. */
  readonly hasPs: boolean;
  /** The part has Gs, and no more of a P than which M has it. */
  readonly hasGs: boolean;
  /** The part has system calls: who has a P may lose it. */
  readonly hasSyscalls: boolean;
  /** The part has Gs or Ps, and no buffers: from writer() to end() is one step. */
  readonly scheduler: boolean;
  /** The P that forEachP looks at: its M, if it has one, runs what follows. */
  safePoint: Expr | undefined;
  /** The goroutine of that M; 0 is none. */
  holder: Expr | undefined;

  readonly valueOf: (of: Context, node: Node) => Value;
  readonly run: (of: Context, statement: Node) => void;
  readonly test: (of: Context, condition: Node, yes: Label, no: Label) => boolean | undefined;

  constructor(
    source: GoSource,
    { kind, part, helpers }: Pick<Context, 'kind' | 'part' | 'helpers'>,
    readers: Pick<Context, 'valueOf' | 'run' | 'test'>,
    known: KnownLeftOut | null,
  ) {
    this.source = source;
    this.kind = kind;
    this.part = part;
    this.helpers = helpers;
    this.known = known;
    this.systemStack = kind !== 'own';
    this.hasSyscalls = part === 'syscalls' || part === 'statuses-syscalls';
    this.hasPs = part === 'procs' || part === 'syscalls';
    this.hasGs = part === 'statuses' || part === 'statuses-syscalls';
    this.scheduler = this.hasGs || this.hasPs;
    this.valueOf = readers.valueOf;
    this.run = readers.run;
    this.test = readers.test;
  }

  get frame(): Frame {
    const frame = this.frames.at(-1);
    if (frame === undefined) throw new Error('nothing is being read');
    return frame;
  }

  /** The tree has something that neither the table nor the reader knows. */
  refuse(node: Node, why: string): never {
    const { fn } = this.frame;
    const [first = ''] = node.text.split('\n');
    const place = { file: fn.file, line: lineOf(node) };
    throw new UnrecognizedShape(fn.name, place, `\`${first.trim()}\` ${why}`);
  }

  /** Reads the statements of a block in a scope of their own. */
  block(node: Node): void {
    const { scope } = this.frame;
    this.frame.scope = [...scope, new Map<string, Binding>()];
    for (const statement of statementsOf(node)) this.run(this, statement);
    this.frame.scope = scope;
  }

  lookUp(name: string): Binding | undefined {
    return this.frame.scope.findLast((names) => names.has(name))?.get(name);
  }

  bind(name: string, value: Value): void {
    if (name !== '_') this.frame.scope.at(-1)?.set(name, { value });
  }

  receiverName(): string {
    const list = this.frame.fn.body.parent?.childForFieldName('receiver');
    return list === null || list === undefined
      ? ''
      : (children(list)[0]?.childForFieldName('name')?.text ?? '');
  }

  /** Instructions that follow stand at this node. */
  at(node: Node): void {
    this.out.fn = this.frame.fn.name;
    this.out.line = lineOf(node);
  }

  /** The tree dereferences it here, which throws where it is nil. */
  notNil(expr: Expr): void {
    if (('lit' in expr && expr.lit !== 0) || 'bound' in expr) return;
    if ('local' in expr && this.sure.has(expr.local)) return;
    const { out } = this;
    const [good, bad] = [out.label(), out.label()];
    out.branch({ op: '==', of: [expr, { lit: 0 }] }, bad, good);
    out.here(bad);
    out.emit({ op: 'throw' });
    out.here(good);
  }

  /** Tries to read something that may be about something else; where it is, nothing of it remains. */
  attempt(read: () => void): boolean {
    const goBack = this.#goesBack();
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof UnrecognizedShape)) throw error;
      goBack();
      return false;
    }
  }

  /** A function that goes back to where the reading stands. */
  #goesBack(): () => void {
    const { out, frames, systemStack, closures, sections } = this;
    const lists: readonly { length: number }[] = [
      ...[out.list, this.leftOut, this.leftOutOf, frames, this.readAt],
    ];
    const sizes = lists.map(({ length }) => length);
    const { scope } = this.frame;
    const locals = new Set(Object.keys(out.locals));
    return () => {
      for (const [index, list] of lists.entries()) list.length = sizes[index] ?? 0;
      this.frame.scope = scope;
      Object.assign(this, { systemStack, closures, sections });
      for (const name of Object.keys(out.locals))
        if (!locals.has(name)) {
          this.once.delete(name);
          this.sure.delete(name);
          this.own.delete(name);
          out.forget(name);
        }
    };
  }

  /** A local that is written here and nowhere else. */
  fresh(hint: string, type: Parameters<Emitter['local']>[1]): string {
    const name = this.out.local(hint, type);
    this.once.add(name);
    return name;
  }
}

/** The statements of a block. */
export const statementsOf = (block: Node): readonly Node[] =>
  children(block).flatMap((one) => (one.type === 'statement_list' ? children(one) : [one]));

/** Names that are assigned to somewhere in the function after they were declared, a field of theirs included. */
export function assignedIn(body: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const root = (node: Node): string =>
    node.type === 'identifier'
      ? node.text
      : root(node.childForFieldName('operand') ?? node.namedChildren[0] ?? node);
  const walk = (node: Node): void => {
    const targets =
      node.type === 'assignment_statement'
        ? children(node.childForFieldName('left') ?? node)
        : node.type === 'inc_statement' || node.type === 'dec_statement'
          ? children(node)
          : node.type === 'unary_expression' && node.text.startsWith('&')
            ? children(node)
            : [];
    for (const target of targets) if (isLvalue(target)) names.add(root(target));
    // A second := of a name assigns to it where it stands beside a new one; to be safe, all count.
    if (node.type === 'short_var_declaration') {
      const declared = children(node.childForFieldName('left') ?? node);
      if (declared.length > 1) for (const one of declared) names.add(one.text);
    }
    for (const child of children(node)) walk(child);
  };
  walk(body);
  return names;
}

const isLvalue = ({ type }: Node): boolean =>
  [
    'identifier',
    'selector_expression',
    'index_expression',
    'unary_expression',
    'parenthesized_expression',
  ].includes(type);
