/** `nosplit emit-test`: a counterexample, or any schedule, as a test that can be kept. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stepper } from '../../checker/index.ts';
import { Lockstep, replay, textOfStep } from '../../conformance/index.ts';
import { designs } from '../../model/index.ts';
import * as reference from '../../reference/index.ts';
import { WireError, emitGoldenTest } from '../../wire/index.ts';
import { coreBounds } from '../conform/bounds.ts';
import { vitestFile } from '../conform/vitest-file.ts';
import { UsageError, messageOf } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { deliver } from '../output.ts';
import { select, withSelectors } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { RetraceOptions } from './retrace.ts';
import { retrace } from './retrace.ts';

const kinds = ['vitest', 'trace', 'golden'] as const;

interface EmitOptions extends RetraceOptions {
  readonly as: (typeof kinds)[number];
  readonly out?: string | undefined;
}

export function addEmitTest(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program
      .command('emit-test')
      .description(
        'a counterexample or a schedule as a vitest file, an execution trace, or a golden test of Go',
      )
      .argument('<trace>', 'the id of a trace, a report that was saved as JSON, or the steps of a schedule')
      .argument('[config]', "bounds of the tracer's model, as for check"),
  )
    .option('-p, --property <name>', "which of a report's counterexamples (default: the first)")
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
  const { selection, schedule } = await scheduled(given, config, options, world);
  if (options.as === 'vitest') {
    const text = asVitest(selection, schedule, given);
    return deliver(text, options.out, world) ? exitCode.holds : exitCode.usage;
  }
  const bytes = traced(selection, schedule);
  if (options.as === 'golden')
    return deliver(golden(bytes), options.out, world) ? exitCode.holds : exitCode.usage;
  if (options.out === undefined) {
    if (world.stdout.isTTY)
      throw new UsageError('an execution trace is no text; give --out FILE, or send stdout into a file');
    await world.stdout.writeBytes(bytes);
    return exitCode.holds;
  }
  try {
    writeFileSync(resolve(world.cwd, options.out), bytes);
  } catch (error) {
    throw new UsageError(`--out ${options.out} cannot be written (${messageOf(error)})`);
  }
  return exitCode.holds;
}

interface Scheduled {
  readonly selection: Selection;
  readonly schedule: readonly string[];
}

/** Steps are told from the id of a trace and from a path by beginning with an action, which has a capital letter. */
async function scheduled(
  given: string,
  config: string | undefined,
  options: EmitOptions,
  world: World,
): Promise<Scheduled> {
  if (/^\s*[A-Z]\w+(:\d+)*(\s|$)/.test(given)) {
    const schedule = given.split(/\s+/).filter((step) => step !== '');
    return { selection: await select(config, options, world), schedule };
  }
  const { trace, selection } = await retrace(given, config, options, world);
  return { selection, schedule: trace.steps.map(textOfStep) };
}

function asVitest(
  { system, module, subject, title, words }: Selection,
  schedule: readonly string[],
  given: string,
): string {
  if (subject.kind === 'model')
    throw new UsageError(
      "emit-test writes tests of the tracer's model; of your own, write one with `stepper`",
    );
  const walk = stepper(system);
  const texts = walk.steps.map(textOfStep);
  walk.reset();
  for (const step of schedule) {
    const instance = texts.indexOf(step);
    if (instance === -1 || !walk.isEnabled(instance))
      throw new UsageError(
        `${step} is ${instance === -1 ? 'no step' : 'not enabled in its turn'} of ${title}`,
      );
    walk.take(instance);
  }
  const what = /\s/.test(given) ? `'${given}'` : given;
  return vitestFile({
    command: ['nosplit emit-test', what, ...words].join(' '),
    title,
    params:
      subject.kind === 'design' ? { design: subject.design, bounds: subject.config } : (module.params ?? {}),
    schedule,
    violated: walk.violated(),
  });
}

/** The execution trace of the reference along the schedule, and then to its end. */
function traced({ subject, title, module }: Selection, schedule: readonly string[]): Uint8Array {
  const design = referenceDesign(subject, module.params);
  if (design === undefined || subject.kind === 'model')
    throw new UsageError(
      `the reference knows no design like ${title}; take one of ${Object.keys(designs).join(', ')}`,
    );
  const run = { reference, design, debug: false, bounds: coreBounds(subject.config) };
  const { bytes, refused } = replay(run, new Lockstep(run).instances, schedule);
  const [first] = refused;
  if (first !== undefined)
    throw new UsageError(
      `the reference of ${title} does not take ${first} in its turn; nosplit conform --schedule says why`,
    );
  return bytes;
}

/** The name of the embedded design; for that of a Go tree, one with the same facts. */
function referenceDesign(subject: Selection['subject'], params: unknown): string | undefined {
  if (subject.kind === 'design') return subject.design;
  if (subject.kind !== 'go') return undefined;
  const facts = (design: object): string =>
    JSON.stringify(
      Object.entries(design)
        .filter(([key]) => key !== 'name' && key !== 'title')
        .toSorted(),
    );
  const given = typeof params === 'object' && params !== null && 'design' in params ? params.design : null;
  if (typeof given !== 'object' || given === null) return undefined;
  return Object.values(designs).find((one) => facts(one) === facts(given))?.name;
}

function golden(bytes: Uint8Array): string {
  try {
    return emitGoldenTest(bytes);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new UsageError(
      `the execution trace is damaged (${error.message}) and has no text; write it with --as trace`,
    );
  }
}
