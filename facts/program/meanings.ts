/** Known statements that stand for something the programs have: what they do instead of being read as they stand. */
import type { Node } from 'web-tree-sitter';
import { children } from '../go-source.ts';
import { callHelper } from './calls.ts';
import type { Context } from './context.ts';
import { store } from './known-calls.ts';
import type { Meaning } from './shapes.ts';
import { assign, copied, exprOf } from './variables.ts';
import { literal, scalar } from './values.ts';
import type { Value } from './values.ts';

export function meaning(context: Context, node: Node, does: Meaning): void {
  meanings[does](context, node);
}

const meanings: Readonly<Record<Meaning, (context: Context, node: Node) => void>> = {
  /** The generation in the header of a batch. */
  header: (context, node) => {
    const w = context.lookUp(context.receiverName())?.value;
    const [buffer, locker] =
      w?.kind === 'struct' ? [w.fields.get('traceBuf'), w.fields.get('traceLocker')] : [];
    const gen = locker?.kind === 'struct' ? locker.fields.get('gen') : undefined;
    if (buffer?.kind !== 'buffer' || gen === undefined) context.refuse(node, 'is not where a writer is');
    else store(context, node, { place: 'buf.header.gen', of: [buffer.m, buffer.b] }, gen);
  },
  /** The list of Ms as a set: all of them, or where they come and go, those on allm. */
  allMs: (context, node) => {
    const name = children(node.childForFieldName('left') ?? node)[0]?.text ?? '';
    if (context.part !== 'threads') {
      context.bind(name, copied(context, node, name, scalar({ bound: 'allMs' }, 'ms')));
      return;
    }
    const to = context.fresh('onAllm', 'ms');
    context.out.emit({ op: 'call', name: 'onAllm', of: [], to: [to] });
    context.bind(name, copied(context, node, name, scalar({ local: to }, 'ms')));
  },
  /** Those on freem join the set. */
  moreMs: (context, node) => {
    const list = named(context, node, /(\w+)\s*=\s*\w+\s*\}$/);
    const to = context.fresh('withFreem', 'ms');
    const { expr } = exprOf(context, node, list);
    context.out.emit({ op: 'call', name: 'withFreem', of: [expr], to: [to] });
    assign(context, node, list, scalar({ local: to }, 'ms'));
  },
  /** The M leaves allm, and joins it. */
  offAllm: (context, node) => {
    storeOfM(context, node, named(context, node, /==\s*(\w+)/), 'm.allm', 0);
  },
  ontoAllm: (context, node) => {
    storeOfM(context, node, named(context, node, /\((\w+)\)\)$/), 'm.allm', 1);
  },
  /** The buffer that was handed out goes to the empty list. */
  recycles: (context) => {
    context.out.emit({ op: 'call', name: 'recycleReading', of: [] });
  },
  /** The look of the unlock function, as anybody's who comes to the scheduler. */
  looks: (context) => {
    context.out.emit({ op: 'call', name: 'look', of: [] });
  },
  /** The event of StartTrace's section, before the snapshot and after it, and that of the snapshot. */
  eventBefore: (context, node) => {
    callHelper(context, node, 'eventBefore', [named(context, node, /^(\w+)\./)]);
  },
  eventAfter: (context, node) => {
    callHelper(context, node, 'eventAfter', [named(context, node, /^(\w+)\./)]);
  },
  event: (context, node) => {
    callHelper(context, node, 'event', [named(context, node, /(\w+)\.SpanExists/)]);
  },
  /** Handlers that wait for each other. */
  locksSignal: (context) => {
    context.out.emit({ op: 'call', name: 'lock', lock: 'trace.signalLock', of: [] });
  },
  /** Whatever has an event there, its sections are those of the driver. */
  sections: (context, node) => {
    callHelper(context, node, 'exiting');
  },
};

function named(context: Context, node: Node, pattern: RegExp): Value {
  const value = context.lookUp(pattern.exec(node.text)?.[1] ?? '')?.value;
  return value ?? context.refuse(node, 'is about something that the reader does not follow');
}

export function storeOfM(context: Context, node: Node, m: Value, place: string, is: number): void {
  store(context, node, { place, of: [exprOf(context, node, m).expr] }, literal(is, 'bool'));
}
