import { aliasIn } from './aliases.ts';
import { Bindings } from './bindings.ts';
import { decided, undecided } from './constants.ts';
import type { Constants } from './constants.ts';
import { ExpressionReader, unwrapped } from './expression.ts';
import type { Expand, Reason, Statement } from './expression.ts';
import { child, glue, isStatement, listed, specs } from './syntax.ts';
import type { Syntax } from './syntax.ts';

/** A function's body in canonical form. */
export interface Body {
  readonly statements: readonly Statement[];
  /** Name of each local in the tree, for messages. */
  readonly names: ReadonlyMap<string, string>;
  /** Last names of the functions and methods whose calls stayed calls. */
  readonly called: ReadonlySet<string>;
}

export function readBody(declaration: Syntax, constants: Constants, expand: Expand = () => null): Body {
  const bindings = new Bindings();
  const body = child(declaration, 'body');
  const reader = new Reader(constants, expand, bindings, body ?? declaration);
  const parameters = [
    child(declaration, 'receiver'),
    child(declaration, 'parameters'),
    child(declaration, 'result'),
  ];
  bindings.open();
  for (const list of parameters) if (list !== undefined) reader.declareParameters(list, list.field ?? '');
  reader.labels(body);
  const statements = body === undefined ? [] : reader.block(body);
  return { statements, names: bindings.names, called: reader.called };
}

class Reader extends ExpressionReader {
  private readonly labelNames = new Map<string, string>();
  private readonly whole: Syntax;

  /** `whole` is the body of the function. */
  constructor(constants: Constants, expand: Expand, bindings: Bindings, whole: Syntax) {
    super(constants, expand, bindings);
    this.whole = whole;
  }

  declareParameters(list: Syntax, kind: string): void {
    const names = list.children
      .filter(({ type }) => type.endsWith('parameter_declaration'))
      .flatMap(({ children }) => children.filter(({ field }) => field === 'name'));
    for (const [index, name] of names.entries()) this.bindings.bind(name.text, `$${kind}${index}`);
  }

  /** Labels are numbered in the order in which they stand. */
  labels(node: Syntax | undefined): void {
    if (node === undefined) return;
    if (node.type === 'labeled_statement')
      this.labelNames.set(child(node, 'label')?.text ?? '', `L${this.labelNames.size + 1}`);
    for (const inner of node.children) this.labels(inner);
  }

  override block(node: Syntax | undefined): Statement[] {
    if (node === undefined) return [];
    this.bindings.open();
    const statements = listed(node).flatMap((statement) => this.statement(statement));
    this.bindings.close();
    return statements;
  }

  private statement(node: Syntax): Statement[] {
    const { line } = node;
    switch (node.type) {
      case 'block':
        return this.block(node);
      case 'empty_statement':
        return [];
      case 'if_statement':
        return this.if(node);
      case 'for_statement':
        return this.for(node);
      case 'expression_switch_statement':
      case 'type_switch_statement':
      case 'select_statement':
        return this.switch(node);
      case 'labeled_statement': {
        const label = this.labelNames.get(child(node, 'label')?.text ?? '') ?? '';
        const rest = node.children.filter(({ field, type }) => field !== 'label' && type !== ':');
        return [this.make(line, () => `label ${label}`), ...rest.flatMap((inner) => this.statement(inner))];
      }
      case 'goto_statement':
      case 'break_statement':
      case 'continue_statement': {
        const name = node.children.find(({ type }) => type === 'label_name')?.text;
        const verb = node.type.replace('_statement', '');
        return [
          this.make(line, () => (name === undefined ? verb : `${verb} ${this.labelNames.get(name) ?? name}`)),
        ];
      }
      case 'short_var_declaration': {
        const alias = this.expanding === 0 ? aliasIn(node, this.whole) : null;
        if (alias !== null) {
          this.bindings.bind(alias.name, this.expression(alias.of));
          return [];
        }
        return [this.make(line, () => this.shortDeclaration(node))];
      }
      case 'var_declaration':
        return specs(node).map((spec) => this.make(spec.line, () => this.variable(spec)));
      case 'const_declaration':
        return node.children
          .filter(({ type }) => type === 'const_spec')
          .map((spec) => this.make(spec.line, () => this.constant(spec)));
      case 'assignment_statement':
        return [this.make(line, () => this.assignment(node))];
      case 'inc_statement':
      case 'dec_statement': {
        const operator = node.type === 'inc_statement' ? '+=' : '-=';
        const target = node.children[0];
        return [
          this.make(line, () => (target === undefined ? '' : `${this.target(target, true)}${operator}1`)),
        ];
      }
      case 'expression_statement': {
        const call = node.children[0];
        const body =
          call?.type === 'call_expression' ? this.expanded(call, (callee) => this.block(callee)) : null;
        return body ?? [this.make(line, () => this.expression(node))];
      }
      default:
        return [this.make(line, () => this.expression(node))];
    }
  }

  private if(node: Syntax): Statement[] {
    this.bindings.open();
    const before = this.initializer(node);
    const condition = child(node, 'condition');
    const value = condition === undefined ? null : decided(condition, (name) => this.constantOf(name));
    const taken = child(node, 'consequence');
    const otherwise = child(node, 'alternative');
    const statements = ((): Statement[] => {
      const other = (): Statement[] => (otherwise === undefined ? [] : this.statement(otherwise));
      if (value === true) return this.block(taken);
      if (value === false) {
        const dropped = this.make(
          node.line,
          () => 'if false',
          () => [this.block(taken)],
        );
        return [freed(dropped, 'constant'), ...other()];
      }
      const whole = this.make(
        node.line,
        () =>
          `if ${condition === undefined ? '' : unwrapped(this.expression(undecided(condition, (name) => this.constantOf(name))))}`,
        () => [this.block(taken), other()],
      );
      return [whole];
    })();
    this.bindings.close();
    return [...before, ...statements];
  }

