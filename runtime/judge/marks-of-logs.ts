/** The records of a log by number, and where the programs of logs write them. */
import type { MarksOf } from '../../model/index.ts';
import { marks } from '../cover/marks.ts';
import { recordKinds } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';

/** Steps that no record stands for, and that others may have to know of: an M has exited, and an M is on allm. */
export const hiddenMarks = ['exited', 'made'] as const;
export type Mark = RecordKind | (typeof hiddenMarks)[number];

const all: readonly Mark[] = [...recordKinds, ...hiddenMarks];
export const numberOfMark = Object.fromEntries(all.map((mark, number) => [mark, number])) as Readonly<
  Record<Mark, number>
>;
export const markOfNumber = (number: number): Mark => all[number] ?? 'release';

export const marksOfLogs: MarksOf = (kind, { list }) => {
  const found = new Map<number, number>();
  const by = kind === 'growth' ? 'own' : kind;
  for (const [name, { thread, find }] of Object.entries(marks)) {
    // Sound because `marks` has the names of records.
    const mark = name as keyof typeof marks;
    // The address of the new buffer is said in a record of its own, and comes with the step of refill.
    if (thread !== by || mark === 'refilled') continue;
    for (const index of find(list)) {
      const before = list[index - 1];
      // What is done under a lock is recorded as soon as it is held; a branch is no place to stand at.
      const isLocked = list[index]?.op === 'branch' && before?.op === 'call' && before.name === 'lock';
      found.set(isLocked ? index - 1 : index, numberOfMark[mark]);
    }
  }
  list.forEach((one, index) => {
    if (one.op !== 'store') return;
    if (kind === 'own' && one.to.place === 'm.freeWait' && !('lit' in one.is && one.is.lit === MAY_WRITE))
      found.set(index, numberOfMark.exited);
    if (kind === 'allocm' && one.to.place === 'm.allm') found.set(index, numberOfMark.made);
  });
  return found;
};

/** freeMWait: the thread of the M may still write events. */
const MAY_WRITE = 2;
