import { createHash } from 'node:crypto';
import { child, glue } from './syntax.ts';
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
export type Reason = 'throws' | 'constant' | 'ranks' | 'unread' | 'outside';

/** A function's body in canonical form. */
export interface Body {
  readonly statements: readonly Statement[];
  /** Name of each local in the tree, for messages. */
  readonly names: ReadonlyMap<string, string>;
}

/** Values of the constants that decide what is built: `raceenabled` is false. */
export type Constants = ReadonlyMap<string, boolean>;

/** A function whose calls are read as the statements of its body; null for one whose calls stay calls. */
export type Expand = (name: string) => Syntax | null;

export function readBody(declaration: Syntax, constants: Constants, expand: Expand = () => null): Body {
  const reader = new Reader(constants, expand);
  const body = child(declaration, 'body');
  const parameters = [
    child(declaration, 'receiver'),
    child(declaration, 'parameters'),
    child(declaration, 'result'),
  ];
  reader.open();
  for (const list of parameters) if (list !== undefined) reader.declareParameters(list, list.field ?? '');
  reader.labels(body);
  const statements = body === undefined ? [] : reader.block(body);
  return { statements, names: reader.names };
}

/** The signature without names: `(*m,uintptr)traceLocker`. */
export function signature(declaration: Syntax): string {
  const types = (list: Syntax | undefined): string =>
    (list?.type === 'parameter_list' ? list.children : [])
      .filter(({ type }) => type.endsWith('parameter_declaration'))
      .map((parameter) => {
        const names = parameter.children.filter(({ field }) => field === 'name').length;
        const type = child(parameter, 'type');
        const text = type === undefined ? '' : bare(type);
        const dots = parameter.type.startsWith('variadic') ? '...' : '';
        return Array.from({ length: Math.max(1, names) }, () => dots + text).join(',');
      })
      .join(',');
  const result = child(declaration, 'result');
  const results =
    result === undefined ? '' : result.type === 'parameter_list' ? `(${types(result)})` : bare(result);
  return `(${types(child(declaration, 'parameters'))})${results}`;
}

const bare = (node: Syntax): string =>
  node.children.length === 0 ? node.text : node.children.map(bare).reduce(glue, '');

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

class Reader {
  readonly names = new Map<string, string>();
  readonly #constants: Constants;
  readonly #expand: Expand;
  /** How deep calls are expanded: a function that calls itself is not. */
  #expanding = 0;
  #scopes: Map<string, string>[] = [];
  readonly #localConstants = new Map<string, boolean>();
  readonly #taken = new Map<string, number>();
  readonly #labels = new Map<string, string>();
  #reads: string[] = [];
  #sets: string[] = [];
  #literals: Statement[][] = [];

  constructor(constants: Constants, expand: Expand) {
    this.#constants = constants;
    this.#expand = expand;
  }

  open(): void {
    this.#scopes.push(new Map());
  }

  declareParameters(list: Syntax, kind: string): void {
    const names = list.children
      .filter(({ type }) => type.endsWith('parameter_declaration'))
      .flatMap(({ children }) => children.filter(({ field }) => field === 'name'));
    for (const [index, name] of names.entries()) this.#bind(name.text, `$${kind}${index}`);
  }

  /** Labels are numbered in the order in which they stand. */
  labels(node: Syntax | undefined): void {
    if (node === undefined) return;
    if (node.type === 'labeled_statement')
      this.#labels.set(child(node, 'label')?.text ?? '', `L${this.#labels.size + 1}`);
    for (const inner of node.children) this.labels(inner);
  }

  block(node: Syntax | undefined): Statement[] {
    if (node === undefined) return [];
    this.open();
    const statements = listed(node).flatMap((statement) => this.#statement(statement));
    this.#scopes.pop();
    return statements;
  }

  #bind(name: string, id: string): string {
    if (name === '_') return '_';
    this.#scopes.at(-1)?.set(name, id);
    this.names.set(id, name);
    return id;
  }

