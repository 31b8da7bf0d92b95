import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tracerOf } from '../../model/index.ts';
import { array, int, over, record } from '../index.ts';
import { stopOf, take } from '../evaluate/step.ts';
import { inParts } from '../language/flow.ts';
import type { Flow } from '../language/flow.ts';
import { programOf } from '../language/program.ts';
import type { Draft, RecordField } from '../language/schema.ts';
import type { System } from '../language/system.ts';
import { countOf, storeRaw } from '../state/layout.ts';
import { viewsOf } from '../state/views.ts';
import { rawsOf } from '../description/reached.ts';
import { runs } from '../testing/runs.ts';
import type { PartStructure } from './apart.ts';
import type { Diagrams } from './diagram.ts';
import { leaves } from './diagram.ts';
import { packed, unpacked } from './packed.ts';
import { runsMax, structuresOf } from './structures.ts';

/** Compares the structures of a system's actions with their functions on a state; returns how many steps were compared. */
function comparing<S extends RecordField>(
  system: System<S>,
  options: Parameters<typeof structuresOf>[2] = {},
): (raws: readonly number[]) => number {
  const program = programOf(system, []);
  const views = viewsOf(system.state);
  const { layout, current, currentView, next } = views;
  // As other threads get them.
  const { diagrams, instances } = unpacked(packed(structuresOf(program, layout, options)));
  return (raws) => {
    layout.scalars.forEach((shape, scalar) => {
      storeRaw(current, shape, raws[scalar] ?? 0);
    });
    const state = current.slice();
    let steps = 0;
    for (const action of program.actions)
      action.steps.forEach((_, at) => {
        const { guard, writes, parts } = instances[action.first + at] ?? {};
        if (guard === undefined || guard === null) return;
        if (parts === undefined && (writes === undefined || writes === null)) return;
        const of = (scalar: number): number => raws[scalar] ?? 0;
        let said: number = leaves.fault;
        try {
          current.set(state);
          said = Number(stopOf(action, at, currentView) === -1);
          if (said === 1) take(program, views, state, action.first + at);
        } catch {
          said = leaves.fault;
        }
        const guarded = diagrams.ask(guard, of);
        const left = guarded === 1 && parts !== undefined ? leftBy(diagrams, parts, raws) : null;
        const found = left === 'fault' ? leaves.fault : guarded;
        if (found !== said) expect(found, action.name).toBe(said);
        if (said !== 1) return;
        steps++;
        const after = rawsOf(layout, next);
        layout.scalars.forEach(({ path }, scalar) => {
          const diagram = writes?.get(scalar);
          const value = diagram === undefined ? leaves.keep : diagrams.ask(diagram, of);
          const written = left === null ? (value === leaves.keep ? of(scalar) : value) : left[scalar];
          if (written !== after[scalar]) expect(written, `${action.name}: ${path}`).toBe(after[scalar]);
        });
      });
    return steps;
  };
}

/** The scalars that parts leave, which are run in turn. */
function leftBy(
  diagrams: Diagrams,
  parts: readonly PartStructure[],
  raws: readonly number[],
): readonly (number | undefined)[] | 'fault' {
  const now = [...raws];
  for (let at: number | null = parts.length === 0 ? null : 0; at !== null;) {
    const part: PartStructure | undefined = parts[at];
    if (part === undefined) throw new RangeError('there is no such part');
    const ask = (diagram: number): number => diagrams.ask(diagram, (scalar) => now[scalar] ?? -1);
    const says = ask(part.says);
    if (says === leaves.fault) return 'fault';
    const written = [...part.writes].map(([scalar, diagram]) => [scalar, ask(diagram)] as const);
    for (const [scalar, value] of written) if (value !== leaves.keep) now[scalar] = value;
    at = part.next[says === 1 ? 1 : 0];
  }
  return now;
}

/** Runs with structures of effects in parts alone, where these are known. */
function inPartsAlone<T>(run: () => T): T {
  const before = { ...runsMax };
  Object.assign(runsMax, { inParts: 0, apart: 0 });
  try {
    return run();
  } finally {
    Object.assign(runsMax, before);
  }
}

