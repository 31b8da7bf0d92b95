/**
 * A sequence lock: one writer, `readers` that never block it, data of two words, each access a step of its own.
 *
 * The writer makes the sequence number odd, writes, and makes it even again; a reader that saw an odd number, or not the
 * same one before and after, reads again. The writer stops after `writes` writes, so that the number is bounded.
 * Source: Lameter, "Effective synchronization on Linux/NUMA systems", 2005, section on sequence locks.
 */
import { array, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  readonly readers?: number;
  /** Writes of the pair. */
  readonly writes?: number;
  /** Readers do not look whether the sequence number is odd. */
  readonly broken?: boolean;
}

export default function seqlock({ readers = 2, writes = 2, broken = false }: Params = {}): System<State> {
  const { action, always, alwaysStep, deadlockFree, sometimes, system } = over(stateOf(readers, writes));
  const r = range(readers);
  return system({
    name: 'seqlock',
    initial: [
      {
        seq: 0,
        data: [0, 0],
        writer: 'idle',
        reader: r.map(() => ({ pc: 'start', seq: 0, pair: [0, 0] })),
      },
    ],
    actions: {
      MakeOdd: action({
        guard: { idle: (s) => s.writer === 'idle', moreToWrite: (s) => s.seq < 2 * writes },
        effect: (next) => {
          next.seq += 1;
          next.writer = 'first';
        },
        process: () => 'writer',
      }),
      WriteFirst: action({
        guard: { at: (s) => s.writer === 'first' },
        effect: (next) => {
          next.data.set(0, next.data.at(0) + 1);
          next.writer = 'second';
        },
        process: () => 'writer',
      }),
      WriteSecond: action({
        guard: { at: (s) => s.writer === 'second' },
        effect: (next) => {
          next.data.set(1, next.data.at(1) + 1);
          next.writer = 'done';
        },
        process: () => 'writer',
      }),
      MakeEven: action({
        guard: { at: (s) => s.writer === 'done' },
        effect: (next) => {
          next.seq += 1;
          next.writer = 'idle';
        },
        process: () => 'writer',
      }),
      ReadSeq: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r).pc === 'start', even: (s) => broken || s.seq % 2 === 0 },
        effect: (next, { r }) => {
          const me = next.reader.at(r);
          me.seq = next.seq;
          me.pc = 'first';
        },
      }),
      ReadFirst: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r).pc === 'first' },
        effect: (next, { r }) => {
          const me = next.reader.at(r);
          me.pair.set(0, next.data.at(0));
          me.pc = 'second';
        },
      }),
      ReadSecond: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r).pc === 'second' },
        effect: (next, { r }) => {
          const me = next.reader.at(r);
          me.pair.set(1, next.data.at(1));
          me.pc = 'checking';
        },
      }),
      CheckSeq: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r).pc === 'checking' },
        effect: (next, { r }) => {
          const me = next.reader.at(r);
          me.pc = me.seq === next.seq ? 'using' : 'start';
          if (me.pc === 'start') {
            me.pair.set(0, 0);
            me.pair.set(1, 0);
          }
          me.seq = 0;
        },
      }),
      Use: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r).pc === 'using' },
        effect: (next, { r }) => {
          const me = next.reader.at(r);
          me.pair.set(0, 0);
          me.pair.set(1, 0);
          me.pc = 'start';
        },
      }),
    },
    properties: {
      NoTornPair: always({
        when: (s) => s.reader.some(({ pc }) => pc === 'using'),
        holds: (s) => s.reader.every(({ pc, pair }) => pc !== 'using' || pair.at(0) === pair.at(1)),
        otherwise: 'a reader uses half of one write and half of another',
      }),
      SeqNeverFalls: alwaysStep({ holds: (before, after) => after.seq >= before.seq }),
      NoDeadlock: deadlockFree({ final: () => false }),
      LastWriteIsRead: sometimes({
        reached: (s) => s.reader.some(({ pc, pair }) => pc === 'using' && pair.at(0) === writes),
      }),
    },
  });
}

const stateOf = (readers: number, writes: number) =>
  record({
    seq: int(0, 2 * writes),
    data: array(2, int(0, writes)),
    writer: oneOf('idle', 'first', 'second', 'done'),
    reader: array(
      readers,
      record({
        pc: oneOf('start', 'first', 'second', 'checking', 'using'),
        seq: int(0, 2 * writes),
        pair: array(2, int(0, writes)),
      }),
    ),
  });
type State = ReturnType<typeof stateOf>;