  /** A new local, named by what it is declared with. */
  #declare(name: string, content: string): string {
    if (name === '_') return '_';
    const base = `$${hash(content).slice(0, 6)}`;
    const count = (this.#taken.get(base) ?? 0) + 1;
    this.#taken.set(base, count);
    return this.#bind(name, count === 1 ? base : `${base}.${count}`);
  }

  #lookup(name: string): string | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  /** Makes the statement of what `text` reads, sets and holds in literals. */
  #make(line: number, text: () => string, blocks: () => Statement[][] = () => []): Statement {
    const outer = [this.#reads, this.#sets, this.#literals] as const;
    [this.#reads, this.#sets, this.#literals] = [[], [], []];
    const written = text();
    const [reads, sets, literals] = [this.#reads, this.#sets, this.#literals];
    [this.#reads, this.#sets, this.#literals] = outer;
    return { text: written, line, blocks: [...literals, ...blocks()], reads, sets, free: null };
  }

  #statement(node: Syntax): Statement[] {
    const { line } = node;
    switch (node.type) {
      case 'block':
        return this.block(node);
      case 'empty_statement':
        return [];
      case 'if_statement':
        return this.#if(node);
      case 'for_statement':
        return this.#for(node);
      case 'expression_switch_statement':
      case 'type_switch_statement':
      case 'select_statement':
        return this.#switch(node);
      case 'labeled_statement': {
        const label = this.#labels.get(child(node, 'label')?.text ?? '') ?? '';
        const rest = node.children.filter(({ field, type }) => field !== 'label' && type !== ':');
        return [this.#make(line, () => `label ${label}`), ...rest.flatMap((inner) => this.#statement(inner))];
      }
      case 'goto_statement':
      case 'break_statement':
      case 'continue_statement': {
        const name = node.children.find(({ type }) => type === 'label_name')?.text;
        const verb = node.type.replace('_statement', '');
        return [
          this.#make(line, () => (name === undefined ? verb : `${verb} ${this.#labels.get(name) ?? name}`)),
        ];
      }
      case 'short_var_declaration':
        return [this.#make(line, () => this.#shortDeclaration(node))];
      case 'var_declaration':
        return specs(node).map((spec) => this.#make(spec.line, () => this.#variable(spec)));
      case 'const_declaration':
        return node.children
          .filter(({ type }) => type === 'const_spec')
          .map((spec) => this.#make(spec.line, () => this.#constant(spec)));
      case 'assignment_statement':
        return [this.#make(line, () => this.#assignment(node))];
      case 'inc_statement':
      case 'dec_statement': {
        const operator = node.type === 'inc_statement' ? '+=' : '-=';
        const target = node.children[0];
        return [
          this.#make(line, () => (target === undefined ? '' : `${this.#target(target, true)}${operator}1`)),
        ];
      }
      case 'expression_statement': {
        const call = node.children[0];
        const body =
          call?.type === 'call_expression' ? this.#expanded(call, (callee) => this.block(callee)) : null;
        return body ?? [this.#make(line, () => this.#expression(node))];
      }
      default:
        return [this.#make(line, () => this.#expression(node))];
    }
  }

  /** What `read` makes of the body of the function that is called, with its parameters standing for the arguments. */
  #expanded<Read>(call: Syntax, read: (body: Syntax) => Read | null): Read | null {
    const called = child(call, 'function');
    const operand = called?.type === 'selector_expression' ? child(called, 'operand') : undefined;
    const name = operand === undefined ? called?.text : child(called ?? call, 'field')?.text;
    if (name === undefined || (operand === undefined && this.#lookup(name) !== undefined)) return null;
    const callee = this.#expanding > 3 ? null : this.#expand(operand === undefined ? name : `.${name}`);
    const body = callee === null ? undefined : child(callee, 'body');
    if (callee === null || body === undefined) return null;
    const given =
      child(call, 'arguments')?.children.filter(({ type }) => !['(', ')', ','].includes(type)) ?? [];
    const values = (operand === undefined ? given : [operand, ...given]).map((value) =>
      this.#expression(value),
    );
    const names = ['receiver', 'parameters'].flatMap((field) =>
      (child(callee, field)?.children ?? []).flatMap(({ children }) =>
        children.filter((part) => part.field === 'name'),
      ),
    );
    if (names.length !== values.length) return null;
    const outer = this.#scopes;
    this.#scopes = [new Map(names.map((parameter, index) => [parameter.text, values[index] ?? '']))];
    this.#expanding++;
    const made = read(body);
    this.#expanding--;
    this.#scopes = outer;
    return made;
  }

  /** The value of a function that only returns an expression. */
  #returned(body: Syntax): string | null {
    const [only, ...others] = listed(body);
    const value = only?.type === 'return_statement' ? only.children[1] : undefined;
    if (value === undefined || others.length > 0) return null;
    const text = this.#expression(value);
    return value.children.length === 1 && /binary/.test(value.children[0]?.type ?? '') ? `(${text})` : text;
  }

  #if(node: Syntax): Statement[] {
    this.open();
    const before = this.#initializer(node);
    const condition = child(node, 'condition');
    const value = condition === undefined ? null : this.#valueOf(condition);
    const taken = child(node, 'consequence');
    const otherwise = child(node, 'alternative');
    const statements = ((): Statement[] => {
      const other = (): Statement[] => (otherwise === undefined ? [] : this.#statement(otherwise));
      if (value === true) return this.block(taken);
      if (value === false) {
        const dropped = this.#make(
          node.line,
          () => 'if false',
          () => [this.block(taken)],
        );
        return [freed(dropped, 'constant'), ...other()];
      }
      const whole = this.#make(
        node.line,
        () => `if ${condition === undefined ? '' : this.#expression(this.#simplified(condition))}`,
        () => [this.block(taken), other()],
      );
      return [whole];
    })();
    this.#scopes.pop();
    return [...before, ...statements];
  }

  #initializer(node: Syntax): Statement[] {
    const initializer = child(node, 'initializer');
    return initializer === undefined ? [] : this.#statement(initializer);
  }

  #for(node: Syntax): Statement[] {
    this.open();
    const clause = node.children.find(({ type }) => type === 'for_clause');
    const range = node.children.find(({ type }) => type === 'range_clause');
    const body = child(node, 'body');
    const before = clause === undefined ? [] : this.#initializer(clause);
    const condition =
      clause === undefined
        ? node.children.find(
            ({ field, type }) => field !== 'body' && type !== 'for' && type !== 'range_clause',
          )
        : child(clause, 'condition');
    const update = clause === undefined ? undefined : child(clause, 'update');
    const loop = this.#make(
      node.line,
      () => {
        if (range !== undefined) return this.#range(range);
        return condition === undefined ? 'for' : `for ${this.#expression(condition)}`;
      },
      () => [this.block(body), update === undefined ? [] : this.#statement(update)],
    );
    this.#scopes.pop();
    return [...before, loop];
  }

  #range(range: Syntax): string {
    const right = child(range, 'right');
    const over = right === undefined ? '' : this.#expression(right);
    const left = child(range, 'left');
    const targets = left?.children.filter(({ type }) => type !== ',') ?? [];
    const declares = range.children.some(({ type }) => type === ':=');
    const names = targets.map((target, index) =>
      declares ? this.#declare(target.text, `range ${over}#${index}`) : this.#target(target),
    );
    if (declares) this.#sets.push(...names);
    return `for ${names.join(',')} range ${over}`;
  }

  #switch(node: Syntax): Statement[] {
    this.open();
    const before = this.#initializer(node);
    const value = child(node, 'value');
    const alias = child(node, 'alias');
    const whole = this.#make(
      node.line,
      () => {
        const over = value === undefined ? '' : this.#expression(value);
        for (const name of alias?.children ?? [])
          if (name.type === 'identifier') this.#declare(name.text, `switch ${over}`);
        return `${node.type.replace('_statement', '')} ${over}`;
      },
      () => [
        node.children
          .filter(({ type }) => type.endsWith('_case'))
          .map((one) => {
            const isBody = (part: Syntax): boolean => part.type === 'statement_list' || isStatement(part);
            const heads = one.children.filter((part) => !isBody(part));
            const communication = child(one, 'communication');
            this.open();
            const made = this.#make(
              one.line,
              () =>
                [...heads, ...(communication === undefined ? [] : [communication])]
                  .filter(({ type }) => type !== ':')
                  .map((part) => this.#expression(part))
                  .reduce(glue, ''),
              () => [
                one.children
                  .filter((part) => isBody(part) && part !== communication)
                  .flatMap((part) => (part.type === 'statement_list' ? listed(part) : [part]))
                  .flatMap((part) => this.#statement(part)),
              ],
            );
            this.#scopes.pop();
            return made;
          }),
      ],
    );
    this.#scopes.pop();
    return [...before, whole];
  }

  #shortDeclaration(node: Syntax): string {
    const right = child(node, 'right');
    const value = right === undefined ? '' : this.#expression(right);
    const left = (child(node, 'left')?.children ?? []).filter(({ type }) => type !== ',');
    const targets = left.map((target, index) => {
      const known = this.#scopes.at(-1)?.get(target.text);
      return known ?? this.#declare(target.text, left.length === 1 ? value : `${value}#${index}`);
    });
    this.#sets.push(...targets.filter((target) => target !== '_'));
    return `${targets.join(',')}=${value}`;
  }

  #variable(spec: Syntax): string {
    const names = spec.children.filter(({ field }) => field === 'name');
    const type = child(spec, 'type');
    const value = child(spec, 'value');
    const typed = type === undefined ? '' : this.#expression(type);
    const set = value === undefined ? '' : this.#expression(value);
    const content = typed === '' ? set : `var ${typed}=${set}`;
    const targets = names.map((name, index) =>
      this.#declare(name.text, names.length === 1 ? content : `${content}#${index}`),
    );
    this.#sets.push(...targets.filter((target) => target !== '_'));
    return typed === '' ? `${targets.join(',')}=${set}` : `var ${targets.join(',')} ${typed}=${set}`;
  }

  #constant(spec: Syntax): string {
    const name = child(spec, 'name')?.text ?? '';
    const value = child(spec, 'value');
    const text = value === undefined ? '' : this.#expression(value);
    if (text === 'true' || text === 'false') this.#localConstants.set(name, text === 'true');
    const id = this.#declare(name, `const ${text}`);
    this.#sets.push(id);
    return `${id}=${text}`;
  }

