/** What an expression of the tree is to the reader: scalars of a program, and things that it takes apart or follows itself. */
import type { Node } from 'web-tree-sitter';
import type { Access, Expr, ValueType } from '../../model/index.ts';

export type Value =
  | { readonly kind: 'scalar'; readonly expr: Expr; readonly type: ValueType }
  /** A *traceBuf: the M that it belongs to, and which of its buffers. */
  | { readonly kind: 'buffer'; readonly m: Expr; readonly b: Expr }
  | { readonly kind: 'struct'; readonly type: string; readonly fields: ReadonlyMap<string, Value> }
  /** Something shared, named as in the table of places; it is loaded where its value is needed. */
  | ({ readonly kind: 'path' } & Access)
  | { readonly kind: 'pointer'; readonly to: Value }
  | { readonly kind: 'nil' }
  | { readonly kind: 'closure'; readonly literal: Node }
  | { readonly kind: 'tuple'; readonly items: readonly Value[] }
  /** The list of Gs whose status traceAdvance has noted down. */
  | { readonly kind: 'noted' }
  /** A part of allp: the Ps after the first of these numbers, up to the second. */
  | { readonly kind: 'ps'; readonly after: Expr; readonly upTo: Expr }
  /** What the tracer keeps of a P that is only a token. */
  | { readonly kind: 'token' }
  /** Something that no access depends on: the kind of an event, a time. */
  | { readonly kind: 'opaque' };

export const scalar = (expr: Expr, type: ValueType): Value => ({ kind: 'scalar', expr, type });
export const literal = (value: number, type: ValueType = 'int'): Value => scalar({ lit: value }, type);
export const truth = (value: boolean): Value => literal(value ? 1 : 0, 'bool');
export const opaque: Value = { kind: 'opaque' };
export const nil: Value = { kind: 'nil' };
export const noted: Value = { kind: 'noted' };
export const zero: Expr = { lit: 0 };

export const path = (place: string, of: readonly Expr[] = []): Extract<Value, { kind: 'path' }> => ({
  kind: 'path',
  place,
  of,
});

/** What the tracer keeps of a G or a P, which is passed on as a pointer and never loaded. */
export const isResource = ({ place }: Pick<Access, 'place'>): boolean => /^[gp]\.trace$/.test(place);
