import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../check/check.ts';
import { decode, encode } from '../state/codec.ts';
import { array, bool, induction, int, oneOf, optional, over, queue, record, set } from '../index.ts';
import type { Draft, Plain, Report } from '../index.ts';
import { whyProperty } from '../testing/why.ts';
import { SystemError } from './system-error.ts';
import { workerModule } from '../testing/for-workers.ts';
import randomParts from '../testing/random-parts.ts';
import { runs } from '../testing/runs.ts';
import { isSymmetric, orbitCount, reachedBy } from '../testing/naive-symmetry.ts';
import { expectedOf, faultOf, summaryOf } from '../testing/summary.ts';
import { replay } from '../traces/trace.ts';
import type { Access } from '../state/views.ts';
import { viewsOf } from '../state/views.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? 20261130);
const numRuns = runs({ ofEveryDay: 70, all: 150 });
const tape = fc.noBias(fc.array(fc.nat(0xffff), { minLength: 24, maxLength: 24 }));

describe(`random systems with sets, optional values and queues, seed ${String(seed)}`, () => {
  const text = (report: Report): string =>
    JSON.stringify({ ...report, elapsedMs: 0, statesPerSecond: 0, bytesPerState: 0, workers: 0 });
  let [violated, large] = [0, 0];

  test(`engine and slow twin agree on ${String(numRuns)} of them, and counterexamples are real and replayed`, async () => {
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomParts(choices);
        for (const all of [false, true]) {
          const report = await check(system, { continue: all });
          expect(summaryOf(report)).toEqual(expectedOf(system, all));
          for (const { property, trace } of report.violations) {
            if (trace === null) continue;
            expect(faultOf(system, property, trace, false)).toBeUndefined();
            expect(replay(system, trace)).toEqual(trace);
            violated++;
          }
          if (report.distinct > 50) large++;
        }
      }),
      { seed, numRuns },
    );
    expect(violated).toBeGreaterThan(numRuns / 10);
    expect(large).toBeGreaterThanOrEqual(Math.floor(numRuns / 20));
  });

  test('debug mode, two workers and depth-first say the same', async () => {
    const url = workerModule('random-parts.ts');
    await fc.assert(
      fc.asyncProperty(tape, async (choices) => {
        const system = randomParts(choices);
        const options = { continue: true, memoryMaxBytes: 2 ** 23, module: { url, params: choices } };
        const report = await check(system, options);
        expect(text(await check(system, { ...options, debug: true }))).toBe(text(report));
        expect(text(await check(system, { ...options, workers: 2 }))).toBe(text(report));
        expect((await check(system, { ...options, search: 'depth-first' })).distinct).toBe(report.distinct);
      }),
      { seed, numRuns: Math.ceil(numRuns / 10) },
    );
  });
});

const state = record({
  votes: set(oneOf('yes', 'no', 'abstain')),
  ids: set(int(3, 5)),
  owner: optional(int(2, 9)),
  log: queue(record({ by: int(1, 4), ok: bool(), of: array(2, int(0, 3)) }), 3),
  q: queue(oneOf('x', 'y'), 2),
});
const { action, always, deadlockFree, system } = over(state);
const empty: Plain<typeof state> = { votes: [], ids: [], owner: [], log: [], q: [] };

/** The state that an effect makes of the empty one, plain and packed. */
function after(
  effect: (next: Draft<typeof state>) => void,
  access: Access = 'checked',
): [plain: unknown, words: string] {
  const { layout, next, nextDraft } = viewsOf(state, access);
  encode(layout, empty, next);
  effect(nextDraft);
  return [decode(layout, next), next.join()];
}

