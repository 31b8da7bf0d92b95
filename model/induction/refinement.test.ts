import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Plain } from '../../checker/index.ts';
import { live, naiveSteps } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { programsOfDesign } from '../program/edits/cures.ts';
import type { CoreKind } from '../program/language/kinds.ts';
import type { ReleasePrograms } from '../program/releases/releases.ts';
import type { ProgramSchema, ProgramState } from '../program/state/state.ts';
import { programModel } from '../program/system.ts';
import type { ProgramModel } from '../program/system.ts';
import { inductiveInvariant } from './invariant.ts';
import { copied } from './testing/copied.ts';
import { correct } from './testing/trees.ts';
import type { EndlessSystem } from './view.ts';
import { GEN_MAX, OTHER, REST, SELF, everyGenerationOf, viewOfOneM } from './view.ts';

// The view is tied to the programs: whatever they do within bounds, every M of them does a step of the view, or nothing.

const tiny = { ...boundsNamed('tiny'), runs: false };
const idle = { sections: 0, growths: 0 };
const section = { sections: 1, growths: 0 };

const quick: readonly Bounds[] = [
  {
    ...tiny,
    name: 'a growth, one generation',
    programs: [{ sections: 1, growths: 1 }, idle],
    generations: 1,
  },
  { ...tiny, name: 'a growth', programs: [{ sections: 1, growths: 1 }, idle], buffersPerM: 3 },
  { ...tiny, name: 'two sections', programs: [{ sections: 2, growths: 0 }, idle], restart: true },
  { ...tiny, name: 'eight generations', programs: [section, idle], generations: 8, restart: true },
  { ...tiny, name: 'two Ms', programs: [section, section], buffersPerM: 1 },
];
const slow: readonly Bounds[] = [
  boundsNamed('small'),
  { ...tiny, name: 'three Ms', programs: [section, section, section], buffersPerM: 1 },
  { ...tiny, name: 'buffers of two', programs: [{ sections: 3, growths: 1 }, section], eventsPerBuffer: 2 },
  { ...tiny, name: 'growths', programs: [{ sections: 2, growths: 2 }, idle], generations: 3, restart: true },
];

/** The state as the view has it for one M: what the M and the caller are, and of the others only how many are left to flush. */
function projection(
  { constants }: ProgramModel,
  view: EndlessSystem,
): (state: ProgramState, id: number) => string {
  const [atFirst] = view.system.initial;
  if (atFirst === undefined) throw new Error('no initial state');
  const [first] = atFirst.m;
  const placeOf = (kind: CoreKind): ((at: number) => number) => {
    const [real, seen] = [constants.numbering.at[kind], view.constants.numbering.at[kind]];
    const numbers = new Map([...real].map(([index, number]) => [number, seen.get(index)]));
    // A thread that does not run has number 0, and one that has thrown is nowhere in the view.
    return (at) => numbers.get(at) ?? (at === 0 ? 0 : view.constants.numbering.thrown[kind]);
  };
  const places = {
    own: placeOf('own'),
    growth: placeOf('growth'),
    caller: placeOf('caller'),
    reader: placeOf('reader'),
  };
  const everyGeneration = everyGenerationOf(constants);
  const { listField, pickField } = view.positions;
  return (given, id) => {
    let state = copied(constants.schema, given);
    const begun = state.trace.gen === 0 ? state.trace.lastNonZeroGen : state.trace.gen;
    const back = 2 * Math.ceil((begun - GEN_MAX) / 2);
    if (back > 0) {
      const putBack = live(constants.schema, state);
      everyGeneration(putBack, (gen) => (gen === 0 ? 0 : gen - back));
      state = copied(constants.schema, putBack);
    }
    const self = state.m[id];
    if (self === undefined || first === undefined) throw new Error(`no M ${id}`);
    const { sections, growths, wrote, read } = first;
    const seen: Plain<ProgramSchema> = {
      ...state,
      caller: state.caller.map((caller) => {
        const left = caller[listField] ?? 0;
        const others = state.m.filter((_, other) => other !== id && ((left >> other) & 1) === 1).length;
        const picked = (caller[pickField] ?? 0) - 1;
        return {
          ...caller,
          at: places.caller(caller.at),
          [listField]: ((left >> id) & 1) | (others > 0 ? 1 << REST : 0) | (others > 1 ? 1 << OTHER : 0),
          [pickField]: 1 + (picked < 0 ? picked : picked === id ? SELF : others > 1 ? OTHER : REST),
        };
      }),
      reader: { ...state.reader, at: places.reader(state.reader.at) },
      m: [
        {
          ...self,
          ...{ sections, growths, wrote, read },
          own: { ...self.own, at: places.own(self.own.at) },
          growth: { ...self.growth, at: places.growth(self.growth.at) },
          bufs: self.bufs.map((buf) => ({ ...buf, events: buf.events.map(() => 0) })),
        },
        ...atFirst.m.slice(1),
      ],
    };
    return textOf(view.system.state, seen);
  };
}

/** A state as text, whatever the order in which it has its fields. */
const textOf = (schema: ProgramSchema, state: Plain<ProgramSchema> | ProgramState): string =>
  JSON.stringify(copied(schema, state));

interface Compared {
  readonly verdict: string;
  /** Conjuncts that are false of a state that was reached. */
  readonly outside: readonly string[];
  /** Steps of an M that are steps of the view, steps that change nothing of it, and states that it went through. */
  readonly steps: number;
  readonly stutters: number;
  readonly states: number;
  /** Actions of the view without which some step would be none. */
  readonly needed: ReadonlySet<string>;
}

