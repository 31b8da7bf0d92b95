/** The diagrams of one function, or of several that are run together, wherever they come from. */
import { SystemError } from '../language/system-error.ts';
import type { RecordField } from '../language/schema.ts';
import type { Layout } from '../state/layout.ts';
import type { Diagram, Diagrams } from '../structures/diagram.ts';
import type { Asking, Explorer, Found } from '../structures/explore.ts';
import { NoStructure } from '../structures/explore.ts';
import type { EachState } from '../structures/seen.ts';
import { seen } from '../structures/seen.ts';

export interface Over<S extends RecordField> {
  readonly explorer: Explorer<S>;
  readonly diagrams: Diagrams;
  readonly layout: Layout;
  readonly runsMax: number;
}

/** What was found, or else the other where there is no structure. */
export function orElse<A, B>(other: B, find: () => A): A | B {
  try {
    return find();
  } catch (thrown) {
    if (thrown instanceof NoStructure) return other;
    throw thrown;
  }
}

export class Piece<S extends RecordField = RecordField> {
  /** By the number of what is asked. */
  found: ReadonlyMap<number, Diagram> = new Map();
  about: 'all' | 'reached' = 'all';
  /** Whether it goes too many ways to be found on all states. */
  readonly isLacking: boolean;
  readonly name: string;
  readonly #over: Over<S>;
  readonly #asking: Asking;
  readonly #unseen: Found;

  /** Without `tries` it is not looked for on all states. `unseen` has what it says, by number, on states that were not reached. */
  constructor(
    over: Over<S>,
    name: string,
    asking: Asking,
    { tries = true, unseen = new Map() as Found } = {},
  ) {
    this.#over = over;
    this.name = name;
    this.#asking = asking;
    this.#unseen = unseen;
    this.isLacking =
      !tries || !this.#tried(() => over.explorer.explore({ runs: over.runsMax, untilMs: Infinity }, asking));
  }

  #tried(find: () => ReadonlyMap<number, Diagram>): boolean {
    const found = orElse(null, find);
    this.found = found ?? this.found;
    return found !== null;
  }

  /** Finds it on these states. Throws a SystemError where it goes too many ways there, too. */
  see(each: EachState): void {
    this.about = 'reached';
    try {
      this.found = seen(this.#over, each, this.#asking, this.#unseen);
    } catch (thrown) {
      if (!(thrown instanceof NoStructure)) throw thrown;
      throw new SystemError(
        `the ${this.name} cannot be described: ${thrown.message}; give it less to read, or its fields fewer values`,
        { code: 'options' },
      );
    }
  }
}
