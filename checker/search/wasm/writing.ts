/** Code for what an effect writes: it leaves the words that may have changed in locals. */
import type { Layout } from '../../state/layout.ts';
import { maskOf } from '../../state/layout.ts';
import type { Diagram, Diagrams } from '../../structures/diagram.ts';
import { leaves } from '../../structures/diagram.ts';
import type { Deciding } from './deciding.ts';
import type { Code } from './encoder.ts';
import type { Cases, Writes } from './splitting.ts';
import { casesOf } from './splitting.ts';

export interface WritingOver {
  readonly code: Code;
  readonly layout: Layout;
  readonly diagrams: Diagrams;
  /** What the diagrams are about. */
  readonly deciding: Deciding;
  /** By word, the local that holds it before, and the one that is to hold it afterwards. */
  readonly words: readonly number[];
  readonly next: readonly number[];
}

export class Writing {
  readonly #over: WritingOver;

  constructor(over: WritingOver) {
    this.#over = over;
  }

  /** Computes the words that may change, and returns which these are. */
  writes(writes: Writes): ReadonlySet<number> {
    const written = this.#wordsOf(writes);
    this.#cases(casesOf(this.#over.diagrams, writes), written);
    return written;
  }

  #wordsOf(writes: Writes): ReadonlySet<number> {
    const { diagrams, deciding } = this.#over;
    return new Set(
      [...writes].flatMap(([scalar, diagram]) => {
        const { position, bits } = deciding.shapeOf(scalar);
        return bits === 0 || diagrams.at(diagram) === leaves.keep ? [] : [position >>> 5];
      }),
    );
  }

  #cases(cases: Cases, written: ReadonlySet<number>): void {
    const { code, deciding } = this.#over;
    if ('writes' in cases) {
      this.#write(cases.writes, written);
      return;
    }
    const end = code.block();
    const labels = cases.cases.map(() => code.block()).reverse();
    deciding.jump(cases.decides, (leaf) => labels[leaf] ?? end);
    for (const one of cases.cases) {
      code.end();
      this.#cases(one, written);
      code.branch(end);
    }
    code.end();
  }

  #write(writes: Writes, written: ReadonlySet<number>): void {
    const { code, diagrams, deciding, words, next } = this.#over;
    const byWord = new Map<number, (readonly [scalar: number, diagram: Diagram])[]>();
    for (const [scalar, diagram] of writes) {
      const { position, bits } = deciding.shapeOf(scalar);
      if (bits === 0 || diagrams.at(diagram) === leaves.keep) continue;
      byWord.set(position >>> 5, [...(byWord.get(position >>> 5) ?? []), [scalar, diagram]]);
    }
    for (const word of written) {
      const of = byWord.get(word) ?? [];
      let [cleared, constant] = [0, 0];
      const values: (() => void)[] = [];
      for (const [scalar, diagram] of of) {
        const { position, bits } = deciding.shapeOf(scalar);
        const shift = position & 31;
        cleared |= maskOf(bits) << shift;
        const node = diagrams.at(diagram);
        if (typeof node === 'number') constant |= node << shift;
        else
          values.push(() => {
            deciding.value(scalar, diagram);
            if (shift !== 0) code.const(shift).op('i32.shl');
            code.op('i32.or');
          });
      }
      code.get(words[word] ?? 0);
      if (cleared !== 0) code.const(~cleared).op('i32.and');
      if (constant !== 0) code.const(constant).op('i32.or');
      for (const value of values) value();
      code.set(next[word] ?? 0);
    }
  }
}
