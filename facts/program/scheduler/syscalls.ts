/**
 * System calls: the goroutine of an M, and Ps that an M leaves behind. The part about Ps knows a goroutine by its M, which has the same
 * number, and that about Gs by its G; a thread's own M has a number, too.
 */
import type { Node } from 'web-tree-sitter';
import { fold, isOfM } from '../../../model/index.ts';
import type { Expr } from '../../../model/index.ts';
import { children } from '../../go-source.ts';
import type { Binding, Context } from '../context.ts';
import { inline } from '../inline.ts';
import { store, swap } from '../known-calls.ts';
import { exprOf, isOwn, loaded } from '../variables.ts';
import { nil, opaque, path, scalar, truth } from '../values.ts';
import type { Value } from '../values.ts';

type Args = readonly Node[];

const own: Expr = { bound: 'ownM' };
export const ownGoroutine: Value = scalar(own, 'g');
export const ownThread: Value = scalar(own, 'm');

/** Functions around which an M is in a system call, as far as the tracer asks. */
const inSyscall = new Set(['reentersyscall', 'entersyscallblock', 'exitsyscall']);

/** A field of a goroutine; undefined for one that the reader does not know. */
export function fieldOfGoroutine(context: Context, gp: Expr, name: string): Value | undefined {
  if (context.hasGs && !isOfM(context.kind)) return undefined;
  switch (name) {
    case 'm':
      if (!context.hasGs) return scalar(gp, 'm');
      return isOwn(context, gp) ? ownThread : undefined;
    case 'atomicstatus':
      return context.hasGs ? undefined : path('m.curg.atomicstatus', [gp]);
    // Goroutines of the model are in no bubble of package testing/synctest.
    case 'bubble':
      return nil;
    case 'syscallsp':
      return truth(context.frames.some(({ fn }) => inSyscall.has(fn.name)));
    default:
      return undefined;
  }
}

/** A field of an M; undefined for one that others than this part know. */
export function fieldOfThread(context: Context, mp: Expr, name: string): Value | undefined {
  const inEvent = context.frame.fn.name === 'traceLocker.eventWriter';
  // Where Gs are the question, nobody asks for another M's.
  if (context.hasGs && (name === 'curg' || !isOwn(context, mp))) return undefined;
  switch (name) {
    case 'p':
      return context.hasGs && inEvent ? nil : path('m.p[taken]', [mp]);
    case 'oldp':
    case 'syscalltick':
      return path(`m.${name}`, [mp]);
    case 'procid':
      return scalar(mp, 'm');
    // Statuses of goroutines are another part's question.
    case 'curg':
      return inEvent ? nil : scalar(mp, 'g');
    default:
      return undefined;
  }
}

/** What the part about statuses of Gs has its own word for. */
const ofGs = new Set(['getg', 'readgstatus', 'casgstatus', 'execute', 'dropg', 'globrunqput']);

/** Calls of the part. Undefined for a function to be inlined. */
export function syscallCall(context: Context, node: Node, name: string, args: Args): Value | undefined {
  const { out } = context;
  if (context.hasGs && ofGs.has(name)) return undefined;
  const expr = (index: number): Expr => {
    const arg = args[index];
    return arg === undefined
      ? context.refuse(node, 'lacks an argument')
      : exprOf(context, arg, context.valueOf(context, arg)).expr;
  };
  switch (name) {
    case 'getg':
      return context.kind === 'own' || context.kind === 'growth' ? ownGoroutine : undefined;
    case 'readgstatus':
      return loaded(context, node, path('m.curg.atomicstatus', [expr(0)]));
    case 'casgstatus':
      return casgstatus(context, node, expr(0), expr(1), expr(2));
    case 'castogscanstatus': {
      const to = context.fresh('stopped', 'bool');
      out.emit({ op: 'call', name: 'setScan', of: [expr(0), expr(1)], to: [to] });
      return scalar({ local: to }, 'bool');
    }
    case 'casfrom_Gscanstatus':
      out.emit({ op: 'call', name: 'clearScan', of: [expr(0)] });
      return opaque;
    case 'pidleget':
      return pidleget(context);
    case 'runSafePointFn':
      // Where Gs are the question, nobody asks for a safe point of a P.
      if (context.hasGs) return opaque;
      out.emit({ op: 'call', name: 'safePoint', of: [] });
      return opaque;
    case 'systemstack':
      return args[0]?.type === 'identifier' ? onSystemStack(context, node, args[0].text) : undefined;
    case 'execute':
    case 'dropg':
    case 'globrunqput':
    case 'addGSyscallNoP':
    case 'decGSyscallNoP':
      return opaque;
    default:
      return undefined;
  }
}

