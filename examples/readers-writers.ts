/**
 * Readers and writers with two semaphores: any number of readers at once, or one writer alone.
 *
 * The first reader in takes the room for all readers, the last one out gives it back.
 * Source: Courtois, Heymans and Parnas, "Concurrent control with readers and writers", 1971, problem 1.
 */
import { array, bool, int, oneOf, over, range, record } from '../checker/index.ts';
import type { System } from '../checker/index.ts';

export interface Params {
  readonly readers?: number;
  readonly writers?: number;
  /** Readers count themselves without taking the semaphore that guards the count. */
  readonly broken?: boolean;
}

export default function readersWriters({
  readers = 2,
  writers = 2,
  broken = false,
}: Params = {}): System<State> {
  const { action, always, deadlockFree, sometimes, system } = over(stateOf(readers, writers));
  const r = range(readers);
  const w = range(writers);
  return system({
    name: 'readers-writers',
    initial: [
      {
        mutex: false,
        room: false,
        count: 0,
        reader: r.map(() => 'idle'),
        writing: w.map(() => false),
      },
    ],
    symmetry: {
      reader: { members: r, arrays: ['reader'], params: ['r'] },
      writer: { members: w, arrays: ['writing'], params: ['w'] },
    },
    actions: {
      LockIn: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'idle', free: (s) => broken || !s.mutex },
        effect: (next, { r }) => {
          next.mutex = !broken;
          next.reader.set(r, 'countingIn');
        },
      }),
      CountIn: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'countingIn' },
        effect: (next, { r }) => {
          next.count += 1;
          next.reader.set(r, 'enteringRoom');
        },
      }),
      EnterRoom: action({
        params: { r },
        guard: {
          at: (s, { r }) => s.reader.at(r) === 'enteringRoom',
          freeIfFirst: (s) => s.count !== 1 || !s.room,
        },
        effect: (next, { r }) => {
          if (next.count === 1) next.room = true;
          next.reader.set(r, 'unlockingIn');
        },
      }),
      UnlockIn: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'unlockingIn' },
        effect: (next, { r }) => {
          next.mutex = false;
          next.reader.set(r, 'reading');
        },
      }),
      LockOut: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'reading', free: (s) => broken || !s.mutex },
        effect: (next, { r }) => {
          next.mutex = !broken;
          next.reader.set(r, 'countingOut');
        },
      }),
      CountOut: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'countingOut' },
        effect: (next, { r }) => {
          next.count -= 1;
          next.reader.set(r, 'leavingRoom');
        },
      }),
      LeaveRoom: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'leavingRoom' },
        effect: (next, { r }) => {
          if (next.count === 0) next.room = false;
          next.reader.set(r, 'unlockingOut');
        },
      }),
      UnlockOut: action({
        params: { r },
        guard: { at: (s, { r }) => s.reader.at(r) === 'unlockingOut' },
        effect: (next, { r }) => {
          next.mutex = false;
          next.reader.set(r, 'idle');
        },
      }),
      StartWriting: action({
        params: { w },
        guard: { idle: (s, { w }) => !s.writing.at(w), free: (s) => !s.room },
        effect: (next, { w }) => {
          next.room = true;
          next.writing.set(w, true);
        },
      }),
      StopWriting: action({
        params: { w },
        guard: { writing: (s, { w }) => s.writing.at(w) },
        effect: (next, { w }) => {
          next.room = false;
          next.writing.set(w, false);
        },
      }),
    },
    properties: {
      OneWriter: always({ holds: (s) => s.writing.count((writing) => writing) <= 1 }),
      NoReaderWithWriter: always({
        holds: (s) => !(s.writing.some((writing) => writing) && s.reader.some((at) => at === 'reading')),
      }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllRead: sometimes({ reached: (s) => s.reader.every((at) => at === 'reading') }),
    },
  });
}

const stateOf = (readers: number, writers: number) =>
  record({
    /** Guards `count`. */
    mutex: bool(),
    /** Taken by the readers together, or by one writer. */
    room: bool(),
    count: int(0, readers),
    reader: array(
      readers,
      oneOf(
        'idle',
        'countingIn',
        'enteringRoom',
        'unlockingIn',
        'reading',
        'countingOut',
        'leavingRoom',
        'unlockingOut',
      ),
    ),
    writing: array(writers, bool()),
  });
type State = ReturnType<typeof stateOf>;
