import { expect, test } from 'vitest';
import { stepper } from '../../checker/index.ts';
import { kindsIn, logBounds, namesIn, programSystem, programsOfLogs } from '../../model/index.ts';
import type { LogStep, LogSteps, ProgramSchema, SystemNames } from '../../model/index.ts';
import { alone } from './alone.ts';
import { Follower } from './follower.ts';
import type { Follows } from './follower.ts';
import { programsFor, stepsFor } from './judged-by.ts';
import { valuesOf } from './plain.ts';
import { shared } from './testing/shared.ts';

const MS = 2;
const bounds = logBounds(MS, { generations: 4, buffersPerM: 6 });

interface Known {
  readonly kind: Follows;
  readonly step: LogStep;
  readonly picked: number;
}

/** By the name of an action, the step that a log takes for it, with the M that it picks. */
function stepsByAction({ threads }: LogSteps, names: SystemNames): ReadonlyMap<string, Known> {
  const found = new Map<string, Known>();
  for (const kind of kindsIn(threads))
    for (const step of threads[kind]?.steps.flat() ?? [])
      for (let picked = 0; picked < MS; picked++) {
        const action = names.action(kind, step.index, step.choice.replace(/\bM0\b/, `M${picked}`));
        // Sound because the part threads has no other kinds.
        if (action !== undefined) found.set(action, { kind: kind as Follows, step, picked });
      }
  return found;
}

test.each(['1.24', '1.26'])('steps of a log do what the steps of a search do, one by one: %s', (name) => {
  const steps = stepsFor({ name });
  const programs = programsOfLogs(programsFor({ name }));
  const names = namesIn(programs, bounds, 'fine');
  const found = stepsByAction(steps, names);
  const system = programSystem(programs, bounds, { name });
  const [initial] = system.initial;
  if (initial === undefined) throw new Error('the system has no initial state');
  const walker = stepper(system);
  const enabled = new Uint16Array(walker.steps.length);
  let seed = 11;
  const draw = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const taken = new Set<string>();
  for (let walk = 0; walk < 20; walk++) {
    const follower = new Follower(steps, MS, null);
    walker.reset(0);
    for (let length = 0; length < 200; length++) {
      const count = walker.enabled(enabled);
      if (count === 0) break;
      const number = enabled[draw(count)] ?? 0;
      const { action, params } = walker.steps[number] ?? { action: '', params: {} };
      const m = Number(new Map(Object.entries(params)).get('m') ?? 0);
      for (let spare = 0; spare < MS; spare++) follower.spare(spare);
      const one = found.get(action);
      if (action === 'StackGrowth') follower.growStack(m);
      else if (one === undefined) throw new Error(`a log has no step for ${action}`);
      else follower.take(one.kind, one.step, { m, picked: one.picked, isEarlier: true });
      walker.take(number);
      walker.reset(walker.plain(walker.next));
      taken.add(action);
      const now = { state: valuesOf<ProgramSchema>(follower.state), left: new Set(follower.sets.left) };
      expect(shared(walker.plain(walker.state)), `${walk} ${length} ${action}`).toEqual(
        shared(alone(now, [0, 1], steps, names, initial)),
      );
    }
  }
  expect(taken.size).toBeGreaterThan(30);
});
