/** Names and values as TLA+ writes them. */
import type { Scalar } from '../../checker/index.ts';

/** Words of the language, and names that the module has or extends. */
const taken: ReadonlySet<string> = new Set(
  (
    'ACTION ASSUME ASSUMPTION AXIOM BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED EXCEPT EXTENDS HAVE HIDE IF IN ' +
    'INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE SF_ STATE SUBSET SUFFICES TAKE ' +
    'TEMPORAL THEN THEOREM UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS TRUE FALSE BOOLEAN STRING ' +
    'Nat Int Init Next Spec TypeOK Fairness vars NoFault'
  ).split(' '),
);

/** Gives each thing of a module a name of its own, as like as possible to the one that it has. */
export class Names {
  readonly #given = new Set<string>(taken);
  readonly #locals: string[] = [];

  /** A name that nothing else of the module has. */
  fresh(wanted: string): string {
    const plain = identifier(wanted);
    let name = plain;
    for (let number = 1; this.#given.has(name) || /^Fairness\d+$/.test(name); number++)
      name = `${plain}_${number === 1 ? '' : String(number)}`;
    this.#given.add(name);
    return name;
  }

  /** The names of the definitions of a LET, from 0 on. Each LET has the same. */
  local(number: number): string {
    return (this.#locals[number] ??= this.fresh(`t${String(number + 1)}`));
  }
}

/** Letters, digits and underlines, and no begin that TLA+ reads otherwise. */
function identifier(wanted: string): string {
  const plain = wanted.replaceAll(/[^A-Za-z0-9_]+/g, '_').replaceAll(/^_+|_+$/g, '');
  return /^[A-Za-z]/.test(plain) && !/^(WF|SF)_/.test(plain) ? plain : `x_${plain}`;
}

/** The name of a record's field. It clashes with words of the language alone. */
export const fieldName = (name: string): string =>
  (taken.has(name) && name === name.toUpperCase()) || !/[A-Za-z]/.test(name) || /^(WF|SF)_/.test(name)
    ? `x_${name}`
    : name;

/** A value. Characters that a string of TLA+ cannot have stand as their codes. */
export function literal(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'number') return String(value);
  const escaped = value
    .replaceAll(/[\\"]/g, (one) => `\\${one}`)
    .replaceAll(/[^ -~]/g, (one) => `{${(one.codePointAt(0) ?? 0).toString(16)}}`);
  return `"${escaped}"`;
}

/** A set of values: an interval where they are integers without a gap. */
export function setOf(values: readonly Scalar[]): string {
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  const [first = 0] = numbers;
  const isInterval =
    numbers.length === values.length && numbers.length > 1 && numbers.every((one, at) => one === first + at);
  if (isInterval) return `${String(first)} .. ${String(numbers.at(-1))}`;
  if (values.length === 2 && values.every((value) => typeof value === 'boolean')) return 'BOOLEAN';
  return `{${values.map(literal).join(', ')}}`;
}
