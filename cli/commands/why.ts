/** `nosplit why`: at a state of a trace, which conjunct keeps an action from being enabled, or what a property read. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { Params, System } from '../../checker/index.ts';
import { fingerprint, why } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { noSuch } from '../nearest.ts';
import { whyReport } from '../reporters/why.ts';
import { painter } from '../reporters/words.ts';
import { withSelectors } from '../selection/select.ts';
import type { World } from '../world.ts';
import type { RetraceOptions } from '../traces/retrace.ts';
import { retrace, stateAt } from '../traces/retrace.ts';

const formats = ['text', 'json'] as const;

export function addWhy(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program
      .command('why')
      .argument('<name>', 'an action or a property')
      .argument(
        '<words...>',
        "key=value for the action's parameters, then the trace as for replay, and its config",
      ),
  )
    .option('--at <step>', 'in the state after this step; 0 is the initial state (default: the last)')
    .option('-p, --property <name>', "which of a report's counterexamples (default: the first)")
    .addOption(new Option('-f, --format <kind>', 'how to print').choices(formats).default('text' as const))
    .action(async (name, words, options) => {
      finish(await whyCommand(name, words, options, world));
    });
}

interface WhyOptions extends RetraceOptions {
  readonly at?: string | undefined;
  readonly format: (typeof formats)[number];
}

async function whyCommand(
  name: string,
  words: readonly string[],
  { at, format, ...options }: WhyOptions,
  world: World,
): Promise<number> {
  const isParam = (word: string): boolean => /^\w+=/.test(word);
  const [given, config, ...more] = words.filter((word) => !isParam(word));
  if (given === undefined)
    throw new UsageError(`why ${name} needs a trace: its id, or a report saved with --format json`);
  if (more.length > 0)
    throw new UsageError(`why takes one trace and one config; ${more.join(' ')} is too much`);
  const { trace, selection } = await retrace(given, config, options, world);
  const { step } = stateAt(trace, at ?? String(trace.steps.length));
  judgeName(name, selection.system, selection.title);
  const answer = why(selection.system, { trace, step, name, params: paramsOf(words.filter(isParam)) });
  const { stdout } = world;
  if (format === 'json') {
    const { subject, system } = selection;
    const document = {
      schema: 'nosplit.why/1',
      subject,
      fingerprint: fingerprint(system),
      trace: trace.id,
      ...answer,
    };
    stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    stdout.write(
      whyReport(answer, trace, selection, { width: stdout.columns, paint: painter(stdout.colour) }),
    );
  }
  return exitCode.holds;
}

function judgeName(name: string, { actions, properties }: System, title: string): void {
  const known = [...Object.keys(actions), ...Object.keys(properties)];
  if (!known.includes(name))
    throw new UsageError(
      noSuch(`${title} has no action and no property ${name}`, name, known, `it has ${known.join(', ')}`),
    );
}

function paramsOf(settings: readonly string[]): Params {
  const params: Record<string, string> = {};
  for (const setting of settings) {
    const [, key = '', value = ''] = /^(\w+)=(.*)$/s.exec(setting) ?? [];
    if (Object.hasOwn(params, key)) throw new UsageError(`${key} is given twice`);
    params[key] = value;
  }
  return params;
}
