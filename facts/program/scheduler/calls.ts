/** Calls of the runtime and of the tracer that the part about statuses takes as a whole, and what a G is to the reader. */
import type { Node } from 'web-tree-sitter';
import { eventKinds, eventNames } from '../../../model/index.ts';
import type { ArgumentType, Expr } from '../../../model/index.ts';
import type { GoFunction } from '../../go-source.ts';
import { inline, prologue } from '../inline.ts';
import type { Context } from '../context.ts';
import { swap } from '../known-calls.ts';
import { appended, forEachG } from './lists.ts';
import { forEachP } from './procs.ts';
import { fieldOfGoroutine, ownGoroutine, ownThread, syscallCall } from './syscalls.ts';
import { exprOf, loaded } from '../variables.ts';
import { literal, nil, opaque, path, scalar, truth } from '../values.ts';
import type { Value } from '../values.ts';
import { schedulerConstant } from './names.ts';

type Args = readonly Node[];

/** The M of the thread; for a caller, whose M is none of the model's Ms, its P at most. */
export function ownM({ kind, hasPs, hasSyscalls, safePoint, holder }: Context): Value {
  if (kind === 'own' || kind === 'growth') return hasSyscalls ? ownThread : literal(1, 'm');
  const curg: Value = holder !== undefined ? scalar(holder, 'g') : hasPs ? nil : opaque;
  // What forEachP calls is run by the M that has the P, if one has it.
  const pp = scalar(safePoint ?? { lit: 1 }, 'p');
  return {
    kind: 'struct',
    type: 'm',
    fields: new Map([...(hasPs ? [['p', pp] as const] : []), ['curg', curg]]),
  };
}

/** Functions that put a G where others may find it, and which of their arguments it is. */
const listing: Readonly<Record<string, number>> = { runqput: 1, globrunqput: 0, gfput: 1 };

/** What a call gives that says nothing of statuses. */
const nothing: Readonly<Record<string, Value>> = {
  traceStack: literal(1),
  traceGoroutineStackID: opaque,
  traceCompressStackSize: opaque,
  print: opaque,
  dumpgstatus: opaque,
  // That the M of a G is the one whose curg it is goes without saying.
  setMNoWB: opaque,
  // A G that is suspended is looked at in the same step.
  resumeG: opaque,
  casGToWaitingForSuspendG: opaque,
  casGToWaitingForGC: opaque,
  // Of an M that a P is handed to, that it is one.
  mget: literal(1, 'm'),
  mgetSpecific: literal(1, 'm'),
};

/** Functions by name. Undefined for one to be inlined. */
export function schedulerCall(context: Context, node: Node, name: string, args: Args): Value | undefined {
  const ofSyscalls = context.hasSyscalls ? syscallCall(context, node, name, args) : undefined;
  if (ofSyscalls !== undefined) return ofSyscalls;
  if (Object.hasOwn(nothing, name)) return nothing[name];
  const value = (index: number): Value => {
    const arg = args[index];
    return arg === undefined ? opaque : loaded(context, arg, context.valueOf(context, arg));
  };
  const { out } = context;
  const listed = Object.hasOwn(listing, name) ? listing[name] : undefined;
  if (listed !== undefined) {
    out.emit({ op: 'call', name: 'listed', of: [exprOf(context, node, value(listed)).expr] });
    return opaque;
  }
  switch (name) {
    case 'getg':
      return context.systemStack || context.hasPs
        ? { kind: 'struct', type: 'g', fields: new Map([['m', ownM(context)]]) }
        : currentG(context, node);
    case 'currentG':
      return currentG(context, node);
    case 'currentP':
      return loaded(
        context,
        node,
        context.hasSyscalls ? path('m.p[taken]', [{ bound: 'ownM' }]) : path('m.p', [{ lit: 1 }]),
      );
    case 'takeP':
    case 'resize': {
      const to = context.fresh(name, 'p');
      context.sure.add(to);
      out.emit({ op: 'call', name, of: [], to: [to] });
      return scalar({ local: to }, 'p');
    }
    case 'pidleput':
    case 'handoffp':
      return idles(context, node, name, value(0));
    case 'forEachP':
      return context.hasPs ? forEachP(context, node, args[1]) : undefined;
    case 'traceAcquire':
      return context.hasPs && context.kind !== 'own' && context.kind !== 'growth'
        ? ofCaller(context, node)
        : undefined;
    case 'traceRelease':
      return context.hasPs && context.kind !== 'own' && context.kind !== 'growth' ? opaque : undefined;
    case 'takeG':
      return taken(context, exprOf(context, node, value(0)).expr);
    case 'gfget': {
      const dead = schedulerConstant('_Gdead') ?? opaque;
      return taken(context, exprOf(context, node, dead).expr);
    }
    case 'readgstatus': {
      const gp = value(0);
      return gp.kind === 'scalar' ? loaded(context, node, path('g.atomicstatus', [gp.expr])) : opaque;
    }
    case 'casgstatus':
      return casgstatus(context, node, [value(0), value(1), value(2)]);
    case 'forEachGRace':
      return forEachG(context, node, args[0]);
    case 'append':
      return appended(context, node, args);
    case 'mcall':
      return mcall(context, node, args[0]);
    case 'suspendG':
      return suspended(context, node, value(0));
    case 'setGNoWB': {
      const to = args[0] === undefined ? opaque : context.valueOf(context, args[0]);
      if (to.kind !== 'pointer' || to.to.kind !== 'path')
        return context.refuse(node, 'stores a G in a place that the reader cannot follow');
      out.emit({ op: 'store', to: to.to, is: exprOf(context, node, value(1)).expr });
      return opaque;
    }
    default:
      return undefined;
  }
}

