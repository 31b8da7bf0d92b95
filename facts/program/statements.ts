/** Statements of the tree: control flow and assignments, and those that are known to be no part of the programs. */
import type { Node } from 'web-tree-sitter';
import { places } from '../../model/index.ts';
import type { Access, Expr } from '../../model/index.ts';
import { children, goStructs, plainText } from '../go-source.ts';
import { returns } from './calls.ts';
import type { Binding, Context } from './context.ts';
import { test, valueOf } from './expressions.ts';
import { added, store } from './known-calls.ts';
import { knownShape } from './known-shapes.ts';
import { meaning, storeOfM } from './meanings.ts';
import { goesOn, isPointerToList, walked, walkedFreem } from './lists.ts';
import { goesTo, labels } from './parking.ts';
import { statementsOf } from './context.ts';
import type { Label } from './emitter.ts';
import { overNoted } from './scheduler/lists.ts';
import { overAllPs, overPs, resizes } from './scheduler/procs.ts';
import { isSliced, sliced } from './scheduler/slice.ts';
import { overSomeP } from './scheduler/syscalls.ts';
import { assign, copied, declared, exprOf, loaded, zeroOf } from './variables.ts';
import { literal, nil, path, scalar } from './values.ts';
import type { Value } from './values.ts';

export function run(context: Context, node: Node): void {
  const known = knownShape(context.frame.fn, node, context.part);
  context.at(node);
  if (known !== undefined) {
    // What has a meaning is read, in its own way.
    if (known.does !== undefined) meaning(context, node, known.does);
    else context.leftOut.push({ fn: context.frame.fn.name, line: context.out.line, shape: known.shape });
    return;
  }
  if (isSliced(context)) {
    sliced(context, node, whole);
    return;
  }
  context.readAt.push(`${context.frame.fn.file}:${context.out.line}`);
  whole(context, node);
}

function whole(context: Context, node: Node): void {
  const statement = statements[node.type];
  if (statement === undefined) context.refuse(node, 'is a statement that the reader does not follow');
  else statement(context, node);
}

const statements: Readonly<Record<string, (context: Context, node: Node) => void>> = {
  block: (context, node) => {
    context.block(node);
  },
  expression_statement: (context, node) => {
    for (const one of children(node)) valueOf(context, one);
  },
  return_statement: returns,
  short_var_declaration: declares,
  assignment_statement: assigns,
  inc_statement: (context, node) => {
    counts(context, node, 1);
  },
  dec_statement: (context, node) => {
    counts(context, node, -1);
  },
  var_declaration: (context, node) => {
    for (const spec of children(node)) {
      const type = spec.childForFieldName('type')?.text ?? '';
      const value = spec.childForFieldName('value');
      const first = value === null ? undefined : children(value)[0];
      const given = first === undefined ? zeroOf(context, type) : valueOf(context, first);
      for (const name of spec.childrenForFieldName('name')) {
        if (name !== null) context.bind(name.text, copied(context, node, name.text, given));
      }
    }
  },
  const_declaration: (context, node) => {
    for (const spec of children(node)) {
      const name = spec.childForFieldName('name');
      const value = children(spec.childForFieldName('value') ?? spec)[0];
      if (name !== null && value !== undefined) context.bind(name.text, valueOf(context, value));
    }
  },
  labeled_statement: labels,
  goto_statement: goesTo,
  if_statement: branches,
  expression_switch_statement: switches,
  type_declaration: (context, node) => {
    if (!context.scheduler) context.refuse(node, 'is a statement that the reader does not follow');
    for (const [name, struct] of goStructs(node, context.frame.fn.file)) context.structs.set(name, struct);
  },
  for_statement: loops,
  continue_statement: (context, node) => {
    const loop = context.frame.loops.at(-1);
    if (loop === undefined || children(node).length > 0)
      context.refuse(node, 'goes on with no loop that the reader knows');
    else context.out.jump(loop.next);
  },
  break_statement: (context, node) => {
    const loop = context.frame.loops.at(-1);
    if (loop === undefined || children(node).length > 0)
      context.refuse(node, 'leaves no loop that the reader knows');
    else context.out.jump(loop.done);
  },
};

