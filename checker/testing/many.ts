/**
 * Systems of many action instances and many initial states, few of which matter: a walker 0, 1, 3, 7, … or 0, 2, 5, … up to
 * 100, by instances 0 and 1 of `instances`; the other initial states stay where they are. x = 7 is three steps away.
 */
import { int, over, range, record } from '../index.ts';
import type { IntField, RecordField, System } from '../index.ts';

export interface Many {
  readonly instances: number;
  readonly roots: number;
}

export default function many({ instances, roots }: Many): System<RecordField<{ x: IntField }>> {
  const { action, always, system } = over(record({ x: int(0, 999_999) }));
  return system({
    name: 'many',
    initial: range(roots).map((root) => ({ x: root === 0 ? 0 : 10_000 + root })),
    actions: {
      Double: action({
        params: { p: range(instances) },
        guard: { goesOn: (s, { p }) => s.x < 100 && p < 2 },
        effect: (s, { p }) => {
          s.x = Math.min(100, s.x * 2 + p + 1);
        },
      }),
    },
    properties: { NotSeven: always({ holds: (s) => s.x !== 7 }) },
  });
}
