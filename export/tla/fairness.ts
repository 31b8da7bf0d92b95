/** Fairness as WF and SF of the actions that it is about. */
import type { Constraint } from '../../checker/index.ts';
import type { ActionDefinition } from './actions.ts';

/** Weak or strong fairness of one set of instances. `definitions` has those of each action, which has so many instances. */
export function fairnessText(
  { strength, covers, selfLoops }: Constraint,
  definitions: readonly { readonly of: readonly ActionDefinition[]; readonly instances: number }[],
): string {
  const operator = strength === 'weak' ? 'WF' : 'SF';
  // Where a step that changes nothing counts, a run may stay wherever there is one.
  const next = selfLoops ? '(Next /\\ ~ENABLED (Next /\\ UNCHANGED vars))' : 'Next';
  if (covers.every((isCovered) => isCovered)) return `${operator}_vars(${next.replace(/^\((.*)\)$/, '$1')})`;
  let first = 0;
  const parts = definitions.flatMap(({ of, instances }) => {
    const begin = first;
    first += instances;
    return of.flatMap(({ all, uses }) => {
      const covered = [...uses].filter(([member]) => covers[begin + member] === true).map(([, use]) => use);
      return covered.length === uses.size ? [all] : covered;
    });
  });
  if (parts.length === 0) return 'TRUE';
  const action =
    parts.length === 1
      ? (parts[0] ?? '')
      : parts.map((one) => (one.startsWith('\\E') ? `(${one})` : one)).join(' \\/ ');
  return `${operator}_vars(${action})`;
}
