export { designOf, splitPoints } from './design-of.ts';
export type { SplitPoint } from './design-of.ts';
export { GoTreeError, UnrecognizedShape } from './errors.ts';
export type { Fact, Place } from './fact.ts';
export { readFacts } from './facts.ts';
export type { Facts } from './facts.ts';
export { locate } from './locate.ts';
export type { WritePathFunction } from './write-path.ts';
