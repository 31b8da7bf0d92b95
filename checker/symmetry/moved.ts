/**
 * The bits of a packed state that permutations move. Scalars that lie side by side for every member are moved as one: the
 * fields of a record, as far as they share a word.
 */
import type { ScalarShape } from '../state/layout.ts';

/** Where values of a field or a parameter stand for members. */
export interface Reference {
  /** The slot that a raw value (value - min) stands for, or -1. */
  readonly slotOf: Int32Array;
  /** The raw value that stands for a slot. */
  readonly rawOf: Int32Array;
  /** The scalar that must have this raw value for the field to hold a member; null where it always does. */
  readonly where: { readonly shape: ScalarShape; readonly raw: number } | null;
}

/** Bits that a permutation moves, or whose value it changes: a scalar, or several side by side. */
export interface MovedScalar {
  /** Word × 32 + shift. */
  readonly position: number;
  readonly bits: number;
  /** Its path with members replaced by their sets' names: what it has in common with those it changes places with. */
  readonly family: string;
  /** The slots that index it, outermost first. */
  readonly slots: readonly number[];
  /** Its position where other slots index it: at `tableIndex` of them. */
  readonly positions: Int32Array;
  readonly reference: Reference | null;
}

/** A run of at most 31 bits is read and written with one mask. */
const BITS_MAX = 31;

/** The same bits in fewer pieces. */
export function joinNeighbours(scalars: readonly MovedScalar[]): readonly MovedScalar[] {
  const families = new Map<string, MovedScalar[]>();
  for (const scalar of scalars) {
    const family = families.get(scalar.family);
    if (family === undefined) families.set(scalar.family, [scalar]);
    else family.push(scalar);
  }
  const first = ([one]: readonly MovedScalar[]): number => one?.position ?? 0;
  const joined: (readonly MovedScalar[])[] = [];
  for (const family of [...families.values()].sort((a, b) => first(a) - first(b))) {
    const before = joined.at(-1);
    if (before === undefined || !isBeside(before, family)) joined.push(family);
    else
      joined[joined.length - 1] = before.map((one, at) => ({
        ...one,
        bits: one.bits + (family[at]?.bits ?? 0),
      }));
  }
  return joined.flat();
}

/** Whether each scalar of the second family follows that of the first with the same slots, in its word. */
const isBeside = (one: readonly MovedScalar[], other: readonly MovedScalar[]): boolean =>
  one.length === other.length &&
  one.every(({ position, bits, slots, reference }, at) => {
    const next = other[at];
    return (
      next !== undefined &&
      reference === null &&
      next.reference === null &&
      slots.join() === next.slots.join() &&
      next.position === position + bits &&
      next.position >>> 5 === position >>> 5 &&
      bits + next.bits <= BITS_MAX
    );
  });
