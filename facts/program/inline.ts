/** Reading the body of a function in place of a call. */
import type { Node } from 'web-tree-sitter';
import { UnrecognizedShape } from '../errors.ts';
import { children } from '../go-source.ts';
import type { GoFunction } from '../go-source.ts';
import { assignedIn, statementsOf } from './context.ts';
import type { Binding, Context, LeftOut } from './context.ts';
import { isInlined, reasonOf } from './known-shapes.ts';
import { argument, isSliced } from './scheduler/slice.ts';
import { copied, declared, loaded, variable, zeroOf } from './variables.ts';
import { opaque } from './values.ts';
import type { Value } from './values.ts';

/** Deeper than any chain of calls in the tracer: a function that calls itself. */
const DEPTH_MAX = 24;

/** Acquire and release, and what runs between writer() and end(), where a nested section would do most harm. */
const acquiring: ReadonlySet<string> = new Set([
  'traceAcquire',
  'traceAcquireEnabled',
  'traceTryAcquire',
  'traceTryAcquireEnabled',
  'traceRelease',
]);

/** Reads the body of the function in place of the call. */
export function inline(
  context: Context,
  node: Node,
  fn: GoFunction,
  receiver: Value | undefined,
  args: readonly Node[],
  before: readonly Value[] = [],
): Value {
  if (context.frames.length > DEPTH_MAX) context.refuse(node, 'calls itself');
  const given = [
    ...before,
    ...args.flatMap((arg): readonly Value[] => {
      const value = isSliced(context)
        ? argument(context, arg)
        : loaded(context, arg, context.valueOf(context, arg));
      // `args...`
      return arg.type === 'variadic_argument' && value.kind === 'tuple' ? value.items : [value];
    }),
  ];
  const { out } = context;
  const caller = { fn: out.fn, line: out.line };
  if (fn.name === 'traceLocker.writer') context.writing = true;
  if (isTold(context) && fn.name === 'traceRelease') closes(context, given[0]);
  prologue(context, fn);
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
    returns: [],
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
  if (isTold(context) && fn.name === 'traceAcquire') opens(context, result);
  out.fn = caller.fn;
  out.line = caller.line;
  return result ?? opaque;
}

/** The prologue, where a stack may grow, and where a step begins on the write path. */
export function prologue(context: Context, fn: GoFunction): void {
  const { out, kind } = context;
  if (kind !== 'own' && kind !== 'growth') return;
  const grows = !fn.neverGrows && !isInlined(fn) && !context.systemStack && isWhereGrowthsMatter(context, fn);
  const begins =
    acquiring.has(fn.name) && !(context.scheduler && kind === 'own' && fn.name === 'traceAcquireEnabled');
  if (!grows && !begins && (!context.writing || insideSystemStack(context))) return;
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

/** Sections of the tree's own code say themselves when they are open. */
const isTold = ({ scheduler, part, frame }: Context): boolean =>
  scheduler || (part === 'sections' && frame.fn.file !== '');

/** Outside of sections a growth has ordinary ones, which the Ms stand for. */
function isWhereGrowthsMatter({ scheduler, sections, frames }: Context, called: GoFunction): boolean {
  if (sections > 0) return true;
  const isIn = (is: (name: string) => boolean): boolean =>
    [called, ...frames.map(({ fn }) => fn)].some(({ name }) => is(name));
  return !scheduler && (!isIn((name) => name === 'StartTrace') || isIn((name) => acquiring.has(name)));
}

/** The section is open from here on, if the acquire has answered a generation. */
function opens(context: Context, locker: Value | undefined): void {
  const gen = locker?.kind === 'struct' ? locker.fields.get('gen') : undefined;
  if (gen?.kind !== 'scalar') return;
  context.out.emit({
    op: 'call',
    name: context.sections > 0 && !context.scheduler ? 'openedInside' : 'opened',
    of: [gen.expr],
  });
  context.sections = context.scheduler ? 1 : context.sections + 1;
}

function closes(context: Context, locker: Value | undefined): void {
  const gen = locker?.kind === 'struct' ? locker.fields.get('gen') : undefined;
  if (gen?.kind !== 'scalar') return;
  context.sections = context.scheduler ? 0 : Math.max(0, context.sections - 1);
  context.out.emit({ op: 'call', name: context.sections > 0 ? 'closingInside' : 'closing', of: [gen.expr] });
}

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
