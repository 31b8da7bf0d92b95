/** Code for an effect whose parts are kept apart: they are run in turn, as the effect would be. */
import type { Diagram } from '../../structures/diagram.ts';
import { leaves } from '../../structures/diagram.ts';
import type { PartStructure } from '../../structures/apart.ts';
import { Deciding } from './deciding.ts';
import type { Label } from './encoder.ts';
import { Writing } from './writing.ts';
import type { WritingOver } from './writing.ts';

export class PartsWriter {
  readonly #over: WritingOver;
  readonly #fault: () => void;
  /** By word, the local that holds it between parts. */
  readonly #words: readonly number[];
  /** Locals of what is handed on. */
  readonly #kept: number[] = [];
  readonly #deciding: Deciding;
  readonly #writing: Writing;

  /** `fault` writes what is run where a part is at fault, which goes on nowhere. */
  constructor(over: WritingOver, fault: () => void) {
    const { code, layout, diagrams } = over;
    this.#over = over;
    this.#fault = fault;
    this.#words = over.words.map(() => code.local());
    this.#deciding = new Deciding(code, layout, diagrams, this.#words).with(this.#kept);
    this.#writing = new Writing({ ...over, words: this.#words, deciding: this.#deciding });
  }

  /** Leaves the words that may have changed in `next`, and returns which these are. */
  write(parts: readonly PartStructure[]): ReadonlySet<number> {
    const { code, diagrams, words, next } = this.#over;
    const written = new Set<number>();
    words.forEach((word, w) => code.get(word).set(this.#words[w] ?? 0));
    const mayFault = parts.some(({ says }) => diagrams.says(says, leaves.fault));
    const end = code.block();
    const faulty = mayFault ? code.block() : end;
    const labels: Label[] = [];
    for (let at = parts.length - 1; at > 0; at--) labels[at] = code.block();
    parts.forEach((part, at) => {
      if (at > 0) code.end();
      const [no, yes] = part.next.map((to): Label => (to === null ? end : (labels[to] ?? end)));
      this.#part(part, { yes: yes ?? end, no: no ?? end, faulty }, written);
    });
    if (mayFault) {
      if (parts.length === 0) code.branch(end);
      code.end();
      this.#fault();
    }
    code.end();
    for (const w of written) code.get(this.#words[w] ?? 0).set(next[w] ?? 0);
    return written;
  }

  /** Nothing is run behind it. */
  #part(
    { says, writes }: PartStructure,
    { yes, no, faulty }: Readonly<Record<'yes' | 'no' | 'faulty', Label>>,
    written: Set<number>,
  ): void {
    const { code, diagrams } = this.#over;
    const known = diagrams.at(says);
    if (known === leaves.free) {
      code.op('unreachable');
      return;
    }
    const target = (one: Label, other: Label) => (leaf: number) =>
      leaf === 1 ? one : leaf === leaves.fault ? faulty : other;
    if (writes.size === 0) {
      this.#deciding.jump(says, target(yes, no));
      return;
    }
    if (known !== 1) {
      const isNo = code.block();
      const isYes = code.block();
      this.#deciding.jump(says, target(isYes, isNo));
      code.end();
      this.#writes(writes, written);
      code.branch(yes);
      code.end();
      if (!diagrams.says(says, 0)) {
        code.op('unreachable');
        return;
      }
    }
    this.#writes(writes, written);
    code.branch(known === 1 ? yes : no);
  }

  #writes(writes: PartStructure['writes'], written: Set<number>): void {
    const { code, layout, next } = this.#over;
    const count = layout.scalars.length;
    const handedOn: (readonly [scalar: number, diagram: Diagram])[] = [];
    const own = new Map<number, Diagram>();
    for (const [scalar, diagram] of writes)
      if (scalar < count) own.set(scalar, diagram);
      else handedOn.push([scalar, diagram]);
    const changed = this.#writing.writes(own);
    for (const [scalar, diagram] of handedOn) {
      while (this.#kept.length <= scalar - count) this.#kept.push(code.local());
      this.#deciding.value(scalar, diagram);
    }
    for (const [scalar] of handedOn.reverse()) code.set(this.#kept[scalar - count] ?? 0);
    for (const w of changed) {
      written.add(w);
      code.get(next[w] ?? 0).set(this.#words[w] ?? 0);
    }
  }
}
