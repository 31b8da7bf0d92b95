/**
 * Steps. A step is (right or both)*, at most one access that does not move, (left or both)*: it begins before an access that
 * does not move, or moves right only, where one that does not move, or moves left only, has come before (Lipton). It also
 * begins where a stack may grow or a nested section could look, so that what is judged there is judged in a state, and where
 * a thread that has taken a lock would wait for another that waits for it (lock-order.ts).
 */
import { positive, replaced } from '../language/expr.ts';
import { isOfM } from '../language/kinds.ts';
import type { ThreadKind } from '../language/kinds.ts';
import type { Expr, Instruction, ThreadProgram } from '../language/program.ts';
import { localsOf, nextOf, writesOf } from '../language/program.ts';
import { counts } from '../scheduler/bounded.ts';
import { begins } from '../places/granularity.ts';
import type { Granularity } from '../places/granularity.ts';
import { mustBeSeenWaiting } from './lock-order.ts';
import { changes, happens, moverOf, ruleOf } from '../places/rules.ts';

/** What a step does, by the conditions that it finds. */
export type Tree =
  | { readonly kind: 'do'; readonly one: Instruction; readonly next: Tree }
  | {
      readonly kind: 'branch';
      readonly one: Extract<Instruction, { op: 'branch' }>;
      readonly yes: Tree;
      readonly no: Tree;
    }
  /** Open choices: which M, or what a stale read gives. Each is a step of its own; a single `next` is that of all. */
  | { readonly kind: 'choice'; readonly one: Instruction; readonly nexts: readonly Tree[] }
  /** The access lacks the lock that it needs. */
  | { readonly kind: 'fault'; readonly what: Fault; readonly one: Instruction; readonly next: Tree }
  /** The step ends before the instruction. One that changes nothing is no step, if it ends where it began. */
  | { readonly kind: 'arrive'; readonly at: number; readonly changes: boolean }
  | { readonly kind: 'stop'; readonly one: Instruction; readonly what: Fault }
  /** It waits for a lock that it holds itself. */
  | { readonly kind: 'blocked' }
  | { readonly kind: 'end' };

/** A tree whose choices are made. */
export type Step =
  | Exclude<Tree, { kind: 'do' | 'branch' | 'choice' | 'fault' }>
  | { readonly kind: 'do'; readonly one: Instruction; readonly option: number; readonly next: Step }
  | {
      readonly kind: 'branch';
      readonly one: Extract<Instruction, { op: 'branch' }>;
      readonly yes: Step;
      readonly no: Step;
    }
  | (Omit<Extract<Tree, { kind: 'fault' }>, 'next'> & { readonly next: Step });

/**
 * `unlocked`: without the lock that it needs; `besideReader`: the same, but only while a reader runs; `throws`: the tree claims that it is not reached; `endless`: a loop that nobody
 * else can end.
 */
export type Fault = 'unlocked' | 'besideReader' | 'throws' | 'endless';

/** Rounds of a loop within a step, beyond which it counts as one that never ends. */
const ROUNDS_MAX = 8;

interface Path {
  readonly post: boolean;
  readonly happened: boolean;
  readonly changed: boolean;
  /** Locks taken in this step, and given, less the others. */
  readonly locks: ReadonlyMap<string, number>;
  readonly written: ReadonlySet<string>;
  readonly visits: ReadonlyMap<number, number>;
  /** Values of locals, and answers to conditions over locals that have not been written since. */
  readonly values: ReadonlyMap<string, Expr>;
  readonly answers: ReadonlyMap<string, { readonly of: Expr; readonly yes: boolean }>;
}

/**
 * `held`: the locks held before an instruction; `live`: the locals that a later step may read there; `circular`: locks that threads may
 * take in opposite orders.
 */
export interface Known {
  readonly held: (index: number) => ReadonlySet<string>;
  readonly live: (index: number) => ReadonlySet<string>;
  readonly circular: ReadonlySet<string>;
  readonly granularity: Granularity;
}

