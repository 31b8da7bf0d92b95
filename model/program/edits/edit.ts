/**
 * Edits of programs, in the words in which `nosplit facts --program` prints them: what an edit of a tree's sources does to the programs
 * that are read out of it.
 */
import { NothingToChange } from './nothing-to-change.ts';
import type { ThreadKind } from '../language/kinds.ts';
import { mapKinds } from '../language/kinds.ts';
import type { ProgramPart } from '../language/parts.ts';
import { places } from '../places/places.ts';
import { primitives } from '../places/primitives.ts';
import type { At, Expr, Instruction, Programs, ThreadProgram, ValueType } from '../language/program.ts';
import { writesOf } from '../language/program.ts';
import { wordsOf } from '../language/words.ts';
import type { Action } from './parse.ts';
import { parsed } from './parse.ts';

/**
 * Lines of a function, wherever it was inlined, that others take the place of. A local goes by its name without a number, as
 * `gen` for `gen_2`, and `$x` stands for any name or number; a branch is written without where it goes, and goes there still. One more
 * form: `when CONDITION: LINE`.
 */
export interface ProgramEdit {
  /** The function that has the first line, or the driver: `traceWriter.end`. */
  readonly fn: string;
  /** One line for each instruction; what comes after one another in the program. */
  readonly from: string;
  /** Empty where the lines are left out. */
  readonly to: string;
  /** Of the parts of the tracer, this one alone. */
  readonly part?: ProgramPart;
  /** Of the kinds of threads that have the lines, this one alone. */
  readonly kind?: ThreadKind;
  /** Of the places in a thread that have the lines, this one alone, from 0 on. */
  readonly nth?: number;
}

/** The programs of a part with the edits made in turn. Throws a NothingToChange where no thread has the lines of one. */
export function edited(programs: Programs, edits: readonly ProgramEdit[], part?: ProgramPart): Programs {
  return edits.reduce((now, edit) => {
    if (edit.part !== undefined && edit.part !== part) return now;
    let found = 0;
    const after = mapKinds(now, (program, kind) => {
      if (edit.kind !== undefined && edit.kind !== kind) return program;
      const places = placesOf(program, edit).filter((_, index) => (edit.nth ?? index) === index);
      found += places.length;
      // The last first, so that those before stay where they are.
      return places.toReversed().reduce((one, at) => editedAt(one, at, edit), program);
    });
    if (found === 0) throw new NothingToChange(`no thread has '${edit.from}' in ${edit.fn}`);
    return after;
  }, programs);
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const wordsWithoutTargets = (one: Instruction): string =>
  wordsOf(one)
    .replace(/ go to \d+, else \d+$/, '')
    .replace(/^go to \d+$/, 'go on');

/** Names and numbers, with what else is to be compared. */
const tokensOf = (text: string): readonly string[] =>
  text.match(/\$?[A-Za-z][\w.]*(?:\[taken\]\w*)?|-?\d+|\S/g) ?? [];
const plain = (name: string): string => name.replace(/_\d+$/, '');
/** `line` of an edit, in which `$x` stands for any name or number. */
function matches(line: string, words: string): boolean {
  const [tokens, others] = [tokensOf(line), tokensOf(words)];
  return (
    tokens.length === others.length &&
    tokens.every((token, index) => token.startsWith('$') || plain(token) === plain(others[index] ?? ''))
  );
}

/** Where the lines begin. */
function placesOf({ list }: ThreadProgram, { fn, from }: ProgramEdit): readonly number[] {
  const lines = linesOf(from);
  return list.flatMap((one, index) => {
    if (one.fn !== fn) return [];
    const has = lines.every((line, more) => {
      const other = list[index + more];
      return other !== undefined && matches(line, wordsWithoutTargets(other));
    });
    return has ? [index] : [];
  });
}

/** The edit at one place: what `from` and `to` have in common stays, at the beginning and at the end. */
function editedAt(program: ThreadProgram, at: number, { fn, from, to }: ProgramEdit): ThreadProgram {
  const [before, after] = [linesOf(from), linesOf(to)];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const first = at + head;
  const removed = program.list.slice(first, at + before.length - tail);
  const names = namesAt(program.list.slice(at, at + before.length), before);
  const { line } = program.list[Math.min(first, at + before.length - 1)] ?? { line: 0 };
  const writer = new Writer(program, names, { fn, line }, first);
  const branches = removed.filter((one) => one.op === 'branch');
  for (const text of after.slice(head, after.length - tail)) writer.write(text, branches);
  return spliced(program, first, removed.length, writer, { isAfter: head > 0 && tail === 0 });
}

/** By the plain names of the lines, the names that the program has there. */
function namesAt(list: readonly Instruction[], lines: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const [index, one] of list.entries()) {
    const found = tokensOf(wordsWithoutTargets(one));
    for (const [token, name] of tokensOf(lines[index] ?? '').entries())
      names.set(plain(name), found[token] ?? name);
  }
  return names;
}

