/**
 * What one M may do next, as sets of places in its program. A set and a record give the next set, and the answer is kept: a real run has few
 * sets, so that following it is looking up.
 */
import { statusOf } from '../../../model/index.ts';
import type { GoOrProcStatus, Programs } from '../../../model/index.ts';
import { OWN, isNamed, named, nameOf } from './values.ts';
import { Walk } from './walk.ts';
import type { Standing, Wanted } from './walk.ts';
import type { View } from './views.ts';
import { statusIn } from './views.ts';

/** What a record leads to. */
export interface Step {
  /** The next set; NOWHERE where no way leads on, CUT where it has more places than are kept. */
  readonly to: number;
  /** For each name of the next set, the name that it had; the record's own was one more than there were. */
  readonly names: readonly number[];
  /** The name of what the record is about, as it was; -1 where the program leaves it open. */
  readonly of: number;
}

export const NOWHERE = -1;
/** A set is never cut short unseen: one of more places than MOST is an answer of its own. */
export const CUT = -2;
export const MOST = 256;
/** No set of that many places has so many names. */
const NAMES = 4096;

interface Set_ {
  readonly standings: readonly Standing[];
  /** How many names it has. */
  readonly names: number;
  /** The name of what the M has, where all agree; -1 where they do not. */
  readonly has: number;
  readonly steps: Map<number, Step>;
}

/** By programs: what was found out for one log is so for the next. */
const made = new WeakMap<Programs, Machine>();

/** The machine of those programs, whose part is that of the view. */
export function machineOf(programs: Programs, view: View): Machine {
  const machine = made.get(programs) ?? new Machine(programs, view);
  made.set(programs, machine);
  return machine;
}

export class Machine {
  readonly walk: Walk;
  readonly view: View;
  /** Nothing is known of the M. */
  readonly start: number;
  readonly #sets: Set_[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #changes = new Map<number, number>();
  readonly #merges = new Map<string, Step>();

  constructor(programs: Programs, view: View) {
    this.view = view;
    this.walk = new Walk(programs, view);
    const standings = this.walk.starts.map((at) => ({ at, has: OWN, silent: false, locals: new Map() }));
    this.start = this.#numberOf(standings).to;
  }

  /** How many places are in a set. */
  sizeOf(set: number): number {
    return this.#sets[set]?.standings.length ?? 0;
  }

  hasOf(set: number): number {
    return this.#sets[set]?.has ?? -1;
  }

  /** The places of a set in words, each once. */
  placesOf(set: number): readonly string[] {
    return [...new Set(this.#sets[set]?.standings.map(({ at }) => this.walk.nameAt(at)))];
  }

  /** The number of a change that the program makes; -1 for one that it does not. `site` is the function's number, for speed alone. */
  changeOf(site: number, fn: string, was: number, is: number): number {
    const key = (site * 8192 + was) * 8192 + is;
    let found = this.#changes.get(key);
    if (found === undefined) {
      const [from, to] = [was, is].map((one) => statusIn(this.view.root, one));
      found = this.walk.changes.findIndex(
        (one) =>
          one.fn === fn && (one.was === null || one.was === from) && (one.is === null || one.is === to),
      );
      this.#changes.set(key, found);
    }
    return found;
  }

  /** What the function finds wherever it makes that status; null where it may find this one, or nothing is said of it. */
  mustHaveBeen(fn: string, was: number, is: number): GoOrProcStatus | null {
    const [from, to] = [was, is].map((one) => statusIn(this.view.root, one));
    const same = this.walk.changes.filter((one) => one.fn === fn && one.is === to && one.was !== null);
    const [first] = same;
    if (first === undefined || first.was === null || same.some((one) => one.was === from)) return null;
    return statusOf(first.was);
  }

  step(set: number, symbol: number, resource: number, enabled: number): Step {
    const here = this.#sets[set];
    if (here === undefined) return dead;
    const key = (symbol * NAMES + resource + 1) * 4 + enabled;
    let step = here.steps.get(key);
    if (step === undefined) here.steps.set(key, (step = this.#made(here, { symbol, resource, enabled })));
    return step;
  }

  /**
   * Both sets at once: what an M may have done in two ways. `names` are those of the second, by their places in the list of the first and
   * what follows it. Only as many of them are left as are used.
   */
  merged(one: number, other: number, names: readonly number[]): Step {
    const key = `${one} ${other} ${names.join(' ')}`;
    let step = this.#merges.get(key);
    if (step === undefined) {
      const renamed = (value: number): number => (isNamed(value) ? named(names[nameOf(value)] ?? 0) : value);
      const more = (this.#sets[other]?.standings ?? []).map((standing) => ({
        ...standing,
        has: renamed(standing.has),
        locals: new Map([...standing.locals].map(([name, value]) => [name, renamed(value)])),
      }));
      step = { ...this.#numberOf([...(this.#sets[one]?.standings ?? []), ...more]), of: -1 };
      this.#merges.set(key, step);
    }
    return step;
  }

  #made({ standings }: Set_, wanted: Wanted): Step {
    const found = standings.flatMap((one) => this.walk.to(one, wanted));
    if (found.length === 0) return dead;
    const [first] = found;
    const of = found.every((one) => one.of === first?.of) ? (first?.of ?? -1) : -1;
    const next = this.#numberOf(found.map(({ standing }) => standing));
    return { ...next, of: isNamed(of) ? nameOf(of) : -1 };
  }

  /** The set of those places, with its names counted anew. */
  #numberOf(standings: readonly Standing[]): Pick<Step, 'to' | 'names'> {
    const used = new Set<number>();
    const values = ({ has, locals }: Standing): readonly number[] => [has, ...locals.values()];
    for (const one of standings) for (const value of values(one)) if (isNamed(value)) used.add(nameOf(value));
    const names = [...used].sort((a, b) => a - b);
    const again = (value: number): number => (isNamed(value) ? named(names.indexOf(nameOf(value))) : value);
    const renamed = new Map(
      standings.map((one) => {
        const locals = new Map([...one.locals].map(([name, value]) => [name, again(value)]));
        const is = { ...one, has: again(one.has), locals };
        return [this.walk.keyOf(is), is] as const;
      }),
    );
    if (renamed.size > MOST) return { to: CUT, names: [] };
    const key = [...renamed.keys()].sort().join('\n');
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#sets.length;
      const all = [...renamed.values()];
      const has = all[0]?.has ?? OWN;
      const agree = isNamed(has) && all.every((one) => one.has === has);
      this.#sets.push({
        standings: all,
        names: names.length,
        has: agree ? nameOf(has) : -1,
        steps: new Map(),
      });
      this.#numbers.set(key, number);
    }
    return { to: number, names };
  }
}

const dead: Step = { to: NOWHERE, names: [], of: -1 };
