/** The process that tries the inputs. It tells its parent of each before it begins, so that the parent knows which one hung. */
import { setImmediate } from 'node:timers/promises';
import type { Difference, Subject, Tally } from './subject.ts';
import '../../checker/testing/share-at-once.ts';

export interface Task {
  readonly seed: number;
  /** Names of subjects. */
  readonly only: readonly string[];
  /** The one round to try; null for as many as the time allows. */
  readonly round: number | null;
  readonly minutes: number;
}

export type Message =
  | { readonly kind: 'input'; readonly subject: string; readonly round: number; readonly shown: string }
  | { readonly kind: 'tallies'; readonly tallies: Tallies }
  | {
      readonly kind: 'difference';
      readonly subject: string;
      readonly round: number;
      readonly difference: Difference;
    };

/** By subject. */
export type Tallies = Readonly<Record<string, TallyData>>;

interface TallyData {
  readonly inputs: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly most: Readonly<Record<string, number>>;
}

class Counting implements Tally {
  inputs = 0;
  readonly counts: Record<string, number> = {};
  readonly mosts: Record<string, number> = {};

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  most(what: string, value: number): void {
    this.mosts[what] = Math.max(this.mosts[what] ?? 0, value);
  }
}

/** Gives each subject the same time, in rounds, one at least, until the time is over or something differs. */
export async function runTask(
  all: readonly Subject[],
  task: Task,
  send: (message: Message) => void,
): Promise<void> {
  const endMs = performance.now() + task.minutes * 60_000;
  const lanes = all
    .filter(({ name }) => task.only.length === 0 || task.only.includes(name))
    .map((subject) => ({ subject, tally: new Counting(), spentMs: 0, round: task.round ?? 0 }));
  const tallies = (): Tallies =>
    Object.fromEntries(
      lanes.map(({ subject, tally: { inputs, counts, mosts } }) => [
        subject.name,
        { inputs, counts, most: mosts },
      ]),
    );
  do {
    const lane = lanes.reduce((least, one) => (one.spentMs < least.spentMs ? one : least));
    const { subject, tally, round } = lane;
    const fromMs = performance.now();
    const seed = roundSeed(task.seed, subject.name, round);
    const difference = await subject.round(seed, tally, async (shown) => {
      // What the input before this one left behind, as a rejection that nobody waits for, ends the process now.
      await setImmediate();
      tally.inputs++;
      send({ kind: 'input', subject: subject.name, round, shown });
    });
    lane.spentMs += performance.now() - fromMs;
    lane.round++;
    send({ kind: 'tallies', tallies: tallies() });
    if (difference !== null) {
      send({ kind: 'difference', subject: subject.name, round, difference });
      return;
    }
  } while (
    task.round === null &&
    (performance.now() < endMs || lanes.some(({ tally }) => tally.inputs === 0))
  );
}

/** The same for the same three, and another for any other. */
function roundSeed(seed: number, name: string, round: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${name} ${round}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash | 0;
}
