import { freed } from './statement.ts';
import type { Statement } from './expression.ts';
import { schedulerRows } from './vocabulary.ts';

/** Statements that are no part of the protocol in any tree get their reason; for the scheduler's, the rest is sliced away. */
export function simplified(
  statements: readonly Statement[],
  slice: { readonly callsRead: RegExp } | null,
): Statement[] {
  const checked = reached(statements).map(withoutChecks);
  return unreadFreed(slice === null ? checked : sliced(checked, slice.callsRead));
}

const fatal =
  /^(throw|fatal|panic|print|println|printlock|printunlock|printpanics|dumpgstatus|traceback\w*|goPanic\w*|badmcall\w*|abort|exit|fatalthrow|badsystemstack|badPointer|hexdumpWords)\(/;
const ranks =
  /^(lockRankMayTraceFlush|lockRankMayQueueFinalizer|lockWithRankMayAcquire|KeepAlive|assertWorldStopped|assertLockHeld|assertWorldStoppedOrLockHeld|assertRankHeld|lockInit)\(/;
/** Calls in conditions that change nothing. */
const pure =
  /\b(load|Load|loaduint|Loaduintptr|LoadAcq|readgstatus|ptr|len|cap|getg|empty|isSystemGoroutine|Pointer|GetCallerSP|getcallersp|uint8|uint16|uint32|uint64|int8|int16|int32|int64|int|uint|uintptr|muintptr|guintptr|Sizeof|isEmpty|hasOverflow|funcID|valid|isSystem)\(/g;
const isPure = (text: string): boolean => !/[\w\])#]\(|<-/.test(text.replace(pure, ''));

/** Blocks that only throw, and statements that do nothing here. A condition that does something stays. */
function withoutChecks(statement: Statement): Statement {
  if (statement.free !== null) return statement;
  const blocks = statement.blocks.map((block) => block.map(withoutChecks));
  const next = { ...statement, blocks };
  const { text } = statement;
  if (fatal.test(text)) return freed(next, 'throws');
  if (ranks.test(text)) return freed(next, 'ranks');
  // Keeps the compiler from complaining, and nothing else.
  if (/^_=\$\w+(\.\d+)?$/.test(text)) return freed(next, 'unread');
  const isEmpty = blocks.every((block) => block.every(({ free }) => free !== null));
  const isCheck = blocks.some((block) => block.some(({ free }) => free === 'throws'));
  if (isEmpty && isCheck && /^if /.test(text) && isPure(text.slice(3))) return freed(next, 'throws');
  if (isEmpty && isCheck && /^systemstack\(func#\(\)\)$/.test(text)) return freed(next, 'throws');
  return next;
}

/** Locals that only statements without meaning read are set for nothing. */
function unreadFreed(statements: readonly Statement[]): Statement[] {
  const read = new Set<string>();
  const look = (statement: Statement): void => {
    if (statement.free !== null) return;
    for (const id of statement.reads) read.add(id);
    for (const block of statement.blocks) block.forEach(look);
  };
  statements.forEach(look);
  const found: Statement[] = [];
  const free = (statement: Statement): Statement => {
    if (statement.free !== null) return statement;
    const sets = /^(var )?\$\w+(\.\d+)?( [^=]*)?[-+]?=/.test(statement.text) && statement.blocks.length === 0;
    if (
      sets &&
      statement.sets.length > 0 &&
      statement.sets.every((id) => !read.has(id) || onlyItself(statement, id))
    ) {
      if (isPure(statement.text)) {
        found.push(statement);
        return freed(statement, 'unread');
      }
    }
    return { ...statement, blocks: statement.blocks.map((block) => block.map(free)) };
  };
  const counts = new Map<string, number>();
  const count = (statement: Statement): void => {
    if (statement.free !== null) return;
    for (const id of statement.reads) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const block of statement.blocks) block.forEach(count);
  };
  statements.forEach(count);
  /** `i += 1` reads i for itself alone. */
  const onlyItself = ({ reads }: Statement, id: string): boolean =>
    reads.filter((each) => each === id).length === (counts.get(id) ?? 0);
  const next = statements.map(free);
  return found.length > 0 ? unreadFreed(next) : next;
}

/** Locals that are declared with a type which is no pointer. */
function valueLocals(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap(({ text, blocks }): string[] => [
      ...[...(/^var (\$\w+(?:\.\d+)?) (?!\*)/.exec(text)?.slice(1) ?? [])],
      ...blocks.flatMap((block) => [...valueLocals(block)]),
    ]),
  );
}

/** What stands below a jump in its block, up to the next label, never runs. */
function reached(statements: readonly Statement[]): Statement[] {
  let isReached = true;
  return statements.map((statement) => {
    isReached ||= /^label\b/.test(statement.text);
    const next = { ...statement, blocks: statement.blocks.map(reached) };
    if (!isReached && statement.free === null) return freed(next, 'unreached');
    isReached &&= !/^(return|goto|break|continue)\b/.test(statement.text);
    return next;
  });
}

const jump = /^(return|goto|break|continue|label|fallthrough)\b/;

/** Keeps what touches the vocabulary, what decides whether it runs, and what computes a value that it uses. */
function sliced(statements: readonly Statement[], callsRead: RegExp): Statement[] {
  const wanted = new Set<string>();
  const touches = ({ text }: Statement): boolean =>
    schedulerRows.some((row) => row.touches.test(text)) || callsRead.test(text);
  const values = valueLocals(statements);
  /** Sets a wanted local, or changes one that is no pointer: by a field, an element, a method, its address. */
  const defines = ({ text, sets }: Statement): boolean =>
    sets.some((id) => wanted.has(id)) ||
    [
      ...text.matchAll(/&(\$\w+(?:\.\d+)?)|(\$\w+(?:\.\d+)?)(?:\[[^\]]*\])*\.?\w*(?:\(|[-+|&^]?=(?!=))/g),
    ].some(
      ([, address, changed]) =>
        wanted.has(address ?? '') || (values.has(changed ?? '') && wanted.has(changed ?? '')),
    );
  /** A break inside a loop or switch that is left out jumps within it. */
  const leaves = ({ text }: Statement, inLoop: boolean): boolean =>
    jump.test(text) && !(inLoop && /^(break|continue|fallthrough)$/.test(text));
  const isKept = (statement: Statement, inLoop = false): boolean => {
    if (statement.free !== null) return false;
    if (touches(statement) || defines(statement) || leaves(statement, inLoop)) return true;
    const loops = inLoop || /^(for\b|expression_switch|type_switch|select)/.test(statement.text);
    return statement.blocks.some((block) => block.some((inner) => isKept(inner, loops)));
  };
  const grow = (statement: Statement): void => {
    if (!isKept(statement)) return;
    for (const id of statement.reads) wanted.add(id);
    for (const block of statement.blocks) block.forEach(grow);
  };
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    statements.forEach(grow);
  }
  const cut = (statement: Statement): Statement => {
    if (statement.free !== null) return statement;
    if (!isKept(statement)) return freed(statement, 'outside');
    return { ...statement, blocks: statement.blocks.map((block) => block.map(cut)) };
  };
  return statements.map(cut);
}