/** The step that begins before an instruction. */
export function stepFrom(kind: ThreadKind, { list }: ThreadProgram, start: number, known: Known): Tree {
  const arrive = (at: number, path: Path): Tree => {
    const balanced = [...path.locks.values()].every((count) => count === 0);
    const kept = [...path.written].every((name) => !known.live(at).has(name));
    return { kind: 'arrive', at, changes: path.changed || !balanced || !kept };
  };
  const from = (index: number, path: Path, first: boolean): Tree => {
    const one = list[index];
    if (one === undefined) throw new RangeError(`${kind} goes on past the end of its program`);
    const mover = moverOf(kind, one, known.held(index));
    if (!first) {
      if (begins(one, known.granularity) && (path.happened || index === start)) return arrive(index, path);
      if (path.post && (mover === 'N' || mover === 'R')) return arrive(index, path);
      const taken = [...path.locks].flatMap(([lock, count]) => (count > 0 ? [lock] : []));
      if (mustBeSeenWaiting(one, taken, known.circular)) return arrive(index, path);
    }
    const visits = (path.visits.get(index) ?? 0) + 1;
    if (visits > ROUNDS_MAX) return { kind: 'stop', one, what: 'endless' };
    if (one.op === 'throw') return { kind: 'stop', one, what: 'throws' };
    if (one.op === 'end') return { kind: 'end' };
    if (
      one.op === 'call' &&
      one.name === 'lock' &&
      ((path.locks.get(one.lock ?? '') ?? 0) > 0 || known.held(index).has(one.lock ?? ''))
    )
      return { kind: 'blocked' };
    const fault = faultOf(kind, one, known.held(index));
    const after: Path = {
      post: path.post || mover === 'N' || mover === 'L',
      happened: path.happened || happens(one),
      changed: path.changed || changes(one) || fault === 'unlocked',
      locks: lockedBy(one, path.locks),
      written: new Set([...path.written, ...writesOf(one)]),
      visits: new Map([...path.visits, [index, visits]]),
      ...knownAfter(one, path),
    };
    const [then = 0, otherwise = 0] = nextOf(one, index);
    if (one.op === 'branch') {
      const answer = answered(one.if, path);
      if (answer !== undefined) return from(answer ? then : otherwise, after, false);
      const { key, expr, negated } = positive(one.if);
      const knowing = (yes: boolean): Path => ({
        ...after,
        answers: new Map([...after.answers, [key, { of: expr, yes: yes !== negated }]]),
      });
      return {
        kind: 'branch',
        one,
        yes: from(then, knowing(true), false),
        no: from(otherwise, knowing(false), false),
      };
    }
    const options = optionsOf(kind, list, index);
    const doing: Tree =
      options === undefined
        ? { kind: 'do', one, next: from(then, after, false) }
        : {
            kind: 'choice',
            one,
            nexts: options.map((value) => from(then, withValue(after, writesOf(one)[0], value), false)),
          };
    return fault === undefined ? doing : { kind: 'fault', what: fault, one, next: doing };
  };
  const path: Path = {
    post: false,
    happened: false,
    changed: false,
    locks: new Map(),
    written: new Set(),
    visits: new Map(),
    values: new Map(),
    answers: new Map(),
  };
  return from(start, path, true);
}

function faultOf(kind: ThreadKind, one: Instruction, held: ReadonlySet<string>): Fault | undefined {
  if (one.op === 'call' && one.name.startsWith('unlock') && !held.has(one.lock ?? '')) return 'unlocked';
  const { needs } = ruleOf(kind, one, held);
  if (needs === undefined || needs.some((lock) => held.has(lock))) return undefined;
  return needs.includes('no reader') ? 'besideReader' : 'unlocked';
}

function lockedBy(one: Instruction, locks: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (one.op !== 'call' || one.lock === undefined) return locks;
  const by = one.name.startsWith('unlock') ? -1 : 1;
  return new Map([...locks, [one.lock, (locks.get(one.lock) ?? 0) + by]]);
}

