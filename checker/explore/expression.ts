/**
 * Expressions over a state, typed by the schema: `m[0].buf[1] == 2 && !trace.enabled`.
 *
 * Operands are the scalars of the schema by their paths, numbers, true and false, and the names of an enum, quoted or not. The name
 * of a property is true where it holds or is not asked, the name of an action where one of its instances is enabled.
 * Operators, from the loosest: `||`, `&&`, `==` `!=` `<` `<=` `>` `>=`, `+` `-`, `!`. A comparison with what an empty optional
 * value or a place behind the end of a queue would hold is false.
 */
import { namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField, ScalarField, View } from '../language/schema.ts';
import type { Scalar } from '../language/system.ts';
import { isTrue } from '../state/answers.ts';
import type { Layout } from '../state/layout.ts';
import { accessorOf } from './accessor.ts';
import type { Token } from './tokens.ts';
import { misfit, tokensOf } from './tokens.ts';

/** A value, or undefined where there is none to read. */
type Value = Scalar | undefined;
type Evaluate<S extends RecordField> = (state: View<S>) => Value;

/** What an operand may be: `names` are those of an enum, in the order of the schema. */
export type OperandType =
  | { readonly kind: 'int' }
  | { readonly kind: 'bool' }
  | { readonly kind: 'enum'; readonly names: readonly string[] };

interface Typed<S extends RecordField> {
  readonly type: OperandType;
  readonly evaluate: Evaluate<S>;
}

export interface Expression<S extends RecordField> {
  readonly text: string;
  readonly type: OperandType;
  /** Reads the state by the view alone. undefined where there is no such value. */
  readonly evaluate: Evaluate<S>;
}

/** Throws a SystemError that says where the text is none, or compares what cannot be compared. */
export function expressionOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  text: string,
): Expression<S> {
  return { text, ...new Parser(program, layout, text).whole() };
}

const precedence = [['||'], ['&&'], ['==', '!=', '<', '<=', '>', '>='], ['+', '-']] as const;
const COMPARISONS = 2;
const bool: OperandType = { kind: 'bool' };
const int: OperandType = { kind: 'int' };

