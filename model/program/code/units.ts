/**
 * What is claimed of an event's bytes: that they are written while the flag is up, into a buffer which is in no queue, one event after the
 * other, and that a queue has whole events only. A fine step writes half of an event, and the states around it are asked. A coarse
 * step writes both halves and goes on, so that it asks before and after each half itself, and the M remembers what it found.
 */
import type { Granularity } from '../places/granularity.ts';
import { isUsed, queued } from '../state/queues.ts';
import type { Buffered } from '../state/queues.ts';
import type { Instruction } from '../language/program.ts';
import type { NextM } from '../state/state.ts';
import type { Instructions } from './text-of-instructions.ts';

/** Whether half an event may go into the buffer: 1 the first half, 2 the second. */
export const fits = (m: Buffered, buf: number, unit: number): boolean =>
  m.bufs.at(buf - 1).pos % 2 === unit - 1;

export const isInHand = (m: Buffered, buf: number): boolean =>
  isUsed(m, buf) && (queued(m) & (1 << buf)) === 0;

const isWhole = (m: Buffered, buf: number): boolean => buf === 0 || m.bufs.at(buf - 1).pos % 2 === 0;

/** The buffers in the full queues have whole events only. */
export function areWhole(m: Buffered): boolean {
  for (let parity = 0; parity < 2; parity++) {
    const queue = m.full.at(parity);
    for (let index = 0; index < queue.length; index++) if (!isWhole(m, queue.at(index))) return false;
  }
  return true;
}

/** A statement, or one that is as well said by several. */
export type Statement = string | { readonly all: string; readonly each: readonly string[] };

/** An instruction as a part of an effect, statement by statement: what writes half an event stands among what is asked of it. */
export function statementsOf(context: Instructions, one: Instruction, option: number): readonly Statement[] {
  const text = context.text(one, option);
  if (one.op !== 'call' || (one.name !== 'firstUnit' && one.name !== 'secondUnit')) return [text];
  const [m, buf] = [context.m(one.of[0]), context.expr(one.of[1] ?? { lit: 0 })];
  const eachQueued = (name: string, ...args: readonly string[]): readonly string[] =>
    [0, 1].flatMap((parity) =>
      Array.from(
        { length: context.bounds.buffersPerM },
        (_, index) => `H.${name}(${[m, ...args, parity, index].join(', ')});`,
      ),
    );
  return [
    `H.judgesFlag(${m});`,
    {
      all: `H.judgesQueues(${m}, ${buf});`,
      each: [`H.judgesUse(${m}, ${buf});`, ...eachQueued('judgesQueue', buf)],
    },
    `H.judgesUnit(${m}, ${buf}, ${one.name === 'firstUnit' ? 1 : 2});`,
    text,
    { all: `H.judgesWhole(${m});`, each: eachQueued('judgesQueued') },
  ];
}

export interface UnitJudges {
  readonly judgesFlag: (m: NextM) => void;
  /** Whether the buffer is in hand. */
  readonly judgesQueues: (m: NextM, buf: number) => void;
  /** The same of its use, and of one item of a queue. */
  readonly judgesUse: (m: NextM, buf: number) => void;
  readonly judgesQueue: (m: NextM, buf: number, parity: number, index: number) => void;
  readonly judgesUnit: (m: NextM, buf: number, unit: number) => void;
  readonly judgesWhole: (m: NextM) => void;
  /** The same of one item of a queue. */
  readonly judgesQueued: (m: NextM, parity: number, index: number) => void;
}

/** What is asked around the writing of half an event; nothing in fine steps, of which the states are asked. */
export function unitJudges(granularity: Granularity): UnitJudges {
  const nothing = (): void => undefined;
  if (granularity === 'fine')
    return {
      judgesFlag: nothing,
      judgesQueues: nothing,
      judgesUse: nothing,
      judgesQueue: nothing,
      judgesUnit: nothing,
      judgesWhole: nothing,
      judgesQueued: nothing,
    };
  return {
    judgesFlag: (m) => {
      if (!m.writing) m.unguarded = true;
    },
    judgesQueues: (m, buf) => {
      if (!isInHand(m, buf)) m.wroteQueued = true;
    },
    judgesUse: (m, buf) => {
      if (!isUsed(m, buf)) m.wroteQueued = true;
    },
    judgesQueue: (m, buf, parity, index) => {
      if (buf !== 0 && m.full.at(parity).at(index) === buf) m.wroteQueued = true;
    },
    judgesUnit: (m, buf, unit) => {
      if (!fits(m, buf, unit)) m.torn = true;
    },
    judgesWhole: (m) => {
      if (!areWhole(m)) m.torn = true;
    },
    judgesQueued: (m, parity, index) => {
      if (!isWhole(m, m.full.at(parity).at(index))) m.torn = true;
    },
  };
}
