/** Where the steps stand in a tree that records are written at: its own programs say it, as far as they are read. */
import { UnrecognizedShape, readPrograms } from '../../facts/index.ts';
import { marks } from '../cover/marks.ts';
import { recordKinds } from '../log/records.ts';
import type { RecordKind } from '../log/records.ts';
import { AnchorError } from './anchor-error.ts';
import type { Line } from './line.ts';

/** Whether the steps of that record are in the programs of the core and threads. */
const isMarked = (kind: RecordKind): kind is keyof typeof marks => Object.hasOwn(marks, kind);

export type StepPlaces = ReadonlyMap<RecordKind, Line>;

/**
 * The line of each step. Null for a tree with a statement that nobody taught, whose programs cannot be read. Throws an AnchorError for a
 * step that has no line, or several.
 */
export async function stepPlaces(goroot: string): Promise<StepPlaces | null> {
  try {
    const { programs, files } = await readPrograms(goroot, { part: 'threads' });
    return new Map(
      recordKinds.flatMap((kind): (readonly [RecordKind, Line])[] => {
        if (!isMarked(kind)) return [];
        const { thread, find } = marks[kind];
        const list = programs[thread]?.list ?? [];
        const found = new Map(
          find(list).flatMap((index): (readonly [string, Line])[] => {
            const { fn, line } = list[index] ?? { fn: '', line: 0 };
            const file = files.get(fn) ?? '';
            return [[`runtime/${file}:${line}`, { file, line }]];
          }),
        );
        const [place] = found.values();
        if (place === undefined || found.size > 1)
          throw new AnchorError(
            `the steps of the tree have ${found.size} lines of ${kind}, where a hook needs one${found.size > 1 ? `: ${[...found.keys()].join(', ')}` : ''}`,
          );
        return [[kind, place]];
      }),
    );
  } catch (error) {
    if (error instanceof UnrecognizedShape) return null;
    throw error;
  }
}
