/** Which lines of a tree's own steps the threads of a log ran. */
import { programsOfRelease } from '../../model/index.ts';
import type { Instruction, ReleasePrograms, ThreadKind, ThreadProgram } from '../../model/index.ts';
import type { RecordKind } from '../log/records.ts';
import { isMarked, marks } from './marks.ts';
import { Walk } from './walk.ts';
import type { Standing } from './walk.ts';

export interface LineCoverage {
  /** An M outside of a growth, or inside; who starts, advances and stops; the reader; who does away with an M. */
  readonly thread: ThreadKind;
  readonly fn: string;
  /** `tracebuf.go:158`, in the tree of {@link ProgramCoverage.release}. */
  readonly place: string;
  readonly seen: 'run' | 'perhaps' | 'never';
  /** What it loads or stores: places of the model, as `m.trace.writing`. */
  readonly touches: readonly string[];
}

export interface ProgramCoverage {
  /** The tree whose lines these are. */
  readonly release: string;
  readonly lines: readonly LineCoverage[];
}

const threads: readonly ThreadKind[] = ['own', 'growth', 'caller', 'reader', 'allocm'];

/** Where an M stands; undefined where it has not begun. */
interface OfM {
  own: Standing | undefined;
  /** Of its growth, which two sections belong to. */
  growth: Standing | undefined;
  isOpen: boolean;
  isNested: boolean;
}

/** A line of the tree, and the instructions that it has. */
interface Line {
  readonly fn: string;
  readonly line: number;
  readonly list: readonly number[];
  readonly touches: readonly string[];
}

export class ProgramSteps {
  readonly #release: string;
  readonly #files: Readonly<Record<string, string>>;
  readonly #walks: ReadonlyMap<ThreadKind, Walk>;
  readonly #lines: ReadonlyMap<ThreadKind, readonly Line[]>;
  readonly #ms: OfM[] = [];
  readonly #others = new Map<ThreadKind, Standing | undefined>();

  /** Null where the steps of that release are not known. `go` is as `go1.26.8`. */
  static of(go: string): ProgramSteps | null {
    const design = /^go(1\.\d+)/.exec(go)?.[1];
    const kept = design === undefined ? undefined : programsOfRelease(design, 'threads');
    return kept === undefined ? null : new ProgramSteps(kept);
  }

  private constructor({ release, files, programs }: ReleasePrograms) {
    this.#release = release;
    this.#files = files;
    const known = threads.flatMap((thread) => {
      const program = programs[thread];
      return program === undefined ? [] : [[thread, program] as const];
    });
    this.#walks = new Map(
      known.map(([thread, program]) => [thread, new Walk(program, marksOf(thread, program))]),
    );
    this.#lines = new Map(known.map(([thread, { list }]) => [thread, linesOf(list, files)]));
  }

  record(kind: RecordKind, values: readonly number[]): void {
    if (!isMarked(kind)) return;
    const { thread } = marks[kind];
    if (thread === 'own') this.#ofM(values[0] ?? 0, kind);
    else this.#others.set(thread, this.#pass(thread, this.#others.get(thread), kind));
  }

  coverage(): ProgramCoverage {
    const lines = [...this.#lines].flatMap(([thread, all]) => {
      const covered = this.#walks.get(thread)?.covered();
      return all.map(({ fn, line, list, touches }): LineCoverage => {
        const isIn = (set: ReadonlySet<number> | undefined): boolean => list.some((index) => set?.has(index));
        const seen = isIn(covered?.surely) ? 'run' : isIn(covered?.perhaps) ? 'perhaps' : 'never';
        return { thread, fn, place: `${this.#files[fn] ?? ''}:${line}`, seen, touches };
      });
    });
    return { release: this.#release, lines };
  }

  #ofM(id: number, kind: RecordKind): void {
    const m = (this.#ms[id] ??= { own: undefined, growth: undefined, isOpen: false, isNested: false });
    if (kind === 'acquireNested' && m.isOpen) m.isNested = true;
    if (m.isNested) {
      m.growth = this.#pass('growth', m.growth, kind);
      if (kind === 'releaseNested') m.isNested = false;
      return;
    }
    m.growth = undefined;
    m.own = this.#pass('own', m.own, kind);
    if (kind === 'acquireFlag') m.isOpen = true;
    else if (kind === 'release' || kind === 'acquireUndo') m.isOpen = false;
  }

  /** From where it stood, or else from its beginning. */
  #pass(thread: ThreadKind, from: Standing | undefined, kind: RecordKind): Standing | undefined {
    const walk = this.#walks.get(thread);
    return walk?.pass(from ?? walk.start, kind);
  }
}

const marksOf = (thread: ThreadKind, { list }: ThreadProgram): ReadonlyMap<string, readonly number[]> =>
  new Map(
    Object.entries(marks)
      .filter(([, { thread: by }]) => by === (thread === 'growth' ? 'own' : thread))
      .map(([kind, { find }]) => [kind, find(list)]),
  );

/** Lines of the tree that are no line of a driver, and of which something is run where the tree claims nothing false. */
function linesOf(list: readonly Instruction[], files: Readonly<Record<string, string>>): readonly Line[] {
  const lines = new Map<string, { fn: string; line: number; list: number[]; touches: string[] }>();
  for (const [index, one] of list.entries()) {
    const { fn, line, op } = one;
    if (op === 'throw' || !Object.hasOwn(files, fn)) continue;
    const key = `${fn}:${line}`;
    const own = lines.get(key) ?? { fn, line, list: [], touches: [] };
    own.list.push(index);
    const place = placeOf(one);
    if (place !== null && !own.touches.includes(place)) own.touches.push(place);
    lines.set(key, own);
  }
  return [...lines.values()];
}

/** The place that an instruction loads or stores; null where it does neither. */
function placeOf(one: Instruction): string | null {
  if (one.op === 'load') return one.from.place;
  if (one.op === 'store' || one.op === 'add') return one.to.place;
  return one.op === 'swap' ? one.at.place : null;
}
