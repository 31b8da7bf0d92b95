/** Variables: how values of the tree become locals of a program, and how they are assigned. */
import type { Node } from 'web-tree-sitter';
import type { Expr, ValueType } from '../../model/index.ts';
import { places } from '../../model/index.ts';
import type { Context } from './context.ts';
import { isResource, literal, nil, noted, opaque, scalar, truth, zero } from './values.ts';
import type { Value } from './values.ts';

/** Structs that are taken apart. */
const apart = new Set(['traceLocker', 'traceWriter', 'syscallingThread']);

/** Statuses, kinds of events and what they say, by the names of their types. */
const ofScheduler: Readonly<Record<string, ValueType>> = {
  '*g': 'g',
  '*p': 'p',
  guintptr: 'g',
  traceArg: 'seq',
  'tracev2.GoStatus': 'status',
  'tracev2.ProcStatus': 'status',
  traceGoStatus: 'status',
  traceProcStatus: 'status',
  'tracev2.EventType': 'event',
  traceEv: 'event',
};

/** The zero value of a type, which also says what it consists of. */
export function zeroOf(context: Context, type: string): Value {
  const name = type.trim();
  if (context.scheduler) {
    const known = Object.hasOwn(ofScheduler, name) ? ofScheduler[name] : undefined;
    if (known !== undefined) return literal(0, known);
    if (name === '[]untracedG') return noted;
  }
  if (name === 'bool' || name === 'error' || name === '[]byte') return literal(0, 'bool');
  // In the tracer, a uintptr is a generation.
  if (name === 'uintptr') return literal(0, 'gen');
  if (/^u?int(8|16|32|64)?$/.test(name)) return literal(0, 'int');
  // The only goroutine that this part knows is the one that reads.
  if (name === '*g' && context.part === 'reader') return literal(0, 'bool');
  if (name === '*m') return literal(0, 'm');
  if (name === '*traceBuf' || name === 'traceBuf') return { kind: 'buffer', m: zero, b: zero };
  if (name.endsWith('xperiment')) return literal(0, 'int');
  const struct =
    context.structs.get(name) ??
    (apart.has(name) || (context.scheduler && name === 'traceEventWriter')
      ? context.source.structs.get(name)
      : undefined);
  if (struct === undefined) return opaque;
  const fields = [...struct.fields].map(
    ([field, of]) =>
      [
        field.replace(/^\*/, ''),
        field === 'goid'
          ? literal(0, 'g')
          : field === 'status'
            ? literal(0, 'status')
            : zeroOf(context, of.type),
      ] as const,
  );
  return { kind: 'struct', type: name, fields: new Map(fields) };
}

/** What stands behind a path is loaded. */
export function loaded(context: Context, node: Node, given: Value): Value {
  if (given.kind !== 'path' || isResource(given)) return given;
  // The part has the memory snapshot.
  if (context.part === 'sections' && given.place === 'trace.enabledWithAllocFree') return truth(true);
  const value = context.scheduler && context.kind === 'own' ? ownFlag(given) : given;
  // Buffers are the core's question.
  if (context.scheduler && value.place === 'm.trace.buf[][]') return nil;
  const place = Object.hasOwn(places, value.place) ? places[value.place] : undefined;
  if (place?.load[context.kind] === undefined)
    context.refuse(node, `reads ${value.place}, which the table of places does not know here`);
  const type: ValueType = place.type === 'parity' || place.type === 'count' ? 'int' : place.type;
  const hint = value.place.replace(/\[\]/g, '').split('.').at(-1) ?? 'loaded';
  const to = context.fresh(hint, type);
  if (value.place === 'm.curg' && context.hasSyscalls) context.own.add(to);
  context.out.emit({ op: 'load', to, from: { place: value.place, of: value.of } });
  // A word for NoDroppedEvent: whether the acquire has loaded 0 itself.
  if (value.place === 'trace.gen' && (context.kind === 'own' || context.kind === 'growth'))
    context.out.emit({ op: 'set', to: 'seenZero', is: { op: '==', of: [{ local: to }, zero] } });
  if (type === 'buf') return { kind: 'buffer', m: value.of[0] ?? { lit: 1 }, b: { local: to } };
  return scalar({ local: to }, type);
}

