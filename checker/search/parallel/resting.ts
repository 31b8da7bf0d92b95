/**
 * A parallel search at rest: what the main thread reads of it for a checkpoint, and how it is laid out again.
 */
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Snapshot } from '../checkpoint/snapshot.ts';
import { notBegun } from '../checkpoint/snapshot.ts';
import type { Counters } from '../counters.ts';
import { countersLength, merge, readCounters } from '../counters.ts';
import type { Finding } from '../findings.ts';
import { copyOf } from '../findings.ts';
import { appendRange } from './member.ts';
import type { Job, Notice, Range } from './protocol.ts';
import { OWN_WORDS, RANGE_WORDS, own, rangeAt, word } from './protocol.ts';

type Shared = Pick<Job, 'control' | 'ranges' | 'own' | 'tallies' | 'store' | 'workers'>;

/** Hears what the workers say, and knows when all of it was heard. */
export class Resting<S extends RecordField> {
  readonly #program: Program<S>;
  readonly #shared: Shared;
  readonly #base: Counters;
  /** What the workers found, by property, with what was found before them. */
  readonly #found: Finding[];
  readonly #heard: number[] = [];
  readonly #elapsedMs: () => number;
  #isPaused = false;

  constructor(
    program: Program<S>,
    shared: Shared,
    { counters, findings }: Pick<Snapshot, 'counters' | 'findings'>,
    elapsedMs: () => number,
  ) {
    this.#program = program;
    this.#shared = shared;
    this.#base = counters;
    this.#elapsedMs = elapsedMs;
    this.#found = findings.map(copyOf);
  }

  /** Takes note of a message; true where the search is at rest and everything that was sent before has been heard. */
  hear(notice: Notice): boolean {
    if (notice.kind === 'ready') return false;
    if (notice.kind === 'paused') this.#isPaused = true;
    else {
      this.#heard[notice.worker] = (this.#heard[notice.worker] ?? 0) + 1;
      this.#add(notice.finding);
    }
    if (!this.#isPaused || !this.#isHeard()) return false;
    this.#isPaused = false;
    return true;
  }

  #isHeard(): boolean {
    const { own: all, workers } = this.#shared;
    return Array.from({ length: workers }).every(
      (_, worker) => (all[worker * OWN_WORDS + own.found] ?? 0) === (this.#heard[worker] ?? 0),
    );
  }

  #add(finding: Finding): void {
    const known = this.#found.find(({ property }) => property === finding.property);
    if (known === undefined) this.#found.push(copyOf(finding));
    else {
      for (const state of finding.states) known.states.push(state);
      for (const instance of finding.instances) known.instances.push(instance);
    }
  }

  /** The search as it is now: every worker is at rest, or the search is over. */
  snapshot(): Snapshot {
    const { control, ranges, own: all, tallies, store, workers } = this.#shared;
    const get = (name: keyof typeof word): number => control[word[name]] ?? 0;
    const part = (worker: number, at: number): number => all[worker * OWN_WORDS + at] ?? 0;
    const stride = countersLength(this.#program);
    const everyone = Array.from({ length: workers }, (_, worker) => worker);
    const depth = Math.max(0, get('depth'));
    const levelEnd = Math.max(get('levelEnd'), get('depth') < 0 ? get('ranges') : 0);
    // In hand, and not taken yet.
    const waiting: Range[] = [
      ...everyone.map((worker): Range => [part(worker, own.from), part(worker, own.to)]),
      ...Array.from({ length: Math.max(0, levelEnd - get('cursor')) }, (_, index) =>
        rangeAt(ranges, get('cursor') + index),
      ),
    ].filter(([from, to]) => from < to);
    const rows: Range[] = [];
    const levels: number[] = [];
    let count = 0;
    const add = (range: Range): void => {
      if (range[0] === range[1]) return;
      rows.push(range);
      count += range[1] - range[0];
    };
    let range = 0;
    for (let level = 0; level < depth; level++) {
      levels.push(count);
      for (; range < levelEnd && ranges[range * RANGE_WORDS + 2] === level; range++)
        add(rangeAt(ranges, range));
    }
    levels.push(count);
    const level = Array.from({ length: levelEnd - range }, (_, index) => rangeAt(ranges, range + index));
    for (const one of without(level, waiting)) add(one);
    const expanded = count;
    for (const one of waiting) add(one);
    levels.push(count);
    for (range = levelEnd; range < get('ranges'); range++) add(rangeAt(ranges, range));
    for (const worker of everyone) add([part(worker, own.chunkFrom), part(worker, own.chunkTo)]);
    return {
      ...notBegun,
      store,
      rows,
      levels,
      expanded,
      counters: merge([
        this.#base,
        ...everyone.map((worker) =>
          readCounters(this.#program, tallies.subarray(worker * stride, (worker + 1) * stride)),
        ),
      ]),
      findings: this.#found.map(copyOf),
      slots: get('slots'),
      reserved: true,
      elapsedMs: this.#elapsedMs(),
    };
  }
}

/** The ranges without those parts of them that are among `others`. */
function* without(ranges: readonly Range[], others: readonly Range[]): Generator<Range> {
  const sorted = [...others].sort((a, b) => a[0] - b[0]);
  let next = 0;
  for (const [first, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    let from = first;
    while ((sorted[next]?.[0] ?? Infinity) < to) {
      const [start, end] = sorted[next++] ?? [to, to];
      yield [from, start];
      from = end;
    }
    yield [from, to];
  }
}

/** States that are taken at once where a level is laid out anew: at most, and where each worker finds so many pieces. */
const PIECE_STATES_MAX = 1024;
const PIECES = 16;

/** Lays out a search that one thread began: what was expanded of its level, what was not, and what is known of the next one. */
export function appendBegun(
  shared: Pick<Job, 'control' | 'ranges' | 'workers'>,
  { levels, expanded, rows: [rows] }: Snapshot,
): void {
  const { control, workers } = shared;
  const distinct = rows?.[1] ?? 0;
  const depth = levels.length - 2;
  const to = levels[depth + 1] ?? 0;
  for (let level = 0; level < depth; level++)
    appendRange(shared, levels[level] ?? 0, levels[level + 1] ?? 0, level);
  appendRange(shared, levels[depth] ?? 0, expanded, depth);
  control[word.cursor] = control[word.ranges] ?? 0;
  const piece = Math.min(PIECE_STATES_MAX, Math.ceil((to - expanded) / (workers * PIECES)));
  for (let from = expanded; from < to; from += piece)
    appendRange(shared, from, Math.min(to, from + piece), depth);
  control[word.levelEnd] = control[word.ranges] ?? 0;
  control[word.depth] = depth;
  control[word.levelSize] = to - (levels[depth] ?? 0);
  control[word.base] = to;
  // A level of which nothing was expanded is to be looked at again: its bounds may be others now.
  if (expanded === (levels[depth] ?? 0)) {
    control[word.levelEnd] = control[word.cursor] ?? 0;
    control[word.depth] = depth - 1;
  }
  appendRange(shared, to, distinct, depth + 1);
  control[word.top] = distinct;
}
