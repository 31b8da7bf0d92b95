/** Passes over many states, of which few are of interest. */
import type { Decision } from '../search/decisions.ts';
import { expressionOf } from '../search/decisions.ts';
import type { RecordField } from '../language/schema.ts';
import { isPlain } from '../search/store.ts';
import { compiled } from '../state/compiled.ts';
import type { Space } from './space.ts';

/** Beyond that the states themselves are visited. */
const TEXT_MAX = 1 << 16;

/** What of a space is needed. */
interface Scanned<S extends RecordField> {
  readonly engine: Pick<Space['engine'], 'load'>;
  readonly views: Pick<Space<S>['views'], 'current' | 'layout'>;
  readonly result: Pick<Space['result'], 'store'>;
}

/** Calls `visit` with each state from … to-1 in which one of the trees may hold, as it stands in the views. */
export function scanOf<S extends RecordField>(
  { engine: { load }, views, result: { store } }: Scanned<S>,
  trees: readonly Decision[],
  visit: (index: number) => void,
): (from: number, to: number) => void {
  const isInArena = isPlain(store);
  const given = { words: isInArena ? store.arena : views.current, load, visit };
  const texts = [...new Set(['false', ...trees.map((tree) => expressionOf(tree, 'words', 'true'))])];
  const text = texts.join(' || ');
  // Every word is named by its number in the state.
  const test =
    texts.includes('true') || text.length > TEXT_MAX ? 'true' : text.replaceAll('words[', 'words[o + ');
  const body = isInArena
    ? `const o = index * ${String(views.layout.words)}; if (${test}) { load(index); visit(index); }`
    : `const o = 0; load(index); if (${test}) visit(index);`;
  const scan = `return (from, to) => { for (let index = from; index < to; index++) { ${body} } };`;
  return compiled('scan', given, scan) as (from: number, to: number) => void;
}
