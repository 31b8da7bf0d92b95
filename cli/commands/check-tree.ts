/** `nosplit check --go` without a config: every part of a tree's tracer, side by side. */
import type { Report } from '../../checker/index.ts';
import type { Confirmation } from '../../facts/index.ts';
import { confirmedOrRefused } from './confirmed.ts';
import { exitCode } from '../exit-codes.ts';
import { deliver } from '../output.ts';
import { confirmationLines } from '../reporters/confirmation.ts';
import { documentOf } from '../reporters/document.ts';
import { explain, paintVerdict } from '../reporters/text.ts';
import type { Paint } from '../reporters/words.ts';
import { count, dimmed, duration, fill, painter, plural, right, table } from '../reporters/words.ts';
import { parts } from '../selection/parts.ts';
import { commandLine } from '../selection/selection.ts';
import type { TreeOptions } from '../selection/selection.ts';
import { factsOf, goTree, selectionOf } from '../selection/tracer.ts';
import type { TracerSelection } from '../selection/tracer.ts';
import type { World } from '../world.ts';
import { searchAll } from './search-all.ts';

interface Searched {
  readonly part: string;
  readonly selection: TracerSelection;
  readonly report: Report;
}

interface TreeView {
  readonly format: 'text' | 'json';
  readonly quiet: boolean;
  readonly out: string | undefined;
  readonly confirmation: Confirmation | null;
}

export interface EveryPart extends TreeOptions, Omit<TreeView, 'confirmation'> {
  readonly go: string | true;
  readonly confirm: boolean;
}

/** Searches every part of a tree to its end, one search on each core. */
export async function checkEveryPart(options: EveryPart, world: World): Promise<number> {
  const startedMs = world.now();
  const dir = await goTree(options.go);
  const facts = await factsOf(dir, options);
  const chosen = parts.map(({ part, config }) => ({
    part,
    selection: selectionOf(facts, dir, config, options),
  }));
  const view: TreeView = {
    format: options.format,
    quiet: options.quiet,
    out: options.out,
    confirmation: options.confirm ? await confirmedOrRefused(facts) : null,
  };
  if (world.stderr.isTTY && !view.quiet) world.stderr.write('searching every part to its end …');
  const reports = await searchAll(
    chosen.map(({ selection }) => selection.module),
    world.cores,
  );
  if (world.stderr.isTTY && !view.quiet) world.stderr.write('\r\u001b[K');
  const searched = chosen.flatMap((one, index): Searched[] => {
    const report = reports[index];
    return report === undefined ? [] : [{ ...one, report }];
  });
  const elapsedMs = world.now() - startedMs;
  const paint = painter(view.out === undefined && world.stdout.colour);
  const text =
    view.format === 'json'
      ? `${JSON.stringify(documentOfParts(searched, view, elapsedMs), null, 2)}\n`
      : textOf(searched, view, elapsedMs, world.stdout.columns, paint);
  const isDelivered = deliver(text, view.out, world);
  if (searched.some(({ report }) => report.verdict === 'violated')) return exitCode.violated;
  return isDelivered ? exitCode.holds : exitCode.usage;
}

function documentOfParts(searched: readonly Searched[], view: TreeView, elapsedMs: number): object {
  const [first] = searched;
  return {
    schema: 'nosplit.parts/1',
    verdict: verdictOf(searched),
    coverage: first?.selection.facts?.coverage ?? null,
    confirmation: view.confirmation,
    elapsedMs,
    parts: searched.map(({ part, selection, report }) => ({
      part,
      ...documentOf(report, { selection, confirmation: null, reproduce: ['check', ...selection.words] }),
    })),
  };
}

const verdictOf = (searched: readonly Searched[]): 'holds' | 'violated' =>
  searched.some(({ report }) => report.verdict === 'violated') ? 'violated' : 'holds';

function textOf(
  searched: readonly Searched[],
  { quiet, confirmation }: TreeView,
  elapsedMs: number,
  width: number,
  paint: Paint,
): string {
  const violated = searched.filter(({ report }) => report.verdict === 'violated');
  const [first] = searched;
  const tree = first?.selection.facts?.version.value ?? 'the Go tree';
  const verdict = verdictOf(searched);
  const word = paint('bold', paint(verdict === 'holds' ? 'green' : 'red', verdict));
  const where = violated.map(({ part }) => part).join(', ');
  const outcome =
    verdict === 'holds'
      ? `all ${searched.length} parts, in every reachable state within their bounds`
      : `${plural(violated.length, 'part')} of ${searched.length}: ${where}`;
  const lines = [`${word}: ${tree}: ${outcome}`];
  if (quiet) return `${lines.join('\n')}\n`;
  lines.push(...(first?.selection.notes ?? []).flatMap((note) => fill(note, width)), '');
  lines.push(
    ...table([
      ['part', 'config', 'verdict', 'shortest counterexample', right('distinct'), right('time')].map((cell) =>
        dimmed(cell, paint),
      ),
      ...searched.map(({ part, selection, report }) => [
        part,
        configOf(selection),
        { text: report.verdict, paint: () => paintVerdict(report, paint) },
        shortestOf(report),
        right(count(report.distinct)),
        right(duration(report.elapsedMs)),
      ]),
    ]),
  );
  if (confirmation !== null) lines.push('', ...confirmationLines(confirmation, width, paint));
  // One counterexample of each part, the shortest: the others are one command away.
  for (const { report, selection } of violated) {
    const violation = shortest(report);
    if (violation === undefined) continue;
    lines.push('', ...explain(violation, report, { width, paint, selection, brief: true }));
    lines.push(`${paint('dim', 'every change of each step:')} nosplit check ${commandLine(selection.words)}`);
  }
  lines.push('', paint('dim', `searched in ${duration(elapsedMs)}`));
  return `${lines.join('\n')}\n`;
}

const configOf = ({ subject }: TracerSelection): string => (subject.kind === 'model' ? '' : subject.config);

function shortestOf(report: Report): string {
  const first = shortest(report);
  if (first === undefined) return `nothing, of ${plural(report.properties.length, 'property', 'properties')}`;
  const more = report.violations.length - 1;
  const steps = plural(first.trace?.steps.length ?? 0, 'step');
  return `${first.property} in ${steps}${more === 0 ? '' : `, and ${more} more`}`;
}

function shortest({ violations }: Report): Report['violations'][number] | undefined {
  const length = ({ trace }: Report['violations'][number]): number => trace?.steps.length ?? Infinity;
  return [...violations].sort((a, b) => length(a) - length(b))[0];
}