const currentG = (context: Context, node: Node): Value =>
  context.hasPs && context.hasSyscalls ? ownGoroutine : loaded(context, node, path('m.curg', [{ lit: 1 }]));

/** The P is on the idle list. Whoever takes one from handoffp takes it as if it had been there. */
function idles(context: Context, node: Node, name: 'pidleput' | 'handoffp', pp: Value): Value {
  const lock = (word: 'lock' | 'unlock'): void => {
    if (name === 'handoffp') context.out.emit({ op: 'call', name: word, lock: 'sched.lock', of: [] });
  };
  lock('lock');
  context.out.emit({ op: 'call', name: 'putP', of: [exprOf(context, node, pp).expr] });
  lock('unlock');
  return opaque;
}

/**
 * A section of a caller, whose M the model does not have. Nobody has to wait for it: trace.gen is for this caller alone to store. One of
 * GOMAXPROCS is an ordinary section, which the Ms stand for.
 */
function ofCaller(context: Context, node: Node): Value {
  const gen = context.kind === 'caller' ? loaded(context, node, path('trace.gen')) : literal(0, 'gen');
  const fields = new Map<string, Value>([
    ['mp', literal(1, 'm')],
    ['gen', gen],
  ]);
  return { kind: 'struct', type: 'traceLocker', fields };
}

/** A G with that status, from where others could find it. */
function taken(context: Context, status: Expr): Value {
  const to = context.fresh('taken', 'g');
  context.sure.add(to);
  context.out.emit({ op: 'call', name: 'takeG', of: [status], to: [to] });
  return scalar({ local: to }, 'g');
}

/** One compare-and-swap, which waits while somebody scans the G; it throws where the G has another status. */
function casgstatus(context: Context, node: Node, [gp, was, is]: readonly [Value, Value, Value]): Value {
  // The caller of traceAdvance runs a goroutine that is none of the model's.
  if (gp.kind !== 'scalar') return opaque;
  const { out } = context;
  const [from, to] = [exprOf(context, node, was).expr, exprOf(context, node, is).expr];
  const done = swap(context, node, path('g.atomicstatus', [gp.expr]), from, to);
  const [good, bad] = [out.label(), out.label()];
  out.branch(exprOf(context, node, done).expr, good, bad);
  out.here(bad);
  out.emit({ op: 'throw' });
  out.here(good);
  return opaque;
}

/** The function runs on the system stack with the goroutine that called. */
function mcall(context: Context, node: Node, called: Node | undefined): Value {
  const fn = called?.type === 'identifier' ? context.source.functions.get(called.text) : undefined;
  if (fn === undefined) return context.refuse(node, 'calls a function that the reader cannot resolve');
  const gp = currentG(context, node);
  const was = context.systemStack;
  context.systemStack = true;
  context.closures++;
  inline(context, node, fn, undefined, [], [gp]);
  // What comes after it is done once somebody executes the goroutine again: by an M that has a P.
  if (context.hasSyscalls) context.out.jump(context.frame.end);
  context.closures--;
  context.systemStack = was;
  return opaque;
}

/** suspendG waits until the G does not run, and says whether it is dead. */
function suspended(context: Context, node: Node, gp: Value): Value {
  const { expr } = exprOf(context, node, gp);
  context.out.emit({ op: 'call', name: 'suspendG', of: [expr] });
  const status = exprOf(context, node, path('g.atomicstatus', [expr])).expr;
  const dead = exprOf(context, node, schedulerConstant('_Gdead') ?? nil).expr;
  const fields = new Map<string, Value>([
    ['g', scalar(expr, 'g')],
    ['dead', scalar({ op: '==', of: [status, dead] }, 'bool')],
  ]);
  return { kind: 'struct', type: 'suspendGState', fields };
}

