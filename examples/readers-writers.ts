/**
 * Readers and writers with two semaphores: any number of readers at once, or one writer alone.
 *
 * The first reader in takes the room for all readers, the last one out gives it back. Broken, readers count themselves without
 * taking the semaphore that guards the count.
 * Source: Courtois, Heymans and Parnas, "Concurrent control with readers and writers", 1971, problem 1.
 */
import { array, bool, int, oneOf, over, range, record, set } from '../checker/index.ts';

const inwards = ['idle', 'countingIn', 'enteringRoom', 'unlockingIn', 'reading'] as const;
const outwards = ['countingOut', 'leavingRoom', 'unlockingOut'] as const;

export default ({ readers = 2, writers = 2, broken = false } = {}) => {
  const { action, always, deadlockFree, sometimes, steps, system, zero } = over(
    record({
      /** Guards `count`. */
      mutex: bool(),
      /** Taken by the readers together, or by one writer. */
      room: bool(),
      count: int(0, readers),
      reader: array(readers, oneOf(...inwards, ...outwards)),
      writing: set(int(0, writers - 1)),
    }),
  );
  const r = range(readers);
  const w = range(writers);
  const step = steps({ r }, 'reader');
  const unlock = (s: { mutex: boolean }): void => {
    s.mutex = false;
  };
  return system({
    name: 'readers-writers',
    initial: [zero],
    symmetry: {
      reader: { members: r, arrays: ['reader'], params: ['r'] },
      writer: { members: w, arrays: ['writing'], params: ['w'] },
    },
    actions: {
      LockIn: step('idle', {
        guard: { free: (s) => broken || !s.mutex },
        effect: (s) => {
          s.mutex = !broken;
        },
        to: 'countingIn',
      }),
      CountIn: step('countingIn', {
        effect: (s) => {
          s.count += 1;
        },
        to: 'enteringRoom',
      }),
      EnterRoom: step('enteringRoom', {
        guard: { freeIfFirst: (s) => s.count !== 1 || !s.room },
        effect: (s) => {
          if (s.count === 1) s.room = true;
        },
        to: 'unlockingIn',
      }),
      UnlockIn: step('unlockingIn', { effect: unlock, to: 'reading' }),
      LockOut: step('reading', {
        guard: { free: (s) => broken || !s.mutex },
        effect: (s) => {
          s.mutex = !broken;
        },
        to: 'countingOut',
      }),
      CountOut: step('countingOut', {
        effect: (s) => {
          s.count -= 1;
        },
        to: 'leavingRoom',
      }),
      LeaveRoom: step('leavingRoom', {
        effect: (s) => {
          if (s.count === 0) s.room = false;
        },
        to: 'unlockingOut',
      }),
      UnlockOut: step('unlockingOut', { effect: unlock, to: 'idle' }),
      StartWriting: action({
        params: { w },
        guard: { idle: (s, { w }) => !s.writing.has(w), free: (s) => !s.room },
        effect: (s, { w }) => {
          s.room = true;
          s.writing.add(w);
        },
      }),
      StopWriting: action({
        params: { w },
        guard: { writing: (s, { w }) => s.writing.has(w) },
        effect: (s, { w }) => {
          s.room = false;
          s.writing.delete(w);
        },
      }),
    },
    properties: {
      OneWriter: always({ holds: (s) => s.writing.size <= 1 }),
      NoReaderWithWriter: always({ holds: (s) => s.writing.size === 0 || !s.reader.includes('reading') }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllRead: sometimes({ reached: (s) => s.reader.every((at) => at === 'reading') }),
    },
  });
};
