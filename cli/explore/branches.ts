/** Where someone who explores stands: on one of several runs, each of which is kept once it was left. */
import type { Explorer, NodeId } from '../../checker/index.ts';

export class Branches {
  readonly #explorer: Explorer;
  /** The last state of each run; the first is the one that was given, or the initial state. */
  readonly #tips: NodeId[];
  #on = 0;
  #at: NodeId;

  constructor(explorer: Explorer, given: NodeId) {
    this.#explorer = explorer;
    this.#tips = [given];
    this.#at = given;
  }

  get at(): NodeId {
    return this.#at;
  }

  /** The number of the run that is shown. */
  get on(): number {
    return this.#on;
  }

  get tips(): readonly NodeId[] {
    return this.#tips;
  }

  /** The last state of the run that is shown. */
  get tip(): NodeId {
    return this.#tips[this.#on] ?? this.#at;
  }

  /** Takes a step: the next of this run, the first of a new one, or one more at the end of a branch. */
  take(instance: number): void {
    this.goTo(this.#explorer.take(this.#at, instance));
  }

  /** Goes to a state that was reached from here; the run that leads there is found or begun. */
  goTo(node: NodeId): void {
    const path = (tip: NodeId): readonly NodeId[] => this.#explorer.path(tip);
    const from = this.#at;
    this.#at = node;
    if (path(this.tip).includes(node)) return;
    const known = this.#tips.findIndex((tip) => path(tip).includes(node));
    if (known !== -1) this.#on = known;
    // The run that was given stays as it is.
    else if (from === this.tip && this.#on > 0) this.#tips[this.#on] = node;
    else this.#on = this.#tips.push(node) - 1;
  }

  /** One step back, and forward again; false where there is none. */
  undo(): boolean {
    return this.#to(this.#explorer.parent(this.#at));
  }

  redo(): boolean {
    const path = this.#explorer.path(this.tip);
    return this.#to(path[path.indexOf(this.#at) + 1] ?? null);
  }

  /** To the state after a step of this run. */
  step(number: number): boolean {
    return this.#to(this.#explorer.path(this.tip)[number] ?? null);
  }

  /** To the end of another run. */
  switch(number: number): boolean {
    const tip = this.#tips[number];
    if (tip !== undefined) this.#on = number;
    return this.#to(tip ?? null);
  }

  #to(node: NodeId | null): boolean {
    if (node !== null) this.#at = node;
    return node !== null;
  }
}
