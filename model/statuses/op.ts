/** What an outer section is about. */
import type { GoStatus } from '../bounds.ts';
import type { Design } from '../design.ts';
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
  sysBegin: ['running', 'syscall'],
  sysEnd: ['syscall', 'running'],
  sysBlocked: ['syscall', 'runnable'],
};

/** When the G makes its transition: before traceAcquire, in the section before the event or after it, or after the section. */
export type Moves = 'before' | 'section' | 'release' | 'after';

/** Of system calls up to 1.25 and from 1.26 on, where it is the status of the goroutine by which a P in one is told. */
export const movesOf = ({ syscalls }: Design): Readonly<Record<Op, Moves>> => ({
  none: 'before',
  start: 'before',
  park: 'release',
  ready: 'section',
  create: 'section',
  end: 'after',
  other: 'before',
  sysBegin: syscalls === 'scanBit' ? 'release' : 'section',
  sysEnd: syscalls === 'scanBit' ? 'before' : 'release',
  sysBlocked: 'section',
});

export const processOf = (p: { readonly m: number }): string => `M${p.m}`;
