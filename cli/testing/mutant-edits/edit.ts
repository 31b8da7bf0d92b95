/** A mutant as an edit of a tree. */
import type { Edit } from '../../../facts/testing/go-trees.ts';

/** By the mutant's name. Why each must fail stands with the mutant (model/mutants). */
export type MutantEdits = Readonly<Record<string, MutantEdit | NoEdit>>;

export interface MutantEdit {
  readonly edits: readonly Edit[];
  /** What the steps of the tree violate, where it is none of the mutant's properties, and why. */
  readonly instead?: { readonly property: string; readonly because: string };
  /** Why the edited tree cannot be judged; it has to be refused. */
  readonly refused?: string;
}

/** Why no edit of the sources does what the mutant does. */
export interface NoEdit {
  readonly none: string;
}

/** The edits of a table of which the steps have a test, by their name there. */
export const among =
  (table: readonly { readonly name: string; readonly edits: readonly Edit[] }[]) =>
  (name: string): readonly Edit[] => {
    const found = table.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no edit is called ${name}`);
    return found.edits;
  };
