/**
 * A sequence lock: one writer, `readers` that never block it, data of two words, each access a step of its own.
 *
 * The writer makes the sequence number odd, writes, and makes it even again; a reader that saw an odd number, or not the
 * same one before and after, reads again. The writer stops after `writes` writes, so that the number is bounded. Broken,
 * readers do not look whether the sequence number is odd.
 * Source: Lameter, "Effective synchronization on Linux/NUMA systems", 2005, section on sequence locks.
 */
import { array, int, oneOf, over, range, record } from '../checker/index.ts';
import type { DraftItems } from '../checker/index.ts';

export default ({ readers = 2, writes = 2, broken = false } = {}) => {
  const seq = int(0, 2 * writes);
  const pair = array(2, int(0, writes));
  const pc = oneOf('start', 'first', 'second', 'checking', 'using');
  const { always, alwaysStep, deadlockFree, sometimes, steps, system, zero } = over(
    record({
      seq,
      data: pair,
      writer: oneOf('idle', 'first', 'second', 'done'),
      reader: array(readers, record({ pc, seq, pair })),
    }),
  );
  const write = steps({}, 'writer');
  const read = steps({ r: range(readers) }, 'reader[].pc');
  const increment = (data: DraftItems<number>, word: number): void => data.set(word, data.at(word) + 1);
  const forget = (pair: DraftItems<number>): void => [0, 1].forEach((word) => pair.set(word, 0));
  return system({
    name: 'seqlock',
    initial: [zero],
    actions: {
      MakeOdd: write('idle', {
        guard: { moreToWrite: (s) => s.seq < 2 * writes },
        effect: (s) => {
          s.seq += 1;
        },
        to: 'first',
      }),
      WriteFirst: write('first', { effect: (s) => increment(s.data, 0), to: 'second' }),
      WriteSecond: write('second', { effect: (s) => increment(s.data, 1), to: 'done' }),
      MakeEven: write('done', {
        effect: (s) => {
          s.seq += 1;
        },
        to: 'idle',
      }),
      ReadSeq: read('start', {
        guard: { even: (s) => broken || s.seq % 2 === 0 },
        effect: (s, { r }) => {
          s.reader.at(r).seq = s.seq;
        },
        to: 'first',
      }),
      ReadFirst: read('first', {
        effect: (s, { r }) => s.reader.at(r).pair.set(0, s.data.at(0)),
        to: 'second',
      }),
      ReadSecond: read('second', {
        effect: (s, { r }) => s.reader.at(r).pair.set(1, s.data.at(1)),
        to: 'checking',
      }),
      CheckSeq: read('checking', {
        effect: (s, { r }) => {
          const me = s.reader.at(r);
          if (me.seq !== s.seq) forget(me.pair);
          me.seq = 0;
        },
        to: (s, { r }) => (s.reader.at(r).seq === s.seq ? 'using' : 'start'),
      }),
      Use: read('using', { effect: (s, { r }) => forget(s.reader.at(r).pair), to: 'start' }),
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
};
