/**
 * Generated functions that apply a permutation to a packed state, and that give each member a key.
 *
 * A key is a number that depends on what the state says of the member and not on which member it is: where a permutation
 * moves the members, their keys go with them. Members that the state tells apart have, but for chance, different keys.
 */
import type { ScalarShape } from '../state/layout.ts';
import { maskOf } from '../state/layout.ts';
import { compiled } from '../state/compiled.ts';
import type { Symmetry } from './declaration.ts';
import type { MovedScalar } from './moved.ts';

export interface Mover {
  /** Writes to `to` the state `from` with every member in the place that `permutation` gives its slot. */
  permute(this: void, from: Int32Array, permutation: Int32Array, to: Int32Array): void;
  /** Writes the key of each slot. */
  keys(this: void, state: Int32Array, keys: Int32Array): void;
}

export function moverOf(symmetry: Symmetry, words: number): Mover {
  const { scalars, count } = symmetry;
  return compiled('permute', { scalars }, source(scalars, count, words)) as Mover;
}

function source(scalars: readonly MovedScalar[], count: number, words: number): string {
  const kept = Array.from({ length: words }, () => -1);
  for (const { position, bits } of scalars) {
    const word = position >>> 5;
    kept[word] = (kept[word] ?? 0) & ~(maskOf(bits) << (position & 31));
  }
  const tables = scalars.map(({ reference }, index) => {
    const i = String(index);
    const at = `scalars[${i}]`;
    return `const T${i} = ${at}.positions;${reference === null ? '' : ` const S${i} = ${at}.reference.slotOf, R${i} = ${at}.reference.rawOf;`}`;
  });
  const raw = ({ position, bits }: Pick<ScalarShape, 'position' | 'bits'>): string =>
    bits === 0
      ? '0'
      : `(from[${String(position >>> 5)}] >>> ${String(position & 31)} & ${String(maskOf(bits))})`;
  /** The slot that a reference with raw value `value` stands for, or -1. */
  const slot = (i: string, { reference }: MovedScalar, value: string): string => {
    const where = reference?.where ?? null;
    const found = `S${i}[${value}]`;
    return where === null ? found : `${raw(where.shape)} === ${String(where.raw)} ? ${found} : -1`;
  };
  const moves = scalars.map((scalar, index) => {
    const i = String(index);
    const { slots, reference, position: own } = scalar;
    const target = slots.reduce(
      (text, slot) => `${text === '' ? '' : `(${text}) * ${String(count)} + `}permutation[${String(slot)}]`,
      '',
    );
    const position = slots.length === 0 ? String(own) : `T${i}[${target}]`;
    const value =
      reference === null
        ? `r = ${raw(scalar)};`
        : `r = ${raw(scalar)}; q = ${slot(i, scalar, 'r')}; if (q >= 0) r = R${i}[permutation[q]];`;
    return `${value} p = ${position}; to[p >>> 5] |= r << p;`;
  });
  const isSingle = ({ slots, reference }: MovedScalar): boolean =>
    slots.length + (reference === null ? 0 : 1) === 1;
  const singles = scalars.map((scalar, index) => {
    const { slots, reference, family } = scalar;
    const mark = String(markOf(family));
    if (reference === null && slots.length === 1)
      return `keys[${String(slots[0])}] += mix(${raw(scalar)}, ${mark});`;
    if (reference !== null && slots.length === 0)
      return `q = ${slot(String(index), scalar, raw(scalar))}; if (q >= 0) keys[q] += mix(1, ${mark});`;
    return '';
  });
  // What lies between members: each of them learns the keys of the others, by the part that these play.
  const between = scalars.map((scalar, index) => {
    if (isSingle(scalar)) return '';
    const { slots, reference, family } = scalar;
    const i = String(index);
    const parts = slots.map(String);
    const part = (role: number): string => String(markOf(`${family} ${String(role)}`));
    const learn = (value: string, who: readonly string[]): string =>
      who
        .map((own, role) => {
          const others = who.flatMap((other, at) => (at === role ? [] : [`mix(was[${other}], ${part(at)})`]));
          return `keys[${own}] += mix(${[value, ...others].join(' + ')} | 0, ${part(role)});`;
        })
        .join(' ');
    return reference === null
      ? learn(raw(scalar), parts)
      : `r = ${raw(scalar)}; q = ${slot(i, scalar, 'r')}; if (q >= 0) { ${learn('-1', [...parts, 'q'])} } else { ${learn('r', parts)} }`;
  });
  const rounds = between.some((text) => text !== '') ? ROUNDS : 0;
  return `${tables.join('\n')}
const was = new Int32Array(${String(count)});
const mix = (value, mark) => { let h = Math.imul(value ^ mark, ${String(0x9e3779b1 | 0)}); h ^= h >>> 15; h = Math.imul(h, ${String(0x85ebca6b | 0)}); return h ^ h >>> 13; };
return {
  permute(from, permutation, to) {
    let r = 0, q = 0, p = 0;
    ${kept.map((mask, word) => `to[${String(word)}] = from[${String(word)}] & ${String(mask)};`).join(' ')}
    ${moves.join('\n    ')}
  },
  keys(from, keys) {
    let r = 0, q = 0;
    keys.fill(0);
    ${singles.join('\n    ')}
    for (let round = 0; round < ${String(rounds)}; round++) {
      was.set(keys);
      ${between.join('\n      ')}
    }
  },
};`;
}

/** How far along references what tells members apart is passed on; what is left to ties costs time only. */
const ROUNDS = 2;

/** A number for a text. */
function markOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
