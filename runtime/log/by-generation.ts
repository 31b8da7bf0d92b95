/** The events of Ms in a log by the generation that their section was in, to be compared with those of an execution trace. */
import { LogReader } from './reader.ts';

export interface WrittenEvents {
  readonly byGeneration: ReadonlyMap<number, number>;
  /** Why the log has no end; null where it has one. Counts of a log that is cut say nothing. */
  readonly cut: string | null;
}

/** Reads the whole log. Writers without an M are left out. Throws a LogError for a damaged log. */
export function writtenEvents(path: string): WrittenEvents {
  const log = new LogReader(path);
  const byGeneration = new Map<number, number>();
  while (log.next()) {
    if (log.kind !== 'event') continue;
    const [, gen = 0] = log.values;
    byGeneration.set(gen, (byGeneration.get(gen) ?? 0) + 1);
  }
  const { cut } = log;
  log.close();
  return { byGeneration, cut };
}