/** A function of the tree that a goroutine is handed off by, with its P. */
const handingOff = 'entersyscallblock_handoff';

/** Runs a function that has a name where no stack grows. */
function onSystemStack(context: Context, node: Node, name: string): Value {
  const was = context.systemStack;
  context.systemStack = true;
  context.closures++;
  const fn = name === handingOff ? context.source.functions.get(name) : undefined;
  if (fn !== undefined) inline(context, node, fn, undefined, []);
  else if (syscallCall(context, node, name, []) === undefined)
    context.refuse(node, 'hands systemstack a function that the reader does not know');
  context.closures--;
  context.systemStack = was;
  return opaque;
}

/** Waits while somebody keeps the goroutine where it is; it throws where the goroutine has another status. */
function casgstatus(context: Context, node: Node, gp: Expr, was: Expr, is: Expr): Value {
  const { out } = context;
  out.emit({ op: 'call', name: 'awaitScan', of: [gp] });
  const done = swap(context, node, path('m.curg.atomicstatus', [gp]), was, is);
  const [good, bad] = [out.label(), out.label()];
  out.branch(exprOf(context, node, done).expr, good, bad);
  out.here(bad);
  out.emit({ op: 'throw' });
  out.here(good);
  return opaque;
}

/** A P of the idle list, or none: somebody else may have been there first. Which it is turns out under the lock. */
function pidleget(context: Context): Value {
  const { out } = context;
  const pp = out.local('idle', 'p');
  const some = context.fresh('some', 'bool');
  const [yes, after] = [out.label(), out.label()];
  out.emit({ op: 'set', to: pp, is: { lit: 0 } });
  out.emit({ op: 'call', name: 'lock', lock: 'sched.lock', of: [] });
  out.emit({ op: 'call', name: 'choose', of: [{ lit: 2 }], to: [some], words: ['no P', 'idle'] });
  out.branch({ local: some }, yes, after);
  out.here(yes);
  out.emit({ op: 'call', name: context.hasGs ? 'takeOwnP' : 'takeP', of: [], to: [pp] });
  out.here(after);
  out.emit({ op: 'call', name: 'unlock', lock: 'sched.lock', of: [] });
  return { kind: 'tuple', items: [scalar({ local: pp }, 'p'), opaque] };
}

/** Functions of internal/runtime/atomic, which take a pointer. */
export function atomicFunction(context: Context, node: Node, name: string, args: Args): Value {
  const at = args[0] === undefined ? opaque : context.valueOf(context, args[0]);
  if (at.kind !== 'pointer' || at.to.kind !== 'path')
    return context.refuse(node, 'is about a place that the reader cannot follow');
  const [, a, b] = args.map((arg, index) =>
    index === 0 ? undefined : exprOf(context, arg, context.valueOf(context, arg)),
  );
  if (name === 'Load') return loaded(context, node, at.to);
  if (name === 'Store' && a !== undefined) {
    store(context, node, at.to, scalar(a.expr, a.type));
    return opaque;
  }
  if (name === 'Cas' && a !== undefined && b !== undefined) return swap(context, node, at.to, a.expr, b.expr);
  return context.refuse(node, 'is a function of sync/atomic that the reader does not know');
}

/** `for i := 0; i < len(allp); i++ { … }` of sysmon: any P, since another call is about the others. */
export function overSomeP(context: Context, loop: Node, body: Node): boolean {
  const clause = children(loop).find(({ type }) => type === 'for_clause');
  const name = clause?.childForFieldName('initializer')?.childForFieldName('left')?.text;
  if (
    !context.hasSyscalls ||
    clause?.text !== `${name ?? ''} := 0; ${name ?? ''} < len(allp); ${name ?? ''}++`
  )
    return false;
  const { out, frame } = context;
  const { scope } = frame;
  const pp = context.fresh('pp', 'p');
  context.sure.add(pp);
  const done = out.label();
  out.emit({ op: 'call', name: 'someP', of: [], to: [pp] });
  frame.scope = [
    ...scope,
    new Map<string, Binding>([[name ?? '', { value: scalar(fold('-', [{ local: pp }, { lit: 1 }]), 'p') }]]),
  ];
  frame.loops.push({ next: done, done });
  context.block(body);
  frame.loops.pop();
  out.here(done);
  frame.scope = scope;
  return true;
}
