/** The states of a search that has ended, to be loaded and expanded again: what every pass over them is given. */
import type { RecordField } from '../language/schema.ts';
import { engineOf } from '../search/engine.ts';
import type { Engine } from '../search/engine.ts';
import type { Prepared } from '../search/prepared.ts';
import type { Ranges, SearchResult } from '../search/result.ts';

export interface Space<S extends RecordField = RecordField> extends Prepared<S> {
  readonly result: SearchResult;
  readonly engine: Pick<Engine, 'load' | 'successors' | 'indexOfNext'>;
}

export const spaceOf = <S extends RecordField>(prepared: Prepared<S>, result: SearchResult): Space<S> => ({
  ...prepared,
  result,
  engine: engineOf(prepared, result.store),
});

/** Whether `matches` says so of the index of some state; it is asked no more then. The states are passed level by level. */
export const someState = (levels: readonly Ranges[], matches: (index: number) => boolean): boolean =>
  levels.some((ranges) =>
    ranges.some(([from, to]) => {
      for (let index = from; index < to; index++) if (matches(index)) return true;
      return false;
    }),
  );

/** The states of all levels, or of some. */
export function eachState(levels: readonly Ranges[], visit: (index: number) => void): void {
  for (const ranges of levels) for (const [from, to] of ranges) for (let at = from; at < to; at++) visit(at);
}
