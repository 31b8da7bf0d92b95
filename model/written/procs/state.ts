/** The part's state inside that of the tracer. Only where the part is on. */
import type { Draft, View } from '../../../checker/index.ts';
import type { NextState, TracerState } from '../state.ts';
import type { ProcsField } from './fields.ts';

export type Procs = View<ProcsField['of']>;
type NextProcs = Draft<ProcsField['of']>;

/** What a section is for. */
export type ProcOp = Procs['m'] extends { at(index: number): { readonly op: infer Op } } ? Op : never;

export const procsOf = (s: TracerState): Procs => s.procs.at(0);
export const nextProcs = (next: NextState): NextProcs => next.procs.at(0);
