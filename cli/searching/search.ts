/** A search as the commands run it: with progress on stderr, stopped by an interrupt, its failures told for people. */
import type { CheckSettings, Progress, Report } from '../../checker/index.ts';
import { InternalError, SystemError, checkWith } from '../../checker/index.ts';
import { UsageError, messageOf, oneLine, placeIn } from '../errors.ts';
import { starved, thrown } from '../process/blame.ts';
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
  options: CheckSettings,
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
    const report = await checkWith(system, {
      ...options,
      module,
      onProgress,
      onNote,
      signal: interrupt.signal,
    });
    // A promise of the model that was rejected meanwhile is told before the verdict.
    await new Promise((resume) => setImmediate(resume));
    return report;
  } catch (error) {
    if (subject.kind !== 'model' || error instanceof InternalError) throw error;
    // Of what the machine did not give, only memory for its objects is the model's to mend.
    const why = starved(thrown(error));
    if (why?.isMemory === false) throw error;
    if (why !== null) throw new UsageError(`${title}: ${why.words}`);
    // What a model's own functions do or throw is for the model's author, and is told as such.
    const cause = error instanceof SystemError ? '' : 'a function of the model threw: ';
    throw new UsageError(
      `${title}: ${cause}${messageOf(error)}${placeIn(error instanceof Error ? error : {}, module.url)}`,
    );
  } finally {
    line.clear();
    release();
  }
}
