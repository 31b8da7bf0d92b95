/** Whether what no release has is judged all the same: where it stands in the steps that were searched. */
import { programsOfRelease } from '../../model/index.ts';
import type { ProgramPart } from '../../model/index.ts';
import type { Unknown } from '../closed/compare.ts';
import { isType } from '../closed/shape.ts';
import type { ReadTree } from '../facts.ts';
import { changedSteps } from './changes.ts';
import type { ReadPrograms } from './read.ts';
import { slicedFiles } from './scheduler/slice.ts';

/**
 * A function that asks of a part for the first difference of the tree that nothing was said about; null for a part whose verdict is about
 * the tree as it stands. For that, each function that no release has so is in the steps of the part. It is read whole, and not in slices.
 * From its first difference to its last, each statement is a step of a part that was read. And these steps are not those of the release:
 * else the difference is in what nobody followed. Each statement that came, and each that is gone, has a line of these steps for itself: else
 * one that is followed would answer for another that is not.
 */
export function unreadIn(
  { comparison, shapes }: Pick<ReadTree, 'comparison' | 'shapes'>,
  programs: ReadonlyMap<ProgramPart, ReadPrograms>,
): (part: ReadPrograms) => Unknown | null {
  if (comparison.unknown.length === 0) return () => null;
  const readAt = new Set([...programs.values()].flatMap((one) => [...one.readAt]));
  const changed = changedIn(comparison.nearest, programs);
  const unread = comparison.unknown.filter(({ name, file, change }) => {
    const shape = shapes.shapes.get(name);
    const steps = changed.get(name);
    if (change === null || steps === undefined || slicedFiles.includes(file)) return true;
    if (shape === undefined || isType(shape)) return true;
    return !(
      change.between.every((line) => readAt.has(`${file}:${line}`)) &&
      change.come.every(({ lines, more }) => lines.filter((line) => steps.new.has(line)).length >= more) &&
      change.gone <= steps.old.size
    );
  });
  return ({ leftOutOf }) => {
    const own = new Set(leftOutOf.map(([fn]) => fn));
    return comparison.unknown.find((one) => unread.includes(one) || !own.has(one.name)) ?? null;
  };
}

interface ChangedLines {
  readonly old: ReadonlySet<number>;
  readonly new: ReadonlySet<number>;
}

/** By function, the lines of the steps that a part has in another way than the release of the same series: there, and here. */
function changedIn(
  nearest: string,
  programs: ReadonlyMap<ProgramPart, ReadPrograms>,
): ReadonlyMap<string, ChangedLines> {
  const series = /\d+\.\d+/.exec(nearest)?.[0] ?? '';
  const rows = changedSteps(
    [...programs].flatMap(([part, now]) => {
      const old = programsOfRelease(series, part);
      return old === undefined ? [] : [{ old: old.programs, new: now.programs }];
    }),
  );
  return new Map(
    [...rows].map(([fn, of]) => {
      const lines = (side: 'old' | 'new'): ReadonlySet<number> =>
        new Set(of.flatMap((row) => row[side]?.line ?? []));
      return [fn, { old: lines('old'), new: lines('new') }] as const;
    }),
  );
}
