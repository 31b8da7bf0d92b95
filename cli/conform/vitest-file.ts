/** Test files for vitest: a schedule in the model and what was found at its end, or one along which model and reference agree. */
import type { Json } from '../../checker/index.ts';
import type { ComparedSteps } from './disagreed.ts';
import { titleOf } from './document.ts';

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
  return `// Written by: ${oneLine(command)}
import { stepper } from 'nosplit/checker';
import { tracerOf } from 'nosplit/model';
import { expect, test } from 'vitest';

${scheduleText(schedule)}
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

/** Text of a file that imports `nosplit/conformance` and `nosplit/reference`, and fails as long as the two disagree. */
export function agreementFile(command: string, { config, schedule, ...subject }: ComparedSteps): string {
  const { design, debug } = subject;
  return `// Written by: ${oneLine(command)}
import { disagreementAlong } from 'nosplit/conformance';
import * as reference from 'nosplit/reference';
import { expect, test } from 'vitest';

${scheduleText(schedule)}
test(${quoted(`model and reference of ${titleOf(subject, config)} agree along these ${schedule.length} steps`)}, () => {
  const subject = { reference, design: ${quoted(design)}, debug: ${debug}, bounds: ${quoted(config)} };
  expect(disagreementAlong(subject, schedule)).toBeNull();
});
`;
}

const scheduleText = (schedule: readonly string[]): string =>
  `/** Actions, each with its parameters in their order: M, then the depth of its section. */
const schedule = [
${schedule.map((step) => `  ${quoted(step)},\n`).join('')}];
`;

const quoted = (text: string): string => `'${oneLine(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))}'`;

/** A name with a line break in it would end the comment or the string that it stands in, and begin code. */
const oneLine = (text: string): string => text.replaceAll('\n', '\\n');