class Parser<S extends RecordField> {
  readonly #program: Program<S>;
  readonly #layout: Layout;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(program: Program<S>, layout: Layout, text: string) {
    this.#program = program;
    this.#layout = layout;
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Typed<S> {
    if (this.#peek().kind === 'end')
      throw misfit(this.#text, 0, 'it is empty; write one such as trace.gen > 0');
    const parsed = this.#level(0);
    const left = this.#peek();
    if (left.kind !== 'end') throw misfit(this.#text, left.at, `"${left.text}" cannot follow`);
    return parsed;
  }

  #level(level: number): Typed<S> {
    const operators: readonly string[] | undefined = precedence[level];
    if (operators === undefined) return this.#unary();
    let left = this.#operand(level);
    for (
      let token = this.#peek();
      token.kind === 'operator' && operators.includes(token.text);
      token = this.#peek()
    ) {
      this.#next++;
      left = this.#binary(token, left, this.#operand(level));
    }
    return left.typed(undefined);
  }

  /** An operand of the operators of a level. Of a comparison it may be a bare name of an enum: only what it is compared with says of which. */
  #operand(level: number): Operand<S> {
    const token = this.#peek();
    if (level === COMPARISONS && this.#isName(token)) {
      this.#next++;
      return this.#name(token);
    }
    const typed = this.#level(level + 1);
    return { token, typed: () => typed, isName: false };
  }

  #unary(): Typed<S> {
    const token = this.#peek();
    this.#next++;
    if (token.kind === 'operator' && token.text === '!') {
      const { evaluate } = this.#expect(bool, token, this.#unary());
      return { type: bool, evaluate: (state) => !isTrue(evaluate(state) ?? false) };
    }
    if (token.kind === 'operator' && token.text === '-') {
      const { evaluate } = this.#expect(int, token, this.#unary());
      return { type: int, evaluate: (state) => number(evaluate(state), (value) => -value) };
    }
    if (token.kind === 'operator' && token.text === '(') {
      const inside = this.#level(0);
      const close = this.#peek();
      if (close.text !== ')') throw misfit(this.#text, close.at, 'a ) is missing');
      this.#next++;
      return inside;
    }
    if (token.kind === 'number') {
      const value = Number(token.text);
      return { type: int, evaluate: () => value };
    }
    if (token.kind === 'path') return this.#path(token);
    throw misfit(
      this.#text,
      token.at,
      token.kind === 'end' ? 'something is missing' : `"${token.text}" is no value`,
    );
  }

  #path(token: Token): Typed<S> {
    const { text } = token;
    if (text === 'true' || text === 'false') return { type: bool, evaluate: () => text === 'true' };
    const shape = this.#layout.scalars.find(({ path }) => path === text);
    if (shape !== undefined) return { type: typeOf(shape.field), evaluate: accessorOf(this.#layout, shape) };
    const action = this.#program.actions.find(({ name }) => name === text);
    if (action !== undefined) {
      const { guard } = action.action;
      return {
        type: bool,
        evaluate: (state) => action.params.some((params) => guard.every(({ holds }) => holds(state, params))),
      };
    }
    const property = this.#program.properties.find(([name]) => name === text)?.[1];
    if (property !== undefined && ['state', 'situation', 'runs'].includes(subjectOf(property))) {
      const judge = namedJudgeOf(text, property);
      return { type: bool, evaluate: (state) => !['violated', 'not reached'].includes(judge(state)) };
    }
    throw misfit(this.#text, token.at, this.#unknown(text));
  }

  #isName(token: Token): boolean {
    if (token.kind === 'text') return true;
    if (token.kind !== 'path' || /[.[]/.test(token.text) || ['true', 'false'].includes(token.text))
      return false;
    const isKnown =
      this.#layout.scalars.some(({ path }) => path === token.text) ||
      this.#program.actions.some(({ name }) => name === token.text) ||
      this.#program.properties.some(([name]) => name === token.text);
    return (
      !isKnown &&
      this.#layout.scalars.some(({ field }) => field.kind === 'enum' && field.values.includes(token.text))
    );
  }

  #name(token: Token): Operand<S> {
    return {
      token,
      isName: true,
      typed: (other) => {
        if (other?.kind !== 'enum')
          throw misfit(this.#text, token.at, `${token.text} is a name; compare it with a field that has it`);
        if (!other.names.includes(token.text))
          throw misfit(this.#text, token.at, `${token.text} is none of ${other.names.join(', ')}`);
        return { type: other, evaluate: () => token.text };
      },
    };
  }

  #binary({ text, at }: Token, one: Operand<S>, other: Operand<S>): Operand<S> {
    const left = one.isName
      ? one.typed(other.isName ? undefined : other.typed(undefined).type)
      : one.typed(undefined);
    const right = other.typed(other.isName ? left.type : undefined);
    const [a, b] = [left.evaluate, right.evaluate];
    const result = (type: OperandType, evaluate: Evaluate<S>): Operand<S> => ({
      token: one.token,
      isName: false,
      typed: () => ({ type, evaluate }),
    });
    if (text === '||' || text === '&&') {
      this.#expect(bool, one.token, left);
      this.#expect(bool, other.token, right);
      return result(
        bool,
        text === '||' ? (s) => a(s) === true || b(s) === true : (s) => a(s) === true && b(s) === true,
      );
    }
    if (text === '==' || text === '!=') {
      if (left.type.kind !== right.type.kind || namesOf(left.type) !== namesOf(right.type))
        throw misfit(this.#text, at, `${spelled(left.type)} cannot be compared with ${spelled(right.type)}`);
      return result(bool, (s) => {
        const [x, y] = [a(s), b(s)];
        return x !== undefined && y !== undefined && (x === y) === (text === '==');
      });
    }
    this.#expect(int, one.token, left);
    this.#expect(int, other.token, right);
    if (text === '+' || text === '-')
      return result(int, (s) => number(a(s), (x) => number(b(s), (y) => (text === '+' ? x + y : x - y))));
    const compare = comparisons[text] ?? (() => false);
    return result(bool, (s) => {
      const [x, y] = [a(s), b(s)];
      return typeof x === 'number' && typeof y === 'number' && compare(x, y);
    });
  }

  #expect(type: OperandType, token: Token, typed: Typed<S>): Typed<S> {
    if (typed.type.kind !== type.kind)
      throw misfit(this.#text, token.at, `${spelled(type)} is needed, and this is ${spelled(typed.type)}`);
    return typed;
  }

  #unknown(text: string): string {
    const inside = this.#layout.scalars.find(
      ({ path }) => path.startsWith(`${text}.`) || path.startsWith(`${text}[`),
    );
    return inside === undefined
      ? `there is no field, action or property ${text}`
      : `${text} has parts; name one, such as ${inside.path}`;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '', at: this.#text.length };
  }
}

interface Operand<S extends RecordField> {
  readonly token: Token;
  readonly isName: boolean;
  /** With the type of what it is compared with, which a bare name needs. */
  typed(other: OperandType | undefined): Typed<S>;
}

const comparisons: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
};

const number = (value: Value, then: (value: number) => Value): Value =>
  typeof value === 'number' ? then(value) : undefined;

const typeOf = (field: ScalarField): OperandType =>
  field.kind === 'enum' ? { kind: 'enum', names: field.values } : { kind: field.kind };

const namesOf = (type: OperandType): string => (type.kind === 'enum' ? type.names.join('\n') : '');

const spelled = (type: OperandType): string =>
  type.kind === 'int'
    ? 'a number'
    : type.kind === 'bool'
      ? 'true or false'
      : `one of ${type.names.join(', ')}`;