function sides(node: Node): { left: readonly Node[]; right: readonly Node[] } {
  const side = (name: string): readonly Node[] => children(node.childForFieldName(name) ?? node);
  return { left: side('left'), right: side('right') };
}

function declares(context: Context, node: Node): void {
  // The pointer itself is read with the loop that uses it.
  if (isPointerToList(context, node)) return;
  const { left, right } = sides(node);
  const values = right.map((one) => loaded(context, one, valueOf(context, one)));
  const [only] = values;
  const items = values.length === 1 && only?.kind === 'tuple' ? only.items : values;
  left.forEach((name, index) => {
    const value = items[index] ?? nil;
    const innermost = context.frame.scope.at(-1)?.get(name.text);
    if (innermost !== undefined) assign(context, node, innermost.value, value);
    else context.bind(name.text, declared(context, node, name.text, value));
  });
}

function assigns(context: Context, node: Node): void {
  const { left, right } = sides(node);
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (operator !== '=') {
    compound(context, node, operator);
    return;
  }
  const [target, source] = [left[0], right[0]];
  if (target !== undefined && left.length === 1 && isMOfG(context, target)) return;
  if (left.length === 1 && target !== undefined && source !== undefined) {
    const to = target.text === '_' ? undefined : valueOf(context, target);
    const from = valueOf(context, source);
    if (to?.kind === 'path' && isZeroArray(to.place, source)) {
      for (const lit of [0, 1])
        store(context, node, { place: `${to.place}[]`, of: [...to.of, { lit }] }, literal(0, 'seq'));
    } else if (to?.kind === 'path' && to.place === 'trace.empty') unlinks(context, node, from);
    else if (to?.kind === 'path' && to.place === 'trace.reading') recycles(context, node, from);
    else if (to?.kind === 'path' && to.place === 'sched.freem') storeOfM(context, node, from, 'm.freem', 1);
    else if (to?.kind === 'path' && to.place === 'allp') resizes(context, node, from);
    else if (to?.kind === 'path') storesPlainly(context, node, to, from);
    else if (to !== undefined) assign(context, node, to, from);
    return;
  }
  const values = right.map((one) => loaded(context, one, valueOf(context, one)));
  const [only] = values;
  const items = values.length === 1 && only?.kind === 'tuple' ? only.items : values;
  left.forEach((one, index) => {
    if (one.text === '_') return;
    const to = valueOf(context, one);
    if (to.kind === 'path') storesPlainly(context, node, to, items[index] ?? nil);
    else assign(context, node, to, items[index] ?? nil);
  });
}

/** That the M of a G is the one whose curg it is goes without saying. */
function isMOfG(context: Context, target: Node): boolean {
  if (!context.hasGs || target.childForFieldName('field')?.text !== 'm') return false;
  const operand = target.childForFieldName('operand');
  const of = operand?.type === 'identifier' ? context.lookUp(operand.text)?.value : undefined;
  return of?.kind === 'scalar' && of.type === 'g';
}

/** An assignment, which is no store of sync/atomic. */
function storesPlainly(context: Context, node: Node, to: Access, from: Value): void {
  if (places[to.place]?.atomic === true)
    context.refuse(node, `stores ${to.place} without sync/atomic, which others load without a lock`);
  store(context, node, to, from);
}

/** `s.seq = [2]uint64{}`: both numbers. */
const isZeroArray = (place: string, source: Node): boolean =>
  /^[gp]\.trace\.seq$/.test(place) && /^\[2\]uint64\{\}$/.test(plainText(source));

/** `trace.empty = buf.link`: the buffer leaves the list. */
function unlinks(context: Context, node: Node, from: ReturnType<typeof valueOf>): void {
  const [m, b] = from.kind === 'path' && from.place === 'buf.link' ? from.of : [];
  if (m === undefined || b === undefined)
    context.refuse(node, 'changes the list of empty buffers in a way that the reader does not know');
  else context.out.emit({ op: 'call', name: 'unlink', of: [m, b] });
}

/** `trace.reading = buf`: the reader has it, and gives it back. */
function recycles(context: Context, node: Node, from: ReturnType<typeof valueOf>): void {
  const name = context.part === 'reader' ? 'handOut' : 'recycle';
  if (from.kind !== 'buffer') context.refuse(node, 'is no buffer that was taken from a queue');
  else context.out.emit({ op: 'call', name, of: [from.m, from.b] });
}

