/** The functions that a module is given, in the order of their numbers: it calls them where it has no code of its own. */
import type { Signature } from './encoder.ts';

export const imports = [
  /** (property, index, instance) */
  { name: 'violated', params: 3, results: 0 },
  /** (index): a function of the system is at fault in the state that is expanded. */
  { name: 'fault', params: 1, results: 0 },
  /** (property, row) → what it says of the state in that row of the arena, a byte address behind its begin. */
  { name: 'says', params: 2, results: 1 },
  /** (group, row of its table, row): judges the state and writes the answers there. */
  { name: 'remember', params: 3, results: 0 },
  /** (index): the state that is expanded has no successor. */
  { name: 'ended', params: 1, results: 0 },
  /** (index): judges the orbit of the representative that has been expanded. */
  { name: 'verify', params: 1, results: 0 },
  /** (row of the batch, in bytes): replaces the state there by the representative of its orbit. */
  { name: 'canonical', params: 1, results: 0 },
  /** (row): a property is at fault there. */
  { name: 'misfit', params: 1, results: 0 },
  /**
   * (index, instance, asks) → whether the instance is enabled in the state that is expanded: its guard is asked if `asks`, else known to
   * hold. Its effect is run and the step judged; the successor then stands where `successor` says.
   */
  { name: 'take', params: 3, results: 1 },
] as const satisfies readonly (Signature & { readonly name: string })[];

type Name = (typeof imports)[number]['name'];

/** What JavaScript gives for them. */
export type Imported = Readonly<Record<Name, (...numbers: readonly number[]) => number | undefined>>;

export const imported = (name: Name): number => imports.findIndex((one) => one.name === name);
