/** What if: changes of a system, each as a text that an address can hold. */
import type { System } from '../checker/index.ts';
import { requiring, without } from '../checker/index.ts';
import { PageError } from './address.ts';

export type Change =
  /** A conjunct is taken off a guard, as `Action.conjunct`. */
  | { readonly kind: 'without'; readonly conjunct: string }
  /** An expression is put on a guard. */
  | { readonly kind: 'with'; readonly action: string; readonly expression: string }
  /** The prologue of a function may grow the stack, or may not. */
  | { readonly kind: 'split'; readonly function: string; readonly may: boolean }
  /** A line of the tree, as `FUNCTION:LINE`, does not store, lock or unlock what it does there. */
  | { readonly kind: 'line'; readonly function: string; readonly line: number }
  /** What a mutant changes is changed here. */
  | { readonly kind: 'mutant'; readonly mutant: string };

/** `without:End.atEnd`, `with:End:trace.gen == 1`, `split:+traceWriter.end`, `line:traceWriter.end:110`, `mutant:flag-down-overtakes`. */
export function textOf(change: Change): string {
  switch (change.kind) {
    case 'without':
      return `without:${change.conjunct}`;
    case 'with':
      return `with:${change.action}:${change.expression}`;
    case 'split':
      return `split:${change.may ? '+' : '-'}${change.function}`;
    case 'line':
      return `line:${change.function}:${change.line}`;
    case 'mutant':
      return `mutant:${change.mutant}`;
  }
}

/** Throws a PageError for a text that is no change. */
export function changeIn(text: string): Change {
  const [, kind, rest = ''] = /^(\w+):(.+)$/s.exec(text) ?? [];
  if (kind === 'without') return { kind, conjunct: rest };
  const [, action, expression] = /^([^:]+):(.+)$/s.exec(rest) ?? [];
  if (kind === 'with' && action !== undefined && expression !== undefined)
    return { kind, action, expression };
  const [, sign, name] = /^([+-])(.+)$/s.exec(rest) ?? [];
  if (kind === 'split' && name !== undefined) return { kind, function: name, may: sign === '+' };
  const [, fn, line] = /^(.+):(\d{1,6})$/s.exec(rest) ?? [];
  if (kind === 'line' && fn !== undefined) return { kind, function: fn, line: Number(line) };
  if (kind === 'mutant') return { kind, mutant: rest };
  throw new PageError(`${text.slice(0, 80)} is no change of a system`);
}

/** For people; a text that is no change stands as it is. */
export function changeWords(text: string): string {
  let change: Change;
  try {
    change = changeIn(text);
  } catch {
    return text.slice(0, 80);
  }
  switch (change.kind) {
    case 'without':
      return `without ${change.conjunct}`;
    case 'with':
      return `${change.action} only if ${change.expression}`;
    case 'split':
      return `${change.function} ${change.may ? 'may grow the stack' : 'is nosplit'}`;
    case 'line':
      return `without ${change.function}:${change.line}`;
    case 'mutant':
      return `mutant ${change.mutant}`;
  }
}

/** The title of a system with its changes. */
export const changedTitle = (title: string, changes: readonly string[]): string =>
  changes.length === 0 ? title : `${title}, ${changes.map(changeWords).join(', ')}`;

/**
 * The system with what is changed in its guards. `rest` is what somebody else has to change: of a system
 * that is not made of steps, there may be none. Throws a PageError for a text that is no change, and a SystemError for what the system does not have.
 */
export function withGuards(system: System, texts: readonly string[]): System {
  const changes = texts.map(changeIn);
  const conjuncts = changes.flatMap((one) => (one.kind === 'without' ? [one.conjunct] : []));
  const more = changes.flatMap((one) => (one.kind === 'with' ? [one] : []));
  return requiring(without(system, conjuncts), more);
}

/** Refuses what this system does not have: lines of a tree, for one. `more` is what it has beside its guards. */
export function refuseOthers(texts: readonly string[], more: readonly Change['kind'][] = []): void {
  const one = texts.map(changeIn).find(({ kind }) => !['without', 'with', ...more].includes(kind));
  if (one !== undefined)
    throw new PageError(`${changeWords(textOf(one))}: this system is not made of the steps of a tree`);
}
