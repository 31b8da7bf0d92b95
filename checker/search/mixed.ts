/** Odd multipliers with well mixed bits, one a word, in turn. */
const multipliers = [0x85ebca6b | 0, 0x27d4eb2f | 0, 0x165667b1 | 0, 0x9e3779b1 | 0];

/** Statements that mix the expression `value`, which is word `w` of a state, into the hash `h`. */
export const mixed = (w: number, value: string): string =>
  `h = Math.imul(h ^ ${value}, ${String(multipliers[w % multipliers.length] ?? 1)}); h ^= h >>> 15;`;
