/** Expressions of the tree: values, loads in the order of evaluation, and conditions as branches. */
import type { Node } from 'web-tree-sitter';
import { fold } from '../../model/index.ts';
import type { Expr, Operator } from '../../model/index.ts';
import { children } from '../go-source.ts';
import type { Context } from './context.ts';
import type { Label } from './emitter.ts';
import { callOf } from './calls.ts';
import { constantOf } from './constants.ts';
import { fieldOfG, isInertOfM, isTable, ownM } from './scheduler/calls.ts';
import { isEventName, schedulerConstant } from './scheduler/names.ts';
import { isPointerField } from './scheduler/counted.ts';
import { fieldOfP, lengthOfAllp, partOfAllp } from './scheduler/procs.ts';
import { fieldOfThread } from './scheduler/syscalls.ts';
import { tokenState } from './scheduler/tokens.ts';
import { exprOf, loaded, zeroOf } from './variables.ts';
import { literal, nil, opaque, path, scalar, truth } from './values.ts';
import type { Value } from './values.ts';

/** Roots of what is shared, named in the table of places or known as a lock. */
const roots = new Set([
  'trace',
  'sched',
  'debug',
  'allm',
  'worldsema',
  'traceAdvanceSema',
  'traceShutdownSema',
  'tracing',
]);

export function valueOf(context: Context, node: Node): Value {
  switch (node.type) {
    case 'parenthesized_expression':
      return context.valueOf(context, only(node));
    case 'true':
    case 'false':
      return truth(node.type === 'true');
    case 'nil':
      return nil;
    case 'int_literal':
      return literal(Number(node.text));
    case 'interpreted_string_literal':
      return opaque;
    case 'func_literal':
      return { kind: 'closure', literal: node };
    case 'identifier':
      return ofName(context, node);
    case 'selector_expression':
      return ofSelector(context, node);
    case 'index_expression':
      return ofIndex(context, node);
    case 'slice_expression':
      return ofSlice(context, node);
    case 'unary_expression':
      return ofUnary(context, node);
    case 'binary_expression':
      return ofBinary(context, node);
    case 'composite_literal':
      return ofComposite(context, node);
    case 'call_expression':
      return callOf(context, node);
    case 'variadic_argument':
      return context.valueOf(context, only(node));
    default:
      return context.refuse(node, 'is an expression that the reader does not follow');
  }
}

const only = (node: Node): Node => children(node)[0] ?? node;

function field(node: Node, name: string): Node {
  return node.childForFieldName(name) ?? node;
}

function ofName(context: Context, node: Node): Value {
  const bound = context.lookUp(node.text);
  if (bound !== undefined) return bound.value;
  if (roots.has(node.text) || ((context.hasPs || context.hasSyscalls) && node.text === 'allp'))
    return path(node.text);
  if (context.hasPs && node.text === 'gomaxprocs') return lengthOfAllp(context, node, 'len');
  const constant =
    (context.scheduler ? schedulerConstant(node.text) : undefined) ?? constantOf(context.source, node.text);
  return constant ?? context.refuse(node, 'is a name that the table does not know');
}

function ofSelector(context: Context, node: Node): Value {
  const operand = field(node, 'operand');
  const name = field(node, 'field').text;
  if (operand.type === 'identifier' && context.lookUp(operand.text) === undefined) {
    const constant =
      (context.scheduler ? schedulerConstant(node.text) : undefined) ?? constantOf(context.source, node.text);
    if (context.scheduler && constant === opaque && isEventName(node.text))
      return context.refuse(node, 'is an event of which nobody has said what it is to a reader of statuses');
    if (constant !== undefined) return constant;
  }
  return selected(context, node, context.valueOf(context, operand), name);
}

