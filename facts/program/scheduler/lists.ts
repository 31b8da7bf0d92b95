/** Loops over goroutines: all of them, and those whose status traceAdvance has noted down. */
import type { Node } from 'web-tree-sitter';
import type { Expr } from '../../../model/index.ts';
import { children } from '../../go-source.ts';
import { statementsOf } from '../context.ts';
import type { Binding, Context } from '../context.ts';
import type { Label } from '../emitter.ts';
import { store } from '../known-calls.ts';
import { exprOf, loaded } from '../variables.ts';
import { literal, noted, opaque, path, scalar, truth } from '../values.ts';
import type { Value } from '../values.ts';

/** `forEachGRace(func(gp *g) { … })`: one G after the other, where a return is on to the next. */
export function forEachG(context: Context, node: Node, closure: Node | undefined): Value {
  const body = closure?.childForFieldName('body');
  const parameters = children(closure?.childForFieldName('parameters') ?? node);
  const parameter = parameters[0]?.childForFieldName('name')?.text;
  if (closure?.type !== 'func_literal' || body === null || body === undefined || parameter === undefined)
    return context.refuse(node, 'goes over all Gs with something else than a function literal');
  const { out, frame } = context;
  overGs(context, parameter, (gp, next) => {
    out.emit({ op: 'call', name: 'lookAt', of: [] });
    const { scope } = frame;
    frame.scope = [...scope, new Map<string, Binding>([[parameter, { value: scalar({ local: gp }, 'g') }]])];
    frame.returns.push(next);
    for (const statement of statementsOf(body)) context.run(context, statement);
    frame.returns.pop();
    frame.scope = scope;
    out.here(next);
    out.emit({ op: 'call', name: 'lookedAt', of: [] });
  });
  return opaque;
}

/** `for _, ug := range untracedGs { … }`, over the Gs that were noted down, each with what was noted. */
export function overNoted(context: Context, name: string | undefined, body: Node): void {
  const { out, frame } = context;
  out.emit({ op: 'call', name: 'gather', of: [] });
  overGs(context, name ?? 'gp', (gp, next) => {
    const at = path('noted[]', [{ local: gp }]);
    const status = exprOf(context, body, at).expr;
    // The list is read once, and a local of its function.
    store(context, body, { place: 'noted[]', of: [{ local: gp }] }, literal(0, 'status'));
    const some = out.label();
    out.branch({ op: '==', of: [status, { lit: 0 }] }, next, some);
    out.here(some);
    const fields = new Map<string, Value>([
      ['gp', scalar({ local: gp }, 'g')],
      ['goid', scalar({ local: gp }, 'g')],
      ['status', scalar(status, 'status')],
      ['mid', opaque],
      ['waitreason', opaque],
      ['inMarkAssist', truth(false)],
      ['stackID', literal(1)],
    ]);
    const { scope } = frame;
    const ug: Binding = { value: { kind: 'struct', type: 'untracedG', fields } };
    frame.scope = [...scope, new Map<string, Binding>(name === undefined ? [] : [[name, ug]])];
    frame.loops.push({ next, done: next });
    context.block(body);
    frame.loops.pop();
    frame.scope = scope;
    out.here(next);
  });
}

/** `append(untracedGs, ug)`: the status of one more is noted down. */
export function appended(context: Context, node: Node, args: readonly Node[]): Value {
  const [list, item] = args.map((arg) => loaded(context, arg, context.valueOf(context, arg)));
  const [gp, goid, status] =
    item?.kind === 'struct' ? ['gp', 'goid', 'status'].map((name) => item.fields.get(name)) : [];
  if (
    list !== noted ||
    args.length !== 2 ||
    gp?.kind !== 'scalar' ||
    goid === undefined ||
    status === undefined
  )
    return context.refuse(node, 'appends to a list that the reader does not follow');
  store(context, node, { place: 'noted[]', of: [gp.expr] }, status);
  return noted;
}

interface Counting {
  readonly hint: string;
  readonly type: 'g' | 'p';
  /** The number before the first. */
  readonly after: Expr;
  /** Whether there is one after the number in that local. */
  readonly isMore: (local: string) => Expr;
}

/** From the first G to the last. */
function overGs(context: Context, hint: string, each: (gp: string, next: Label) => void): void {
  const isMore = (gp: string): Expr => ({ op: '<', of: [{ local: gp }, { bound: 'gs' }] });
  countUp(context, { hint, type: 'g', after: { lit: 0 }, isMore }, each);
}

/** Each in turn; `each` places the label at which one is done with. */
export function countUp(
  context: Context,
  { hint, type, after, isMore }: Counting,
  each: (local: string, next: Label) => void,
): void {
  const { out } = context;
  const one = out.local(hint, type);
  context.sure.add(one);
  const [top, inside, next, done] = [out.label(), out.label(), out.label(), out.label()];
  out.emit({ op: 'set', to: one, is: after });
  out.here(top);
  out.branch(isMore(one), inside, done);
  out.here(inside);
  out.emit({ op: 'set', to: one, is: { op: '+', of: [{ local: one }, { lit: 1 }] } });
  each(one, next);
  out.jump(top);
  out.here(done);
}
