import { readFileSync } from 'node:fs';
import type { KnownReason, Part } from './vocabulary.ts';

/** The shapes of the releases, as `scripts/known-shapes` makes them from installed sources. No text of Go is in it. */
export interface Known {
  /** Releases in the order of their appearance; a variant is a release with a change that the model knows. */
  readonly releases: readonly string[];
  /** Functions that the known shapes call: what else is called, and is nosplit, is read as part of its caller. */
  readonly calls: ReadonlySet<string>;
  readonly functions: ReadonlyMap<string, readonly KnownShape[]>;
}

export interface KnownShape {
  readonly digest: string;
  /** Indices into `releases`. */
  readonly releases: ReadonlySet<number>;
  readonly entries: readonly KnownEntry[];
  /** The fewest checks that a release with this shape has. */
  readonly checks: number;
}

export interface KnownEntry {
  readonly depth: number;
  readonly digest: string;
  /** What it is to the model. */
  readonly step: Part | null;
  readonly noPart: KnownReason | null;
  /** What it does, with locals as `$…`; empty for what is no part. */
  readonly says: string;
}

/** The file's form: statements are kept once per function, and a shape is a list of nesting and place in that list. */
export interface KnownFile {
  readonly releases: readonly string[];
  readonly calls: readonly string[];
  readonly functions: Readonly<
    Record<
      string,
      {
        readonly statements: readonly (readonly [
          digest: string,
          step: string,
          noPart: string,
          says: string,
        ])[];
        readonly shapes: readonly {
          readonly digest: string;
          /** First and last index, one pair after another. */
          readonly releases: readonly number[];
          readonly entries: readonly number[];
          /** Left out for none. */
          readonly checks?: number;
        }[];
      }
    >
  >;
}

let shipped: Known | undefined;

/** The shapes that nosplit ships. */
export function knownShapes(): Known {
  // The sources and `dist` keep the file at the same place beside this module.
  shipped ??= parseKnown(
    JSON.parse(readFileSync(new URL('./known.json', import.meta.url), 'utf8')) as KnownFile,
  );
  return shipped;
}

export function parseKnown({ releases, calls, functions }: KnownFile): Known {
  return {
    releases,
    calls: new Set(calls),
    functions: new Map(
      Object.entries(functions).map(([name, { statements, shapes }]) => [
        name,
        shapes.map((shape) => ({
          digest: shape.digest,
          checks: shape.checks ?? 0,
          releases: new Set(
            pairs(shape.releases).flatMap(([first, last]) =>
              Array.from({ length: last - first + 1 }, (_, index) => first + index),
            ),
          ),
          entries: pairs(shape.entries).map(([depth, index]): KnownEntry => {
            const [digest = '', step = '', noPart = '', says = ''] = statements[index] ?? [];
            return {
              depth,
              digest,
              step: step === '' ? null : (step as Part),
              noPart: noPart === '' ? null : (noPart as KnownReason),
              says,
            };
          }),
        })),
      ]),
    ),
  };
}

const pairs = (flat: readonly number[]): [number, number][] =>
  Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index] ?? 0, flat[2 * index + 1] ?? 0]);
