/** Calls: inlined where the tree has the function, except for what the tables know as a whole. */
import type { Node } from 'web-tree-sitter';
import { children } from '../go-source.ts';
import type { GoFunction } from '../go-source.ts';
import { assignedIn, statementsOf } from './context.ts';
import type { Binding, Context, LeftOut } from './context.ts';
import { UnrecognizedShape } from '../errors.ts';
import { driverWord } from './driver-words.ts';
import { isKnownBody, reasonOf } from './known-shapes.ts';
import { atomicCall, bufferCall, isUnit, queueCall, runtimeCall } from './known-calls.ts';
import { assign, copied, declared, loaded, variable, zeroOf } from './variables.ts';
import { literal, nil, opaque, scalar } from './values.ts';
import type { Value } from './values.ts';

const conversions = /^(u?int(8|16|32|64|ptr)?|byte|traceArg)$/;

/** Deeper than any chain of calls in the tracer: a function that calls itself. */
const DEPTH_MAX = 24;

export function callOf(context: Context, node: Node): Value {
  const called = node.childForFieldName('function') ?? node;
  const args = children(node.childForFieldName('arguments') ?? node);
  if (called.type === 'parenthesized_expression') return context.valueOf(context, args[0] ?? node);
  if (called.type === 'selector_expression') return methodCall(context, node, called, args);
  const name = called.text;
  if (called.type !== 'identifier')
    return context.refuse(node, 'calls something that the reader cannot resolve');
  if (context.lookUp(name) !== undefined) return context.refuse(node, 'calls a function variable');
  if (conversions.test(name)) return context.valueOf(context, args[0] ?? node);
  if (name === 'len') return lengthOf(context, node, context.valueOf(context, args[0] ?? node));
  const helper = context.frame.fn.file === '' ? context.helpers.get(name) : undefined;
  if (helper !== undefined) return inline(context, node, helper, undefined, args);
  const known = context.frame.fn.file === '' ? driverWord(context, name, args) : undefined;
  const value = known ?? runtimeCall(context, node, name, args);
  if (value !== undefined) return value;
  const fn = context.source.functions.get(name);
  if (fn === undefined)
    return context.refuse(node, 'calls a function that neither the tree nor the table has');
  return inline(context, node, fn, undefined, args);
}

/** Calls a function of the drivers in place of what a statement of the tree calls: it is on a stack of its own. */
export function callHelper(context: Context, node: Node, name: string): void {
  const helper = context.helpers.get(name);
  if (helper === undefined) context.refuse(node, `stands for ${name}, which the drivers of the part lack`);
  const { systemStack, closures } = context;
  context.systemStack = context.kind !== 'own';
  context.closures = 0;
  inline(context, node, helper, undefined, []);
  context.systemStack = systemStack;
  context.closures = closures;
}

function lengthOf(context: Context, node: Node, of: Value): Value {
  if (of.kind === 'tuple') return literal(of.items.length);
  if (of.kind === 'path' && of.place === 'buf.arr') return scalar({ bound: 'capacity' }, 'int');
  return context.refuse(node, 'is a length that the model does not have');
}

function methodCall(context: Context, node: Node, called: Node, args: readonly Node[]): Value {
  const name = called.childForFieldName('field')?.text ?? '';
  const operand = called.childForFieldName('operand') ?? called;
  const of = context.valueOf(context, operand);
  if (of.kind === 'path') {
    const known =
      of.place === 'trace.full[]'
        ? queueCall(context, node, of, name, args)
        : atomicCall(context, node, of, name, args);
    return known ?? context.refuse(node, `calls a method of ${of.place} that the table does not know`);
  }
  const found = methodOf(context, of, name);
  if (found === undefined) return context.refuse(node, 'calls a method that the reader cannot resolve');
  if (found.receiver.kind === 'buffer' && isUnit(name)) entry(context, found.fn);
  const known =
    found.receiver.kind === 'buffer' ? bufferCall(context, node, found.receiver, name) : undefined;
  if (known !== undefined) {
    if (!isKnownBody(found.fn))
      context.refuse(node, `calls ${found.fn.name}, whose body is none of the known ones`);
    return known;
  }
  return inline(context, node, found.fn, found.receiver, args);
}

