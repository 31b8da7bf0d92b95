/** What an outer section is about. */
import type { GoStatus } from '../bounds.ts';
import type { NextStatuses } from './state.ts';

export type Op = ReturnType<NextStatuses['m']['at']>['op'];

/** Of each kind of section that is about a transition: the status before it and after it. */
export const transitions: Readonly<Record<Op, readonly [from: GoStatus, to: GoStatus]>> = {
  none: ['dead', 'dead'],
  start: ['runnable', 'running'],
  park: ['running', 'waiting'],
  ready: ['waiting', 'runnable'],
  create: ['dead', 'runnable'],
  end: ['running', 'dead'],
  other: ['running', 'running'],
};

export const processOf = (p: { readonly m: number }): string => `M${p.m}`;
