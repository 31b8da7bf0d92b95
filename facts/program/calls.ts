/** Calls: inlined where the tree has the function, except for what the tables know as a whole. */
import type { Node } from 'web-tree-sitter';
import { UnrecognizedShape } from '../errors.ts';
import { callsIn, children } from '../go-source.ts';
import type { GoFunction } from '../go-source.ts';
import type { Context } from './context.ts';
import { driverWord } from './driver-words.ts';
import { inline, prologue } from './inline.ts';
import { isKnownBody } from './known-shapes.ts';
import { atomicCall, bufferCall, isUnit, queueCall, runtimeCall } from './known-calls.ts';
import { readsSamples, sampleMethod } from './samples.ts';
import { schedulerCall, tracerMethod } from './scheduler/calls.ts';
import { isPointerField } from './scheduler/counted.ts';
import { lengthOfAllp } from './scheduler/procs.ts';
import { atomicFunction } from './scheduler/syscalls.ts';
import { tokenCall, tokenState } from './scheduler/tokens.ts';
import { assign, loaded } from './variables.ts';
import { isResource, literal, nil, scalar, truth } from './values.ts';
import type { Value } from './values.ts';

const conversions = /^(u?int(8|16|32|64|ptr)?|byte|traceArg)$/;

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
  if (context.hasPs && args[0]?.text === 'allp' && (name === 'len' || name === 'cap'))
    return lengthOfAllp(context, node, name);
  if (name === 'len') return lengthOf(context, node, context.valueOf(context, args[0] ?? node));
  const helper = context.frame.fn.file === '' ? context.helpers.get(name) : undefined;
  if (helper !== undefined) return inline(context, node, helper, undefined, args);
  if (context.frame.fn.file === '' && name === 'acquiredByGrowth')
    return inline(context, node, acquireOfGrowth(context), undefined, []);
  const known = context.frame.fn.file === '' ? driverWord(context, name, args) : undefined;
  const ofScheduler = context.scheduler ? schedulerCall(context, node, name, args) : undefined;
  const value =
    known ?? ofScheduler ?? runtimeCall(context, node, name, args) ?? readsSamples(context, node, name, args);
  if (value !== undefined) return value;
  const fn = context.source.functions.get(name);
  if (fn === undefined)
    return context.refuse(node, 'calls a function that neither the tree nor the table has');
  return inline(context, node, fn, undefined, args);
}

/** How stackalloc and stackfree, which newstack's copystack calls, open their sections. */
function acquireOfGrowth(context: Context): GoFunction {
  const names = ['stackalloc', 'stackfree'].flatMap((name) => {
    const body = context.source.functions.get(name)?.body;
    return body === undefined
      ? []
      : callsIn(body).map((call) => call.childForFieldName('function')?.text ?? '');
  });
  const [name, ...others] = new Set(names.filter((one) => /^trace(Try)?Acquire$/.test(one)));
  const fn = context.source.functions.get(name ?? '');
  if (fn !== undefined && others.length === 0) return fn;
  const place = context.source.functions.get('stackfree') ?? { file: 'stack.go', line: 1 };
  throw new UnrecognizedShape(
    'stackfree',
    place,
    'it opens its section otherwise than stackalloc, or neither does',
  );
}

/** Calls a function of the drivers in place of what a statement of the tree calls: it is on a stack of its own. */
export function callHelper(context: Context, node: Node, name: string, given: readonly Value[] = []): void {
  const helper = context.helpers.get(name);
  if (helper === undefined) context.refuse(node, `stands for ${name}, which the drivers of the part lack`);
  const { systemStack, closures } = context;
  context.systemStack = context.kind !== 'own';
  context.closures = 0;
  inline(context, node, helper, undefined, [], given);
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
  if (context.hasSyscalls && operand.text === 'atomic' && context.lookUp('atomic') === undefined)
    return atomicFunction(context, node, name, args);
  const of = context.valueOf(context, operand);
  const sampled = sampleMethod(context, node, of, name, args);
  if (sampled !== undefined) return sampled;
  if (of.kind === 'path' && isResource(of)) {
    const names = [`${of.place.slice(0, 1)}TraceState.${name}`, `traceSchedResourceState.${name}`];
    const fn = names.map((one) => context.source.functions.get(one)).find((one) => one !== undefined);
    if (fn === undefined) return context.refuse(node, 'calls a method that the reader cannot resolve');
    return inline(context, node, fn, of, args);
  }
  if (of.kind === 'opaque' && context.scheduler && /^isWaitingFor(GC|SuspendG)$/.test(name))
    return truth(false);
  const ofToken = of === tokenState ? tokenCall(name) : undefined;
  if (ofToken !== undefined) return ofToken;
  const isPointer = of.kind === 'path' ? isPointerField(of) : of.kind === 'nil' || of.kind === 'scalar';
  if (isPointer && name === 'ptr') return of;
  if (of.kind === 'path') {
    const known =
      of.place === 'trace.full[]'
        ? queueCall(context, node, of, name, args)
        : atomicCall(context, node, of, name, args);
    return known ?? context.refuse(node, `calls a method of ${of.place} that the table does not know`);
  }
  const found = methodOf(context, of, name);
  const taken =
    context.scheduler && found?.receiver.kind === 'struct'
      ? tracerMethod(context, node, found.receiver, { fn: found.fn, name }, args)
      : undefined;
  if (taken !== undefined) return taken;
  if (found === undefined) return context.refuse(node, 'calls a method that the reader cannot resolve');
  if (found.receiver.kind === 'buffer' && isUnit(name)) prologue(context, found.fn);
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
  const type =
    of.kind === 'struct' || of.kind === 'scalar' ? of.type : of.kind === 'buffer' ? 'traceBuf' : '';
  const fn = context.source.functions.get(`${type}.${name}`);
  if (fn !== undefined) return { fn, receiver: of };
  const embedded = of.kind === 'struct' ? [...of.fields.values()] : [];
  for (const one of embedded) {
    const found = methodOf(context, one, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A return statement: its values, and on to the end of the function. */
export function returns(context: Context, node: Node): void {
  if (context.closures > context.frame.closures) context.refuse(node, 'returns from inside systemstack');
  const { result, returns: loops } = context.frame;
  const next = loops.at(-1);
  if (next !== undefined && children(node).length === 0) {
    context.out.jump(next);
    return;
  }
  if (next !== undefined)
    context.refuse(node, 'returns a value from a function that is called again and again');
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
