/**
 * Which step of one tree is which of another. Steps are called by their lines, `traceWriter.refill:158 in a growth`, and the lines of
 * two trees are not the same. The steps of one function, taken by the same kind of thread and with the same choice, are laid beside
 * each other in the order of their lines, so that those that touch the same places meet.
 */
import type { Explorer, Followed, InstanceShown, NodeId, Story } from '../checker/index.ts';

/** By the name of an action in one tree, its name in the other; an action without a counterpart is left out. */
function counterpartsOf(from: Explorer, to: Explorer): ReadonlyMap<string, string> {
  const theirs = byRole(to);
  const pairs = [...byRole(from)].flatMap(([role, own]) => aligned(own, theirs.get(role) ?? []));
  return new Map(pairs);
}

interface Placed {
  readonly name: string;
  readonly line: number;
  /** What it touches, in order: `m.trace.writing`, `trace.gen`. Its line is that of the first. */
  readonly words: readonly string[];
  /** Whose fields they are: `m.trace`, `trace`. */
  readonly owners: readonly string[];
}

/** By all that a name says but its line, the steps in the order of their lines. */
function byRole({ system, instances }: Explorer): ReadonlyMap<string, readonly Placed[]> {
  const roles = new Map<string, Map<string, Placed>>();
  for (const { action, process } of instances) {
    const [, fn = action, line = '0', rest = ''] = /^(.+?):(\d+)(.*)$/.exec(action) ?? [];
    const role = `${process.replace(/\d+$/, '')} ${fn}${rest}`;
    const words = (system.actions[action]?.note ?? '').split(', ').filter((word) => word !== '');
    const all = roles.get(role) ?? new Map<string, Placed>();
    all.set(action, {
      name: action,
      line: Number(line),
      words,
      owners: words.flatMap((word) => /^(.+)\.[^.]*$/.exec(word)?.[1] ?? []),
    });
    roles.set(role, all);
  }
  return new Map(
    [...roles].map(([role, all]) => [role, [...all.values()].sort((one, other) => one.line - other.line)]),
  );
}

/** Pairs in the order of both, whose likeness is the greatest in sum. */
function aligned(own: readonly Placed[], theirs: readonly Placed[]): readonly (readonly [string, string])[] {
  interface Best {
    readonly sum: number;
    readonly pairs: readonly (readonly [string, string])[];
  }
  const none: Best = { sum: 0, pairs: [] };
  let above: readonly Best[] = [none, ...theirs.map(() => none)];
  for (const one of own) {
    const row: Best[] = [none];
    for (const [index, other] of theirs.entries()) {
      const like = likeness(one, other);
      const [skipOwn, skipTheirs, both] = [
        above[index + 1] ?? none,
        row[index] ?? none,
        above[index] ?? none,
      ];
      const skipped = skipOwn.sum >= skipTheirs.sum ? skipOwn : skipTheirs;
      row.push(
        like > 0 && both.sum + like > skipped.sum
          ? { sum: both.sum + like, pairs: [...both.pairs, [one.name, other.name]] }
          : skipped,
      );
    }
    above = row;
  }
  return above.at(-1)?.pairs ?? [];
}

/** Above all the same places, and the first more than the others; then others of the same owner. Zero where nothing is alike. */
const likeness = (one: Placed, other: Placed): number =>
  one.words.length + other.words.length === 0
    ? 1
    : shared(one.words, other.words) + shared(one.owners, other.owners) / 2;

/** What two lists have in common, as a part of both together, and one more where they begin alike. */
function shared(one: readonly string[], other: readonly string[]): number {
  const all = new Set([...one, ...other]).size;
  const both = new Set(one.filter((word) => other.includes(word))).size;
  return all === 0 ? 0 : both / all + (one[0] === other[0] ? 1 : 0);
}

/** A system with its story. */
interface Told {
  readonly of: Explorer;
  readonly story: Story;
}

/**
 * A run of one tree, on another. Of stack growths only those are the same that are at the prologue of the same function, as the stories
 * remark: the name of the step does not say it.
 */
export function followOther(own: Told, end: NodeId, other: Told): Followed {
  const counterparts = counterpartsOf(own.of, other.of);
  const schedule = own.of.run(end);
  const path = own.of.path(end);
  const strange = new Set<number>();
  const remark = ({ of, story }: Told, at: NodeId): string | null => {
    const [step, before] = [of.run(at).steps.at(-1), of.parent(at)];
    return step === undefined || before === null ? null : story.remark(step, of.state(before));
  };
  for (;;) {
    const followed = other.of.follow(schedule, ({ action }, index) =>
      strange.has(index) ? undefined : counterparts.get(action),
    );
    const first = followed.steps.findIndex(
      (step, index) => step.taken && remark(other, step.node) !== remark(own, path[index + 1] ?? end),
    );
    if (first === -1) return followed;
    strange.add(first);
  }
}

/** At which steps the process of the first one that was not possible stood; none where it stood at that step. */
export function standsAt(of: Explorer, { steps, parts }: Followed): readonly string[] {
  const parted = steps[(parts ?? 0) - 1];
  if (parted === undefined || parted.taken) return [];
  const last = steps[(parts ?? 0) - 2];
  const { possible, blocked } = of.choices(last?.taken === true ? last.node : of.initial());
  const named = (all: readonly InstanceShown[]): readonly string[] => [
    ...new Set(all.flatMap(({ process, action }) => (process === parted.process ? [action] : []))),
  ];
  const [can, waits] = [named(possible), named(blocked)];
  if (parted.conjunct !== null && waits.includes(parted.action)) return [];
  return can.length > 0 ? can : waits;
}