/** `x += y` and `x -= y`. */
function compound(context: Context, node: Node, operator: string): void {
  const { left, right } = sides(node);
  const [target, source] = [left[0], right[0]];
  const sign = operator === '+=' ? 1 : operator === '-=' ? -1 : undefined;
  if (sign === undefined || target === undefined || source === undefined)
    return context.refuse(node, 'assigns in a way that the reader does not know');
  const by = exprOf(context, source, valueOf(context, source)).expr;
  if ('lit' in by) changesBy(context, node, valueOf(context, target), sign * by.lit);
  else {
    const to = valueOf(context, target);
    if (to.kind !== 'scalar') return context.refuse(node, 'adds something that is not fixed');
    const is: Expr = { op: sign === 1 ? '+' : '-', of: [to.expr, by] };
    assign(context, node, to, scalar(is, to.type));
  }
}

function counts(context: Context, node: Node, by: number): void {
  const [target] = children(node);
  if (target !== undefined) changesBy(context, node, valueOf(context, target), by);
}

function changesBy(context: Context, node: Node, to: Value, by: number): void {
  if (context.hasSyscalls && to.kind === 'scalar' && to.type === 'p' && by === 1)
    context.out.emit({ op: 'call', name: 'ticks', of: [to.expr] });
  else if (to.kind === 'path') added(context, node, to, literal(by));
  else if (to.kind === 'scalar')
    assign(context, node, to, scalar({ op: '+', of: [to.expr, { lit: by }] }, to.type));
}

function branches(context: Context, node: Node): void {
  const { out, frame } = context;
  const { scope } = frame;
  frame.scope = [...scope, new Map<string, Binding>()];
  const initializer = node.childForFieldName('initializer');
  if (initializer !== null) run(context, initializer);
  const condition = node.childForFieldName('condition') ?? node;
  const [yes, no, after] = [out.label(), out.label(), out.label()];
  const decided = decide(context, condition) ?? tested(context, condition, yes, no);
  const consequence = node.childForFieldName('consequence');
  const alternative = node.childForFieldName('alternative');
  if (decided !== false && consequence !== null) {
    out.here(yes);
    if (!goesOn(context, consequence)) context.block(consequence);
    if (decided === undefined) out.jump(after);
  }
  if (decided !== true) {
    out.here(no);
    if (alternative !== null) run(context, alternative);
  }
  out.here(after);
  frame.scope = scope;
}

/** Emits the test. Where the answer is fixed and the part has no Ps or no Gs, the other side may speak of such, and is not read. */
function tested(context: Context, condition: Node, yes: Label, no: Label): boolean | undefined {
  const answer = test(context, condition, yes, no);
  return context.scheduler ? answer : undefined;
}

/** A switch over a value: the first case that is equal to it, or the default. */
function switches(context: Context, node: Node): void {
  const { out, frame } = context;
  const on = node.childForFieldName('value');
  if (on === null || node.childForFieldName('initializer') !== null)
    context.refuse(node, 'is a switch that the reader does not follow');
  const value = copied(context, node, 'switched', valueOf(context, on));
  const { expr } = exprOf(context, node, value);
  const done = out.label();
  const cases = children(node).filter(({ type }) => type === 'expression_case' || type === 'default_case');
  const bodies = cases.map(() => out.label());
  cases.forEach((one, index) => {
    const yes = bodies[index];
    const options = one.childForFieldName('value');
    if (yes === undefined || options === null) return;
    for (const option of children(options)) {
      const next = out.label();
      out.branch({ op: '==', of: [expr, exprOf(context, option, valueOf(context, option)).expr] }, yes, next);
      out.here(next);
    }
  });
  const other = cases.findIndex(({ type }) => type === 'default_case');
  out.jump(bodies[other] ?? done);
  cases.forEach((one, index) => {
    const label = bodies[index];
    if (label === undefined) return;
    out.here(label);
    const { scope } = frame;
    frame.scope = [...scope, new Map<string, Binding>()];
    const options = one.childForFieldName('value');
    frame.loops.push({ next: frame.loops.at(-1)?.next ?? done, done });
    for (const statement of statementsOf(one))
      if (options === null || !statement.equals(options)) run(context, statement);
    frame.loops.pop();
    frame.scope = scope;
    out.jump(done);
  });
  out.here(done);
}

