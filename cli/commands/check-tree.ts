/** `nosplit check --go` without a config: every part of a tree's tracer, side by side. */
import type { Report } from '../../checker/index.ts';
import type { Confirmation } from '../../facts/index.ts';
import { confirmedOrRefused } from '../searching/confirmed.ts';
import { UsageError, oneLine } from '../errors.ts';
import { exitCode, exitOf } from '../exit-codes.ts';
import { deliverVerdict } from '../output.ts';
import { forceWords } from '../reporters/forced.ts';
import { confirmationLines } from '../reporters/confirmation.ts';
import type { ReportDocument } from '../reporters/document.ts';
import { documentOf } from '../reporters/document.ts';
import type { Found } from '../reporters/finding.ts';
import type { Format } from '../reporters/render.ts';
import { isFindingFormat, renderFindings } from '../reporters/render.ts';
import { explain } from '../reporters/explained.ts';
import { paintVerdict } from '../reporters/verdict.ts';
import type { Paint } from '../reporters/words.ts';
import { count, dimmed, duration, fill, painter, plural, right, table } from '../reporters/words.ts';
import { commandLine } from '../selection/selection.ts';
import { goTree } from '../selection/go-tree.ts';
import { isRefused, treeNotes, treeToSearch } from '../selection/tree.ts';
import type { JudgedPart, JudgedTreeOptions, TreeToSearch } from '../selection/tree.ts';
import type { World } from '../world.ts';
import { searchParts } from '../searching/search-parts.ts';
import type { SearchPartsOptions } from '../searching/search-parts.ts';
import { refusalOf, shortest, shortestOf, unknownIn, verdictOfPart } from '../searching/searched.ts';
import type { PartVerdict, Searched } from '../searching/searched.ts';

interface TreeView {
  readonly format: Exclude<Format, 'jsonl' | 'itf'>;
  readonly quiet: boolean;
  readonly out: string | undefined;
  readonly confirmation: Confirmation | null;
}

export interface EveryPart extends JudgedTreeOptions, SearchPartsOptions, Omit<TreeView, 'confirmation'> {
  readonly go: string | true;
  readonly confirm: boolean;
}

/** Searches every part of a tree to its end, or until the time is over or an interrupt comes. */
export async function checkEveryPart(options: EveryPart, world: World): Promise<number> {
  const startedMs = world.now();
  const tree = await treeToSearch(await goTree(options.go), options);
  const refusal = tree.unknown?.message ?? '';
  if (tree.parts.every(isRefused)) throw new UsageError(refusal);
  if (options.confirm && tree.facts === null)
    throw new UsageError(`--confirm compares machine code with facts, and the tree is refused: ${refusal}`);
  const view: TreeView = {
    format: options.format,
    quiet: options.quiet,
    out: options.out,
    confirmation: options.confirm && tree.facts !== null ? await confirmedOrRefused(tree.facts) : null,
  };
  const chosen = tree.parts.flatMap((part) => (isRefused(part) ? [] : [part]));
  const reports = await searchParts(chosen, options, world);
  const searched = tree.parts.map((of): Searched => {
    const report = isRefused(of) ? undefined : reports[chosen.indexOf(of)];
    return { of, report: report ?? null };
  });
  const elapsedMs = world.now() - startedMs;
  const paint = painter(view.out === undefined && world.stdout.colour);
  const verdict = verdictOf(searched);
  const exits = searched.map(({ report }) => (report === null ? exitCode.usage : exitOf(report)));
  const exit =
    verdict === 'refused'
      ? exitCode.usage
      : verdict === 'exhausted' && exits.includes(exitCode.interrupted)
        ? exitCode.interrupted
        : exitCode[verdict];
  const text =
    view.format === 'json'
      ? `${JSON.stringify(documentOfParts(tree, searched, view, elapsedMs), null, 2)}\n`
      : isFindingFormat(view.format)
        ? renderFindings(foundIn(searched), view.format, exit)
        : textOf(tree, searched, view, elapsedMs, world.stdout.columns, paint);
  const unknown = unknownIn(tree, searched.map(verdictOfPart));
  if (unknown !== null) world.stderr.write(oneLine(unknown));
  if (text === null) {
    world.stderr.write(
      oneLine(
        `${tree.read.version ?? 'the Go tree'}: ${verdict}; there is no trace to write as ${view.format}`,
      ),
    );
    return exit;
  }
  return deliverVerdict(text, { out: view.out, exit }, world).exit;
}

function documentOfParts(
  tree: TreeToSearch,
  searched: readonly Searched[],
  view: TreeView,
  elapsedMs: number,
): object {
  return {
    schema: 'nosplit.parts/1',
    verdict: verdictOf(searched),
    unknown: unknownIn(tree, searched.map(verdictOfPart)),
    coverage: tree.facts?.coverage ?? null,
    confirmation: view.confirmation,
    elapsedMs,
    parts: searched.map((one) => {
      const { of, report } = one;
      if (isRefused(of) || report === null)
        return { part: of.part, config: of.config, verdict: 'refused', refusal: refusalOf(one) };
      const { part, config } = of;
      const verdict = verdictOfPart(one);
      return {
        ...{ part, config, refusal: verdict === 'refused' ? refusalOf(one) : null },
        ...documentOfPart(of, report),
        verdict,
      };
    }),
  };
}

