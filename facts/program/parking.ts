/** How the reader waits: gopark with its unlock function, the compare-and-swap of trace.reader, and `goto`. */
import type { Node } from 'web-tree-sitter';
import { children } from '../go-source.ts';
import { statementsOf } from './context.ts';
import type { Binding, Context } from './context.ts';
import type { Access } from '../../model/index.ts';
import { exprOf, variable } from './variables.ts';
import { literal, opaque, scalar } from './values.ts';
import type { Value } from './values.ts';

/**
 * `gopark(func(gp *g, …) bool { … }, …)`: the function runs on g0, where gp has been taken off its code; if it answers false, gp goes on at
 * once, else it waits until somebody makes it ready.
 */
export function parks(context: Context, node: Node, unlock: Node | undefined): Value {
  const body = unlock?.childForFieldName('body');
  const first = children(unlock?.childForFieldName('parameters') ?? node)[0]?.childForFieldName('name');
  if (unlock?.type !== 'func_literal' || body === null || body === undefined)
    return context.refuse(node, 'parks in a way that the reader does not know');
  const { out, frame } = context;
  const [end, waits, goesOn] = [out.label(), out.label(), out.label()];
  const result = variable(context, 'parked', literal(0, 'bool'));
  context.frames.push({
    ...frame,
    scope: [...frame.scope, new Map<string, Binding>()],
    end,
    result,
    loops: [],
    closures: context.closures,
    labels: new Map(),
  });
  // There is one goroutine that reads, and this is it.
  if (first !== null && first !== undefined) context.bind(first.text, literal(1, 'bool'));
  for (const statement of statementsOf(body)) context.run(context, statement);
  out.here(end);
  context.frames.pop();
  context.at(node);
  out.branch(exprOf(context, node, result).expr, waits, goesOn);
  out.here(waits);
  out.emit({ op: 'call', name: 'park', of: [] });
  out.emit({ op: 'call', name: 'woken', of: [] });
  out.here(goesOn);
  return opaque;
}

/** `trace.reader.CompareAndSwapNoWB(old, new)`: one step, with whether it swapped. */
export function swapped(context: Context, node: Node, of: Access, args: readonly Node[]): Value {
  const [old, next] = args.map((arg) => exprOf(context, arg, context.valueOf(context, arg)).expr);
  if (of.place !== 'trace.reader' || old === undefined || next === undefined)
    return context.refuse(node, 'swaps something that the table of places does not know');
  const to = context.fresh('swapped', 'bool');
  context.out.emit({ op: 'call', name: 'swapReader', of: [old, next], to: [to] });
  return scalar({ local: to }, 'bool');
}

/** A label of the function, wherever it stands. */
function labelOf(context: Context, node: Node): ReturnType<Context['out']['label']> {
  const name = children(node)[0]?.text ?? '';
  const { labels } = context.frame;
  const label = labels.get(name) ?? context.out.label();
  labels.set(name, label);
  return label;
}

export function labels(context: Context, node: Node): void {
  context.out.here(labelOf(context, node));
  for (const one of children(node).slice(1)) context.run(context, one);
}

export function goesTo(context: Context, node: Node): void {
  if (context.closures > context.frame.closures) context.refuse(node, 'jumps out of systemstack');
  context.out.jump(labelOf(context, node));
}
