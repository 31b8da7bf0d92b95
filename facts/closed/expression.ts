import type { Bindings } from './bindings.ts';
import type { Constants } from './constants.ts';
import { child, glue, listed, signature } from './syntax.ts';
import type { Syntax } from './syntax.ts';

/**
 * A statement in canonical form: locals are named by what they were declared with, and layout, comments and the names that a
 * programmer chose are gone. An `if` with an initializer is two statements, and `x++` is `x += 1`.
 */
export interface Statement {
  /** The statement itself, or the head of one with blocks: `if $1a2b==nil`. A function literal in it is `func#`. */
  readonly text: string;
  readonly line: number;
  /** Branches, bodies, cases, and the bodies of function literals. */
  readonly blocks: readonly (readonly Statement[])[];
  /** Locals whose value or address it takes, and those that it sets as a whole; blocks left out. */
  readonly reads: readonly string[];
  readonly sets: readonly string[];
  /** Why it is no part of the protocol whatever it says; null for what has to be known. */
  readonly free: Reason | null;
}

/** Rules by which a statement is no part of the protocol, in every tree and not only in those that are known. */
export type Reason = 'throws' | 'constant' | 'ranks' | 'unread' | 'unreached' | 'outside';

/** A function whose calls are read as the statements of its body; null for one whose calls stay calls. */
export type Expand = (name: string) => Syntax | null;

/** A comparison with its sides turned round, so that a number stands on the right. */
const order: ReadonlyMap<string, string> = new Map([
  ['<', '>'],
  ['>', '<'],
  ['<=', '>='],
  ['>=', '<='],
]);

/** A text without the parentheses around the whole of it. */
export function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    // What quotes hold may have parentheses of its own.
    if (/["'`]/.test(char)) return text;
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (depth === 0 && at < text.length - 1) return text;
  }
  return unwrapped(text.slice(1, -1));
}

/** Reads expressions: what they read, set and hold in literals belongs to the statement that is being made. */
export abstract class ExpressionReader {
  protected readonly constants: Constants;
  protected readonly expand: Expand;
  /** How deep calls are expanded: a function that calls itself is not. */
  protected expanding = 0;
  protected readonly bindings: Bindings;
  protected readonly localConstants = new Map<string, boolean>();
  protected reads: string[] = [];
  protected sets: string[] = [];
  protected literals: Statement[][] = [];
  /** Functions and methods whose calls stayed calls, by their last name. */
  readonly called = new Set<string>();

  constructor(constants: Constants, expand: Expand, bindings: Bindings) {
    this.bindings = bindings;
    this.constants = constants;
    this.expand = expand;
  }

  /** Makes the statement of what `text` reads, sets and holds in literals. */
  protected make(line: number, text: () => string, blocks: () => Statement[][] = () => []): Statement {
    const outer = [this.reads, this.sets, this.literals] as const;
    [this.reads, this.sets, this.literals] = [[], [], []];
    const written = text();
    const [reads, sets, literals] = [this.reads, this.sets, this.literals];
    [this.reads, this.sets, this.literals] = outer;
    return { text: written, line, blocks: [...literals, ...blocks()], reads, sets, free: null };
  }

  /** What `read` makes of the body of the function that is called, with its parameters standing for the arguments. */
  protected expanded<Read>(call: Syntax, read: (body: Syntax) => Read | null): Read | null {
    const called = child(call, 'function');
    const operand = called?.type === 'selector_expression' ? child(called, 'operand') : undefined;
    const name = operand === undefined ? called?.text : child(called ?? call, 'field')?.text;
    if (name === undefined || (operand === undefined && this.bindings.lookup(name) !== undefined))
      return null;
    const callee = this.expanding > 3 ? null : this.expand(operand === undefined ? name : `.${name}`);
    const body = callee === null ? undefined : child(callee, 'body');
    if (callee === null || body === undefined) return null;
    const given =
      child(call, 'arguments')?.children.filter(({ type }) => !['(', ')', ','].includes(type)) ?? [];
    const values = (operand === undefined ? given : [operand, ...given]).map((value) =>
      this.expression(value),
    );
    const names = ['receiver', 'parameters'].flatMap((field) =>
      (child(callee, field)?.children ?? []).flatMap(({ children }) =>
        children.filter((part) => part.field === 'name'),
      ),
    );
    if (names.length !== values.length) return null;
    // A value that a call computes would be computed where, and as often as, the parameter is used.
    if (values.some((value) => value.includes('('))) return null;
    this.expanding++;
    const arguments_ = new Map(names.map((parameter, index) => [parameter.text, values[index] ?? '']));
    const made = this.bindings.alone(arguments_, () => read(body));
    this.expanding--;
    return made;
  }