/** A field of a value, which may be one of something embedded. */
function selected(context: Context, node: Node, of: Value, name: string): Value {
  if (of.kind === 'path' && of.place === 'trace' && context.scheduler && isTable(name)) return opaque;
  // What sysmon keeps of a P for itself.
  if (context.hasSyscalls && of.kind === 'pointer' && of.to === opaque) return opaque;
  if (of === tokenState) return name === 'inSweep' ? truth(false) : opaque;
  // No sweep is under way.
  if (of.kind === 'path' && of.place === 'p.trace' && name === 'inSweep') return truth(false);
  if (of.kind === 'path') {
    return isPointer(of)
      ? selected(context, node, loaded(context, node, of), name)
      : path(`${of.place}.${name}`, of.of);
  }
  if (of.kind === 'scalar' && of.type === 'g') {
    context.notNil(of.expr);
    return (
      fieldOfG(context, of.expr, name) ??
      context.refuse(node, 'is a field of a G that the reader does not know')
    );
  }
  if (of.kind === 'scalar' && of.type === 'p') {
    context.notNil(of.expr);
    return (
      fieldOfP(context, of.expr, name) ??
      context.refuse(node, 'is a field of a P that the reader does not know')
    );
  }
  if (of.kind === 'scalar' && of.type === 'm') {
    const ofThread = context.hasSyscalls ? fieldOfThread(context, of.expr, name) : undefined;
    if (ofThread !== undefined) {
      context.notNil(of.expr);
      return ofThread;
    }
    // The part about Gs has no Ps, and the other way round.
    if (context.scheduler && name === (context.hasPs ? 'curg' : 'p')) return nil;
    context.notNil(of.expr);
    if (context.scheduler && isInertOfM(name)) return opaque;
    return path(`m.${name}`, [of.expr]);
  }
  if (of.kind === 'buffer') {
    context.notNil(of.b);
    return path(`buf.${name}`, [of.m, of.b]);
  }
  if (of.kind === 'struct') {
    // The M of a locker is the one that acquired it.
    const isOwn = context.scheduler && (context.hasPs || context.kind !== 'caller');
    if (isOwn && of.type === 'traceLocker' && name === 'mp') return ownM(context);
    const own = of.fields.get(name);
    if (own !== undefined) return own;
    const inner = [...of.fields.values()].find((one) => one.kind === 'struct' && one.fields.has(name));
    if (inner?.kind === 'struct') return selected(context, node, inner, name);
    const buffer = of.fields.get('traceBuf');
    if (buffer !== undefined) return selected(context, node, buffer, name);
  }
  return context.refuse(node, 'selects from something that the reader does not follow');
}

const isPointer = (at: { readonly place: string }): boolean =>
  ['trace.empty', 'm.trace.buf[][]', 'm.curg'].includes(at.place) || isPointerField(at);

function ofIndex(context: Context, node: Node): Value {
  const of = context.valueOf(context, field(node, 'operand'));
  if (of.kind === 'opaque') return opaque;
  if (of.kind !== 'path') return context.refuse(node, 'indexes something that the reader does not follow');
  const index = field(node, 'index');
  const one = exprOf(context, index, context.valueOf(context, index)).expr;
  if (of.place === 'allp') return scalar(fold('+', [one, { lit: 1 }]), 'p');
  // Up to 1.23 an M has one stream of events.
  if (of.place === 'm.trace.buf' && hasOneStream(context))
    return path('m.trace.buf[][]', [...of.of, one, { lit: 0 }]);
  return path(`${of.place}[]`, [...of.of, one]);
}

/** A slot of an M holds a buffer, and not one for each experiment. */
const hasOneStream = ({ source }: Context): boolean =>
  source.structs.get('mTraceState')?.fields.get('buf')?.type === '[2]*traceBuf';

/** The bytes of a buffer: whether there are any is all that matters. */
function ofSlice(context: Context, node: Node): Value {
  const of = context.valueOf(context, field(node, 'operand'));
  if (of.kind === 'path' && of.place === 'buf.arr') return truth(true);
  if (of.kind === 'path' && of.place === 'allp') return partOfAllp(context, node);
  return context.refuse(node, 'slices something else than the bytes of a buffer');
}

function ofUnary(context: Context, node: Node): Value {
  const operand = field(node, 'operand');
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (operator === '^' && context.valueOf(context, operand).kind === 'scalar')
    return literal(Infinity, 'gen');
  const value = context.valueOf(context, operand);
  if (operator === '&') return { kind: 'pointer', to: value };
  if (operator === '*' && value.kind === 'pointer') return value.to;
  if (operator === '!') return scalar(fold('!', [exprOf(context, node, value).expr]), 'bool');
  if (operator === '-') return scalar(fold('minus', [exprOf(context, node, value).expr]), 'int');
  return context.refuse(node, 'has an operator that the reader does not know');
}

const operators: ReadonlySet<string> = new Set(['+', '-', '*', '%', '==', '!=', '<', '<=', '>', '>=']);

