/**
 * Random small graphs as systems, for the tests of liveness: up to nine states, a handful of actions and processes,
 * self-loops, deadlocks, two actions between the same states, and several initial states. A tape of numbers makes the
 * choices, so that a failing graph shrinks and a worker thread makes the same one.
 */
import { int, over, range, record } from '../index.ts';
import type { IntField, RecordField, System } from '../index.ts';

/** A transition of an action; its parameter `t` is its place among the action's. */
interface Arrow {
  readonly from: number;
  readonly to: number;
}

export interface GraphSpec {
  readonly states: number;
  readonly initial: readonly number[];
  /** By action. Transitions with the same index are one instance: at most one of them leaves a state. */
  readonly actions: readonly (readonly (readonly Arrow[])[])[];
  /** Bit sets of states. */
  readonly goal: number;
  readonly from: number;
  /** Those of the claims with parameters, one for each instance. */
  readonly goals: readonly number[];
  readonly froms: readonly number[];
}

export function graphSpec(tape: readonly number[]): GraphSpec {
  let at = 0;
  const choose = (count: number): number => (tape[at++] ?? 0) % count;
  const states = 1 + choose(9);
  const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
  const actions = some(1 + choose(4), () =>
    some(1 + choose(2), () => {
      const arrows = some(choose(6), (): Arrow => ({ from: choose(states), to: choose(states) }));
      return arrows.filter(({ from }, index) => arrows.findIndex((one) => one.from === from) === index);
    }),
  );
  const rare = (): number => (choose(512) & choose(512)) | (choose(4) === 3 ? choose(512) : 0);
  return {
    states,
    initial: some(1 + choose(2), () => choose(states)),
    actions,
    goal: rare(),
    from: choose(512),
    goals: some(2, rare),
    froms: some(2, () => choose(512)),
  };
}

type State = RecordField<{ at: IntField }>;

export default function randomGraph(tape: readonly number[]): System<State> {
  return graphSystem(graphSpec(tape));
}

/** Actions A0, A1 …; instance t of each belongs to process `t=…`. The properties are two of each kind, one with parameters. */
function graphSystem({ states, initial, actions, goal, from, goals, froms }: GraphSpec): System<State> {
  const { action, alwaysEventually, eventually, eventuallyAlways, leadsTo, system } = over(
    record({ at: int(0, Math.max(1, states - 1)) }),
  );
  const isIn = (set: number, at: number): boolean => ((set >>> at) & 1) === 1;
  const reached = (s: { readonly at: number }): boolean => isIn(goal, s.at);
  const params = { i: range(goals.length) };
  return system({
    name: 'graph',
    initial: initial.map((at) => ({ at })),
    actions: Object.fromEntries(
      actions.map((instances, number) => [
        `A${String(number)}`,
        action({
          params: { t: range(instances.length) },
          guard: { leaves: (s, { t }) => instances[t]?.some((arrow) => arrow.from === s.at) === true },
          effect: (next, { t }) => {
            next.at = instances[t]?.find((arrow) => arrow.from === next.at)?.to ?? next.at;
          },
        }),
      ]),
    ),
    properties: {
      Eventually: eventually({ reached }),
      LeadsTo: leadsTo({ from: (s) => isIn(from, s.at), to: reached }),
      AlwaysEventually: alwaysEventually({ reached }),
      EventuallyAlways: eventuallyAlways({ holds: (s) => isIn(from, s.at) }),
      EachEventually: eventually({ params, reached: (s, { i }) => isIn(goals[i] ?? 0, s.at) }),
      EachLeadsTo: leadsTo({
        params,
        from: (s, { i }) => isIn(froms[i] ?? 0, s.at),
        to: (s, { i }) => isIn(goals[i] ?? 0, s.at),
      }),
      EachEventuallyAlways: eventuallyAlways({ params, holds: (s, { i }) => isIn(froms[i] ?? 0, s.at) }),
      EachAlwaysEventually: alwaysEventually({ params, reached: (s, { i }) => isIn(goals[i] ?? 0, s.at) }),
    },
  });
}