const documentOfPart = ({ selection }: JudgedPart, report: Report): ReportDocument =>
  documentOf(report, { selection, confirmation: null, reproduce: ['check', ...selection.words] });

/** The parts that were searched, and those that are refused. */
const foundIn = (searched: readonly Searched[]): Found => ({
  reports: searched.flatMap(({ of, report }) =>
    isRefused(of) || report === null
      ? []
      : [{ part: of.part, title: of.selection.title, document: documentOfPart(of, report) }],
  ),
  refused: searched.flatMap((one) =>
    verdictOfPart(one) === 'refused' ? [{ part: one.of.part, why: refusalOf(one) }] : [],
  ),
});

/**
 * A violation counts whatever else was found; then a refusal, which more time would not mend; holds is said only where every
 * part was searched to its end.
 */
function verdictOf(searched: readonly Searched[]): PartVerdict {
  const verdicts = searched.map(verdictOfPart);
  return (['violated', 'refused', 'exhausted'] as const).find((one) => verdicts.includes(one)) ?? 'holds';
}

const limitWords: Readonly<Record<string, string>> = {
  time: 'the time was over',
  interrupt: 'interrupted',
  memory: 'the memory was used up',
  states: 'as many states as were asked for',
  depth: 'as many steps as were asked for',
};

/** What the verdict is about, after the name of the tree. */
function outcomeOf(searched: readonly Searched[]): string {
  const partsWith = (verdict: PartVerdict): Searched[] =>
    searched.filter((one) => verdictOfPart(one) === verdict);
  const [violated, unfinished, refused] = [
    partsWith('violated'),
    partsWith('exhausted'),
    partsWith('refused'),
  ];
  if (violated.length + unfinished.length + refused.length === 0)
    return `all ${searched.length} parts, in every reachable state within their bounds`;
  const list = (some: readonly Searched[], done: string): string =>
    `${plural(some.length, 'part')} of ${searched.length}${done}: ${some.map(({ of }) => of.part.replace(', ', ' and ')).join(', ')}`;
  const limits = new Set(
    unfinished.map(({ report }) => limitWords[report?.limit ?? 'time'] ?? report?.limit),
  );
  const why = [...limits].join(', ');
  return [
    ...(violated.length === 0 ? [] : [list(violated, '')]),
    ...(refused.length === 0 ? [] : [list(refused, ' refused')]),
    ...(unfinished.length === 0 ? [] : [list(unfinished, ` not searched to the end (${why})`)]),
  ].join('; ');
}

function textOf(
  tree: TreeToSearch,
  searched: readonly Searched[],
  { quiet, confirmation }: TreeView,
  elapsedMs: number,
  width: number,
  paint: Paint,
): string {
  const verdict = verdictOf(searched);
  const word = paint('bold', paintVerdict({ verdict }, paint));
  const lines = [`${word}: ${tree.read.version ?? 'the Go tree'}: ${outcomeOf(searched)}`];
  if (quiet) return `${lines.join('\n')}\n`;
  const verdicts = searched.map(verdictOfPart);
  const unknown = verdicts.includes('refused') ? null : unknownIn(tree, verdicts);
  const notes = [...treeNotes(tree), ...(unknown === null ? [] : [unknown])];
  lines.push(...notes.flatMap((note) => fill(note, width)));
  lines.push('');
  lines.push(
    ...table(
      [
        ['part', 'config', 'verdict', 'shortest counterexample', right('distinct'), right('time')].map(
          (cell) => dimmed(cell, paint),
        ),
        ...searched.map((one) => {
          const { of, report } = one;
          const told = verdictOfPart(one);
          return [
            of.part,
            of.config,
            { text: told, paint: () => paintVerdict({ verdict: told }, paint) },
            report === null ? '' : shortestOf(report),
            right(report === null ? '' : count(report.distinct)),
            right(report === null ? '' : duration(report.elapsedMs)),
          ];
        }),
      ],
      width,
    ),
  );
  const refusals = new Map<string, string[]>();
  for (const one of searched)
    if (verdictOfPart(one) === 'refused')
      refusals.set(refusalOf(one), [...(refusals.get(refusalOf(one)) ?? []), one.of.part]);
  for (const [why, names] of refusals)
    lines.push('', ...fill(`refused (${names.join('; ')}): ${why}`, width));
  if (confirmation !== null) lines.push('', ...confirmationLines(confirmation, width, paint));
  // One counterexample of each property, the shortest of the first part that has one: the others are one command away.
  const shown = new Set<string>();
  const others: string[] = [];
  for (const { of, report } of searched) {
    const violation = report === null ? undefined : shortest(report);
    if (violation === undefined || report === null || isRefused(of)) continue;
    const { selection, part } = of;
    const command = `nosplit check ${commandLine(selection.words)}`;
    if (shown.has(violation.property)) {
      others.push(`${paint('dim', `${violation.property} in ${part}:`)} ${command}`);
      continue;
    }
    shown.add(violation.property);
    lines.push('', ...explain(violation, report, { width, paint, selection, brief: true }));
    lines.push(`${paint('dim', 'every change of each step:')} ${command}`);
    const forced = forceWords(violation, selection);
    if (forced !== null) lines.push(`${paint('dim', 'on the real runtime:')} ${forced}`);
  }
  if (others.length > 0) lines.push('', ...others);
  lines.push('', paint('dim', `searched in ${duration(elapsedMs)}`));
  return `${lines.join('\n')}\n`;
}
