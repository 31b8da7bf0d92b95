/** Calls that are not inlined: atomics, locks and semaphores, the queues, the bytes of a buffer. */
import type { Node } from 'web-tree-sitter';
import type { Access, Expr } from '../../model/index.ts';
import { isOfM, places } from '../../model/index.ts';
import type { Binding, Context } from './context.ts';
import { statementsOf } from './context.ts';
import { parks, swapped } from './parking.ts';
import { countsPs, isPointerField } from './scheduler/counted.ts';
import { exprOf, loaded } from './variables.ts';
import { literal, opaque, scalar, truth } from './values.ts';
import type { Value } from './values.ts';

/** Stores a value, which needs a rule for this kind of thread. */
export function store(context: Context, node: Node, to: Access, value: Value): void {
  const place = Object.hasOwn(places, to.place) ? places[to.place] : undefined;
  if (place?.store[context.kind] === undefined)
    context.refuse(node, `stores ${to.place}, which the table of places does not know here`);
  const from = loaded(context, node, value);
  const is = from.kind === 'buffer' ? from.b : exprOf(context, node, from).expr;
  context.out.emit({ op: 'store', to: { place: to.place, of: to.of }, is });
}

/** Methods of sync/atomic's types. */
export function atomicCall(
  context: Context,
  node: Node,
  of: Access & Value,
  name: string,
  args: readonly Node[],
): Value | undefined {
  const [first] = args;
  const given = (): Value => (first === undefined ? opaque : context.valueOf(context, first));
  if (name === 'Load') return loaded(context, node, of);
  if (name === 'Store') {
    const value = loaded(context, node, given());
    context.at(node);
    store(context, node, of, value);
    return opaque;
  }
  if (name === 'CompareAndSwapNoWB') return swapped(context, node, of, args);
  if (name === 'set' && isPointerField(of)) {
    store(context, node, of, given());
    return opaque;
  }
  if (name === 'Add') return added(context, node, of, given());
  if (name === 'CompareAndSwap' && args.length === 2) {
    const [was, is] = args.map((arg) => exprOf(context, arg, context.valueOf(context, arg)).expr);
    return was === undefined || is === undefined ? undefined : swap(context, node, of, was, is);
  }
  return undefined;
}

/** One compare-and-swap: whether it has stored. */
export function swap(context: Context, node: Node, to: Access, was: Expr, is: Expr): Value {
  const place = Object.hasOwn(places, to.place) ? places[to.place] : undefined;
  if (place?.store[context.kind] === undefined)
    context.refuse(node, `swaps ${to.place}, which the table of places does not know here`);
  context.at(node);
  const ok = context.fresh('swapped', 'bool');
  context.out.emit({ op: 'swap', at: { place: to.place, of: to.of }, was, is, to: ok });
  return scalar({ local: ok }, 'bool');
}

/** What an addition gives is not followed: no release looks at it but in a debug build. */
export function added(context: Context, node: Node, to: Access, by: Value): Value {
  const place = Object.hasOwn(places, to.place) ? places[to.place] : undefined;
  if (place?.store[context.kind] === undefined || !['count', 'parity', 'seq'].includes(place.type))
    context.refuse(node, `adds to ${to.place}, which the table of places does not know here`);
  if (by.kind !== 'scalar' || !('lit' in by.expr))
    return context.refuse(node, 'adds something that is not fixed');
  context.out.emit({ op: 'add', to: { place: to.place, of: to.of }, is: by.expr.lit });
  return opaque;
}

/** The queue of full buffers of a generation, by Ms. */
export function queueCall(
  context: Context,
  node: Node,
  { of }: Access,
  name: string,
  args: readonly Node[],
): Value | undefined {
  const { out } = context;
  // Buffers are the core's question.
  if (name === 'empty' && context.scheduler) return truth(true);
  if (name === 'empty') {
    const to = context.fresh('empty', 'bool');
    out.emit({ op: 'call', name: 'queueEmpty', of, to: [to] });
    return scalar({ local: to }, 'bool');
  }
  if (name === 'pop') {
    const [m, b] = [context.fresh('popped.m', 'm'), context.fresh('popped', 'buf')];
    out.emit({ op: 'call', name: 'pop', of, to: [m, b] });
    return { kind: 'buffer', m: { local: m }, b: { local: b } };
  }
  const pushed = args[0] === undefined ? opaque : loaded(context, node, context.valueOf(context, args[0]));
  if (name !== 'push' || pushed.kind !== 'buffer') return undefined;
  out.emit({ op: 'call', name: 'push', of: [...of, pushed.m, pushed.b] });
  return opaque;
}

/** Bytes: a unit for the kind of an event, and one for its number. What they say is left out. */
export function bufferCall(
  context: Context,
  node: Node,
  of: Extract<Value, { kind: 'buffer' }>,
  name: string,
): Value | undefined {
  const unit = isUnit(name) ? (name === 'byte' ? 'firstUnit' : 'secondUnit') : undefined;
  if (unit !== undefined) {
    context.notNil(of.b);
    context.at(node);
    context.out.emit({ op: 'call', name: unit, of: [of.m, of.b] });
    return opaque;
  }
  return name === 'varintAt' || name === 'varintReserve' ? opaque : undefined;
}

