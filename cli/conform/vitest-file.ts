/** A test file for vitest that takes a schedule in the model and expects what was found at its end. */
import type { Json } from '../../checker/index.ts';

export interface Emitted {
  /** The command that wrote the file. */
  readonly command: string;
  /** `design 1.26 at small`. */
  readonly title: string;
  /** The parameters of tracerOf. */
  readonly params: Json;
  readonly schedule: readonly string[];
  /** The invariants that the last state violates. */
  readonly violated: readonly string[];
}

/** Text of a file that imports `nosplit/checker` and `nosplit/model`. */
export function vitestFile({ command, title, params, schedule, violated }: Emitted): string {
  const does = violated.length === 0 ? 'violates nothing' : `violates ${violated.join(', ')}`;
  return `// Written by: ${command}
import { stepper } from 'nosplit/checker';
import { tracerOf } from 'nosplit/model';
import { expect, test } from 'vitest';

/** Actions, each with its parameters in their order: M, then the depth of its section. */
const schedule = [
${schedule.map((step) => `  ${quoted(step)},\n`).join('')}];

test(${quoted(`${title} ${does} after these ${schedule.length} steps`)}, () => {
  const walk = stepper(tracerOf(${JSON.stringify(params)}));
  walk.reset();
  for (const text of schedule) {
    const instance = walk.steps.findIndex(
      ({ action, params }) => [action, ...Object.values(params)].join(':') === text,
    );
    expect(walk.isEnabled(instance), text).toBe(true);
    walk.take(instance);
  }
  expect(walk.violated()).toEqual([${violated.map(quoted).join(', ')}]);
});
`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
