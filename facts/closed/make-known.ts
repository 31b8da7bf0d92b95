import { parseGo } from '../go-source.ts';
import { findGoTree, readVersion } from '../go-tree.ts';
import { writePath } from '../../model/index.ts';
import { classify, wordsOf } from './classify.ts';
import type { KnownFile } from './known.ts';
import { readShapes } from './read.ts';
import type { ReadShapes } from './read.ts';
import type { Shape } from './shape.ts';

/** Reads a tree for the known shapes: calls stay calls. */
export async function shapesForKnown(
  dir: string,
): Promise<{ readonly version: string; readonly read: ReadShapes }> {
  const tree = findGoTree(dir);
  const source = await parseGo(tree, tree.traceFiles);
  try {
    const everything = { has: () => true } as unknown as ReadonlySet<string>;
    const read = await readShapes(tree, source, everything, (name) => Object.hasOwn(writePath, name));
    return { version: readVersion(tree)?.version ?? dir, read };
  } finally {
    source.free();
  }
}

/** Gathers releases and their variants into the file of known shapes. */
export class KnownMaker {
  readonly #releases: string[] = [];
  readonly #calls = new Set<string>();
  readonly #functions = new Map<
    string,
    Map<string, { shape: Shape; isSlice: boolean; in: number[]; checks: number }>
  >();

  /** Releases have to come in their order. */
  addRelease(version: string, { shapes, slices, calls }: ReadShapes): void {
    const index = this.#releases.push(version) - 1;
    for (const shape of shapes.values()) this.#add(shape, slices.has(shape.name), [index]);
    for (const name of calls) this.#calls.add(name);
  }

  /** A change that the model knows counts for every release that has the unchanged function as this one has it. */
  addVariant(base: ReadShapes, { shapes, slices }: ReadShapes): string[] {
    const changed = [...shapes.values()].filter(
      (shape) => base.shapes.get(shape.name)?.digest !== shape.digest,
    );
    for (const shape of changed) {
      const unchanged = base.shapes.get(shape.name)?.digest ?? '';
      const releases = this.#functions.get(shape.name)?.get(unchanged)?.in ?? [];
      this.#add(shape, slices.has(shape.name), releases);
    }
    return changed.map(({ name }) => name);
  }

  #add(shape: Shape, isSlice: boolean, releases: readonly number[]): void {
    const byDigest = this.#functions.get(shape.name) ?? new Map<string, never>();
    this.#functions.set(shape.name, byDigest);
    const known = byDigest.get(shape.digest);
    if (known === undefined)
      byDigest.set(shape.digest, { shape, isSlice, in: [...releases], checks: shape.checks });
    else known.checks = Math.min(known.checks, shape.checks);
    if (known !== undefined)
      for (const index of releases) if (!known.in.includes(index)) known.in.push(index);
  }

  file(): KnownFile {
    const functions = [...this.#functions].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return {
      releases: this.#releases,
      calls: [...this.#calls].sort(),
      functions: Object.fromEntries(
        functions.map(([name, shapes]) => {
          const statements: [string, string, string, string][] = [];
          const places = new Map<string, number>();
          const known = [...shapes.values()].map(({ shape, isSlice, in: releases, checks }) => {
            const classes = classify(shape, isSlice);
            const entries = shape.entries.flatMap(({ depth, digest, text }, index) => {
              const one = classes[index];
              const step = one !== undefined && 'step' in one ? one.step : '';
              const noPart = one !== undefined && 'noPart' in one ? one.noPart : '';
              // The same statement may be a step in one shape and none in another.
              const key = `${digest} ${step} ${noPart}`;
              let place = places.get(key);
              if (place === undefined) {
                place = statements.push([digest, step, noPart, noPart === '' ? wordsOf(text) : '']) - 1;
                places.set(key, place);
              }
              return [depth, place];
            });
            return {
              digest: shape.digest,
              releases: ranges(releases),
              entries,
              ...(checks === 0 ? {} : { checks }),
            };
          });
          return [name, { statements, shapes: known }];
        }),
      ),
    };
  }
}

/** Indices as pairs of first and last. */
function ranges(indices: readonly number[]): number[] {
  const result: number[] = [];
  for (const index of indices.toSorted((a, b) => a - b)) {
    if (result.at(-1) === index - 1) result[result.length - 1] = index;
    else result.push(index, index);
  }
  return result;
}
