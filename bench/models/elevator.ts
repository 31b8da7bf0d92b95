/**
 * An elevator that serves calls on `floors` floors: it keeps its direction while there is a call ahead.
 *
 * Anyone may call it to any floor at any time. Broken, it may leave a floor with its door open.
 * Source: the family of elevators in the BEEM benchmark (Pelánek, "BEEM: benchmarks for explicit model checkers", 2007), simplified.
 */
import { int, oneOf, over, range, record, set } from '../../checker/index.ts';

export default ({ floors = 4, broken = false } = {}) => {
  const floor = int(0, floors - 1);
  const state = record({
    at: floor,
    door: oneOf('closed', 'opening', 'open', 'closing'),
    direction: oneOf('none', 'up', 'down'),
    calls: set(floor),
  });
  const { action, always, alwaysStep, deadlockFree, sometimes, system, zero } = over(state);
  interface Seen {
    readonly at: number;
    readonly calls: { some(matches: (floor: number) => boolean): boolean };
  }
  const isAbove = ({ at, calls }: Seen): boolean => calls.some((floor) => floor > at);
  const isBelow = ({ at, calls }: Seen): boolean => calls.some((floor) => floor < at);
  const mayLeave = {
    shut: (s: { readonly door: string }) => s.door === 'closed' || (broken && s.door === 'closing'),
  };
  return system({
    name: 'elevator',
    initial: [zero],
    actions: {
      Call: action({
        params: { floor: range(floors) },
        guard: { quiet: (s, { floor }) => !s.calls.has(floor) },
        effect: (s, { floor }) => s.calls.add(floor),
      }),
      Open: action({
        guard: { closed: (s) => s.door === 'closed', called: (s) => s.calls.has(s.at) },
        effect: (s) => {
          s.door = 'opening';
        },
      }),
      Serve: action({
        guard: { opening: (s) => s.door === 'opening' },
        effect: (s) => {
          s.door = 'open';
          s.calls.delete(s.at);
        },
      }),
      Close: action({
        guard: { open: (s) => s.door === 'open' },
        effect: (s) => {
          s.door = 'closing';
        },
      }),
      Shut: action({
        guard: { closing: (s) => s.door === 'closing' },
        effect: (s) => {
          s.door = 'closed';
        },
      }),
      Up: action({
        guard: {
          ...mayLeave,
          notCalledHere: (s) => !s.calls.has(s.at),
          callAbove: isAbove,
          notDown: (s) => s.direction !== 'down' || !isBelow(s),
        },
        effect: (s) => {
          s.at += 1;
          s.direction = 'up';
        },
      }),
      Down: action({
        guard: {
          ...mayLeave,
          notCalledHere: (s) => !s.calls.has(s.at),
          callBelow: isBelow,
          notUp: (s) => s.direction !== 'up' || !isAbove(s),
        },
        effect: (s) => {
          s.at -= 1;
          s.direction = 'down';
        },
      }),
      Rest: action({
        guard: { moving: (s) => s.direction !== 'none', noCalls: (s) => s.calls.size === 0 },
        effect: (s) => {
          s.direction = 'none';
        },
      }),
    },
    properties: {
      MovesShut: alwaysStep({
        when: (before, after) => before.at !== after.at,
        holds: (before, after) => before.at === after.at || before.door === 'closed',
        otherwise: 'the elevator moves with its door open',
      }),
      OpensWhereCalled: always({ holds: (s) => s.door !== 'opening' || s.calls.has(s.at) }),
      NoDeadlock: deadlockFree({ final: () => false }),
      AllCall: sometimes({ reached: (s) => s.calls.size === floors }),
    },
  });
};
