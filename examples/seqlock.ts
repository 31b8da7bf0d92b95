/**
 * A sequence lock: one writer, `readers` that never block it, data of two words, each access a step of its own.
 *
 * The writer makes the sequence number odd, writes, and makes it even again; a reader that saw an odd number, or not the
 * same one before and after, reads again. The writer stops after `writes` writes, so that the number is bounded. Broken,
 * readers do not look whether the sequence number is odd.
 * Source: Lameter, "Effective synchronization on Linux/NUMA systems", 2005, section on sequence locks.
 */
import { array, compose, int } from '../checker/index.ts';
import type { DraftItems } from '../checker/index.ts';

export default ({ readers = 2, writes = 2, broken = false } = {}) => {
  const seq = int(0, 2 * writes);
  const pair = array(2, int(0, writes));
  const { always, alwaysStep, deadlockFree, sometimes, step, system } = compose(
    { seq, data: pair },
    {
      writer: { places: ['idle', 'first', 'second', 'done'] },
      reader: {
        count: readers,
        places: ['start', 'first', 'second', 'checking', 'using'],
        fields: { seq, pair },
      },
    },
  );
  const increment = (data: DraftItems<number>, word: number): void => data.set(word, data.at(word) + 1);
  const forget = (pair: DraftItems<number>): void => [0, 1].forEach((word) => pair.set(word, 0));
  return system({
    name: 'seqlock',
    actions: {
      MakeOdd: step.writer('idle', {
        guard: { moreToWrite: (s) => s.seq < 2 * writes },
        effect: (s) => {
          s.seq += 1;
        },
      }),
      WriteFirst: step.writer('first', { effect: (s) => increment(s.data, 0) }),
      WriteSecond: step.writer('second', { effect: (s) => increment(s.data, 1) }),
      MakeEven: step.writer('done', {
        effect: (s) => {
          s.seq += 1;
        },
      }),
      ReadSeq: step.reader('start', {
        guard: { even: (s) => broken || s.seq % 2 === 0 },
        effect: (s, me) => {
          me.seq = s.seq;
        },
      }),
      ReadFirst: step.reader('first', { effect: (s, me) => me.pair.set(0, s.data.at(0)) }),
      ReadSecond: step.reader('second', { effect: (s, me) => me.pair.set(1, s.data.at(1)) }),
      CheckSeq: step.reader('checking', {
        effect: (s, me) => {
          if (me.seq !== s.seq) forget(me.pair);
          me.seq = 0;
        },
        to: (s, me) => (me.seq === s.seq ? 'using' : 'start'),
      }),
      Use: step.reader('using', { effect: (_, me) => forget(me.pair) }),
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
