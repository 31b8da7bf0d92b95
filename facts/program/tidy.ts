/**
 * Makes a list smaller without changing what it does: locals that always have the same value are that value, branches over
 * such are decided, and what nobody reaches is left out.
 */
import type { Expr, Instruction, ThreadProgram } from '../../model/index.ts';
import { fold, livenessOf, localsOf, nextOf, readsOf, writesOf } from '../../model/index.ts';

export function tidied(program: ThreadProgram): ThreadProgram {
  let tidy = program;
  for (let size = -1; size !== tidy.list.length + Object.keys(tidy.locals).length;) {
    size = tidy.list.length + Object.keys(tidy.locals).length;
    tidy = withoutEmptySections(withoutDead(withoutCopies(withoutFixed(tidy))));
  }
  return tidy;
}

function withoutFixed({ list, locals }: ThreadProgram): ThreadProgram {
  const fixed = fixedLocals(list);
  return smaller(
    list.map((one) => decided(mapExprs(one, (expr) => withFixed(expr, fixed)))),
    locals,
    (one) => one.op === 'set' && fixed.has(one.to),
  );
}

function decided(one: Instruction): Instruction {
  if (one.op !== 'branch') return one;
  const { fn, line } = one;
  if (one.then === one.else) return { op: 'jump', to: one.then, fn, line };
  return 'lit' in one.if ? { op: 'jump', to: one.if.lit === 0 ? one.else : one.then, fn, line } : one;
}

/** A lock that is given back at once: nothing is done under it, and its holder has given it back before and after. */
function withoutEmptySections({ list, locals }: ThreadProgram): ThreadProgram {
  const targets = new Set(
    list.flatMap((one, index) => (one.op === 'branch' || one.op === 'jump' ? nextOf(one, index) : [])),
  );
  const isEmpty = (index: number): boolean => {
    const [one, next] = [list[index], list[index + 1]];
    return (
      one?.op === 'call' &&
      one.name === 'lock' &&
      next?.op === 'call' &&
      next.name === 'unlock' &&
      next.lock === one.lock &&
      !targets.has(index + 1)
    );
  };
  return smaller(list, locals, (_, index) => isEmpty(index) || isEmpty(index - 1));
}

/** Assignments that nobody reads. */
function withoutDead(program: ThreadProgram): ThreadProgram {
  const { after } = livenessOf(program);
  return smaller(
    program.list,
    program.locals,
    (one, index) => one.op === 'set' && after[index]?.has(one.to) !== true,
  );
}

/** Leaves instructions out, and locals that are not there any more. */
function smaller(
  list: readonly Instruction[],
  locals: ThreadProgram['locals'],
  isOut: (one: Instruction, index: number) => boolean,
): ThreadProgram {
  const short = compacted(list, isOut);
  const used = new Set(short.flatMap((one) => [...writesOf(one), ...readsOf(one).flatMap(localsOf)]));
  return {
    list: short,
    locals: Object.fromEntries(Object.entries(locals).filter(([name]) => used.has(name))),
  };
}

/**
 * Locals that only ever are copies, of copies, of one local are that local, if it is not written while one of them may still be
 * read.
 */
function withoutCopies(program: ThreadProgram): ThreadProgram {
  const { list, locals } = program;
  const sources = new Map<string, Set<string>>();
  for (const one of list)
    for (const to of writesOf(one)) {
      const from = one.op === 'set' && 'local' in one.is ? one.is.local : to;
      sources.set(to, (sources.get(to) ?? new Set()).add(from));
    }
  // Optimistic: a local stands for its origin until two origins meet in it, or it is one itself.
  const origin = new Map<string, string>();
  for (let changes = true; changes;) {
    changes = false;
    for (const [to, from] of sources) {
      const origins = new Set([...from].flatMap((one) => (one === to ? [to] : (origin.get(one) ?? []))));
      const now = origins.size === 0 ? undefined : origins.size === 1 ? [...origins][0] : to;
      if (now === undefined || origin.get(to) === now || origin.get(to) === to) continue;
      origin.set(to, now);
      changes = true;
    }
  }
  const { after } = livenessOf(program);
  const unsafe = new Set<string>();
  list.forEach((one, index) => {
    for (const written of writesOf(one))
      if (origin.get(written) === written)
        for (const live of after[index] ?? [])
          if (live !== written && origin.get(live) === written) unsafe.add(live);
  });
  const renamed = (name: string): string => (unsafe.has(name) ? name : (origin.get(name) ?? name));
  const rename = (expr: Expr): Expr =>
    'local' in expr
      ? { local: renamed(expr.local) }
      : 'op' in expr
        ? { ...expr, of: expr.of.map(rename) }
        : expr;
  const named = list.map((one): Instruction => {
    const mapped = mapExprs(one, rename);
    return mapped.op === 'set' && !unsafe.has(mapped.to) && 'local' in mapped.is
      ? { ...mapped, to: renamed(mapped.to) }
      : mapped;
  });
  return smaller(named, locals, (one) => one.op === 'set' && 'local' in one.is && one.is.local === one.to);
}

