/** The search of a tree's parts side by side, with progress, stopped by the time or an interrupt. */
import type { Report } from '../../checker/index.ts';
import { oneLine } from '../errors.ts';
import { liveLine } from '../reporters/live-line.ts';
import { count, plural } from '../reporters/words.ts';
import type { JudgedPart } from '../selection/tree.ts';
import type { World } from '../world.ts';
import { searchAll } from './search-all.ts';
import type { SizeLimits } from './search-whole.ts';

export interface SearchPartsOptions {
  /** Threads, of which each searches one part at a time. */
  readonly workers: number;
  /** For all parts together. */
  readonly time: number | undefined;
  /** For each part. */
  readonly limits?: SizeLimits;
  /** Whether each part is told as it ends, where stderr is no terminal, too. */
  readonly progress: boolean;
  readonly quiet: boolean;
}

/** The reports in the order of the parts. */
export async function searchParts(
  chosen: readonly Pick<JudgedPart, 'part' | 'selection'>[],
  { workers, time, limits = {}, quiet, progress }: SearchPartsOptions,
  world: World,
): Promise<Report[]> {
  const { stderr } = world;
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
  });
  const line = liveLine(world, { quiet });
  const showEnded = (ended: number): void => {
    line.show(() => `searched ${ended} of ${plural(chosen.length, 'part')}`, ended / chosen.length);
  };
  let ended = 0;
  showEnded(ended);
  const onReport = ({ verdict, distinct }: Report, index: number): void => {
    showEnded(++ended);
    if (progress && !stderr.isTTY && !quiet)
      stderr.write(oneLine(`${chosen[index]?.part ?? ''}: ${verdict}, ${count(distinct)} distinct`));
  };
  try {
    const modules = chosen.map(({ selection }) => selection.module);
    return await searchAll(modules, workers, { timeMaxMs: time, limits, signal: interrupt.signal, onReport });
  } finally {
    line.clear();
    release();
  }
}