  private initializer(node: Syntax): Statement[] {
    const initializer = child(node, 'initializer');
    return initializer === undefined ? [] : this.statement(initializer);
  }

  private for(node: Syntax): Statement[] {
    this.bindings.open();
    const clause = node.children.find(({ type }) => type === 'for_clause');
    const range = node.children.find(({ type }) => type === 'range_clause');
    const body = child(node, 'body');
    const before = clause === undefined ? [] : this.initializer(clause);
    const condition =
      clause === undefined
        ? node.children.find(
            ({ field, type }) => field !== 'body' && type !== 'for' && type !== 'range_clause',
          )
        : child(clause, 'condition');
    const update = clause === undefined ? undefined : child(clause, 'update');
    const loop = this.make(
      node.line,
      () => {
        if (range !== undefined) return this.range(range);
        return condition === undefined ? 'for' : `for ${unwrapped(this.expression(condition))}`;
      },
      () => [this.block(body), update === undefined ? [] : this.statement(update)],
    );
    this.bindings.close();
    return [...before, loop];
  }

  private range(range: Syntax): string {
    const right = child(range, 'right');
    const over = right === undefined ? '' : this.expression(right);
    const left = child(range, 'left');
    const targets = left?.children.filter(({ type }) => type !== ',') ?? [];
    const declares = range.children.some(({ type }) => type === ':=');
    const names = targets.map((target, index) =>
      declares ? this.bindings.declare(target.text, `range ${over}#${index}`) : this.target(target),
    );
    if (declares) this.sets.push(...names);
    return `for ${names.join(',')} range ${over}`;
  }

  private switch(node: Syntax): Statement[] {
    this.bindings.open();
    const before = this.initializer(node);
    const value = child(node, 'value');
    const alias = child(node, 'alias');
    const whole = this.make(
      node.line,
      () => {
        const over = value === undefined ? '' : this.expression(value);
        for (const name of alias?.children ?? [])
          if (name.type === 'identifier') this.bindings.declare(name.text, `switch ${over}`);
        return `${node.type.replace('_statement', '')} ${over}`;
      },
      () => [
        node.children
          .filter(({ type }) => type.endsWith('_case'))
          .map((one) => {
            const isBody = (part: Syntax): boolean => part.type === 'statement_list' || isStatement(part);
            const heads = one.children.filter((part) => !isBody(part));
            const communication = child(one, 'communication');
            this.bindings.open();
            const made = this.make(
              one.line,
              () =>
                [...heads, ...(communication === undefined ? [] : [communication])]
                  .filter(({ type }) => type !== ':')
                  .map((part) => this.expression(part))
                  .reduce(glue, ''),
              () => [
                one.children
                  .filter((part) => isBody(part) && part !== communication)
                  .flatMap((part) => (part.type === 'statement_list' ? listed(part) : [part]))
                  .flatMap((part) => this.statement(part)),
              ],
            );
            this.bindings.close();
            return made;
          }),
      ],
    );
    this.bindings.close();
    return [...before, whole];
  }

  private shortDeclaration(node: Syntax): string {
    const right = child(node, 'right');
    const value = right === undefined ? '' : this.expression(right);
    const left = (child(node, 'left')?.children ?? []).filter(({ type }) => type !== ',');
    const targets = left.map((target, index) => {
      const known = this.bindings.innermost(target.text);
      return known ?? this.bindings.declare(target.text, left.length === 1 ? value : `${value}#${index}`);
    });
    this.sets.push(...targets.filter((target) => target !== '_'));
    return `${targets.join(',')}=${value}`;
  }

  private variable(spec: Syntax): string {
    const names = spec.children.filter(({ field }) => field === 'name');
    const type = child(spec, 'type');
    const value = child(spec, 'value');
    const typed = type === undefined ? '' : this.expression(type);
    const set = value === undefined ? '' : this.expression(value);
    const content = typed === '' ? set : `var ${typed}=${set}`;
    const targets = names.map((name, index) =>
      this.bindings.declare(name.text, names.length === 1 ? content : `${content}#${index}`),
    );
    this.sets.push(...targets.filter((target) => target !== '_'));
    return typed === '' ? `${targets.join(',')}=${set}` : `var ${targets.join(',')} ${typed}=${set}`;
  }

  private constant(spec: Syntax): string {
    const name = child(spec, 'name')?.text ?? '';
    const value = child(spec, 'value');
    const text = value === undefined ? '' : this.expression(value);
    if (text === 'true' || text === 'false') this.localConstants.set(name, text === 'true');
    const id = this.bindings.declare(name, `const ${text}`);
    this.sets.push(id);
    return `${id}=${text}`;
  }

  private assignment(node: Syntax): string {
    const operator = child(node, 'operator')?.text ?? '=';
    const right = child(node, 'right');
    const value = right === undefined ? '' : this.expression(right);
    const left = (child(node, 'left')?.children ?? []).filter(({ type }) => type !== ',');
    return `${left.map((target) => this.target(target, operator !== '=')).join(',')}${operator}${value}`;
  }
}

export const freed = (statement: Statement, free: Reason): Statement => ({ ...statement, free });