/** Locals of which every assignment is the same literal, a copy of such a local included. */
function fixedLocals(list: readonly Instruction[]): ReadonlyMap<string, number> {
  const fixed = new Map<string, number>();
  const loose = new Set<string>();
  for (let changes = true; changes;) {
    changes = false;
    for (const one of list) {
      for (const name of writesOf(one)) {
        if (loose.has(name)) continue;
        const is = one.op === 'set' ? withFixed(one.is, fixed) : undefined;
        // A copy of a local of which nothing is known yet says nothing yet.
        if (is !== undefined && 'local' in is && !loose.has(is.local) && !fixed.has(is.local)) continue;
        const value = is !== undefined && 'lit' in is ? is.lit : undefined;
        const known = fixed.get(name);
        if (value !== undefined && (known === undefined || known === value)) {
          if (known === undefined) changes = true;
          fixed.set(name, value);
        } else {
          loose.add(name);
          fixed.delete(name);
          changes = true;
        }
      }
    }
  }
  return fixed;
}

function withFixed(expr: Expr, fixed: ReadonlyMap<string, number>): Expr {
  if ('local' in expr) {
    const lit = fixed.get(expr.local);
    return lit === undefined ? expr : { lit };
  }
  if (!('op' in expr)) return expr;
  return fold(
    expr.op,
    expr.of.map((part) => withFixed(part, fixed)),
  );
}

function mapExprs(one: Instruction, map: (expr: Expr) => Expr): Instruction {
  switch (one.op) {
    case 'set':
      return { ...one, is: map(one.is) };
    case 'load':
      return { ...one, from: { ...one.from, of: one.from.of.map(map) } };
    case 'store':
      return { ...one, to: { ...one.to, of: one.to.of.map(map) }, is: map(one.is) };
    case 'add':
      return { ...one, to: { ...one.to, of: one.to.of.map(map) } };
    case 'swap':
      return { ...one, at: { ...one.at, of: one.at.of.map(map) }, was: map(one.was), is: map(one.is) };
    case 'branch':
      return { ...one, if: map(one.if) };
    case 'call':
      return { ...one, of: one.of.map(map) };
    default:
      return one;
  }
}

/** Leaves out what is not reached, jumps, and what `isOut` says. */
function compacted(
  list: readonly Instruction[],
  isOut: (one: Instruction, index: number) => boolean,
): Instruction[] {
  const isNothing = (one: Instruction, index: number): boolean => one.op === 'jump' || isOut(one, index);
  const target = (index: number): number => {
    let at = index;
    // A loop without any instruction ends in itself.
    for (let hops = 0; hops <= list.length; hops++) {
      const one = list[at];
      if (one === undefined || !isNothing(one, at)) return at;
      at = one.op === 'jump' ? one.to : at + 1;
    }
    return at;
  };
  const order: number[] = [];
  const place = new Map<number, number>();
  const waiting = [target(0)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    let at = next;
    // A run of instructions that follow each other stays together; it ends where it is there already.
    for (;;) {
      const one = list[at];
      if (one === undefined || place.has(at)) break;
      place.set(at, order.length);
      order.push(at);
      if (one.op === 'branch') waiting.push(target(one.else));
      const [following] = nextOf(one, at);
      if (following === undefined) break;
      at = target(following);
    }
  }
  // Where a run was cut short, a jump leads on.
  return withJumps(list, order, place, target);
}

function withJumps(
  list: readonly Instruction[],
  order: readonly number[],
  place: ReadonlyMap<number, number>,
  target: (index: number) => number,
): Instruction[] {
  const shifted: number[] = [];
  let size = 0;
  const needsJump = (position: number): boolean => {
    const at = order[position] ?? 0;
    const one = list[at];
    if (one === undefined || one.op === 'branch') return false;
    const [following] = nextOf(one, at);
    return following !== undefined && place.get(target(following)) !== position + 1;
  };
  order.forEach((_, position) => {
    shifted.push(size);
    size += needsJump(position) ? 2 : 1;
  });
  const placed = (index: number): number => shifted[place.get(target(index)) ?? 0] ?? 0;
  return order.flatMap((at, position): Instruction[] => {
    const one = list[at];
    if (one === undefined) return [];
    if (one.op === 'branch') return [{ ...one, then: placed(one.then), else: placed(one.else) }];
    const [following] = nextOf(one, at);
    return needsJump(position)
      ? [one, { op: 'jump', to: placed(following ?? 0), fn: one.fn, line: one.line }]
      : [one];
  });
}
