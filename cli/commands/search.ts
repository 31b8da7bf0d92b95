/** A search as the commands run it: with progress on stderr, stopped by an interrupt, its failures told for people. */
import type { CheckOptions, Progress, Report } from '../../checker/index.ts';
import { InternalError, SystemError, check } from '../../checker/index.ts';
import { UsageError, messageOf, oneLine } from '../errors.ts';
import { progressLine } from '../reporters/progress.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';

export interface SearchView {
  /** `line`: on a terminal rewritten, elsewhere every 10 s; `often`: elsewhere every second. */
  readonly progress: 'none' | 'line' | 'often';
  readonly onProgress?: (progress: Progress) => void;
}

export async function search(
  { system, module, subject, title }: Selection,
  options: CheckOptions,
  view: SearchView,
  world: World,
): Promise<Report> {
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
  });
  const line = progressLine(world.stderr, view.progress === 'often' ? 1000 : 10_000);
  const onProgress = (progress: Progress): void => {
    if (view.progress !== 'none') line.show(progress);
    view.onProgress?.(progress);
  };
  const onNote = (note: string): void => {
    world.stderr.write(oneLine(note));
  };
  try {
    return await check(system, { ...options, module, onProgress, onNote, signal: interrupt.signal });
  } catch (error) {
    if (subject.kind !== 'model' || error instanceof InternalError) throw error;
    // What a model's own functions do or throw is for the model's author, and is told as such.
    const cause = error instanceof SystemError ? '' : 'a function of the model threw: ';
    throw new UsageError(`${title}: ${cause}${messageOf(error)}${placeIn(error, module.url)}`);
  } finally {
    line.clear();
    release();
  }
}

/** The line of the model's file that threw, as ` (model.js:12:5)`. */
function placeIn(error: unknown, url: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.slice(Math.max(0, stack.indexOf(url))).split('\n')[0] ?? '';
  const place = stack.includes(url) ? /[^/]+:\d+:\d+/.exec(at)?.[0] : undefined;
  return place === undefined ? '' : ` (${place})`;
}
