/** Test files for vitest: a schedule in the model and what was found at its end, or one along which model and reference agree. */
import type { Json } from '../../checker/index.ts';
import { literal, testFile, walkTest } from '../../explorer/index.ts';
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
export const vitestFile = ({ command, params, ...of }: Emitted): string =>
  walkTest({
    ...of,
    by: `Written by: ${command}`,
    imports: ["import { tracerOf } from 'nosplit/model';"],
    expression: `tracerOf(${JSON.stringify(params)})`,
  });

/** Text of a file that imports `nosplit/conformance` and `nosplit/reference`, and fails as long as the two disagree. */
export function agreementFile(command: string, { config, schedule, ...subject }: ComparedSteps): string {
  const { design, debug } = subject;
  return testFile({
    by: `Written by: ${command}`,
    imports: [
      "import { disagreementAlong } from 'nosplit/conformance';",
      "import { reference } from 'nosplit/reference';",
    ],
    schedule,
    title: `model and reference of ${titleOf(subject, config)} agree along these`,
    body: [
      `const subject = { reference, design: ${literal(design)}, debug: ${debug}, bounds: ${literal(config)} };`,
      'expect(disagreementAlong(subject, schedule)).toBeNull();',
    ],
  });
}