/** What the view does from a state: by the state afterwards, the actions that lead there. */
type Successors = ReadonlyMap<string, ReadonlySet<string>>;

/** Judges every transition of the programs, once for each M that has something to do. */
async function compare(tree: ReleasePrograms, view: EndlessSystem, bounds: Bounds): Promise<Compared> {
  const model = programModel(tree.programs, bounds, { name: tree.release, granularity: 'coarse' });
  const project = projection(model, view);
  const { system } = view;
  const { conjuncts } = inductiveInvariant(view);
  let [steps, stutters] = [0, 0];
  const outside = new Set<string>();
  const needed = new Set<string>();
  const known = new Map<string, Successors>();
  const text = (state: ProgramState): string => textOf(system.state, state);
  const successorsOf = (key: string): Successors => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const state = live(system.state, JSON.parse(key) as Plain<ProgramSchema>);
    for (const [name, holds] of Object.entries(conjuncts)) if (!holds(state)) outside.add(name);
    const reached = new Map<string, Set<string>>();
    const add = (after: ProgramState, action: string): void => {
      const to = text(after);
      reached.set(to, (reached.get(to) ?? new Set()).add(action));
    };
    for (const { action, after } of naiveSteps(system, state)) {
      add(after, action);
      // Of the others, another number is left afterwards.
      for (const more of naiveSteps({ ...system, actions: othersOf(system) }, after))
        if (text(more.after) !== text(after)) add(more.after, more.action);
    }
    known.set(key, reached);
    return reached;
  };
  const busy = bounds.programs.flatMap(({ sections }, id) => (sections > 0 ? [id] : []));
  const holds = (before: ProgramState, after: ProgramState): boolean =>
    busy.every((id) => {
      const [from, to] = [project(before, id), project(after, id)];
      const reached = successorsOf(from);
      if (from === to) {
        stutters++;
        return true;
      }
      const actions = reached.get(to);
      if (actions === undefined) return false;
      const [only] = actions;
      if (actions.size === 1 && only !== undefined) needed.add(only);
      steps++;
      return true;
    });
  const properties = { IsStepOfTheView: { kind: 'alwaysStep', holds } } as const;
  // What it notes is to be of states that are reached, and the other engine asks of others, too.
  const { verdict } = await check({ ...model.system, properties }, { continue: true, engine: 'js' });
  return { verdict, outside: [...outside], steps, stutters, states: known.size, needed };
}

/** The action that is no step of the tracer, where the view has it. */
const othersOf = ({ actions }: EndlessSystem['system']): EndlessSystem['system']['actions'] =>
  Object.fromEntries(Object.entries(actions).filter(([name]) => name === 'OthersLeft'));

const nightly = process.env['NIGHTLY'] !== undefined;
const MINUTES = 60_000;

describe.each([...quick, ...(nightly ? slow : [])])('$name', (bounds) => {
  const tags = /^two Ms$|one generation$/.test(bounds.name) ? [] : ['exhaustive'];
  test(
    'every step is one of the view or changes nothing there, and every state satisfies the invariant',
    { tags, timeout: 60 * MINUTES },
    async () => {
      const compared = await compare(correct, viewOfOneM(correct, bounds), bounds);
      const { verdict, outside, steps, stutters, states } = compared;
      expect([verdict, outside]).toEqual(['holds', []]);
      expect(Math.min(steps, states)).toBeGreaterThan(100);
      expect(stutters > 0).toBe(bounds.programs.filter(({ sections }) => sections > 0).length > 1);
    },
  );
});

const small = { ...tiny, name: 'small', programs: [{ sections: 1, growths: 1 }, idle], generations: 1 };

/** The view without some of its actions. */
function without(view: EndlessSystem, ...names: readonly string[]): EndlessSystem {
  const { system } = view;
  const actions = Object.entries(system.actions).filter(([name]) => !names.includes(name));
  return { ...view, system: { ...system, actions: Object.fromEntries(actions) } };
}

describe('a view that lacks something is noticed', () => {
  test(
    'every action but those that no section of a growth comes to is one that some step needs',
    { tags: ['exhaustive'] },
    async () => {
      const needed = new Set<string>();
      const view = viewOfOneM(correct, tiny);
      for (const bounds of [
        { ...small, buffersPerM: tiny.buffersPerM, restart: true, generations: 2 },
        { ...tiny, programs: [section, idle, idle, idle] },
      ])
        for (const name of (await compare(correct, view, bounds)).needed) needed.add(name);
      // The reader finds no buffer of the Ms that do nothing.
      const never = /^(traceAcquireEnabled:(225|235|237) in a growth|readTrace0:937 M[12])$/;
      expect(
        Object.keys(view.system.actions).filter((name) => !needed.has(name) && !never.test(name)),
      ).toEqual([]);
    },
  );

  test.each(['traceWriter.refill:158 in a growth'])('%s', async (name) => {
    const view = without(viewOfOneM(correct, small), name);
    expect((await compare(correct, view, small)).verdict).toBe('violated');
  });

  test.each([1, 3])('%i other Ms', async (others) => {
    const programs = [section, ...Array.from({ length: others }, () => idle)];
    const bounds = { ...small, programs };
    const view = viewOfOneM(correct, bounds);
    expect((await compare(correct, view, bounds)).verdict).toBe('holds');
    expect((await compare(correct, without(view, 'OthersLeft'), bounds)).verdict).toBe('violated');
  });

  test('a stack that may grow in refill', async () => {
    const shipped = programsOfDesign('1.26');
    const compared = await compare(shipped, viewOfOneM(shipped, small), small);
    expect(compared.outside).toContain('growsInASection');
  });
});