function ofBinary(context: Context, node: Node): Value {
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (operator === '&&' || operator === '||') return ofShortCircuit(context, node);
  if ((operator === '&^' || (operator === '|' && context.hasSyscalls)) && context.scheduler)
    return withoutBit(context, node);
  if (!operators.has(operator)) return context.refuse(node, 'has an operator that the reader does not know');
  const [a, b] = [field(node, 'left'), field(node, 'right')].map((side) => {
    const value = loaded(context, side, context.valueOf(context, side));
    return value.kind === 'buffer' ? scalar(value.b, 'buf') : value;
  });
  if ((operator === '==' || operator === '!=') && a?.kind === 'pointer' && b?.kind === 'nil')
    return truth(operator === '!=');
  const left = exprOf(context, node, a ?? nil);
  const right = exprOf(context, node, b ?? nil);
  // A generation of the model is never the last one before the counter comes round.
  if ((operator === '==' || operator === '!=') && isSure(context, left.expr, right.expr))
    return truth(operator === '!=');
  const isLast = [left.expr, right.expr].some((one) => 'lit' in one && one.lit === Infinity);
  if (isLast && (operator === '==' || operator === '!=')) return truth(operator === '!=');
  const isTruth = !['+', '-', '*', '%'].includes(operator);
  const type = isTruth ? 'bool' : operator === '%' ? 'int' : left.type === 'int' ? right.type : left.type;
  // Sound because `operators` has only such.
  return scalar(fold(operator as Operator, [left.expr, right.expr]), type);
}

/** `status &^ _Gscan`: the scan bit is never set between steps. */
function withoutBit(context: Context, node: Node): Value {
  const bit = context.valueOf(context, field(node, 'right'));
  if (bit.kind !== 'scalar' || !('lit' in bit.expr) || bit.expr.lit !== 0)
    return context.refuse(node, 'clears a bit that the model does not have');
  return loaded(context, node, context.valueOf(context, field(node, 'left')));
}

/** A pointer that cannot be nil is compared with nil. */
const isSure = (context: Context, a: Expr, b: Expr): boolean =>
  context.scheduler &&
  [
    [a, b],
    [b, a],
  ].some(
    ([one, other]) =>
      one !== undefined &&
      other !== undefined &&
      'local' in one &&
      context.sure.has(one.local) &&
      'lit' in other &&
      other.lit === 0,
  );

/** The value of `a && b` or `a || b`: a local that either way is set to. */
function ofShortCircuit(context: Context, node: Node): Value {
  const { out } = context;
  const [yes, no, after] = [out.label(), out.label(), out.label()];
  const to = out.local('either', 'bool');
  test(context, node, yes, no);
  out.here(yes);
  out.emit({ op: 'set', to, is: { lit: 1 } });
  out.jump(after);
  out.here(no);
  out.emit({ op: 'set', to, is: { lit: 0 } });
  out.here(after);
  return scalar({ local: to }, 'bool');
}

/** Goes on at `yes` or `no`, as the condition says; which, where that is fixed. */
export function test(context: Context, node: Node, yes: Label, no: Label): boolean | undefined {
  const { out } = context;
  const operator = node.childForFieldName('operator')?.text;
  if (node.type === 'parenthesized_expression') {
    return test(context, only(node), yes, no);
  } else if (node.type === 'unary_expression' && operator === '!') {
    const inner = test(context, field(node, 'operand'), no, yes);
    return inner === undefined ? undefined : !inner;
  } else if (node.type === 'binary_expression' && (operator === '&&' || operator === '||')) {
    const second = out.label();
    const left =
      operator === '&&'
        ? test(context, field(node, 'left'), second, no)
        : test(context, field(node, 'left'), yes, second);
    // What is never evaluated is not read where a part has no Ps, of which it would speak.
    if (context.scheduler && left === (operator === '||')) return left;
    out.here(second);
    const right = test(context, field(node, 'right'), yes, no);
    return left === undefined && right !== (operator === '||') ? undefined : right;
  } else {
    const { expr } = exprOf(context, node, context.valueOf(context, node));
    out.branch(expr, yes, no);
    return 'lit' in expr ? expr.lit !== 0 : undefined;
  }
}

function ofComposite(context: Context, node: Node): Value {
  const type = field(node, 'type').text;
  const shape = zeroOf(context, type);
  if (shape.kind !== 'struct') return opaque;
  const fields = new Map(shape.fields);
  const names = [...fields.keys()];
  children(field(node, 'body')).forEach((element, index) => {
    const key = element.childForFieldName('key')?.text ?? names[index] ?? '';
    const given = only(element.childForFieldName('value') ?? element);
    const value = loaded(context, given, context.valueOf(context, given));
    if (!fields.has(key)) context.refuse(element, `sets a field that ${type} does not have`);
    fields.set(key, value);
  });
  return { ...shape, fields };
}
