/**
 * A thread of a tree's program, followed by the records that it wrote: between two of them it ran what lies on every way that has no other
 * record on it, and perhaps what lies on one of them. Where it may stand at several places, what all of them have in common counts.
 */
import type { ThreadProgram } from '../../model/index.ts';
import { nextOf } from '../../model/index.ts';

/** What lies between two places. */
interface Between {
  readonly surely: ReadonlySet<number>;
  readonly perhaps: ReadonlySet<number>;
}

/** Where the thread has not begun yet. */
const BEGIN = -1;

/** A set of places that a thread may stand at, and where each kind of record leads from there. */
interface Standing {
  readonly places: readonly number[];
  readonly next: Map<string, Passed>;
}

interface Passed {
  readonly to: Standing;
  times: number;
  /** Null where the program has no way there: the record begins anew. */
  readonly between: Between | null;
}

export class Walk {
  readonly #program: ThreadProgram;
  /** Places by the kind of the record that is written there. */
  readonly #marks: ReadonlyMap<string, readonly number[]>;
  readonly #marked: ReadonlySet<number>;
  readonly #standings = new Map<string, Standing>();
  readonly start: Standing;

  constructor(program: ThreadProgram, marks: ReadonlyMap<string, readonly number[]>) {
    this.#program = program;
    this.#marks = marks;
    this.#marked = new Set([...marks.values()].flat());
    this.start = this.#standing([BEGIN]);
  }

  /** The thread writes a record of that kind. Returns where it stands then. */
  pass(from: Standing, kind: string): Standing {
    let passed = from.next.get(kind);
    if (passed === undefined) {
      passed = this.#passed(from, kind);
      from.next.set(kind, passed);
    }
    passed.times++;
    return passed.to;
  }

  /** Instructions that were run, and those that may have been. */
  covered(): Between {
    const surely = new Set<number>();
    const perhaps = new Set<number>();
    for (const { next } of this.#standings.values())
      for (const { between, to, times } of next.values()) {
        if (times === 0) continue;
        for (const index of between?.surely ?? []) surely.add(index);
        for (const index of between?.perhaps ?? to.places) perhaps.add(index);
      }
    return { surely, perhaps };
  }

  /** Records to which the program has no way from the one before. */
  jumps(): ReadonlyMap<string, number> {
    const jumps = new Map<string, number>();
    for (const { next } of this.#standings.values())
      for (const [kind, { between, times }] of next)
        if (between === null) jumps.set(kind, (jumps.get(kind) ?? 0) + times);
    return jumps;
  }

  #standing(places: readonly number[]): Standing {
    const key = places.join(' ');
    let standing = this.#standings.get(key);
    if (standing === undefined) {
      standing = { places, next: new Map() };
      this.#standings.set(key, standing);
    }
    return standing;
  }

  #passed({ places }: Standing, kind: string): Passed {
    const targets = this.#marks.get(kind) ?? [];
    // It may have ended since, and begun anew.
    const ways =
      [places, [BEGIN]].map((from) => this.#ways(from, targets)).find(({ length }) => length > 0) ?? [];
    if (ways.length === 0) return { to: this.#standing(targets), times: 0, between: null };
    const to = targets.filter((target) => ways.some((way) => way.to === target));
    return { to: this.#standing(to), times: 0, between: this.#common(ways.map(({ between }) => between)) };
  }

  #ways(
    places: readonly number[],
    targets: readonly number[],
  ): readonly { readonly to: number; readonly between: Between }[] {
    return places.flatMap((from) =>
      targets.flatMap((to) => {
        const between = this.#between(from, to);
        return between === null ? [] : [{ to, between }];
      }),
    );
  }

  /** Several ways have in common the lines that all of them run: the program may have a line more than once. */
  #common(ways: readonly Between[]): Between {
    const perhaps = new Set(ways.flatMap((way) => [...way.perhaps]));
    const lines = ways.map(({ surely }) => new Set([...surely].map((index) => this.#lineOf(index))));
    const surely = ways
      .flatMap((way) => [...way.surely])
      .filter((index) => lines.every((set) => set.has(this.#lineOf(index))));
    return { surely: new Set(surely), perhaps };
  }

  /** `traceAdvance:606`. */
  #lineOf(index: number): string {
    const { fn, line } = this.#program.list[index] ?? { fn: '', line: 0 };
    return `${fn}:${line}`;
  }

  /** The ways from behind one place up to another with no record between them; null where there are none. */
  #between(from: number, to: number): Between | null {
    const perhaps = this.#on(from, to, null);
    if (perhaps === null) return null;
    const surely = [...perhaps].filter((index) => index === to || this.#on(from, to, index) === null);
    return { surely: new Set(surely), perhaps };
  }

  /** The places on ways from one to another, without those through `avoided`; null where there are none. */
  #on(from: number, to: number, avoided: number | null): ReadonlySet<number> | null {
    const { list } = this.#program;
    const before = new Map<number, number[]>();
    const seen = new Set<number>();
    const open: number[] = [];
    const reach = (index: number, by: number): void => {
      if (index === avoided || list[index] === undefined) return;
      before.set(index, [...(before.get(index) ?? []), by]);
      if (seen.has(index)) return;
      seen.add(index);
      if (index !== to && !this.#marked.has(index)) open.push(index);
    };
    const leave = (index: number): void => {
      const one = list[index];
      if (index === BEGIN) reach(0, BEGIN);
      else if (one !== undefined) for (const next of nextOf(one, index)) reach(next, index);
    };
    leave(from);
    for (let index = open.pop(); index !== undefined; index = open.pop()) leave(index);
    if (!seen.has(to)) return null;
    const on = new Set([to]);
    const back = [to];
    for (let index = back.pop(); index !== undefined; index = back.pop())
      for (const by of before.get(index) ?? [])
        if (by !== BEGIN && by !== from && !on.has(by)) {
          on.add(by);
          back.push(by);
        }
    return on;
  }
}

export type { Standing };