  /** The value of a function that only returns an expression. */
  protected returned(body: Syntax): string | null {
    const [only, ...others] = listed(body);
    const value = only?.type === 'return_statement' ? only.children[1] : undefined;
    if (value === undefined || others.length > 0) return null;
    const text = this.expression(value);
    return value.children.length === 1 && /binary/.test(value.children[0]?.type ?? '') ? `(${text})` : text;
  }

  /** What is assigned to: a local is set and not read, unless its old value counts. */
  protected target(node: Syntax, isRead = false): string {
    const local = node.type === 'identifier' ? this.bindings.lookup(node.text) : undefined;
    if (local === undefined) return this.expression(node);
    this.sets.push(local);
    if (isRead) this.reads.push(local);
    return local;
  }

  protected expression(node: Syntax): string {
    switch (node.type) {
      case 'identifier': {
        const local = this.bindings.lookup(node.text);
        // Another name for a field stands for the field, and reads the local whose field it is.
        if (local !== undefined) this.reads.push(/^\$\w+(?:\.\d+)?/.exec(local)?.[0] ?? local);
        return local ?? node.text;
      }
      case 'func_literal':
        return this.literal(node);
      case 'call_expression': {
        const value = this.expanded(node, (body) => this.returned(body));
        if (value === null) {
          const called = child(node, 'function');
          this.called.add(child(called ?? node, 'field')?.text ?? called?.text ?? '');
        }
        return value ?? node.children.map((part) => this.expression(part)).reduce(glue, '');
      }
      case 'keyed_element': {
        // The key of a struct's field looks like a variable.
        const [key, ...value] = node.children.filter(({ type }) => type !== ':');
        const name = key?.children[0] ?? key;
        const text = name?.type === 'identifier' ? name.text : key === undefined ? '' : this.expression(key);
        return `${text}:${value.map((part) => this.expression(part)).join('')}`;
      }
      case 'parenthesized_expression': {
        const inner = node.children[1];
        if (inner === undefined) return '';
        const text = unwrapped(this.expression(inner));
        return /_expression$|identifier/.test(inner.type) && !/binary|unary/.test(inner.type)
          ? text
          : `(${text})`;
      }
      case 'binary_expression': {
        const operator = child(node, 'operator')?.text ?? '';
        const sides = ['left', 'right'].map((field) => {
          const side = child(node, field);
          return side === undefined ? '' : this.expression(side);
        });
        // Neither side may do something, or turning them round would be a change.
        if (order.has(operator) && /^\d+$/.test(sides[0] ?? '') && !/^\d+$/.test(sides[1] ?? ''))
          return `${sides[1] ?? ''}${order.get(operator) ?? ''}${sides[0] ?? ''}`;
        const turns =
          ['==', '!='].includes(operator) && sides.filter((side) => side.includes('(')).length < 2;
        return (turns ? sides.toSorted() : sides).join(operator);
      }
      case 'expression_list':
      case 'argument_list':
      case 'literal_value':
      case 'index_expression':
        return node.children
          .filter(({ type }, index) => type !== ',' || !/^[)}]$/.test(node.children[index + 1]?.type ?? ''))
          .map((part) => unwrapped(this.expression(part)))
          .reduce(glue, '');
      default:
        if (node.children.length === 0) return node.text;
        return node.children.map((part) => this.expression(part)).reduce(glue, '');
    }
  }

  protected literal(node: Syntax): string {
    const outer = [this.reads, this.sets, this.literals] as const;
    this.bindings.open();
    const parameters = child(node, 'parameters');
    if (parameters !== undefined) {
      for (const parameter of parameters.children)
        for (const name of parameter.children.filter(({ field }) => field === 'name'))
          this.bindings.declare(name.text, 'parameter');
    }
    const body = this.block(child(node, 'body'));
    this.bindings.close();
    [this.reads, this.sets, this.literals] = outer;
    this.literals.push(body);
    return `func#${signature(node)}`;
  }

  protected constantOf(name: string): boolean | null {
    return (
      this.localConstants.get(name) ??
      (this.bindings.lookup(name) === undefined ? (this.constants.get(name) ?? null) : null)
    );
  }

  abstract block(node: Syntax | undefined): Statement[];
}