/** A condition that is fixed by a constant of the tree; what it leaves out is not read, as the compiler leaves it out. */
function decide(context: Context, condition: Node): boolean | undefined {
  const operator = condition.childForFieldName('operator')?.text;
  if (condition.type === 'binary_expression' && (operator === '&&' || operator === '||')) {
    const left = decide(context, condition.childForFieldName('left') ?? condition);
    return left === (operator === '||') ? left : undefined;
  }
  if (condition.type !== 'identifier') return undefined;
  const value = valueOf(context, condition);
  return value.kind === 'scalar' && 'lit' in value.expr ? value.expr.lit !== 0 : undefined;
}

function loops(context: Context, node: Node): void {
  const { out, frame } = context;
  const body = node.childForFieldName('body') ?? node;
  const parts = children(node).filter((one) => !one.equals(body));
  const [first] = parts;
  if (walked(context, node, previousOf(node)) || walkedFreem(context, node)) return;
  if (overSomeP(context, node, body)) return;
  if (first?.type === 'range_clause') {
    ranges(context, first, body);
    return;
  }
  const clause = first?.type === 'for_clause' ? first : undefined;
  const condition = clause === undefined ? first : clause.childForFieldName('condition');
  const { scope } = frame;
  frame.scope = [...scope, new Map<string, Binding>()];
  const initializer = clause?.childForFieldName('initializer');
  if (initializer !== null && initializer !== undefined) run(context, initializer);
  const [top, inside, next, done] = [out.label(), out.label(), out.label(), out.label()];
  out.here(top);
  if (condition !== null && condition !== undefined) test(context, condition, inside, done);
  out.here(inside);
  frame.loops.push({ next, done });
  context.block(body);
  frame.loops.pop();
  out.here(next);
  const update = clause?.childForFieldName('update');
  if (update !== null && update !== undefined) run(context, update);
  out.jump(top);
  out.here(done);
  frame.scope = scope;
}

const previousOf = (node: Node): Node | null => {
  let before = node.previousNamedSibling;
  while (before?.type === 'comment') before = before.previousNamedSibling;
  return before;
};

/**
 * One round over the slots of a generation, since experiments are left out; one for each generation over all slots; none over
 * arguments that are not given.
 */
function ranges(context: Context, clause: Node, body: Node): void {
  const over = valueOf(context, clause.childForFieldName('right') ?? clause);
  if (over.kind === 'tuple' && over.items.length === 0) return;
  if (over.kind === 'noted') {
    overNoted(context, sides(clause).left[1]?.text, body);
    return;
  }
  if (over.kind === 'ps' || (over.kind === 'path' && over.place === 'allp')) {
    const each = { name: sides(clause).left[1]?.text, body };
    if (over.kind === 'ps') overPs(context, over, each);
    else overAllPs(context, each);
    return;
  }
  if (over.kind === 'path' && over.place === 'm.trace.buf')
    for (const parity of [0, 1])
      rangesOnce(context, clause, body, parity, path('m.trace.buf[]', [...over.of, { lit: parity }]));
  else if (over.kind === 'path' && over.place === 'm.trace.buf[]')
    rangesOnce(context, clause, body, 0, path('m.trace.buf[][]', [...over.of, { lit: 0 }]));
  else context.refuse(clause, 'ranges over something that the reader does not know');
}

function rangesOnce(context: Context, clause: Node, body: Node, key: number, element: Value): void {
  const { left } = sides(clause);
  const { out, frame } = context;
  const { scope } = frame;
  frame.scope = [...scope, new Map<string, Binding>()];
  if (left[0] !== undefined) context.bind(left[0].text, literal(key));
  if (left[1] !== undefined) context.bind(left[1].text, declared(context, clause, left[1].text, element));
  const done = out.label();
  frame.loops.push({ next: done, done });
  context.block(body);
  frame.loops.pop();
  out.here(done);
  frame.scope = scope;
}