/** An M's look at its own flag: only its growths lower and raise it besides, and in between nobody looks. */
const ownFlag = (given: Extract<Value, { kind: 'path' }>): Extract<Value, { kind: 'path' }> =>
  /^m\.trace\.(writing|seqlock)$/.test(given.place)
    ? { ...given, place: given.place.replace('m.', 'own.') }
    : given;

/** The value as an expression without accesses. */
export function exprOf(context: Context, node: Node, value: Value): { expr: Expr; type: ValueType } {
  const one = loaded(context, node, value);
  if (one.kind === 'scalar') return one;
  if (one.kind === 'nil') return { expr: zero, type: 'int' };
  return context.refuse(node, 'is no number, truth value or M whose value the reader knows');
}

/** Whether it is the thread's own M, or the G which that runs. */
export const isOwn = ({ own }: Context, expr: Expr): boolean =>
  'bound' in expr ? expr.bound === 'ownM' : 'local' in expr && own.has(expr.local);

/** A variable of its own with that value. */
export function copied(context: Context, node: Node, hint: string, given: Value): Value {
  const value = loaded(context, node, given);
  const one = (part: Expr, name: string, type: ValueType): Expr => {
    const to = context.out.local(name, type);
    context.out.emit({ op: 'set', to, is: part });
    if (context.hasGs && context.hasSyscalls && isOwn(context, part)) context.own.add(to);
    return { local: to };
  };
  switch (value.kind) {
    case 'scalar':
      return scalar(one(value.expr, hint, value.type), value.type);
    case 'buffer':
      return { kind: 'buffer', m: one(value.m, `${hint}.m`, 'm'), b: one(value.b, hint, 'buf') };
    case 'struct': {
      const fields = [...value.fields].map(
        ([name, field]) => [name, copied(context, node, `${hint}.${name}`, field)] as const,
      );
      return { ...value, fields: new Map(fields) };
    }
    default:
      return value;
  }
}

/** A variable of that shape, of which nobody has said yet what it is. */
export function variable(context: Context, hint: string, shape: Value): Value {
  const one = (name: string, type: ValueType): Expr => ({ local: context.out.local(name, type) });
  if (shape.kind === 'scalar') return scalar(one(hint, shape.type), shape.type);
  if (shape.kind === 'buffer') return { kind: 'buffer', m: one(`${hint}.m`, 'm'), b: one(hint, 'buf') };
  if (shape.kind !== 'struct') return shape;
  const fields = [...shape.fields].map(
    ([name, field]) => [name, variable(context, `${hint}.${name}`, field)] as const,
  );
  return { ...shape, fields: new Map(fields) };
}

/** A variable that is never assigned again is its value, where that cannot change either. */
export function declared(context: Context, node: Node, name: string, given: Value): Value {
  const value = loaded(context, node, given);
  if (!context.frame.assigned.has(name) && isSettled(context, value)) return value;
  return copied(context, node, name, value);
}

function isSettled(context: Context, value: Value): boolean {
  const settled = (expr: Expr): boolean =>
    'lit' in expr ||
    'bound' in expr ||
    ('local' in expr ? context.once.has(expr.local) : expr.of.every(settled));
  switch (value.kind) {
    case 'scalar':
      return settled(value.expr);
    case 'buffer':
      return settled(value.m) && settled(value.b);
    case 'struct':
      return [...value.fields.values()].every((field) => isSettled(context, field));
    default:
      return true;
  }
}

/** Assigns to a variable, or to a part of one. */
export function assign(context: Context, node: Node, to: Value, given: Value): void {
  const from = loaded(context, node, given);
  const set = (target: Expr, is: Expr): void => {
    if (!('local' in target) || context.own.has(target.local))
      return context.refuse(node, 'assigns to something that the reader takes for fixed');
    context.out.emit({ op: 'set', to: target.local, is });
  };
  if (to.kind === 'scalar') set(to.expr, exprOf(context, node, from).expr);
  else if (to.kind === 'buffer') {
    const source = from === nil ? { m: zero, b: zero } : from;
    if (!('b' in source)) context.refuse(node, 'assigns something else than a buffer');
    set(to.m, source.m);
    set(to.b, source.b);
  } else if (to.kind === 'struct' && from.kind === 'struct' && from.type === to.type) {
    for (const [name, field] of to.fields) assign(context, node, field, from.fields.get(name) ?? nil);
  } else if (to.kind !== 'opaque' && !((to.kind === 'pointer' || to.kind === 'noted') && from === to)) {
    context.refuse(node, 'assigns something that the reader does not follow');
  }
}