describe('effects in parts', () => {
  const state = record({ x: array(3, int(0, 4)), at: int(0, 2), y: int(0, 9) });
  type S = typeof state;
  type Effect = (next: Draft<S>) => void;
  const { action, system } = over(state);
  const effects: Readonly<Record<string, { effect: Effect; flow: Flow<S> }>> = {
    'hands on what it read before it is overwritten': {
      effect: (next) => {
        const was = next.x.at(next.at);
        next.x.set(0, 4);
        next.y = was + next.x.at(next.at);
      },
      flow: {
        run: (next, _, kept) => {
          kept['was'] = next.x.at(next.at);
        },
        next: {
          run: (next) => {
            next.x.set(0, 4);
          },
          next: {
            run: (next, _, kept) => {
              next.y = Number(kept['was']) + next.x.at(next.at);
            },
            next: null,
          },
        },
      },
    },
    'goes one way or the other, and one of them may be at fault': {
      effect: (next) => {
        const i = next.x.at(0);
        if (i < 3) next.x.set(i, (next.x.at(i) + 1) % 5);
        else next.at = i - 1;
      },
      flow: {
        run: (next, _, kept) => {
          kept['i'] = next.x.at(0);
        },
        next: {
          when: (_, __, kept) => Number(kept['i']) < 3,
          yes: {
            run: (next, _, kept) => {
              const i = Number(kept['i']);
              next.x.set(i, (next.x.at(i) + 1) % 5);
            },
            next: null,
          },
          no: {
            run: (next, _, kept) => {
              next.at = Number(kept['i']) - 1;
            },
            next: null,
          },
        },
      },
    },
  };
  const of = (flow: () => Flow<S>, effect: Effect): System<S> =>
    // Sound because a system of a schema is one, whatever its actions are called.
    system({
      name: 'parts',
      initial: [{ x: [0, 0, 0], at: 0, y: 0 }],
      actions: { A: action({ guard: { low: (s) => s.y < 9 }, effect: inParts(effect, flow) }) },
      properties: {},
    });

  const ways = Object.entries(effects).flatMap(([name, effect]) =>
    [false, true].map((apart) => ({ name: apart ? `${name}, kept apart` : name, ...effect, apart })),
  );
  for (const { name, effect, flow, apart } of ways)
    test(name, () => {
      const compare = inPartsAlone(() =>
        comparing(
          of(() => flow, effect),
          { apart },
        ),
      );
      let steps = 0;
      for (let code = 0; code < 125 * 3 * 10; code++) {
        const digit = (by: number, of: number): number => Math.floor(code / by) % of;
        steps += compare([digit(1, 5), digit(5, 5), digit(25, 5), digit(125, 3), digit(375, 10)]);
      }
      expect(steps).toBeGreaterThan(1000);
    });

  test.each([false, true])(
    'parts that do something else are noticed by the comparison (apart: %s)',
    (apart) => {
      const [{ effect }, { flow }] = Object.values(effects) as [
        (typeof effects)[string],
        (typeof effects)[string],
      ];
      const compare = inPartsAlone(() =>
        comparing(
          of(() => flow, effect),
          { apart },
        ),
      );
      expect(() => compare([1, 2, 3, 1, 0])).toThrow();
    },
  );
});

describe('the parts of the tracer’s steps say what the steps say, on any state', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? 20261130);
  for (const bounds of [
    'tiny',
    'reader-tiny',
    'sections-tiny',
    'memory-tiny',
    'ci',
    'statuses-tiny',
    'procs-tiny',
  ])
    for (const granularity of ['coarse', 'fine'] as const)
      test(
        `${bounds}, ${granularity}`,
        { tags: bounds === 'tiny' && granularity === 'coarse' ? [] : ['exhaustive'] },
        () => {
          const system = tracerOf({ design: '1.26-nosplit', bounds, granularity });
          const compare = inPartsAlone(() => comparing(system));
          const compareApart = inPartsAlone(() => comparing(system, { apart: true }));
          const counts = viewsOf(system.state).layout.scalars.map(({ field }) => countOf(field));
          const state = fc.tuple(...counts.map((count) => fc.noBias(fc.nat(count - 1))));
          let steps = 0;
          fc.assert(
            fc.property(state, (raws) => {
              steps += compare(raws) + compareApart(raws);
            }),
            { seed, numRuns: runs({ ofEveryDay: 300, all: 1000 }) },
          );
          expect(steps).toBeGreaterThan(100);
        },
      );
});
