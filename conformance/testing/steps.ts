/** Steps of programs without their lines, which differ from release to release: `StartTrace start:0` for `StartTrace:345 start:0`. */
import type { Lockstep } from '../lockstep.ts';

const withoutLine = (text: string): string => text.replace(/:\d+(?=[: ])/, '');

/** The open step of that text. Throws an Error where there is none, or more than one. */
export function openStep({ open, instances }: Lockstep, text: string): number {
  const found = open.filter((one) => withoutLine(instances.textOf(one)) === text);
  const [instance] = found;
  if (instance === undefined || found.length > 1)
    throw new Error(`${text} is not one of ${open.map((one) => instances.textOf(one)).join(', ')}`);
  return instance;
}

/** The texts with lines of steps, each of which is open in its turn. */
export function textsOf(lockstep: Lockstep, steps: readonly string[]): readonly string[] {
  lockstep.reset();
  lockstep.compare();
  return steps.map((step) => {
    const instance = openStep(lockstep, step);
    lockstep.take(instance);
    return lockstep.instances.textOf(instance);
  });
}
