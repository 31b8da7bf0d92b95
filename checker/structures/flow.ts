/**
 * The structure of an effect that is known in parts. Each part is explored by itself, over any state that may come before it. What it
 * writes is then said of the state before the whole effect, by putting what the parts before it have written in place of what it reads.
 */
import type { Flow } from '../language/flow.ts';
import type { RecordField } from '../language/schema.ts';
import type { Params } from '../language/system.ts';
import type { Diagram, Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';
import { askingPart } from './apart.ts';
import type { Part } from './apart.ts';
import type { Budget, Explorer } from './explore.ts';
import { NoStructure } from './explore.ts';
import { Ordered } from './ordered.ts';

/** What has been done on the way to a part. Diagrams are ordered, and are about the state before the effect. */
interface Done {
  /** By scalar, its stored value; also of what parts hand on. Where it keeps its value, `keep`. */
  readonly values: Map<number, Diagram>;
  /** 1, or `fault`. */
  fault: Diagram;
}

export interface EffectStructure {
  readonly writes: ReadonlyMap<number, Diagram>;
  readonly guard: Diagram;
}

interface Over<S extends RecordField> {
  readonly explorer: Explorer<S>;
  readonly diagrams: Diagrams;
  /** Scalars of the state. */
  readonly scalars: number;
  readonly budget: Budget;
}

/** What the effect writes where the guard says 1, and the guard, which is at fault where the effect is. Throws a NoStructure. */
export function effectOf<S extends RecordField>(
  over: Over<S>,
  flow: Flow<S>,
  params: Params,
  guard: Diagram,
): EffectStructure {
  const { diagrams, explorer, scalars } = over;
  explorer.begin();
  const parts = new Parts(over, params);
  const { values, fault } = parts.after(flow, { values: new Map(), fault: diagrams.leaf(1) });
  return {
    writes: new Map([...values].filter(([scalar]) => scalar < scalars)),
    guard: parts.both(guard, fault),
  };
}

class Parts<S extends RecordField> {
  readonly #over: Over<S>;
  readonly #params: Params;
  readonly #ordered: Ordered;

  constructor(over: Over<S>, params: Params) {
    this.#over = over;
    this.#params = params;
    this.#ordered = new Ordered(over.diagrams, (scalar) => over.explorer.countOf(scalar));
  }

  after(flow: Flow<S>, done: Done): Done {
    if (flow === null) return done;
    const when = this.#run(done, flow);
    if ('run' in flow) return this.after(flow.next, done);
    const way = (leaf: number): Done =>
      this.after(leaf === 1 ? flow.yes : flow.no, this.#under(done, when, leaf));
    const answers = this.#over.diagrams.leavesOf(when).filter((leaf) => leaf === 0 || leaf === 1);
    const [only, other] = answers;
    if (only === undefined) return done;
    return other === undefined ? way(only) : this.#joined(done.fault, when, way(1), way(0));
  }

  /** Runs a part, and notes what it writes; returns what it says. */
  #run(done: Done, part: Part<S>): Diagram {
    const { explorer, diagrams, budget } = this.#over;
    const asking = askingPart(explorer, part, this.#params);
    const possible = new Map([...done.values].map(([scalar, diagram]) => [scalar, this.#possible(diagram)]));
    const found = explorer.explore(budget, asking, (scalar, raw) => possible.get(scalar)?.has(raw) ?? true);
    const before = new Map(done.values);
    const made = new Map<Diagram, Diagram>();
    for (const [number, diagram] of found) {
      if (number < 1) continue;
      const scalar = number - 1;
      const keep = before.get(scalar) ?? diagrams.leaf(leaves.keep);
      const written = this.#ordered.choose(this.#composed(diagram, before, made), (leaf) =>
        leaf === leaves.keep ? keep : diagrams.leaf(leaf),
      );
      done.values.set(scalar, written);
    }
    const says = this.#composed(found.get(0) ?? diagrams.leaf(leaves.free), before, made);
    done.fault = this.#ordered.choose(done.fault, (leaf) =>
      leaf === 1 ? diagrams.map(says, (one) => diagrams.leaf(one === 0 ? 1 : one)) : diagrams.leaf(leaf),
    );
    return says;
  }

  /** Stored values that a scalar can have; undefined for any. */
  #possible(diagram: Diagram): ReadonlySet<number> | undefined {
    const found = new Set(this.#over.diagrams.leavesOf(diagram));
    return found.has(leaves.keep) ? undefined : found;
  }

  /** A diagram about the state before a part as one about the state before the effect. */
  #composed(diagram: Diagram, before: ReadonlyMap<number, Diagram>, made: Map<Diagram, Diagram>): Diagram {
    const { diagrams } = this.#over;
    for (const one of diagrams.below([diagram])) {
      if (made.has(one)) continue;
      const node = diagrams.at(one);
      if (typeof node === 'number') {
        made.set(one, one);
        continue;
      }
      const { scalar, children } = node;
      const child = (raw: number): Diagram => made.get(children[raw] ?? -1) ?? diagrams.leaf(leaves.free);
      const kept = (): Diagram => this.#ordered.choose(this.#ordered.identity(scalar), child);
      const value = before.get(scalar);
      if (value === undefined && scalar >= this.#over.scalars)
        throw new NoStructure('a part reads what none before it has set');
      made.set(
        one,
        value === undefined
          ? kept()
          : this.#ordered.choose(value, (leaf) =>
              leaf === leaves.keep ? kept() : leaf < 0 ? diagrams.leaf(leaves.free) : child(leaf),
            ),
      );
    }
    return made.get(diagram) ?? diagram;
  }

  /** What was done, where a condition has this answer. */
  #under({ values, fault }: Done, when: Diagram, answer: number): Done {
    const { diagrams, scalars } = this.#over;
    const free = diagrams.leaf(leaves.free);
    const under = (diagram: Diagram): Diagram =>
      this.#ordered.choose(when, (leaf) => (leaf === answer ? diagram : free));
    // Of what is handed on, for it is what conditions are about.
    return {
      values: new Map(
        [...values].map(([scalar, diagram]) => [scalar, scalar < scalars ? diagram : under(diagram)]),
      ),
      fault,
    };
  }

  /** `before` is whether something was at fault before the condition, which is not asked there. */
  #joined(before: Diagram, when: Diagram, yes: Done, no: Done): Done {
    const { diagrams } = this.#over;
    const free = diagrams.leaf(leaves.free);
    const join = (one: Diagram, other: Diagram): Diagram =>
      one === other
        ? one
        : this.#ordered.choose(when, (leaf) => (leaf === 1 ? one : leaf === 0 ? other : free));
    const keep = diagrams.leaf(leaves.keep);
    const written = [...new Set([...yes.values.keys(), ...no.values.keys()])];
    return {
      // Nothing comes behind them that could read what they hand on.
      values: new Map(
        written
          .filter((scalar) => scalar < this.#over.scalars)
          .map((scalar) => [scalar, join(yes.values.get(scalar) ?? keep, no.values.get(scalar) ?? keep)]),
      ),
      fault: this.#ordered.choose(before, (earlier) =>
        earlier === 1
          ? this.#ordered.choose(when, (leaf) =>
              leaf === 1 ? yes.fault : leaf === 0 ? no.fault : diagrams.leaf(leaf),
            )
          : diagrams.leaf(earlier),
      ),
    };
  }

  /** A guard that is at fault where the effect is, too. */
  both(guard: Diagram, fault: Diagram): Diagram {
    const { diagrams } = this.#over;
    if (!diagrams.says(fault, leaves.fault)) return guard;
    const made = new Map<Diagram, Diagram>();
    return this.#ordered.choose(this.#composed(guard, new Map(), made), (leaf) =>
      leaf === 1 ? fault : diagrams.leaf(leaf),
    );
  }
}
