/** `nosplit diff`: what a change of a Go tree's tracer does to its steps and to the verdict of each part. */
import type { Command } from '@commander-js/extra-typings';
import { Option } from '@commander-js/extra-typings';
import type { Report } from '../../checker/index.ts';
import { comparedPart, outcomeOf, sameSearch } from '../diff/compare.ts';
import { designChanges, functionChanges } from '../diff/comparison.ts';
import type { Comparison } from '../diff/comparison.ts';
import { diffDocument } from '../diff/document.ts';
import { foundByChange } from '../diff/found.ts';
import { diffMarkdown } from '../diff/markdown.ts';
import { sidesOf } from '../diff/sides.ts';
import type { Sides } from '../diff/sides.ts';
import { diffText } from '../diff/text.ts';
import { UsageError, oneLine } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { parseTime, parseWorkers } from '../limits.ts';
import { deliverVerdict, layoutOf } from '../output.ts';
import { findingFormats, isFindingFormat, renderFindings } from '../reporters/render.ts';
import { painter } from '../reporters/words.ts';
import { collect } from '../selection/select.ts';
import type { TreeOptions } from '../selection/selection.ts';
import { isRefused, treeToSearch } from '../selection/tree.ts';
import type { JudgedPart, TreeToSearch } from '../selection/tree.ts';
import type { World } from '../world.ts';
import { searchParts } from '../searching/search-parts.ts';
import type { SearchPartsOptions } from '../searching/search-parts.ts';
import { unknownIn } from '../searching/searched.ts';
import type { Searched } from '../searching/searched.ts';

const formats = ['text', 'json', 'markdown', ...findingFormats] as const;

export function addDiff(program: Command, world: World, finish: (exit: number) => void): void {
  program
    .command('diff')
    .option('-g, --go <tree>', 'the older tree; give it again for the newer one', collect)
    .option(
      '--repo <dir>',
      'a git repository: --go then names revisions; a single one is compared with the files as they stand',
    )
    .option('--goos <system>', 'the system whose files are read (default: as the tree is built, or linux)')
    .option('--goarch <processor>', 'the processor whose files are read')
    .option('--accept <func@hash>', 'a shape that you have reviewed; may be repeated', collect)
    .option('-w, --workers <n>', 'parts that are searched side by side (default: one per core)', (text) =>
      parseWorkers(text, world.cores),
    )
    .option('--time <duration>', 'stop after: 30s, 5min', parseTime)
    .addOption(new Option('-f, --format <kind>', 'how to report').choices(formats).default('text' as const))
    .option('-o, --out <file>', 'write the report to a file')
    .option('-q, --quiet', 'no progress')
    .option('--progress', 'each part as it ends, where stderr is no terminal, too')
    .action(async ({ go = [], repo, workers, time, format, out, quiet, progress, ...read }) => {
      const sides = await sidesOf(go, repo, world.cwd);
      try {
        const options = {
          ...{ time, quiet: quiet === true, progress: progress === true },
          workers: Math.min(workers ?? world.cores, world.cores),
        };
        const comparison = await compared(sides, read, options, world);
        tellUnknown(comparison, world);
        const exit = exitOfComparison(comparison);
        const text = textOf(comparison, { format, out, exit }, world);
        finish(deliverVerdict(text, { out, exit }, world).exit);
      } finally {
        sides.remove();
      }
    });
}

async function compared(
  sides: Sides,
  read: TreeOptions,
  options: SearchPartsOptions,
  world: World,
): Promise<Comparison> {
  const startedMs = world.now();
  const old = await treeOf(sides.old, read);
  const now = await treeOf(sides.new, read);
  // What is the same on both sides is searched as the newer tree has it, so that its lines are told.
  const chosen: JudgedPart[] = [];
  const searchOf = new Map<object, JudgedPart>();
  now.parts.forEach((part, index) => {
    const before = old.parts[index];
    if (before !== undefined && !isRefused(before)) {
      const once = !isRefused(part) && sameSearch(before, part);
      searchOf.set(before, once ? part : before);
      if (!once) chosen.push({ ...before, part: `${before.part}, older tree` });
      if (!once) searchOf.set(before, chosen.at(-1) ?? before);
    }
    if (isRefused(part)) return;
    chosen.push(part);
    searchOf.set(part, part);
  });
  const reports = await searchParts(chosen, options, world);
  const reportOf = (part: TreeToSearch['parts'][number]): Report | null => {
    const search = searchOf.get(part);
    return search === undefined ? null : (reports[chosen.indexOf(search)] ?? null);
  };
  const searched = (of: TreeToSearch['parts'][number]): Searched => ({ of, report: reportOf(of) });
  const parts = now.parts.flatMap((part, index) => {
    const before = old.parts[index];
    return before === undefined ? [] : [comparedPart(searched(before), searched(part))];
  });
  return {
    outcome: outcomeOf(parts),
    old: { side: sides.old, tree: old },
    new: { side: sides.new, tree: now },
    design: designChanges(old, now),
    functions: functionChanges(old, now),
    parts,
    elapsedMs: world.now() - startedMs,
  };
}

/** A message about a tree names it as it was given. */
async function treeOf({ dir, given }: Sides['old'], read: TreeOptions): Promise<TreeToSearch> {
  try {
    return await treeToSearch(dir, read);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${given}: ${error.message.replaceAll(dir, given)}`);
  }
}

function tellUnknown({ old, new: now, parts }: Comparison, { stderr }: World): void {
  const sides = [
    [old, parts.map((part) => part.old.verdict)],
    [now, parts.map((part) => part.new.verdict)],
  ] as const;
  for (const [{ side, tree }, verdicts] of sides) {
    const unknown = unknownIn(tree, verdicts);
    if (unknown !== null) stderr.write(oneLine(`${side.given}: ${unknown}`));
  }
}

function textOf(
  comparison: Comparison,
  view: {
    readonly format: (typeof formats)[number];
    readonly out: string | undefined;
    readonly exit: number;
  },
  world: World,
): string {
  const { format, out, exit } = view;
  // Nothing to draw is an empty picture: the exit code says how the comparison went.
  if (isFindingFormat(format))
    return renderFindings(foundByChange(comparison, format === 'junit'), format, exit) ?? '';
  if (format === 'json') return `${JSON.stringify(diffDocument(comparison), null, 2)}\n`;
  if (format === 'markdown') return diffMarkdown(comparison);
  const { columns, colour } = layoutOf(out, world);
  return diffText(comparison, { width: columns, paint: painter(colour) });
}

function exitOfComparison({ outcome, parts }: Comparison): number {
  const isInterrupted = parts
    .flatMap((part) => [part.old.report, part.new.report])
    .some((report) => report?.limit === 'interrupt');
  switch (outcome) {
    case 'worse':
      return exitCode.violated;
    case 'refused':
      return exitCode.usage;
    case 'exhausted':
      return isInterrupted ? exitCode.interrupted : exitCode.exhausted;
    case 'notWorse':
      return exitCode.holds;
  }
}
