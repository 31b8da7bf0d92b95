import type { Statement } from './expression.ts';

/**
 * Puts statements that may change places into one order, whichever the tree has them in. Two may where one of them only sets
 * locals of its function out of such locals and constants, and the other neither reads nor sets those that it sets, nor sets
 * those that it reads. Nobody else can see a local, so the two orders do the same.
 */
export function ordered(
  statements: readonly Statement[],
  key: (statement: Statement) => string,
  shared: ReadonlySet<string>,
): Statement[] {
  const uses = statements.map(usesOf);
  const waiting = statements.map((_, index) => index);
  const result: Statement[] = [];
  while (waiting.length > 0) {
    // Ready is what has nothing before it that must stay before it; of these, the least key is next.
    const ready = waiting.filter((index) =>
      waiting.every((other) => other >= index || mayTrade(other, index)),
    );
    const next = ready.reduce((least, index) => (keyOf(index) < keyOf(least) ? index : least));
    result.push(...statements.slice(next, next + 1));
    waiting.splice(waiting.indexOf(next), 1);
  }
  return result;

  function keyOf(index: number): string {
    const statement = statements[index];
    return statement === undefined ? '' : key(statement);
  }
  function mayTrade(first: number, second: number): boolean {
    const [one, other] = [statements[first], statements[second]];
    const [a, b] = [uses[first], uses[second]];
    if (one === undefined || other === undefined || a === undefined || b === undefined) return false;
    if (a.jumps || b.jumps || !(isLocal(one, shared) || isLocal(other, shared))) return false;
    const meets = (ids: readonly string[], others: readonly string[]): boolean =>
      ids.some((id) => others.includes(id));
    return !meets(a.sets, b.reads) && !meets(a.sets, b.sets) && !meets(a.reads, b.sets);
  }
}

interface Uses {
  readonly reads: readonly string[];
  readonly sets: readonly string[];
  readonly jumps: boolean;
}

function usesOf(statement: Statement): Uses {
  const inner = statement.blocks.flat().map(usesOf);
  return {
    reads: [...statement.reads, ...inner.flatMap(({ reads }) => reads)],
    sets: [...statement.sets, ...inner.flatMap(({ sets }) => sets)],
    jumps:
      /^(return|goto|break|continue|label|fallthrough|case|default)\b/.test(statement.text) ||
      inner.some(({ jumps }) => jumps),
  };
}

/** Conversions and built-in functions of values. */
const conversions = /\b(u?int(8|16|32|64)?|uintptr|byte|bool|len|cap|min|max|traceArg)\(/g;

/** Whether a statement touches nothing but locals that nobody has the address of. */
function isLocal({ text, blocks, sets, reads }: Statement, shared: ReadonlySet<string>): boolean {
  if (blocks.length > 0 || sets.length === 0 || [...sets, ...reads].some((id) => shared.has(id)))
    return false;
  const value = /^(?:var )?(?:\$\w+(?:\.\d+)?,?)+(?: [\w*.[\]]+)?[-+|&^*/%]*=(.*)$/.exec(text)?.[1];
  // Division may panic, and an index, a field or a pointer is something that others see.
  return (
    value !== undefined &&
    !/[[\].{}&]|<-|\*|\w\(|\/|%(?!\d)/.test(value.replace(conversions, '(').replace(/\$\w+(?:\.\d+)?/g, '$'))
  );
}

/** Locals that a function literal uses or whose address is taken: the order of their accesses may matter to others. */
export function sharedLocals(statements: readonly Statement[]): ReadonlySet<string> {
  const shared = new Set<string>();
  const look = (statement: Statement, inLiteral: boolean): void => {
    for (const [, id = ''] of statement.text.matchAll(/&(\$\w+(?:\.\d+)?)/g)) shared.add(id);
    if (inLiteral) for (const id of [...statement.reads, ...statement.sets]) shared.add(id);
    const literals = statement.text.split('func#').length - 1;
    statement.blocks.forEach((block, index) => {
      for (const inner of block) look(inner, inLiteral || index < literals);
    });
  };
  for (const statement of statements) look(statement, false);
  return shared;
}
