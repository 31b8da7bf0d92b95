/**
 * The few steps that tell a run: those that the violation rests on, found by who wrote what was read.
 *
 * First come the last writers of what the failing predicate read, then the writers whose value these replaced, then twice the
 * writers of what guards and effects of all those read. The step right before in the same process is left out there: that it
 * went on is no news.
 */
import type { Step } from '../check/report.ts';
import type { Moment, Reason } from './answer.ts';

/** A run as far as its moments go. */
export interface Told {
  readonly steps: readonly Step[];
  /** The paths that decided the failing predicate; empty where nothing is violated at the end. */
  readonly decided: readonly string[];
  readonly isViolated: boolean;
  /** The paths that a step's guard and effect read. */
  readonly readsOf: (step: number) => readonly string[];
  /** Whether a path only says where in its program a process stands: its writers are less of a reason, and what they replaced is none. */
  readonly isProgramCounter: (path: string) => boolean;
  readonly remark: (step: number) => string | null;
  /** How deep the step's section is nested in others. */
  readonly depth: (step: number) => number;
  /** What happens in a step, in a sentence. */
  readonly tell: (step: number) => string;
}

/** So many are told. */
const MOMENTS_MAX = 6;

/** Steps that are at most so far apart may be told together. */
const NEAR = 3;

/** Why a step is told, and how early it is chosen: the lowest first. */
interface Chosen {
  readonly reason: Reason;
  readonly rank: number;
}

const ranks: Readonly<Record<Reason, number>> = {
  violates: 0,
  read: 1,
  overwritten: 2,
  remark: 3,
  enables: 4,
};

/** In the order of the run. */
export function momentsOf(told: Told): readonly Moment[] {
  const { steps, decided } = told;
  const reasons = new Map<number, Chosen>();
  const add = (step: number | null, reason: Reason, later = 0): void => {
    if (step === null) return;
    const rank = ranks[reason] + later;
    if (rank < (reasons.get(step)?.rank ?? Infinity)) reasons.set(step, { reason, rank });
  };
  if (told.isViolated) add(steps.length, 'violates');
  for (const path of decided) {
    const writer = lastWriter(steps, path, steps.length);
    const isData = !told.isProgramCounter(path);
    add(writer, 'read', isData ? 0 : 0.5);
    if (writer !== null && isData) add(lastWriter(steps, path, writer - 1), 'overwritten');
  }
  steps.forEach((_, index) => {
    if (told.remark(index + 1) !== null) add(index + 1, 'remark');
  });
  let front = [...reasons.keys()];
  for (let round = 0; round < 2; round++) {
    const next = new Set<number>();
    for (const step of front)
      for (const path of told.readsOf(step)) {
        const writer = lastWriter(steps, path, step - 1);
        const isNext = writer === step - 1 && steps[writer - 1]?.process === steps[step - 1]?.process;
        if (writer !== null && !isNext && !reasons.has(writer)) next.add(writer);
      }
    for (const step of next) add(step, 'enables', round);
    front = [...next];
  }
  return groupsOf(told, reasons);
}

/** The last of the first `until` steps that changed the field. */
function lastWriter(steps: readonly Step[], path: string, until: number): number | null {
  for (let step = until; step > 0; step--)
    if (steps[step - 1]?.changes.some((change) => change.path === path) === true) return step;
  return null;
}

interface Group extends Chosen {
  readonly first: number;
  readonly last: number;
  /** The step whose sentence tells it. */
  readonly of: number;
}

/** Neighbours of one section are one moment; at most six are kept, the lowest ranks first, and of one rank the later steps. */
function groupsOf({ steps, tell, depth }: Told, reasons: ReadonlyMap<number, Chosen>): readonly Moment[] {
  const groups: Group[] = [];
  for (const [step, chosen] of [...reasons].sort(([one], [other]) => one - other)) {
    const group = groups.at(-1);
    const isNear =
      group !== undefined &&
      // These two are told by themselves.
      ![group.reason, chosen.reason].some((reason) => reason === 'violates' || reason === 'remark') &&
      step - group.first <= NEAR &&
      depth(step) === depth(group.first) &&
      steps.slice(group.first - 1, step).every(({ process }) => process === steps[step - 1]?.process);
    if (!isNear) groups.push({ first: step, last: step, of: step, ...chosen });
    else {
      const own = chosen.rank <= group.rank ? { of: step, ...chosen } : {};
      groups[groups.length - 1] = { ...group, last: step, ...own };
    }
  }
  return groups
    .sort((one, other) => one.rank - other.rank || other.last - one.last)
    .slice(0, MOMENTS_MAX)
    .sort((one, other) => one.first - other.first)
    .map(({ first, last, of, reason }) => ({ first, last, of, reason, sentence: tell(of) }));
}
