import { fileURLToPath } from 'node:url';
import { parseKnown } from '../closed/known.ts';
import type { Known } from '../closed/known.ts';
import { KnownMaker, shapesForKnown } from '../closed/make-known.ts';

export type MiniTree = 'parent' | 'seed' | 'entry-gen';

/** The small hand-made trees, which are no releases: nothing that nosplit ships knows their shapes. */
export const fixture = (tree: MiniTree): string =>
  fileURLToPath(new URL(`../fixtures/${tree}`, import.meta.url));

/** Known shapes as `scripts/known-shapes` makes them, of the small trees in place of releases, with variants of these. */
export async function knownOfFixtures(
  variants: readonly (readonly [base: MiniTree, dir: string])[] = [],
): Promise<Known> {
  const maker = new KnownMaker();
  const trees = new Map<MiniTree, Awaited<ReturnType<typeof shapesForKnown>>['read']>();
  for (const tree of ['parent', 'seed', 'entry-gen'] as const) {
    const { read } = await shapesForKnown(fixture(tree));
    trees.set(tree, read);
    maker.addRelease(tree, read);
  }
  for (const [base, dir] of variants) {
    const unchanged = trees.get(base);
    if (unchanged !== undefined) maker.addVariant(unchanged, (await shapesForKnown(dir)).read);
  }
  return parseKnown(maker.file());
}
