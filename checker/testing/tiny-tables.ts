/** Searches whose tables are tiny at first, so that they grow, and move, every few states. */
import { firstSizes } from '../search/store.ts';

export type FirstSizes = typeof firstSizes;

/** Runs a search with these first sizes. One at a time: they hold for the whole module. */
export async function withFirstSizes<T>(sizes: FirstSizes, search: () => Promise<T>): Promise<T> {
  const before = { ...firstSizes };
  Object.assign(firstSizes, sizes);
  try {
    return await search();
  } finally {
    Object.assign(firstSizes, before);
  }
}
