/**
 * The bit layout of a schema: which bits of which 32-bit word hold each scalar.
 *
 * A scalar never straddles a word, so reading it is one load, one shift and one mask. A scalar array that fits into one
 * word is kept contiguous there, which makes the position of element i linear in i. Both are placed first-fit in the order
 * of declaration: with fields this narrow the waste is a few bits.
 */
import { partOf } from '../language/parts.ts';
import type { ArrayField, Field, RecordField, ScalarField } from '../language/schema.ts';

/** A scalar at `position` = word × 32 + shift, `bits` wide. */
export interface ScalarShape {
  readonly kind: 'scalar';
  readonly field: ScalarField;
  readonly path: string;
  readonly position: number;
  readonly bits: number;
}

export interface RecordShape {
  readonly kind: 'record';
  readonly field: RecordField;
  readonly path: string;
  readonly fields: readonly (readonly [name: string, shape: Shape])[];
}

export interface ArrayShape {
  readonly kind: 'array';
  readonly field: ArrayField;
  readonly path: string;
  readonly elements: readonly Shape[];
}

export type Shape = ScalarShape | RecordShape | ArrayShape;

export interface Layout {
  readonly root: RecordShape;
  /** Every scalar, in the order of the schema. */
  readonly scalars: readonly ScalarShape[];
  /** 32-bit words of a state, at least one. */
  readonly words: number;
  /** Bits that the scalars need. */
  readonly bits: number;
}

const WORD_BITS = 32;

export function layoutOf(schema: RecordField): Layout {
  const free: number[] = [];
  const scalars: ScalarShape[] = [];
  const take = (bits: number): number => {
    let word = free.findIndex((left) => left >= bits);
    if (word < 0) word = free.push(WORD_BITS) - 1;
    const left = free[word] ?? WORD_BITS;
    free[word] = left - bits;
    return word * WORD_BITS + (WORD_BITS - left);
  };
  const scalar = (field: ScalarField, path: string, at?: number): ScalarShape => {
    const bits = bitsOf(field);
    const shape: ScalarShape = { kind: 'scalar', field, path, position: at ?? take(bits), bits };
    scalars.push(shape);
    return shape;
  };
  const place = (field: Field, path: string): Shape => {
    if (field.kind === 'record') {
      const fields = Object.entries(field.fields).map(
        ([name, of]) => [name, place(of, path === '' ? name : `${path}.${name}`)] as const,
      );
      return { kind: 'record', field, path, fields };
    }
    if (field.kind === 'array') {
      const { of } = field;
      const indices = Array.from({ length: field.length }, (_, index) => index);
      const bits = of.kind === 'record' || of.kind === 'array' ? Infinity : bitsOf(of);
      const base =
        field.length > 0 && bits * field.length <= WORD_BITS ? take(bits * field.length) : undefined;
      // A set names its members.
      const part = partOf(field);
      const names: readonly (number | string)[] = part?.part === 'set' ? part.members : indices;
      const elements = indices.map((index) => {
        const at = `${path}[${String(names[index])}]`;
        return base === undefined || of.kind === 'record' || of.kind === 'array'
          ? place(of, at)
          : scalar(of, at, base + index * bits);
      });
      return { kind: 'array', field, path, elements };
    }
    return scalar(field, path);
  };
  const root = place(schema, '');
  if (root.kind !== 'record') throw new TypeError('a state schema is a record');
  const bits = scalars.reduce((sum, shape) => sum + shape.bits, 0);
  return { root, scalars, words: Math.max(1, free.length), bits };
}

/** Bits that hold every value of a scalar; a field with a single value takes none. */
export const bitsOf = (field: ScalarField): number => WORD_BITS - Math.clz32(countOf(field) - 1);

/** How many values a scalar can have. */
export function countOf(field: ScalarField): number {
  if (field.kind === 'bool') return 2;
  return field.kind === 'int' ? field.max - field.min + 1 : field.values.length;
}

/** The low `bits` bits set; a scalar has at most 31. */
export const maskOf = (bits: number): number => ~(-1 << bits);

/** Puts the stored bits of a scalar into packed `words`. */
export function storeRaw(
  words: Int32Array,
  { position, bits }: Pick<ScalarShape, 'position' | 'bits'>,
  raw: number,
): void {
  const [word, shift] = [position >>> 5, position & 31];
  words[word] = ((words[word] ?? 0) & ~(maskOf(bits) << shift)) | (raw << shift);
}