/** Values that an open choice may give, where they are known; undefined for an instruction that leaves nothing open. */
function optionsOf(
  kind: ThreadKind,
  list: readonly Instruction[],
  index: number,
): readonly (number | undefined)[] | undefined {
  const one = list[index];
  if (one?.op === 'load')
    return mayBeStale(kind, one) && !asksShutdownToo(list, index, one.to) ? [undefined, 1] : undefined;
  if (one?.op !== 'call') return undefined;
  if (one.name === 'choose' || one.name === 'writes') return one.words?.map((_, chosen) => chosen);
  if (counts.has(one.name)) return one.words?.map((_, chosen) => chosen + 1);
  return choosingAnM.has(one.name) ? [undefined] : undefined;
}

const choosingAnM: ReadonlySet<string> = new Set([
  'pick',
  'pop',
  'pickFreem',
  'unborn',
  'takeG',
  'takeP',
  'someP',
]);

/** A plain read of trace.enabled by an M may give what was there before. */
const mayBeStale = (kind: ThreadKind, one: Extract<Instruction, { op: 'load' }>): boolean =>
  one.from.place === 'trace.enabled' && isOfM(kind);

/** A false is followed by a look at trace.shutdown, which is up while a stale true could be read: both lead to the same. */
function asksShutdownToo(list: readonly Instruction[], index: number, local: string): boolean {
  const following = (from: number): number => {
    let at = from;
    for (let one = list[at]; one?.op === 'set' || one?.op === 'jump'; one = list[at])
      at = one.op === 'jump' ? one.to : at + 1;
    return at;
  };
  const branch = list[following(index + 1)];
  if (branch?.op !== 'branch' || !('local' in branch.if) || branch.if.local !== local) return false;
  const next = list[following(branch.else)];
  return next?.op === 'load' && next.from.place === 'trace.shutdown';
}

function knownAfter(one: Instruction, path: Path): Pick<Path, 'values' | 'answers'> {
  const written = writesOf(one);
  if (written.length === 0) return { values: path.values, answers: path.answers };
  const untouched = (expr: Expr): boolean => !localsOf(expr).some((local) => written.includes(local));
  const values = new Map(
    [...path.values].filter(([name, expr]) => !written.includes(name) && untouched(expr)),
  );
  const answers = new Map([...path.answers].filter(([, { of }]) => untouched(of)));
  if (one.op === 'set') {
    const is = replaced(one.is, (local) => path.values.get(local));
    if (untouched(is)) values.set(one.to, is);
  }
  return { values, answers };
}

const withValue = (path: Path, local: string | undefined, lit: number | undefined): Path =>
  local === undefined || lit === undefined
    ? path
    : { ...path, values: new Map([...path.values, [local, { lit }]]) };

/** The answer to a condition, where the way to it has given it already. */
function answered(condition: Expr, path: Path): boolean | undefined {
  const known = replaced(condition, (local) => path.values.get(local));
  if ('lit' in known) return known.lit !== 0;
  for (const expr of [condition, known]) {
    const { key, negated } = positive(expr);
    const answer = path.answers.get(key);
    if (answer !== undefined) return answer.yes !== negated;
  }
  return undefined;
}

/** Where a tree ends. */
export function arrivals(tree: Tree): readonly number[] {
  switch (tree.kind) {
    case 'branch':
      return [...arrivals(tree.yes), ...arrivals(tree.no)];
    case 'choice':
      return tree.nexts.flatMap(arrivals);
    case 'do':
    case 'fault':
      return arrivals(tree.next);
    case 'arrive':
      return [tree.at];
    default:
      return [];
  }
}

/** The instructions of a step, wherever its conditions lead. */
export function instructionsOf(tree: Tree | Step): readonly Instruction[] {
  switch (tree.kind) {
    case 'branch':
      return [tree.one, ...instructionsOf(tree.yes), ...instructionsOf(tree.no)];
    case 'choice':
      return [tree.one, ...tree.nexts.flatMap(instructionsOf)];
    case 'do':
      return [tree.one, ...instructionsOf(tree.next)];
    case 'fault':
      return instructionsOf(tree.next);
    case 'stop':
      return [tree.one];
    default:
      return [];
  }
}
