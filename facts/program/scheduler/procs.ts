/** Ps: their fields, allp, and loops over them. A P is its number, from 1; Go's id of it is one less. */
import type { Node } from 'web-tree-sitter';
import type { Expr } from '../../../model/index.ts';
import { fold } from '../../../model/index.ts';
import { children } from '../../go-source.ts';
import { statementsOf } from '../context.ts';
import type { Binding, Context } from '../context.ts';
import { store } from '../known-calls.ts';
import { COUNTED } from './counted.ts';
import { countUp } from './lists.ts';
import { tokenState } from './tokens.ts';
import { exprOf, loaded } from '../variables.ts';
import { opaque, path, scalar, zero } from '../values.ts';
import type { Value } from '../values.ts';

/** A field of a P, or a path that goes on there; undefined for one that the reader does not know. */
export function fieldOfP({ hasSyscalls, hasGs }: Context, pp: Expr, name: string): Value | undefined {
  switch (name) {
    case 'id':
      return scalar(fold('-', [pp, { lit: 1 }]), 'p');
    // It is compared with what an M has noted down, which the model keeps as the P of which that is true still.
    case 'sysmontick':
      return hasSyscalls ? opaque : undefined;
    case 'syscalltick':
      return hasSyscalls ? scalar(pp, 'p') : undefined;
    case 'status':
    case 'm':
      return path(`p.${name}${hasSyscalls ? '[taken]' : ''}`, [pp]);
    case 'link':
      return path(`p.${name}`, [pp]);
    case 'trace':
      return hasGs ? tokenState : path('p.trace', [pp]);
    default:
      return undefined;
  }
}

/** len(allp), which is also gomaxprocs, or cap(allp). */
export function lengthOfAllp(context: Context, node: Node, name: 'len' | 'cap'): Value {
  if (name === 'cap') return scalar({ bound: 'ps' }, 'p');
  // Where it is counted, the world is stopped.
  return context.kind === 'gomaxprocs'
    ? scalar({ local: COUNTED }, 'p')
    : loaded(context, node, path('allp'));
}

/** `allp[a:b]` */
export function partOfAllp(context: Context, node: Node): Value {
  const side = (name: string): Expr | undefined => {
    const given = node.childForFieldName(name);
    return given === null ? undefined : exprOf(context, given, context.valueOf(context, given)).expr;
  };
  const after = side('start') ?? zero;
  const upTo = side('end') ?? exprOf(context, node, lengthOfAllp(context, node, 'len')).expr;
  return { kind: 'ps', after, upTo };
}

/** `allp = allp[:n]` */
export function resizes(context: Context, node: Node, to: Value): void {
  if (to.kind !== 'ps' || !('lit' in to.after) || to.after.lit !== 0)
    context.refuse(node, 'makes allp something else than its own beginning');
  else {
    store(context, node, { place: 'allp', of: [] }, scalar(to.upTo, 'p'));
    context.out.emit({ op: 'set', to: COUNTED, is: to.upTo });
  }
}

interface Loop {
  /** What it calls the P. */
  readonly name: string | undefined;
  readonly body: Node;
}

/** `for _, pp := range allp[a:b] { … }` */
export function overPs(context: Context, { after, upTo }: Extract<Value, { kind: 'ps' }>, loop: Loop): void {
  const isMore = (pp: string): Expr => ({ op: '<', of: [{ local: pp }, upTo] });
  countUp(context, { hint: loop.name ?? 'pp', type: 'p', after, isMore }, (pp, next) => {
    context.frame.loops.push({ next, done: next });
    inScope(context, loop, pp);
    context.frame.loops.pop();
    context.out.here(next);
  });
}

/** `for _, pp := range allp { … }`, while the world is stopped. */
export function overAllPs(context: Context, loop: Loop): void {
  const count = context.fresh('count', 'p');
  context.out.emit({ op: 'call', name: 'countPs', of: [], to: [count] });
  overPs(context, { kind: 'ps', after: zero, upTo: { local: count } }, loop);
}

/** `forEachP(reason, func(pp *p) { … })`: one P after the other, each once it is at a safe point and as long as it is kept there. */
export function forEachP(context: Context, node: Node, closure: Node | undefined): Value {
  const body = closure?.childForFieldName('body');
  const parameter = children(closure?.childForFieldName('parameters') ?? node)[0]?.childForFieldName('name');
  if (closure?.type !== 'func_literal' || body === null || body === undefined)
    return context.refuse(node, 'goes over all Ps with something else than a function literal');
  const { out, frame } = context;
  const loop = { name: parameter?.text, body };
  const isMore = (pp: string): Expr => {
    const more = context.fresh('more', 'bool');
    out.emit({ op: 'call', name: 'moreP', of: [{ local: pp }], to: [more] });
    return { local: more };
  };
  countUp(context, { hint: loop.name ?? 'pp', type: 'p', after: zero, isMore }, (pp, next) => {
    out.emit({ op: 'call', name: 'lock', lock: 'a safe point', of: [] });
    out.emit({ op: 'call', name: 'lookAtP', of: [{ local: pp }] });
    frame.returns.push(next);
    context.safePoint = { local: pp };
    if (context.hasSyscalls) {
      const holder = context.fresh('holder', 'm');
      out.emit({ op: 'call', name: 'holderOf', of: [{ local: pp }], to: [holder] });
      context.holder = { local: holder };
    }
    inScope(context, loop, pp);
    context.safePoint = undefined;
    context.holder = undefined;
    frame.returns.pop();
    out.here(next);
    out.emit({ op: 'call', name: 'unlock', lock: 'a safe point', of: [] });
  });
  return opaque;
}

function inScope(context: Context, { name, body }: Loop, pp: string): void {
  const { frame } = context;
  const { scope } = frame;
  const one: Binding = { value: scalar({ local: pp }, 'p') };
  frame.scope = [...scope, new Map<string, Binding>(name === undefined ? [] : [[name, one]])];
  for (const statement of statementsOf(body)) context.run(context, statement);
  frame.scope = scope;
}
