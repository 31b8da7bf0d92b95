/** Why an action never fired. */
import type { RecordField } from '../language/schema.ts';
import { decisionsOf, quickTest } from '../search/decisions.ts';
import { isTrue } from '../state/answers.ts';
import { scanOf } from '../space/scan.ts';
import type { Space } from '../space/space.ts';

/**
 * For each action that never fired: the first conjunct that held in no state where those before it held; null where the
 * action is enabled in a state that was not expanded, and for those that fired.
 */
export function firstNeverHeld<S extends RecordField>(space: Space<S>): readonly (string | null)[] {
  const { program, views } = space;
  const { levels, counters } = space.result;
  const state = views.currentView;
  const decisions = decisionsOf(program, views.layout);
  const never = program.actions.flatMap(({ action: { guard }, params }, k) =>
    counters.fired[k] === 0
      ? [
          {
            k,
            guard,
            deepest: 0,
            instances: params.map((values, i) => ({ values, first: quickTest(decisions[k]?.[i]?.[0]) })),
          },
        ]
      : [],
  );
  // In most states none of them gets past its first conjunct.
  const begins = never.flatMap(({ k, instances }) =>
    instances.map((_, i) => decisions[k]?.[i]?.[0] ?? 'ask'),
  );
  const scan = scanOf(space, begins, () => {
    for (const one of never) {
      const { guard, instances } = one;
      for (const { values, first } of instances) {
        // Most conjuncts that come first ask for a value of a few bits.
        if (first?.(views.current) === false) continue;
        let held = 0;
        try {
          while (held < guard.length && isTrue(guard[held]?.holds(state, values))) held++;
        } catch {
          // In a state that was not expanded: a fault there is none of this search.
          held = guard.length;
        }
        if (held > one.deepest) one.deepest = held;
      }
    }
  });
  if (never.length > 0) for (const [from, to] of levels.flat()) scan(from, to);
  return program.actions.map((_, k) => {
    const found = never.find((one) => one.k === k);
    return found?.guard[found.deepest]?.name ?? null;
  });
}