/** A field of a G, or a path that goes on there; undefined for one that the reader does not know. */
export function fieldOfG(context: Context, gp: Expr, name: string): Value | undefined {
  const ofSyscalls = context.hasSyscalls ? fieldOfGoroutine(context, gp, name) : undefined;
  if (ofSyscalls !== undefined || context.hasPs || (context.hasSyscalls && name === 'm')) return ofSyscalls;
  switch (name) {
    // The model knows a goroutine by its G: a G that comes alive again is a new one to a reader of the trace, too.
    case 'goid':
      return scalar(gp, 'g');
    case 'atomicstatus':
    case 'trace':
      return path(`g.${name}`, [gp]);
    // Whoever asks is the M that runs it.
    case 'm':
      return literal(1, 'm');
    case 'inMarkAssist':
      return truth(false);
    case 'waitreason':
      return opaque;
    default:
      return undefined;
  }
}

/** What is taken as a whole of the tracer's own tables, which no status depends on. */
const tables = new Set(['stack', 'string', 'uniqueString', 'rtype', 'startPC']);

/**
 * Methods of lockers and writers. Buffers are the core's question: from writer() to end() an event is one step here. Undefined for a
 * method to be inlined.
 */
export function tracerMethod(
  context: Context,
  node: Node,
  of: Extract<Value, { kind: 'struct' }>,
  { fn, name }: { readonly fn: GoFunction; readonly name: string },
  args: Args,
): Value | undefined {
  // What becomes of the goroutine is another part's question.
  if (of.type === 'traceLocker' && context.hasPs && name === 'GoStart') return opaque;
  if (of.type === 'traceLocker' && tables.has(name)) {
    prologue(context, fn);
    return opaque;
  }
  const gotten = of.fields.get('gen');
  // An acquire that is not ok gives no M.
  if (name === 'writer' && context.hasPs && context.kind === 'caller' && gotten?.kind === 'scalar')
    context.notNil(gotten.expr);
  if (name === 'ok' && gotten?.kind === 'scalar' && 'lit' in gotten.expr) return truth(gotten.expr.lit !== 0);
  if (of.type === 'traceLocker' && name === 'writer')
    return { kind: 'struct', type: 'traceWriter', fields: new Map([['traceLocker', of]]) };
  if (of.type !== 'traceWriter') return undefined;
  if (name === 'end') return opaque;
  if (name === 'flush') return of;
  if (name !== 'event') return undefined;
  const locker = of.fields.get('traceLocker');
  const gen = locker?.kind === 'struct' ? locker.fields.get('gen') : undefined;
  if (gen === undefined) return context.refuse(node, 'writes an event where there is no generation');
  const [kind, ...given] = args.flatMap((arg): Value[] => {
    const value = loaded(context, arg, context.valueOf(context, arg));
    return value.kind === 'tuple' ? [...value.items] : [value];
  });
  if (kind === undefined) return context.refuse(node, 'writes an event of no kind');
  const { expr } = exprOf(context, node, kind);
  const wanted: readonly ArgumentType[] | undefined =
    'lit' in expr ? eventKinds[eventNames[expr.lit] ?? 'other'] : undefined;
  const parts = [0, 1, 2].map((index): Expr => {
    const argument = given[index];
    // Of an event whose kind is a variable, what could matter.
    if (wanted === undefined) return isFollowed(argument) ? argument.expr : { lit: 0 };
    const type = context.hasGs && isOfP(wanted) ? null : (wanted[index] ?? null);
    if (type === null) return { lit: 0 };
    if (argument?.kind !== 'scalar' || argument.type !== type)
      return context.refuse(node, `writes an event whose argument ${index + 1} is not followed`);
    return argument.expr;
  });
  context.at(node);
  context.out.emit({
    op: 'call',
    // Of Ps, a caller says what they are while they are stopped; of Gs, what they were when nobody is in the generation any more.
    name: context.kind !== 'caller' ? 'event' : context.hasPs ? 'statusEvent' : 'lateEvent',
    of: [exprOf(context, node, gen).expr, expr, ...parts],
  });
  return of;
}

/** The event is about a P. */
const isOfP = (wanted: readonly ArgumentType[]): boolean => wanted.includes('p');

const isFollowed = (value: Value | undefined): value is Extract<Value, { kind: 'scalar' }> =>
  value?.kind === 'scalar' && ['g', 'p', 'status', 'seq'].includes(value.type);

/** The fields of the tracer's state that are tables: whatever stands in them is opaque. */
export const isTable = (name: string): boolean =>
  ['goStopReasons', 'goBlockReasons', 'markWorkerLabels', 'stackTab', 'stringTab', 'typeTab'].includes(name);

/** Fields of an M that no status depends on. */
export const isInertOfM = (name: string): boolean =>
  ['waitTraceBlockReason', 'waitTraceSkip', 'procid'].includes(name);
