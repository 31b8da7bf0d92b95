/** The part's state inside that of the tracer. Only where the part is on. */
import type { Draft, View } from '../../checker/index.ts';
import type { NextState, TracerState } from '../state.ts';
import type { StatusesField } from './fields.ts';

export type Statuses = View<StatusesField['of']>;
export type NextStatuses = Draft<StatusesField['of']>;

export const statusesOf = (s: TracerState): Statuses => s.statuses.at(0);
export const nextStatuses = (next: NextState): NextStatuses => next.statuses.at(0);
