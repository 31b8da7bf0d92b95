import { describe, expect, test } from 'vitest';
import { check } from '../../checker/index.ts';
import type { Plain, StepView, System } from '../../checker/index.ts';
import { live, naiveSteps } from '../../checker/testing/naive.ts';
import { boundsNamed } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { designNamed } from '../designs.ts';
import type { TracerSchema, TracerState } from '../state.ts';
import { tracer } from '../tracer.ts';
import { inductiveInvariant } from './invariant.ts';
import { GEN_MAX, OTHERS, SELF, viewOfOneM } from './view.ts';

// The view is tied to the model: whatever a bounded model does, every M of it does a step of the view, or nothing.

const correct = designNamed('1.26-nosplit');
const { frame, claims } = inductiveInvariant();
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

/** The state as the view has it for one M: what the M and the advancer are, and of the others only who is left to flush. */
function project({ trace, advancer, m }: TracerState, id: number, atFirst: Plain<TracerSchema>): unknown {
  const begun = trace.gen === 0 ? trace.lastNonZeroGen : trace.gen;
  const back = Math.max(0, 2 * Math.ceil((begun - GEN_MAX) / 2));
  const gen = (value: number): number => (value === 0 ? 0 : value - back);
  const list = <T>(items: { readonly length: number; at(index: number): T }): T[] =>
    Array.from({ length: items.length }, (_, index) => items.at(index));
  const self = m.at(id);
  return {
    ...atFirst,
    trace: {
      gen: gen(trace.gen),
      enabled: trace.enabled,
      shutdown: trace.shutdown,
      lastNonZeroGen: gen(trace.lastNonZeroGen),
      flushedGen: gen(trace.flushedGen),
      readerGen: gen(trace.readerGen),
      doneSema: list(trace.doneSema),
    },
    advancer: {
      ...atFirst.advancer,
      phase: advancer.phase,
      gen: gen(advancer.gen),
      toFlush: [advancer.toFlush.at(id), advancer.toFlush.some((left, other) => left && other !== id)],
      m: advancer.phase === 'flush' && advancer.m !== id ? OTHERS : SELF,
    },
    m: [
      {
        ...atFirst.m[SELF],
        writing: self.writing,
        reentered: self.reentered,
        entryGen: gen(self.entryGen),
        buf: list(self.buf),
        locks: self.locks,
        throwsplit: self.throwsplit,
        oldthrowsplit: self.oldthrowsplit,
        growing: self.growing,
        stack: list(self.stack).map(({ phase, gen: of, traceBuf }) => ({ phase, gen: gen(of), traceBuf })),
        bufs: list(self.bufs).map(({ gen: of, pos, events }) => ({
          gen: gen(of),
          pos,
          events: list(events).map(() => 0),
        })),
        full: list(self.full).map(list<number>),
      },
      atFirst.m[OTHERS],
    ],
  };
}

interface Compared {
  readonly verdict: string;
  /** Conjuncts that are false of a state that was reached. */
  readonly outside: readonly string[];
  /** Steps of an M that are steps of the view, steps that change nothing of it, and states that it went through. */
  readonly steps: number;
  readonly stutters: number;
  readonly states: number;
}

/** Judges every transition of the model, once for each M that has something to do. */
async function compare(
  model: System<TracerSchema>,
  view: System<TracerSchema>,
  { programs }: Bounds,
): Promise<Compared> {
  let [steps, stutters] = [0, 0];
  const outside = new Set<string>();
  const known = new Map<string, Readonly<Record<string, ReadonlySet<string>>>>();
  /** State of the view → what each action makes of it. */
  const successors = (key: string): Readonly<Record<string, ReadonlySet<string>>> => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const state = live(view.state, JSON.parse(key) as Plain<TracerSchema>);
    for (const [name, holds] of Object.entries({ ...frame, ...claims })) if (!holds(state)) outside.add(name);
    const reached: Record<string, Set<string>> = {};
    for (const { action, after } of naiveSteps(view, state)) {
      const states = (reached[action] ??= new Set());
      states.add(JSON.stringify(after));
      // Another M was flushed, and is not the last of them.
      if (action === 'AdvanceFlush')
        for (const more of naiveSteps(view, after))
          if (more.action === 'MoreToFlush') states.add(JSON.stringify(more.after));
    }
    known.set(key, reached);
    return reached;
  };
  const [atFirst] = view.initial;
  const projected = (state: TracerState, id: number): string =>
    atFirst === undefined ? '' : JSON.stringify(project(state, id, atFirst));
  const busy = programs.flatMap(({ sections }, id) => (sections > 0 ? [id] : []));
  const holds = (before: TracerState, after: TracerState, { action }: StepView): boolean =>
    busy.every((id) => {
      const [from, to] = [projected(before, id), projected(after, id)];
      const reached = successors(from);
      if (from === to) stutters++;
      else if (reached[action]?.has(to) === true) steps++;
      else return false;
      return true;
    });
  const properties = { IsStepOfTheView: { kind: 'alwaysStep', holds } } as const;
  const { verdict } = await check({ ...model, properties }, { continue: true });
  return { verdict, outside: [...outside], steps, stutters, states: known.size };
}

const nightly = process.env['NIGHTLY'] !== undefined;
const MINUTES = 60_000;

describe.each([...quick, ...(nightly ? slow : [])])('$name', (bounds) => {
  const tags = /^two Ms$|one generation$/.test(bounds.name) ? [] : ['exhaustive'];
  test(
    'every step is one of the view or changes nothing there, and every state satisfies the invariant',
    { tags, timeout: 60 * MINUTES },
    async () => {
      const compared = await compare(tracer(correct, bounds), viewOfOneM(correct, bounds), bounds);
      const { verdict, outside, steps, stutters, states } = compared;
      expect([verdict, outside]).toEqual(['holds', []]);
      expect(Math.min(steps, states)).toBeGreaterThan(100);
      expect(stutters > 0).toBe(bounds.programs.filter(({ sections }) => sections > 0).length > 1);
    },
  );
});

describe('a view that lacks something is noticed:', () => {
  const small = { ...tiny, name: 'small', programs: [{ sections: 1, growths: 1 }, idle], generations: 1 };

  test('a stack that may grow in refill', async () => {
    const compared = await compare(tracer(designNamed('1.26'), small), viewOfOneM(correct, small), small);
    expect(compared.verdict).toBe('violated');
    expect(compared.outside).toContain('growsOutsideTheWriter');
  });

  for (const name of ['AcquireUndo', 'ReaderTake', 'StopClearEnabled', 'Refill'])
    test(name, { tags: name === 'Refill' ? [] : ['exhaustive'] }, async () => {
      const view = viewOfOneM(correct, small);
      const actions = Object.fromEntries(Object.entries(view.actions).filter(([other]) => other !== name));
      const compared = await compare(tracer(correct, small), { ...view, actions }, small);
      expect(compared.verdict).toBe('violated');
    });

  test('more Ms than two', async () => {
    const three = { ...small, programs: [section, idle, idle] };
    const view = viewOfOneM(correct, three);
    const actions = Object.fromEntries(
      Object.entries(view.actions).filter(([name]) => name !== 'MoreToFlush'),
    );
    const compared = await compare(tracer(correct, three), { ...view, actions }, three);
    expect(compared.verdict).toBe('violated');
  });
});
