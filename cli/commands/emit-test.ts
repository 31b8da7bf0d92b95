/** `nosplit emit-test`: a counterexample, or any schedule, as a test that can be kept. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { comparedBounds, disagreementAlong, isComparable } from '../../conformance/index.ts';
import * as reference from '../../reference/index.ts';
import { golden, traced } from '../conform/golden.ts';
import type { ComparedSteps } from '../conform/disagreed.ts';
import type { Scheduled, ScheduledOptions } from '../conform/scheduled.ts';
import { scheduled, violatedAfter } from '../conform/scheduled.ts';
import { agreementFile, ownModelFile, vitestFile } from '../conform/vitest-file.ts';
import { exitCode } from '../exit-codes.ts';
import { deliver, refuseTerminal, written } from '../output.ts';
import { withSelectors } from '../selection/select.ts';
import { commandLine } from '../selection/selection.ts';
import type { World } from '../world.ts';

const kinds = ['vitest', 'trace', 'golden'] as const;

interface EmitOptions extends ScheduledOptions {
  readonly as: (typeof kinds)[number];
  readonly out?: string | undefined;
}

export function addEmitTest(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program
      .command('emit-test')
      .argument(
        '<trace>',
        'the id of a trace, a report of check or conform saved as JSON, or the steps of a schedule',
      )
      .argument('[config]', "bounds of the tracer's model, as for check; of steps also free, as for conform"),
  )
    .option('-p, --property <name>', "which of a report's counterexamples (default: the first)")
    .option('--debug', 'of steps: built with debugTraceReentrancy, as for conform')
    .addOption(new Option('--as <kind>', 'what to write').choices(kinds).default('vitest' as const))
    .option('-o, --out <file>', 'write it to a file')
    .action(async (trace, config, options) => {
      finish(await emitCommand(trace, config, options, world));
    });
}

async function emitCommand(
  given: string,
  config: string | undefined,
  options: EmitOptions,
  world: World,
): Promise<number> {
  const steps = await scheduled(given, config, options, world);
  if (options.as === 'vitest')
    return deliver(asVitest(steps, given, options.out, world), options.out, world)
      ? exitCode.holds
      : exitCode.usage;
  const bytes = traced(steps);
  if (options.as === 'golden')
    return deliver(golden(bytes), options.out, world) ? exitCode.holds : exitCode.usage;
  if (options.out === undefined) {
    refuseTerminal(world);
    await world.stdout.writeBytes(bytes);
    return exitCode.holds;
  }
  const path = resolve(world.cwd, options.out);
  written(`--out ${options.out}`, () => {
    writeFileSync(path, bytes);
  });
  return exitCode.holds;
}

/** A test of the model; one of model and reference, where they disagree or the steps came from such a comparison. It is to stand at `out`. */
function asVitest(steps: Scheduled, given: string, out: string | undefined, world: World): string {
  const violated = violatedAfter(steps);
  const { title, params, design, debug, config, schedule, own, coarse } = steps;
  const command = commandLine(['nosplit', 'emit-test', given, ...steps.words]);
  if (own !== undefined) return ownModelFile({ command, title, schedule, violated, ...own }, out, world.cwd);
  const isCompared = design !== null && coarse === undefined && Object.hasOwn(comparedBounds, config);
  if (isCompared && (params === null || disagree({ design, debug, config, schedule })))
    return agreementFile(command, { design, debug, config, schedule });
  return vitestFile({ command, title, params: params ?? {}, schedule, violated });
}

/** Whether model and reference disagree along the steps, where these are steps in which the two are compared. */
function disagree({ design, debug, config: bounds, schedule }: ComparedSteps): boolean {
  const subject = { reference, design, debug, bounds };
  return isComparable(subject, schedule) && disagreementAlong(subject, schedule) !== null;
}