export const isUnit = (name: string): boolean => name === 'byte' || name === 'varint';

const locks: Readonly<Record<string, 'lock' | 'inside'>> = {
  'trace.lock': 'lock',
  'sched.lock': 'lock',
  tracing: 'lock',
  traceAdvanceSema: 'lock',
  worldsema: 'lock',
  traceShutdownSema: 'inside',
};
const taking = new Set(['lock', 'semacquire']);
const giving = new Set(['unlock', 'semrelease', 'semrelease1']);

/** Functions of the runtime, by name. Undefined for one to be inlined. */
export function runtimeCall(
  context: Context,
  node: Node,
  name: string,
  args: readonly Node[],
): Value | undefined {
  const { out } = context;
  if (taking.has(name) || giving.has(name)) {
    const of = args[0] === undefined ? opaque : context.valueOf(context, args[0]);
    if (of.kind !== 'pointer' || of.to.kind !== 'path')
      return context.refuse(node, 'takes or gives a lock that the reader cannot follow');
    const takes = taking.has(name);
    const { place, of: index } = of.to;
    if (place === 'trace.doneSema[]') {
      out.emit({ op: 'call', name: takes ? 'semacquire' : 'semrelease', of: index });
      return opaque;
    }
    const kind = Object.hasOwn(locks, place) ? locks[place] : undefined;
    if (kind === undefined) return context.refuse(node, 'takes or gives a lock that the table does not know');
    const word = `${takes ? 'lock' : 'unlock'}${kind === 'inside' ? 'Inside' : ''}`;
    out.emit({ op: 'call', name: word, lock: place, of: [] });
    return opaque;
  }
  switch (name) {
    case 'systemstack':
      return onSystemStack(context, node, args[0]);
    case 'acquirem':
    case 'releasem':
      return heldM(context, name === 'acquirem' ? 1 : -1);
    case 'stopTheWorld':
      out.emit({ op: 'call', name: 'lock', lock: 'worldsema', of: [] });
      if (context.hasPs) out.emit({ op: 'call', name: 'lock', lock: 'the stopped world', of: [] });
      out.emit({ op: 'call', name: 'stopTheWorld', of: [] });
      if (context.kind === 'gomaxprocs') countsPs(context);
      return opaque;
    case 'startTheWorld':
      if (context.hasPs && context.kind !== 'gomaxprocs') out.emit({ op: 'call', name: 'idlePs', of: [] });
      if (context.hasPs) out.emit({ op: 'call', name: 'unlock', lock: 'the stopped world', of: [] });
      if (context.scheduler) out.emit({ op: 'call', name: 'startTheWorld', of: [] });
      out.emit({ op: 'call', name: 'unlock', lock: 'worldsema', of: [] });
      return opaque;
    case 'gopark':
      return parks(context, node, args[0]);
    case 'getg':
      return {
        kind: 'struct',
        type: 'g',
        fields: new Map([['m', isOfM(context.kind) ? literal(1, 'm') : opaque]]),
      };
    case 'putExtraM':
      out.emit({ op: 'call', name, of: [] });
      return opaque;
    case 'exitThread': {
      // The system stores freeMStack when the thread is off its stack.
      const wait = args[0] === undefined ? opaque : context.valueOf(context, args[0]);
      if (wait.kind !== 'pointer' || wait.to.kind !== 'path')
        return context.refuse(node, 'ends the thread in a way that the reader cannot follow');
      store(context, node, wait.to, literal(0));
      return opaque;
    }
    case 'errorString':
      return truth(true);
    case 'throw':
      out.emit({ op: 'throw' });
      return opaque;
    case 'sysAlloc': {
      const b = context.fresh('allocated', 'buf');
      out.emit({ op: 'call', name: 'sysAlloc', of: [], to: [b] });
      return { kind: 'buffer', m: { lit: 1 }, b: { local: b } };
    }
    default:
      return undefined;
  }
}

/** The M of the thread, whose `locks` keep it from being preempted. A caller's M is none of the model's Ms. */
function heldM(context: Context, by: number): Value {
  if (context.kind !== 'own' && context.kind !== 'growth') return opaque;
  context.out.emit({ op: 'add', to: { place: 'm.locks', of: [{ lit: 1 }] }, is: by });
  return literal(1, 'm');
}

/** The closure runs with the variables around it, where no stack grows. */
function onSystemStack(context: Context, node: Node, closure: Node | undefined): Value {
  const body = closure?.childForFieldName('body');
  if (closure?.type !== 'func_literal' || body === null || body === undefined)
    return context.refuse(node, 'hands systemstack something else than a function literal');
  const was = context.systemStack;
  context.systemStack = true;
  context.closures++;
  const { scope } = context.frame;
  context.frame.scope = [...scope, new Map<string, Binding>()];
  for (const statement of statementsOf(body)) context.run(context, statement);
  context.frame.scope = scope;
  context.closures--;
  context.systemStack = was;
  return opaque;
}
