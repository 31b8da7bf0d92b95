/** Expressions of TLA+ as trees, and their layout. */

export type Term =
  | { readonly op: 'atom'; readonly text: string }
  | { readonly op: 'and' | 'or'; readonly items: readonly Term[] }
  | { readonly op: 'implies'; readonly items: readonly [Term, Term] }
  | { readonly op: 'if'; readonly test: Term; readonly then: Term; readonly otherwise: Term }
  | {
      readonly op: 'case';
      readonly arms: readonly (readonly [test: Term, value: Term])[];
      readonly other: Term;
    };

export const atom = (text: string): Term => ({ op: 'atom', text });
export const yes: Term = atom('TRUE');
export const no: Term = atom('FALSE');

/** Flattened; TRUE and FALSE decide. */
export function junction(op: 'and' | 'or', items: readonly Term[]): Term {
  const [unit, zero] = op === 'and' ? ['TRUE', 'FALSE'] : ['FALSE', 'TRUE'];
  const flat = items.flatMap((item) => (item.op === op ? item.items : [item]));
  if (flat.some((item) => item.op === 'atom' && item.text === zero)) return atom(zero);
  const left = flat.filter((item) => !(item.op === 'atom' && item.text === unit));
  const [only] = left;
  return only === undefined ? atom(unit) : left.length === 1 ? only : { op, items: left };
}

const WIDTH = 100;
const space = (count: number): string => ' '.repeat(count);

/** On one line. */
export function flat(term: Term): string {
  switch (term.op) {
    case 'atom':
      return term.text;
    case 'and':
    case 'or':
      return term.items.map(flatInside).join(term.op === 'and' ? ' /\\ ' : ' \\/ ');
    case 'implies':
      return term.items.map(flatInside).join(' => ');
    case 'if':
      return `IF ${flat(term.test)} THEN ${flat(term.then)} ELSE ${flat(term.otherwise)}`;
    case 'case':
      return `CASE ${[...term.arms, [atom('OTHER'), term.other] as const]
        .map(([test, value]) => `${flat(test)} -> ${flatInside(value)}`)
        .join(' [] ')}`;
  }
}

/** In parentheses where it is no atom. */
const flatInside = (term: Term): string => (term.op === 'atom' ? term.text : `(${flat(term)})`);

/** From this column on, over several lines where one is too narrow. No line but the first has its own begin. */
export function laid(term: Term, column: number): string {
  const line = flat(term);
  if (term.op === 'atom' || column + line.length <= WIDTH) return line;
  const next = `\n${space(column)}`;
  switch (term.op) {
    case 'and':
    case 'or':
      return term.items
        .map((item) => `${term.op === 'and' ? '/\\' : '\\/'} ${laidInside(item, column + 3)}`)
        .join(next);
    case 'implies':
      return `${laidInside(term.items[0], column)} =>${next}  ${laidInside(term.items[1], column + 2)}`;
    case 'if':
      return [
        `IF ${laidInside(term.test, column + 3)}`,
        `THEN ${laidInside(term.then, column + 5)}`,
        `ELSE ${laidInside(term.otherwise, column + 5)}`,
      ].join(next);
    case 'case':
      return `CASE ${[...term.arms, [atom('OTHER'), term.other] as const]
        .map(([test, value]) => {
          const head = `${flat(test)} -> `;
          return head.length < WIDTH / 2
            ? head + laidInside(value, column + 5 + head.length)
            : `${laidInside(test, column + 5)} ->\n${space(column + 9)}${laidInside(value, column + 9)}`;
        })
        .join(`${next}  [] `)}`;
  }
}

/** In parentheses where it is no atom. */
export const laidInside = (term: Term, column: number): string =>
  term.op === 'atom' ? term.text : `(${laid(term, column + 1)})`;

/** Whether TLC would take it for a choice between steps where it stands in an action: everything but a conjunction of atoms. */
export const mayChoose = (term: Term): boolean =>
  term.op === 'and' ? term.items.some(mayChoose) : term.op !== 'atom';

/** With the definitions that it uses. */
export function withShared(
  shared: readonly (readonly [name: string, term: Term])[],
  text: string,
  column: number,
): string {
  if (shared.length === 0) return text;
  const definitions = shared.map(([name, term]) => `${name} == ${laid(term, column + 8 + name.length)}`);
  return `LET ${definitions.join(`\n${space(column + 4)}`)}\n${space(column)}IN\n${space(column)}${text}`;
}

/** `A => B`, which is B where A is TRUE, and `~(A)` where B is FALSE and A is short. */
export const implication = (antecedent: Term, predicate: Term): Term =>
  predicate.op === 'atom' && predicate.text === 'FALSE' && flat(antecedent).length < WIDTH / 2
    ? atom(antecedent.op === 'atom' && antecedent.text === 'TRUE' ? 'FALSE' : `~(${flat(antecedent)})`)
    : impliedBy(antecedent, predicate);

const impliedBy = (antecedent: Term, predicate: Term): Term =>
  antecedent.op === 'atom' && antecedent.text === 'TRUE'
    ? predicate
    : predicate.op === 'atom' && predicate.text === 'TRUE'
      ? yes
      : { op: 'implies', items: [antecedent, predicate] };

/** With `place` for the `@` of EXCEPT, for a term that stands outside of it. */
export function withoutAt(term: Term, place: string): Term {
  const inner = (one: Term): Term => withoutAt(one, place);
  switch (term.op) {
    case 'atom':
      return atom(term.text.replace(/^@/, place));
    case 'and':
    case 'or':
      return { ...term, items: term.items.map(inner) };
    case 'implies':
      return { ...term, items: [inner(term.items[0]), inner(term.items[1])] };
    case 'if':
      return { op: 'if', test: inner(term.test), then: inner(term.then), otherwise: inner(term.otherwise) };
    case 'case':
      return {
        op: 'case',
        arms: term.arms.map(([test, value]) => [inner(test), inner(value)]),
        other: inner(term.other),
      };
  }
}