describe('parts', () => {
  test('take few bits: one for each possible member, a length and slots, a flag and a value', () => {
    const bits = (of: Parameters<typeof record>[0]): number => viewsOf(record(of)).layout.bits;
    expect(bits({ s: set(int(0, 6)) })).toBe(7);
    expect(bits({ o: optional(int(1, 8)) })).toBe(4);
    expect(bits({ q: queue(oneOf('a', 'b', 'c'), 3) })).toBe(2 + 3 * 2);
  });

  test('what is not in use is zero, so that equal parts are equal states', () => {
    const entry = { by: 4, ok: true, of: [3, 2] };
    const [plain, words] = after((next) => {
      next.log.push({ by: 2, ok: false, of: [1, 1] });
      next.log.push(entry);
      next.log.shift();
      next.q.push('y');
      expect(next.q.shift()).toBe('y');
      next.owner.set(9);
      next.owner.clear();
      next.votes.add('no');
      next.votes.delete('no');
    });
    expect(plain).toEqual({ ...empty, log: [entry] });
    expect(words).toBe(
      after((next) => {
        next.log.push(entry);
      })[1],
    );
    expect(
      after((next) => {
        next.log.push(entry);
        next.log.clear();
      })[1],
    ).toBe(after(() => undefined)[1]);
  });

  test('as JSON they are lists, a set in the order of its possible members, and an initial state may be any of them', () => {
    const { layout, next } = viewsOf(state);
    const given = { votes: ['abstain', 'yes'], ids: [5, 3], owner: [7], log: [], q: ['y', 'x'] };
    encode(layout, given, next);
    expect(decode(layout, next)).toEqual({ ...given, votes: ['yes', 'abstain'], ids: [3, 5] });
  });

  test.each([
    [
      { votes: ['maybe'] },
      'votes has maybe, which stands twice or can be no member; it has yes, no, abstain',
    ],
    [{ ids: [3, 3] }, 'ids has 3, which stands twice'],
    [{ ids: 3 }, 'ids is 3; a set is given as a list'],
    [{ owner: [1] }, 'owner.value = 1 is outside 2..9'],
    [{ owner: [2, 3] }, 'owner has 2 elements, and room for 1'],
    [{ q: ['x', 'x', 'x'] }, 'q has 3 elements, and room for 2'],
  ])('an initial state that is none: %j', async (part, message) => {
    const bad = system({
      name: 'bad',
      initial: [{ ...empty, ...part } as never],
      actions: {},
      properties: {},
    });
    await expect(check(bad)).rejects.toThrow(message);
  });

  test.each<[string, (next: Draft<typeof state>) => void, string, string]>([
    [
      'add',
      (n) => {
        n.ids.add(6);
      },
      'write',
      'ids: 6 is no possible member; it has 3..5',
    ],
    [
      'has',
      (n) => {
        n.ids.has(3.5);
      },
      'read',
      'ids: 3.5 is no possible member',
    ],
    [
      'delete',
      (n) => {
        n.votes.delete('none' as never);
      },
      'write',
      'votes: none is no possible member; it has yes | no',
    ],
    [
      'get',
      (n) => {
        n.owner.get();
      },
      'read',
      'owner is none, and its value is read',
    ],
    [
      'shift',
      (n) => {
        n.q.shift();
      },
      'write',
      'q is empty, and its first element is removed',
    ],
    [
      'peek',
      (n) => {
        n.log.peek();
      },
      'read',
      'log[0] is read, and it has 0 elements',
    ],
    [
      'at',
      (n) => {
        n.q.push('x');
        n.q.at(1);
      },
      'read',
      'q[1] is read, and it has 1 elements',
    ],
    [
      'push',
      (n) => {
        for (const one of ['x', 'y', 'x'] as const) n.q.push(one);
      },
      'write',
      'q is full: "x" is pushed, and it has room for 2',
    ],
  ])(
    '%s where it cannot be is an error with path and value, in debug mode and without',
    (_, effect, code, message) => {
      for (const access of ['checked', 'debug', 'unchecked'] as const) {
        let error: unknown;
        try {
          after(effect, access);
        } catch (thrown) {
          error = thrown;
        }
        if (!(error instanceof SystemError)) throw new Error('nothing was thrown');
        expect(error.message).toContain(message);
        expect(error.code).toBe(code);
        expect(error.at.path).toBe(message.split(/[:[ ]/)[0]);
      }
    },
  );

  test('what a schema cannot have is refused', () => {
    expect(() => set(int(0, 5000))).toThrow('set(…) has more than 1024 possible members');
    expect(() => queue(int(0, 1), 0)).toThrow('queue(…, 0) needs a capacity that is a positive integer');
    expect(() => optional(set(int(0, 1)))).toThrow('optional(…) takes scalars, records and arrays of them');
    expect(() => queue(record({ s: array(1, optional(bool())) }), 2)).toThrow('queue(…) takes scalars');
  });

  test('a guard that writes is caught in debug mode', async () => {
    const writes = system({
      name: 'writes',
      initial: [empty],
      actions: {
        A: action({
          guard: { adds: (s) => ((s.ids as Draft<typeof state>['ids']).add(3), true) },
          effect: () => undefined,
        }),
      },
      properties: {},
    });
    await expect(check(writes, { debug: true })).rejects.toThrow(
      /ids\[\d\] is written here; only effects write/,
    );
  });

  test('why names the member and the slot that decide', async () => {
    const stuck = system({
      name: 'stuck',
      initial: [empty],
      actions: {
        Fill: action({
          guard: { room: (s) => !s.q.isFull },
          effect: (n) => {
            n.q.push('y');
          },
        }),
        Take: action({
          guard: { voted: (s) => s.votes.has('yes'), isX: (s) => s.q.peek() === 'x' },
          effect: (n) => {
            n.q.shift();
          },
        }),
      },
      properties: {
        NoDeadlock: deadlockFree({ final: () => false }),
        Low: always({ holds: (s) => s.q.length < 3 }),
      },
    });
    const { violations } = await check(stuck);
    const answer = whyProperty(stuck, violations[0]?.trace ?? '', 2, 'NoDeadlock');
    expect(answer).toMatchObject({
      verdict: 'violated',
      stopped: [
        { action: 'Fill', failed: 'room', reads: [{ path: 'q.length', value: 2, wants: [0, 1] }] },
        { action: 'Take', failed: 'voted', reads: [{ path: 'votes[yes]', value: false, wants: [true] }] },
      ],
    });
  });
});

describe('symmetry and induction', () => {
  const client = int(0, 2);
  const lock = record({ asked: set(client), holder: optional(client), waiting: queue(int(0, 3), 3) });
  const { action: act, always: claim, system: make } = over(lock);
  const params = { c: [0, 1, 2] };
  const clients = make({
    name: 'clients',
    initial: [{ asked: [], holder: [], waiting: [] }],
    symmetry: {
      client: {
        members: [0, 1, 2],
        arrays: ['asked'],
        references: [
          { path: 'holder.value', where: { path: 'holder.some', is: true } },
          { path: 'waiting.items[]', offset: 1 },
        ],
        params: ['c'],
      },
    },
    actions: {
      Ask: act({
        params,
        guard: { quiet: (s, { c }) => !s.asked.has(c) },
        effect: (next, { c }) => {
          next.asked.add(c);
          next.waiting.push(c + 1);
        },
      }),
      Grant: act({
        guard: { free: (s) => s.holder.none, wanted: (s) => !s.waiting.isEmpty },
        effect: (next) => {
          next.holder.set(next.waiting.shift() - 1);
        },
      }),
      Return: act({
        params,
        guard: { holds: (s, { c }) => s.holder.is(c) },
        effect: (next, { c }) => {
          next.holder.clear();
          next.asked.delete(c);
        },
      }),
    },
    properties: {
      HolderAsked: claim({ holds: (s) => s.holder.none || s.asked.has(s.holder.get()) }),
      FewWait: claim({ holds: (s) => s.waiting.length <= s.asked.size }),
    },
  });

  test('members in sets, optional values and queues are exchanged, and every orbit is as declared', async () => {
    const [all, some] = [await check(clients), await check(clients, { symmetry: true })];
    expect([all.verdict, some.verdict]).toEqual(['holds', 'holds']);
    expect(some.symmetry?.states).toBe(all.distinct);
    const states = reachedBy(clients);
    expect(states.size).toBe(all.distinct);
    expect(some.distinct).toBe(orbitCount(clients, states));
    expect(isSymmetric(clients, states)).toBe(true);
    expect(some.distinct).toBeLessThan(all.distinct / 3);
  });

  test('an invariant over them is shown to be inductive, and one that is not has a counterexample as JSON', async () => {
    const judged = await induction(clients, {
      HolderAsked: (s) => s.holder.none || s.asked.has(s.holder.get()),
      WaitersAsked: (s) => s.waiting.every((one) => one > 0 && s.asked.has(one - 1) && !s.holder.is(one - 1)),
      Once: (s) =>
        s.waiting.every((one, at) => !s.waiting.some((other, place) => place < at && one === other)),
    });
    expect(judged).toMatchObject({ verdict: 'inductive', complete: true });
    const weak = await induction(clients, {
      FewAsk: (s) => s.asked.size < 3,
      NoneWaits: (s) => s.waiting.isEmpty,
    });
    expect(weak).toMatchObject({ verdict: 'not inductive' });
  });
});