/** The method of that name, which may be one of something embedded. */
function methodOf(
  context: Context,
  of: Value,
  name: string,
): { fn: GoFunction; receiver: Value } | undefined {
  const type = of.kind === 'struct' ? of.type : of.kind === 'buffer' ? 'traceBuf' : '';
  const fn = context.source.functions.get(`${type}.${name}`);
  if (fn !== undefined) return { fn, receiver: of };
  const embedded = of.kind === 'struct' ? [...of.fields.values()] : [];
  for (const one of embedded) {
    const found = methodOf(context, one, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Acquire and release, and what runs between writer() and end(), where a nested section would do most harm. */
const acquiring: ReadonlySet<string> = new Set(['traceAcquire', 'traceAcquireEnabled', 'traceRelease']);

/** Reads the body of the function in place of the call. */
function inline(
  context: Context,
  node: Node,
  fn: GoFunction,
  receiver: Value | undefined,
  args: readonly Node[],
): Value {
  if (context.frames.length > DEPTH_MAX) context.refuse(node, 'calls itself');
  const given = args.map((arg) => loaded(context, arg, context.valueOf(context, arg)));
  const { out } = context;
  const caller = { fn: out.fn, line: out.line };
  if (fn.name === 'traceLocker.writer') context.writing = true;
  entry(context, fn);
  const end = out.label();
  const leftOut = context.leftOut.length;
  context.frames.push({
    fn,
    assigned: assignedIn(fn.body),
    scope: [new Map<string, Binding>()],
    end,
    result: undefined,
    loops: [],
    closures: context.closures,
    walk: undefined,
    labels: new Map(),
  });
  const declaration = fn.body.parent ?? fn.body;
  const receiverName = parameters(declaration, 'receiver')[0];
  if (receiver !== undefined && receiverName !== undefined)
    context.bind(receiverName.name, declared(context, fn.body, receiverName.name, receiver));
  const names = parameters(declaration, 'parameters');
  names.forEach(({ name, variadic }, index) => {
    const value: Value = variadic ? { kind: 'tuple', items: given.slice(index) } : (given[index] ?? opaque);
    context.bind(name, variadic ? value : declared(context, fn.body, name, value));
  });
  context.frame.result = resultsOf(context, declaration);
  for (const statement of statementsOf(fn.body)) context.run(context, statement);
  out.here(end);
  sameLeftOut(context, fn, context.leftOut.slice(leftOut));
  const { result } = context.frame;
  context.frames.pop();
  if (fn.name === 'traceWriter.end') context.writing = false;
  out.fn = caller.fn;
  out.line = caller.line;
  return result ?? opaque;
}

/** The prologue, where a stack may grow, and where a step begins on the write path. */
function entry(context: Context, fn: GoFunction): void {
  const { out, kind } = context;
  if (kind !== 'own' && kind !== 'growth') return;
  const grows = !fn.neverGrows && !context.systemStack;
  if (!grows && !acquiring.has(fn.name) && (!context.writing || insideSystemStack(context))) return;
  out.fn = fn.name;
  out.line = fn.line;
  out.emit({ op: 'entry', begins: true, grows });
}

/**
 * What is no part of the programs is known where it stands, but a statement that is gone leaves no trace there. So what a function
 * leaves out has to be what it leaves out in some release, the order apart.
 */
function sameLeftOut(context: Context, fn: GoFunction, leftOut: readonly LeftOut[]): void {
  const here = leftOut.filter((one) => one.fn === fn.name).map(({ shape }) => shape);
  const sorted = here.toSorted().join(' ');
  context.leftOutOf.push([fn.name, sorted]);
  const known = context.known === null ? [sorted] : (context.known[fn.name] ?? ['']);
  if (known.includes(sorted)) return;
  const nearest = known
    .map((one) => one.split(' ').filter((shape) => !here.includes(shape)))
    .toSorted((a, b) => a.length - b.length)[0];
  const [gone] = nearest ?? [];
  const why = gone === undefined ? undefined : reasonOf(fn.name, gone);
  throw new UnrecognizedShape(
    fn.name,
    fn,
    why === undefined
      ? 'a statement that is no part of the steps stands there more often than in any release'
      : `it lacks a statement that every known release has (${why})`,
  );
}

/** Inside `systemstack`, of a thread that is not on the system stack anyway. */
const insideSystemStack = (context: Context): boolean => context.closures > 0;

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly variadic: boolean;
}

function parameters(declaration: Node, list: 'receiver' | 'parameters' | 'result'): readonly Parameter[] {
  const node = declaration.childForFieldName(list);
  if (node === null) return [];
  if (node.type !== 'parameter_list') return [{ name: '', type: node.text, variadic: false }];
  return children(node).flatMap((one) => {
    const type = one.childForFieldName('type')?.text ?? one.text;
    const names = one.childrenForFieldName('name').filter((name) => name !== null);
    const variadic = one.type === 'variadic_parameter_declaration';
    return (names.length === 0 ? [''] : names.map((name) => name.text)).map((name) => ({
      name,
      type,
      variadic,
    }));
  });
}

/** Variables for what the function returns, under their names where they have such. */
function resultsOf(context: Context, declaration: Node): Value | undefined {
  const items = parameters(declaration, 'result').map(({ name, type }) => {
    if (name === '') return variable(context, 'result', zeroOf(context, type));
    const value = copied(context, declaration, name, zeroOf(context, type));
    context.bind(name, value);
    return value;
  });
  return items.length < 2 ? items[0] : { kind: 'tuple', items };
}

/** A return statement: its values, and on to the end of the function. */
export function returns(context: Context, node: Node): void {
  if (context.closures > context.frame.closures) context.refuse(node, 'returns from inside systemstack');
  const { result } = context.frame;
  const given = children(node).flatMap((list) => children(list));
  const values = given.map((one) => loaded(context, one, context.valueOf(context, one)));
  if (result !== undefined && values.length > 0) {
    const targets = result.kind === 'tuple' ? result.items : [result];
    const sources = values.length === 1 && values[0]?.kind === 'tuple' ? values[0].items : values;
    targets.forEach((target, index) => {
      assign(context, node, target, sources[index] ?? nil);
    });
  }
  context.out.jump(context.frame.end);
}
