/**
 * `nosplit check --go` of a tree that has a statement which no known release has. The parts of the model are not that tree's, so none is
 * searched. The core's steps can still be read from the tree itself, and a violation of theirs is one whatever else stands in the tree.
 * That they hold says nothing about the rest: the tree stays refused.
 */
import { UnrecognizedShape } from '../../facts/index.ts';
import { UsageError, oneLine } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { configDefault } from '../selection/tracer.ts';
import { selectPrograms } from '../selection/programs.ts';
import type { Selection } from '../selection/selection.ts';
import { deliver, layoutOf } from '../output.ts';
import { render } from '../reporters/render.ts';
import type { World } from '../world.ts';
import { searchAll } from './search-all.ts';

export interface CoreView {
  readonly format: 'text' | 'json';
  readonly quiet: boolean;
  readonly out: string | undefined;
  readonly time: number | undefined;
}

/** Whether a tree was refused for something that no known release has. */
export const isUnknownShape = (error: unknown): error is UsageError =>
  error instanceof UsageError && error.cause instanceof UnrecognizedShape;

/** Judges the core of the tree at `dir`. Throws the refusal, with what the core's steps say, unless they violate a property. */
export async function checkCoreOf(
  dir: string,
  refusal: UsageError,
  { format, quiet, out, time }: CoreView,
  world: World,
): Promise<number> {
  const selection = await coreOf(dir);
  if (selection === null) throw refusal;
  const [report] = await searchAll([selection.module], 1, { timeMaxMs: time });
  if (report?.verdict !== 'violated')
    throw new UsageError(
      `${refusal.message}; by its own steps the core ${report?.verdict === 'holds' ? 'holds' : 'was not searched to its end'} at ${configDefault}, and nothing else of the tree is judged`,
    );
  world.stderr.write(
    oneLine(`${refusal.message}; what follows is about the core alone, by the tree's own steps`),
  );
  const reproduce = ['check', ...selection.words];
  const layout = { format, quiet, out: layoutOf(out, world) };
  deliver(render(report, { selection, confirmation: null, reproduce }, layout) ?? '', out, world);
  return exitCode.violated;
}

/** null where the core cannot be read either. */
async function coreOf(dir: string): Promise<Selection | null> {
  try {
    return await selectPrograms(dir, configDefault);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
