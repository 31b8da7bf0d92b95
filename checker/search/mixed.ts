/** The hash of a packed state, in both languages of the engines: each word is mixed in, and the end once more. */

/** Odd multipliers with well mixed bits, one a word, in turn. */
const multipliers = [0x85ebca6b | 0, 0x27d4eb2f | 0, 0x165667b1 | 0, 0x9e3779b1 | 0];

export const multiplierOf = (w: number): number => multipliers[w % multipliers.length] ?? 1;

/** What a hash starts from, and the last multiplier. */
export const hashStart = 0x9e3779b9 | 0;
export const hashEnd = 0xc2b2ae35 | 0;

/** Statements that mix the expression `value`, which is word `w` of a state, into the hash `h`. */
export const mixed = (w: number, value: string): string =>
  `h = Math.imul(h ^ ${value}, ${String(multiplierOf(w))}); h ^= h >>> 15;`;
