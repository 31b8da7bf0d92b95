/**
 * The loop of traceAdvance over its list of Ms. Read literally, with pointers as indices, it makes as many orders as there
 * are of Ms. It is read as *any M of the list, again and again*, which has the same steps in more orders. So the statements that
 * move on or unlink have to be the known ones, as a whole; everything else in the loop is read as it stands.
 */
import type { Node } from 'web-tree-sitter';
import { children, plainText } from '../go-source.ts';
import { statementsOf } from './context.ts';
import type { Binding, Context } from './context.ts';
import type { Label } from './emitter.ts';
import { exprOf } from './variables.ts';
import { scalar } from './values.ts';

/** The variable and the pointer to it, where the statement is `prev := &list` for a list of Ms. */
export function isPointerToList(context: Context, statement: Node): boolean {
  return listBehind(context, statement) !== undefined;
}

function listBehind(context: Context, statement: Node): { prev: string; list: Binding } | undefined {
  const [, prev = '', name = ''] = /^(\w+):=&(\w+)$/.exec(plainText(statement)) ?? [];
  const list = context.lookUp(name);
  return list?.value.kind === 'scalar' && list.value.type === 'ms' ? { prev, list } : undefined;
}

/** `for mp := *prev; mp != nil; { … }`: true where the statement was one and has been read. */
export function walked(context: Context, statement: Node, previous: Node | null): boolean {
  const behind = previous === null ? undefined : listBehind(context, previous);
  if (behind === undefined) return false;
  const clause = children(statement).find((one) => one.type === 'for_clause');
  const [, mp = ''] =
    new RegExp(`^(\\w+):=\\*${behind.prev};\\1!=nil;$`).exec(plainText(clause ?? statement)) ?? [];
  const body = statement.childForFieldName('body');
  if (mp === '' || body === null)
    return context.refuse(statement, 'goes round a list of Ms in a way that the reader does not know');
  const { out, frame } = context;
  const [next, done, some] = [out.label(), out.label(), out.label()];
  const { expr } = exprOf(context, statement, behind.list.value);
  out.here(next);
  out.branch({ op: '!=', of: [expr, { lit: 0 }] }, some, done);
  out.here(some);
  const chosen = context.fresh(mp, 'm');
  context.sure.add(chosen);
  out.emit({ op: 'call', name: 'pick', of: [expr], to: [chosen] });
  const { scope, walk } = frame;
  frame.scope = [...scope, new Map([[mp, { value: scalar({ local: chosen }, 'm') }]])];
  frame.walk = { list: behind.list, prev: behind.prev, mp, next };
  const statements = statementsOf(body);
  const moves = movesOn(frame.walk, statements.slice(-3));
  if (moves !== 'unlinks')
    context.refuse(statement, 'does not end with the known way to unlink an M and go on');
  frame.loops.push(undefined);
  for (const one of statements.slice(0, -3)) context.run(context, one);
  frame.loops.pop();
  unlink(context, statements.at(-1) ?? statement, next);
  frame.scope = scope;
  frame.walk = walk;
  out.here(done);
  return true;
}

/** Reads three statements that go on to the next M, if that is what they do. */
export function goesOn(context: Context, block: Node): boolean {
  const { walk } = context.frame;
  const statements = statementsOf(block);
  if (walk === undefined || movesOn(walk, statements) !== 'skips') return false;
  context.at(statements[0] ?? block);
  context.out.jump(walk.next);
  return true;
}

function unlink(context: Context, at: Node, next: Label): void {
  const { walk } = context.frame;
  const list = walk?.list.value;
  const mp = context.lookUp(walk?.mp ?? '')?.value;
  if (list?.kind !== 'scalar' || !('local' in list.expr) || mp?.kind !== 'scalar') return;
  context.at(at);
  context.out.emit({ op: 'call', name: 'unpick', of: [list.expr, mp.expr], to: [list.expr.local] });
  context.out.jump(next);
}

function movesOn(
  { prev, mp }: { prev: string; mp: string },
  statements: readonly Node[],
): 'skips' | 'unlinks' | undefined {
  const texts = statements.map(plainText).join(' ');
  // allocm puts an M that has not ended back onto the list.
  if (
    new RegExp(`^(\\w+):=${mp}\\.freelink ${mp}\\.freelink=(\\w+) \\2=${mp} ${mp}=\\1 continue$`).test(texts)
  )
    return 'skips';
  if (texts === `${prev}=&${mp}.trace.link ${mp}=${mp}.trace.link continue`) return 'skips';
  return texts === `*${prev}=${mp}.trace.link ${mp}.trace.link=nil ${mp}=*${prev}` ? 'unlinks' : undefined;
}

/**
 * `for freem := sched.freem; freem != nil; { … }` of allocm: one M of the list for each call, for what another round
 * would do another call does. The statements that move on have to be the known ones; an M that is not put back is off the list.
 */
export function walkedFreem(context: Context, statement: Node): boolean {
  const clause = children(statement).find((one) => one.type === 'for_clause');
  const [, mp = ''] = /^(\w+):=sched\.freem;\1!=nil;$/.exec(plainText(clause ?? statement)) ?? [];
  const body = statement.childForFieldName('body');
  if (mp === '' || body === null) return false;
  const { out, frame } = context;
  const done = out.label();
  const chosen = context.fresh(mp, 'm');
  context.sure.add(chosen);
  out.emit({ op: 'call', name: 'pickFreem', of: [], to: [chosen] });
  const { scope, walk } = frame;
  frame.scope = [...scope, new Map([[mp, { value: scalar({ local: chosen }, 'm') }]])];
  frame.walk = { list: { value: scalar({ lit: 0 }, 'ms') }, prev: '', mp, next: done };
  const statements = statementsOf(body).filter(({ type }) => type !== 'comment');
  const last = statements.at(-1);
  if (last === undefined || plainText(last) !== `${mp}=${mp}.freelink`)
    context.refuse(statement, 'does not end with the known way to go on to the next M of freem');
  frame.loops.push(undefined);
  for (const one of statements.slice(0, -1)) context.run(context, one);
  frame.loops.pop();
  context.at(last);
  out.emit({ op: 'store', to: { place: 'm.freem', of: [{ local: chosen }] }, is: { lit: 0 } });
  frame.scope = scope;
  frame.walk = walk;
  out.here(done);
  return true;
}