/** Writes instructions that come to stand from `first` on. */
class Writer {
  readonly list: Instruction[] = [];
  /** The targets that stand here already, not those of before. */
  readonly own = new Set<Instruction>();
  readonly locals: Record<string, ValueType> = {};
  readonly #program: ThreadProgram;
  readonly #names: Map<string, string>;
  readonly #at: At;
  readonly #first: number;

  constructor(program: ThreadProgram, names: Map<string, string>, at: At, first: number) {
    this.#program = program;
    this.#names = names;
    this.#at = at;
    this.#first = first;
  }

  write(text: string, branches: Extract<Instruction, { op: 'branch' }>[]): void {
    const [, condition, line] = /^when (.*?): (.*)$/.exec(text) ?? [];
    if (condition !== undefined && line !== undefined) {
      const here = this.#first + this.list.length;
      const { if: asked } = this.#parsed(`if ${condition}`) as Extract<Action, { op: 'branch' }>;
      const branch: Instruction = { op: 'branch', if: asked, then: here + 1, else: here + 2, ...this.#at };
      this.own.add(branch);
      this.list.push(branch);
      this.write(line, branches);
      return;
    }
    const action = this.#parsed(text);
    if (action.op !== 'branch') {
      this.list.push({ ...action, ...this.#at });
      return;
    }
    const branch = branches.shift();
    if (branch === undefined) throw new RangeError(`'${text}' stands for no branch that the program has`);
    this.list.push({ ...branch, if: action.if });
  }

  #parsed(text: string): Action {
    // A call may have the name of a local.
    const names = /\$?[A-Za-z][\w.]*(?:\[taken\]\w*)?(?!\w*\()/g;
    const named = text.replace(names, (name) => this.#nameOf(name));
    const action = parsed(named);
    const [to] = action.op === 'set' || action.op === 'load' || action.op === 'swap' ? [action.to] : [];
    if (to !== undefined && !Object.hasOwn(this.#program.locals, to))
      this.locals[to] ??= this.#typeOf(action);
    return action;
  }

  /** As the lines call it, or as the nearest instruction before does that gives such a local its value. */
  #nameOf(name: string): string {
    const known = this.#names.get(name);
    if (known !== undefined || name in this.locals || isWord(name)) return known ?? name;
    const writes = this.#program.list.slice(0, this.#first).flatMap(writesOf);
    return writes.findLast((one) => plain(one) === name) ?? name;
  }

  #typeOf(action: Action): ValueType {
    if (action.op === 'load') {
      const type = places[action.from.place]?.type ?? 'int';
      return type === 'count' || type === 'parity' ? 'int' : type;
    }
    return action.op === 'set' ? this.#typeOfValue(action.is) : 'bool';
  }

  #typeOfValue(is: Expr): ValueType {
    // A number that stands alone is a truth value.
    if ('lit' in is) return 'bool';
    if ('local' in is) return this.#program.locals[is.local] ?? this.locals[is.local] ?? 'int';
    return 'op' in is && ['==', '!=', '<', '<=', '>', '>=', '!', 'has'].includes(is.op) ? 'bool' : 'int';
  }
}

/** Places and calls have no other name. */
const isWord = (name: string): boolean =>
  Object.hasOwn(primitives, name) || Object.keys(places).some((place) => place.split('[')[0] === name);

function spliced(
  { list, locals }: ThreadProgram,
  first: number,
  removed: number,
  { list: written, own, locals: more }: Writer,
  { isAfter }: { readonly isAfter: boolean },
): ThreadProgram {
  const grown = written.length - removed;
  const moved = (target: number, from: number): number => {
    if (target < first || (target === first && (removed > 0 || !isAfter || from === first - 1)))
      return target;
    if (target < first + removed) throw new RangeError('another line goes into the middle of the lines');
    return target + grown;
  };
  const kept = (one: Instruction, index: number): Instruction => {
    if (own.has(one)) return one;
    if (one.op === 'branch') return { ...one, then: moved(one.then, index), else: moved(one.else, index) };
    return one.op === 'jump' ? { ...one, to: moved(one.to, index) } : one;
  };
  return {
    list: [
      ...list.slice(0, first).map(kept),
      ...written.map((one) => kept(one, first)),
      ...list.slice(first + removed).map((one, index) => kept(one, first + removed + index)),
    ],
    locals: { ...locals, ...more },
  };
}
