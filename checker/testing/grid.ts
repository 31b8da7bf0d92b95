/**
 * A walker on a square grid, from one corner, to the right or up: side² states, 2·side·(side-1) transitions, a diameter
 * of 2·side-1, and a level of d+1 states at depth d up to the diagonal.
 */
import { int, over, record } from '../index.ts';
import type { IntField, RecordField, System } from '../index.ts';

export interface Grid {
  readonly side: number;
  /** The walker must not come here. */
  readonly hole?: readonly [x: number, y: number];
}

export default function grid({ side, hole }: Grid): System<RecordField<{ x: IntField; y: IntField }>> {
  const { action, always, deadlockFree, sometimes, system } = over(
    record({ x: int(0, side - 1), y: int(0, side - 1) }),
  );
  return system({
    name: 'grid',
    initial: [{ x: 0, y: 0 }],
    actions: {
      Right: action({
        guard: { inside: (s) => s.x < side - 1 },
        effect: (s) => {
          s.x++;
        },
        process: () => 'x',
      }),
      Up: action({
        guard: { inside: (s) => s.y < side - 1 },
        effect: (s) => {
          s.y++;
        },
        process: () => 'y',
      }),
    },
    properties: {
      NoHole: always({ holds: (s) => hole === undefined || s.x !== hole[0] || s.y !== hole[1] }),
      Corner: sometimes({ reached: (s) => s.x === side - 1 && s.y === side - 1 }),
      NoDeadlock: deadlockFree({ final: (s) => s.x + s.y === 2 * side - 2 }),
    },
  });
}
