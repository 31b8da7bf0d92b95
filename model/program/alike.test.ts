/** Whether Ms are alike: exchanging two everywhere in a state exchanges them in every state that a step leads to. docs/programs.md says where. */
import { expect, test } from 'vitest';
import { stepper } from '../../checker/index.ts';
import { boundsNamed } from '../bounds.ts';
import { kinds, kindsIn } from './language/kinds.ts';
import type { ThreadKind } from './language/kinds.ts';
import type { ValueType } from './language/program.ts';
import { programsOfRelease } from './releases/releases.ts';
import { standingOf } from './told/standing.ts';
import { programSystem } from './system.ts';

const exchangedM = (m: number): number => (m === 0 ? 0 : 3 - m);
const exchangedMs = (ms: number): number => ((ms & 1) << 1) | (ms >> 1);
const exchanges: Partial<Record<ValueType, (value: number) => number>> = { m: exchangedM, ms: exchangedMs };

type Thread = Readonly<Record<string, number>>;
interface State {
  readonly m: readonly Readonly<Record<string, Thread>>[];
  readonly caller: readonly Thread[];
}

/** The states of walks at these bounds in which exchanging the Ms changes what steps lead to; without exchanging values of `forgotten`. */
function unlike(release: string, at: string, forgotten?: ValueType): number {
  const bounds = boundsNamed(at);
  const { programs } = programsOfRelease(release) ?? {};
  if (programs === undefined) throw new Error(`${release} has no programs`);
  const { locals } = standingOf(programs, bounds, 'coarse');
  const thread = (kind: ThreadKind, values: Thread): Thread => {
    const changed = (locals[kind] ?? []).map(({ field, type }): readonly [string, number] => {
      const value = values[field] ?? 0;
      return [field, type === forgotten ? value : (exchanges[type]?.(value) ?? value)];
    });
    return { ...values, ...Object.fromEntries<number>(changed) };
  };
  const exchanged = (state: unknown): unknown => {
    const { m, caller, ...rest } = state as State & Readonly<Record<string, unknown>>;
    const threadsOf = (per: string, of: Readonly<Record<string, unknown>>): object =>
      Object.fromEntries(
        kindsIn(programs).flatMap((kind) =>
          kinds[kind].per === per ? [[kind, thread(kind, of[kind] as Thread)]] : [],
        ),
      );
    return {
      ...rest,
      ...threadsOf('once', rest),
      caller: caller.map((one) => thread('caller', one)),
      m: m.map((one) => ({ ...one, ...threadsOf('m', one) })).toReversed(),
    };
  };
  const walk = stepper(programSystem(programs, bounds, { name: release, granularity: 'coarse' }));
  const enabled = new Uint16Array(walk.steps.length);
  // The fields in the order of the schema.
  const asText = (state: unknown): string => {
    walk.reset(state as never);
    return walk.state.join();
  };
  const after = (state: unknown, change: (state: unknown) => unknown): string => {
    walk.reset(state as never);
    const steps = [...enabled.subarray(0, walk.enabled(enabled))];
    const reached = steps.map((instance) => {
      walk.reset(state as never);
      walk.take(instance);
      return walk.plain(walk.state);
    });
    return reached
      .map((one) => asText(change(one)))
      .sort()
      .join('\n');
  };
  let count = 0;
  for (let seed = 1, number = 1; seed <= 12; seed++) {
    walk.reset();
    for (let step = 0; step < 60; step++) {
      const state = walk.plain(walk.state);
      if (after(state, exchanged) !== after(exchanged(state), (one) => one)) count++;
      walk.reset(state);
      const possible = walk.enabled(enabled);
      if (possible === 0) break;
      number = (Math.imul(number, 1_103_515_245) + 12_345) >>> 0;
      walk.take(enabled[(number >>> 8) % possible] ?? 0);
    }
  }
  return count;
}

test('at pair, whose two Ms do the same, no step tells them apart', () => {
  expect(unlike('1.26', 'pair')).toBe(0);
});

test.each(['1.23', '1.24', '1.25', '1.27'])('nor does a step of %s', { tags: 'exhaustive' }, (release) => {
  expect(unlike(release, 'pair')).toBe(0);
});

test('an exchange that leaves out the M that traceAdvance looks at, or the set of those to come, is noticed', () => {
  expect(unlike('1.26', 'pair', 'm')).toBeGreaterThan(0);
  expect(unlike('1.26', 'pair', 'ms')).toBeGreaterThan(0);
});
