/** Whether a scalar has one of some values, in few words. */
import type { Scalar } from '../../checker/index.ts';

interface Tested {
  readonly text: string;
  /** By stored value. */
  readonly values: readonly Scalar[];
  literal(this: void, raw: number): string;
}

/** True for the stored values `raws`, false for `others`, and either for those that are in neither. */
export function testOf(
  { text, values, literal }: Tested,
  raws: readonly number[],
  others: readonly number[],
): string {
  if (typeof values[0] === 'boolean') return raws.includes(1) ? text : `~${text}`;
  const [only, other] = [raws[0] ?? 0, others[0] ?? 0];
  if (raws.length === 1) return `${text} = ${literal(only)}`;
  if (others.length === 1) return `${text} # ${literal(other)}`;
  if (typeof values[0] === 'number') {
    const [least, most] = [Math.min(...raws), Math.max(...raws)];
    if (others.every((raw) => raw < least)) return `${text} >= ${literal(least)}`;
    if (others.every((raw) => raw > most)) return `${text} <= ${literal(most)}`;
    if (others.every((raw) => raw < least || raw > most))
      return `${text} \\in ${literal(least)} .. ${literal(most)}`;
  }
  const list = (of: readonly number[]): string => `{${of.map(literal).join(', ')}}`;
  return raws.length <= others.length ? `${text} \\in ${list(raws)}` : `${text} \\notin ${list(others)}`;
}