  #assignment(node: Syntax): string {
    const operator = child(node, 'operator')?.text ?? '=';
    const right = child(node, 'right');
    const value = right === undefined ? '' : this.#expression(right);
    const left = (child(node, 'left')?.children ?? []).filter(({ type }) => type !== ',');
    return `${left.map((target) => this.#target(target, operator !== '=')).join(',')}${operator}${value}`;
  }

  /** What is assigned to: a local is set and not read, unless its old value counts. */
  #target(node: Syntax, isRead = false): string {
    const local = node.type === 'identifier' ? this.#lookup(node.text) : undefined;
    if (local === undefined) return this.#expression(node);
    this.#sets.push(local);
    if (isRead) this.#reads.push(local);
    return local;
  }

  #expression(node: Syntax): string {
    switch (node.type) {
      case 'identifier': {
        const local = this.#lookup(node.text);
        if (local !== undefined) this.#reads.push(local);
        return local ?? node.text;
      }
      case 'func_literal':
        return this.#literal(node);
      case 'call_expression': {
        const value = this.#expanded(node, (body) => this.#returned(body));
        return value ?? node.children.map((part) => this.#expression(part)).reduce(glue, '');
      }
      case 'keyed_element': {
        // The key of a struct's field looks like a variable.
        const [key, ...value] = node.children.filter(({ type }) => type !== ':');
        const name = key?.children[0] ?? key;
        const text = name?.type === 'identifier' ? name.text : key === undefined ? '' : this.#expression(key);
        return `${text}:${value.map((part) => this.#expression(part)).join('')}`;
      }
      case 'parenthesized_expression': {
        const inner = node.children[1];
        if (inner === undefined) return '';
        const text = this.#expression(inner);
        return /_expression$|identifier/.test(inner.type) && !/binary|unary/.test(inner.type)
          ? text
          : `(${text})`;
      }
      case 'binary_expression': {
        const operator = child(node, 'operator')?.text ?? '';
        const sides = ['left', 'right'].map((field) => {
          const side = child(node, field);
          return side === undefined ? '' : this.#expression(side);
        });
        // Neither side may do something, or turning them round would be a change.
        const turns =
          ['==', '!='].includes(operator) && sides.filter((side) => side.includes('(')).length < 2;
        return (turns ? sides.toSorted() : sides).join(operator);
      }
      default:
        if (node.children.length === 0) return node.text;
        return node.children.map((part) => this.#expression(part)).reduce(glue, '');
    }
  }

  #literal(node: Syntax): string {
    const outer = [this.#reads, this.#sets, this.#literals] as const;
    this.open();
    const parameters = child(node, 'parameters');
    if (parameters !== undefined) {
      for (const parameter of parameters.children)
        for (const name of parameter.children.filter(({ field }) => field === 'name'))
          this.#declare(name.text, 'parameter');
    }
    const body = this.block(child(node, 'body'));
    this.#scopes.pop();
    [this.#reads, this.#sets, this.#literals] = outer;
    this.#literals.push(body);
    return `func#${signature(node)}`;
  }

  /** The value of a condition that constants decide; null for one that they do not. */
  #valueOf(node: Syntax): boolean | null {
    if (node.type === 'true' || node.type === 'false') return node.type === 'true';
    if (node.type === 'identifier') {
      if (this.#localConstants.has(node.text)) return this.#localConstants.get(node.text) ?? null;
      return this.#lookup(node.text) === undefined ? (this.#constants.get(node.text) ?? null) : null;
    }
    if (node.type === 'parenthesized_expression')
      return node.children[1] === undefined ? null : this.#valueOf(node.children[1]);
    if (node.type === 'unary_expression' && child(node, 'operator')?.text === '!') {
      const operand = child(node, 'operand');
      const value = operand === undefined ? null : this.#valueOf(operand);
      return value === null ? null : !value;
    }
    if (node.type !== 'binary_expression') return null;
    const operator = child(node, 'operator')?.text ?? '';
    if (operator !== '&&' && operator !== '||') return null;
    const [left, right] = ['left', 'right'].map((field) => {
      const side = child(node, field);
      return side === undefined ? null : this.#valueOf(side);
    });
    const decides = operator === '||';
    if (left === decides || right === decides) return decides;
    return left === !decides && right === !decides ? !decides : null;
  }

  /** A condition without the constants that do not decide it: `debugX&&y` is `y` where debugX is true. */
  #simplified(node: Syntax): Syntax {
    const operator = node.type === 'binary_expression' ? child(node, 'operator')?.text : undefined;
    if (operator !== '&&' && operator !== '||') return node;
    const [left, right] = [child(node, 'left'), child(node, 'right')];
    if (left === undefined || right === undefined) return node;
    if (this.#valueOf(left) !== null) return this.#simplified(right);
    if (this.#valueOf(right) !== null) return this.#simplified(left);
    return node;
  }
}

export const freed = (statement: Statement, free: Reason): Statement => ({ ...statement, free });

const specs = (node: Syntax): readonly Syntax[] =>
  node.children.flatMap((part) =>
    part.type === 'var_spec' ? [part] : part.type === 'var_spec_list' ? specs(part) : [],
  );

const isStatement = ({ type }: Syntax): boolean =>
  type.endsWith('_statement') || type === 'short_var_declaration' || type === 'block';

/** The statements of a block: the grammar puts them into a list node of their own. */
function listed(block: Syntax): readonly Syntax[] {
  return block.children
    .flatMap((part) => (part.type === 'statement_list' ? part.children : [part]))
    .filter(({ type }) => !['{', '}', ';', '\n'].includes(type));
}
