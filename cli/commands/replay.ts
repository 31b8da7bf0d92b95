/** `nosplit replay`: steps through a counterexample again, from its id or from a saved report. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { Trace } from '../../checker/index.ts';
import { explorer } from '../../checker/index.ts';
import { exitCode } from '../exit-codes.ts';
import { itf } from '../reporters/itf.ts';
import { jsonText } from '../reporters/json.ts';
import { lanes } from '../reporters/lanes.ts';
import { scalars } from '../reporters/scalars.ts';
import { painter, plural } from '../reporters/words.ts';
import { collect, withSelectors } from '../selection/select.ts';
import type { Selection } from '../selection/selection.ts';
import type { World } from '../world.ts';
import type { RetraceOptions, Retraced } from '../traces/retrace.ts';
import { retrace, stateAt } from '../traces/retrace.ts';
import { shownFields } from '../traces/shown-fields.ts';

const formats = ['text', 'json', 'itf'] as const;

export function addReplay(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program
      .command('replay')
      .argument('<trace>', 'the id of a trace, a report that was saved as JSON, or a trace in ITF')
      .argument('[config]', "bounds of the tracer's model, as for check"),
  )
    .option('-p, --property <name>', "which of a report's counterexamples (default: the first)")
    .option('--all-steps', 'print the middle of a trace of more than 1,000 steps, too')
    .option(
      '--watch <field>',
      'print only changes of this field, or of those below it; may be repeated',
      collect,
    )
    .option('--hide <field>', 'do not print changes of this field; may be repeated', collect)
    .option('--at <step>', 'print the whole state after this step; 0 is the initial state')
    .addOption(new Option('-f, --format <kind>', 'how to print').choices(formats).default('text' as const))
    .action(async (trace, config, options) => {
      finish(await replayCommand(trace, config, options, world));
    });
}

interface ReplayOptions extends RetraceOptions {
  readonly at?: string | undefined;
  readonly allSteps?: boolean | undefined;
  readonly watch?: readonly string[] | undefined;
  readonly hide?: readonly string[] | undefined;
  readonly format: (typeof formats)[number];
}

async function replayCommand(
  given: string,
  config: string | undefined,
  options: ReplayOptions,
  world: World,
): Promise<number> {
  const { trace, shown, selection } = await retrace(given, config, options, world);
  world.stdout.write(printed(trace, shown, selection, options, world));
  return exitCode.holds;
}

function printed(
  trace: Trace,
  shown: Retraced['shown'],
  selection: Selection,
  { at, format, allSteps = false, watch, hide }: ReplayOptions,
  { stdout }: World,
): string {
  const to = shown === null ? '' : ` to ${shown.isWitness ? '' : 'a violation of '}${shown.claim}`;
  if (at !== undefined) return stateAfter(trace, at);
  if (format === 'json') return jsonText(trace, [trace]);
  if (format === 'itf') {
    const description = `${selection.title}: a trace${to}`;
    return jsonText(
      itf(selection.system, trace, {
        description,
        status: shown === null || shown.isWitness ? 'ok' : 'violation',
        subject: selection.subject,
      }),
      [trace],
    );
  }
  const { actions } = selection.system;
  const paint = painter(stdout.colour);
  const lines = lanes(trace, {
    width: stdout.columns,
    paint,
    story: selection.story,
    allSteps,
    shows: shownFields(explorer(selection.system).fields, watch, hide),
    sourceOf: (action) => actions[action]?.source ?? null,
  });
  const head = `${selection.title}: ${plural(trace.steps.length, 'step')}${to}, replayed`;
  return [paint('bold', head), ...lines, ''].join('\n');
}

/** Every scalar of a state on a line of its own: `m[1].locks 0`. */
function stateAfter(trace: Trace, at: string): string {
  const { state } = stateAt(trace, at);
  return scalars(state)
    .map((line) => `${line}\n`)
    .join('');
}
