/** `nosplit report`: a counterexample as one page that opens from disk. */
import type { Command } from '@commander-js/extra-typings';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pageFile } from '../../explorer/index.ts';
import { UsageError } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { modelScript } from '../explore/bundle-model.ts';
import { goldenOf } from '../conform/golden.ts';
import { scheduled } from '../conform/scheduled.ts';
import { selectBeside } from '../explore/beside.ts';
import { embeddedOf } from '../explore/embed.ts';
import { written } from '../output.ts';
import { size } from '../reporters/words.ts';
import { withSelectors } from '../selection/select.ts';
import type { World } from '../world.ts';
import type { RetraceOptions } from '../traces/retrace.ts';
import { retrace } from '../traces/retrace.ts';

export function addReport(program: Command, world: World, finish: (exit: number) => void): void {
  withSelectors(
    program
      .command('report')
      .argument('<trace>', 'the id of a trace, or a report that was saved as JSON')
      .argument('[config]', "bounds of the tracer's model, as for check"),
  )
    .requiredOption('--html <file>', 'the file to write')
    .option('-p, --property <name>', "which of a report's counterexamples (default: the first)")
    .option('--with-source', 'with --go: put the lines of the tree beside the steps')
    .option('--compare <tree>', 'of steps: another Go tree, or a release, to take the run on, too')
    .option('--with-graph', 'put the program in that draws the graph of states (the file is then 1 MB)')
    .action(async (trace, config, options) => {
      finish(await reportCommand(trace, config, options, world));
    });
}

interface ReportOptions extends RetraceOptions {
  readonly html: string;
  readonly withSource?: boolean | undefined;
  readonly compare?: string | undefined;
  readonly withGraph?: boolean | undefined;
}

async function reportCommand(
  given: string,
  config: string | undefined,
  { html, withSource = false, withGraph = false, compare, ...options }: ReportOptions,
  world: World,
): Promise<number> {
  const { trace, shown, selection } = await retrace(given, config, options, world);
  if (withSource && selection.facts === null)
    throw new UsageError('--with-source puts the lines of a tree into the page; give the tree with --go');
  const beside = await selectBeside(compare, selection);
  const model = await modelScript(selection, world);
  const property = shown?.claim.split(' ')[0] ?? null;
  const page = pageFile(
    embeddedOf({
      ...{ selection, beside, trace, property, withSource, isServed: false, hasModel: model !== null },
      golden: await goldenOf(selection, () => scheduled(given, config, options, world)),
    }),
    { withGraph, model },
  );
  written(`--html ${html}`, () => {
    writeFileSync(resolve(world.cwd, html), page);
  });
  world.stdout.write(`${html}: ${selection.title}, ${size(Buffer.byteLength(page))}; open it in a browser\n`);
  return exitCode.holds;
}
