/** Test files for vitest: a schedule in the model and what was found at its end, or one along which model and reference agree. */
import { dirname, relative, resolve } from 'node:path';
import type { Json } from '../../checker/index.ts';
import { literal, testFile, walkTest } from '../../explorer/index.ts';
import { UsageError } from '../errors.ts';
import { isExample } from '../selection/examples.ts';
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
export function vitestFile({ command, params, ...of }: Emitted): string {
  return walkTest({
    ...of,
    by: `Written by: ${command}`,
    imports: ["import { tracerOf } from 'nosplit/model';"],
    expression: `tracerOf(${JSON.stringify(params)})`,
  });
}

/**
 * Text of a file that imports `nosplit/checker`, and a model beside it: the test is to stand at `out`, or in the folder `cwd`.
 * Throws a UsageError for an example, which no test can import.
 */
export function ownModelFile(
  { command, model, ...of }: Emitted & { readonly model: string },
  out: string | undefined,
  cwd: string,
): string {
  if (isExample(model))
    throw new UsageError(
      `emit-test imports the model, and ${model} is a built-in example; give a file of yours`,
    );
  const path = relative(dirname(resolve(cwd, out ?? 'x')), resolve(cwd, model)).replaceAll('\\', '/');
  const url = `new URL(${literal(path.startsWith('.') ? path : `./${path}`)}, import.meta.url).href`;
  return walkTest({
    ...of,
    by: `Written by: ${command}`,
    imports: ["import { loadSystem } from 'nosplit/checker';"],
    expression: `await loadSystem({ url: ${url}, params: ${JSON.stringify(of.params)} })`,
  });
}

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
