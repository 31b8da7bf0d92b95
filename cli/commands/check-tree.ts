/** `nosplit check --go` without a config: every part of a tree's tracer, side by side. */
import type { Report } from '../../checker/index.ts';
import type { Confirmation, Facts } from '../../facts/index.ts';
import { checkCoreOf, isUnknownShape } from './check-core.ts';
import { confirmedOrRefused } from './confirmed.ts';
import { oneLine } from '../errors.ts';
import { exitCode, exitOf } from '../exit-codes.ts';
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
  /** Threads, of which each searches one part at a time. */
  readonly workers: number;
  /** For all parts together, from where the tree was read. */
  readonly time: number | undefined;
  /** Whether each part is told as it ends, where stderr is no terminal, too. */
  readonly progress: boolean;
}

/** Searches every part of a tree to its end, or until the time is over or an interrupt comes. */
export async function checkEveryPart(options: EveryPart, world: World): Promise<number> {
  const startedMs = world.now();
  const dir = await goTree(options.go);
  let facts: Facts;
  try {
    facts = await factsOf(dir, options);
  } catch (error) {
    const { goos, goarch } = options;
    // The core is read for the platform of this machine only.
    if (!isUnknownShape(error) || (goos ?? goarch) !== undefined) throw error;
    return await checkCoreOf(dir, error, options, world);
  }
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
  const reports = await searchParts(chosen, options, world);
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
  // A violation counts whatever else was found, then what ended a search early.
  const exits = searched.map(({ report }) => exitOf(report));
  const exit =
    [exitCode.violated, exitCode.interrupted, exitCode.exhausted].find((code) => exits.includes(code)) ??
    exitCode.holds;
  return isDelivered || exit !== exitCode.holds ? exit : exitCode.usage;
}

async function searchParts(
  chosen: readonly Omit<Searched, 'report'>[],
  { workers, time, quiet, progress }: EveryPart,
  world: World,
): Promise<Report[]> {
  const { stderr } = world;
  const interrupt = new AbortController();
  const release = world.onInterrupt(() => {
    interrupt.abort();
  });
  const line = (ended: number): void => {
    if (stderr.isTTY && !quiet) stderr.write(`\r\u001b[Ksearched ${ended} of ${chosen.length} parts …`);
  };
  let ended = 0;
  line(ended);
  const onReport = ({ verdict, distinct }: Report, index: number): void => {
    line(++ended);
    if (progress && !stderr.isTTY && !quiet)
      stderr.write(oneLine(`${chosen[index]?.part ?? ''}: ${verdict}, ${count(distinct)} distinct`));
  };
  try {
    const modules = chosen.map(({ selection }) => selection.module);
    return await searchAll(modules, workers, { timeMaxMs: time, signal: interrupt.signal, onReport });
  } finally {
    if (stderr.isTTY && !quiet) stderr.write('\r\u001b[K');
    release();
  }
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

/** A violation counts whatever else was found; holds is said only where every part was searched to its end. */
function verdictOf(searched: readonly Searched[]): Report['verdict'] {
  const verdicts = searched.map(({ report }) => report.verdict);
  return (['violated', 'exhausted'] as const).find((one) => verdicts.includes(one)) ?? 'holds';
}

const limitWords: Readonly<Record<string, string>> = {
  time: 'the time was over',
  interrupt: 'interrupted',
  memory: 'the memory was used up',
};

/** What the verdict is about, after the name of the tree. */
function outcomeOf(searched: readonly Searched[]): string {
  const partsWith = (verdict: Report['verdict']): Searched[] =>
    searched.filter(({ report }) => report.verdict === verdict);
  const [violated, unfinished] = [partsWith('violated'), partsWith('exhausted')];
  if (violated.length + unfinished.length === 0)
    return `all ${searched.length} parts, in every reachable state within their bounds`;
  const list = (some: readonly Searched[], done: string): string =>
    `${plural(some.length, 'part')} of ${searched.length}${done}: ${some.map(({ part }) => part.replace(', ', ' and ')).join(', ')}`;
  const limits = new Set(unfinished.map(({ report }) => limitWords[report.limit ?? 'time'] ?? report.limit));
  const why = [...limits].join(', ');
  return [
    ...(violated.length === 0 ? [] : [list(violated, '')]),
    ...(unfinished.length === 0 ? [] : [list(unfinished, ` not searched to the end (${why})`)]),
  ].join('; ');
}

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
  const word = paint('bold', paintVerdict({ verdict }, paint));
  const lines = [`${word}: ${tree}: ${outcomeOf(searched)}`];
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
  // One counterexample of each property, the shortest of the first part that has one: the others are one command away.
  const shown = new Set<string>();
  const others: string[] = [];
  for (const { part, report, selection } of violated) {
    const violation = shortest(report);
    if (violation === undefined) continue;
    const command = `nosplit check ${commandLine(selection.words)}`;
    if (shown.has(violation.property)) {
      others.push(`${paint('dim', `${violation.property} in ${part}:`)} ${command}`);
      continue;
    }
    shown.add(violation.property);
    lines.push('', ...explain(violation, report, { width, paint, selection, brief: true }));
    lines.push(`${paint('dim', 'every change of each step:')} ${command}`);
  }
  if (others.length > 0) lines.push('', ...others);
  lines.push('', paint('dim', `searched in ${duration(elapsedMs)}`));
  return `${lines.join('\n')}\n`;
}

const configOf = ({ subject }: TracerSelection): string => (subject.kind === 'model' ? '' : subject.config);

function shortestOf(report: Report): string {
  const first = shortest(report);
  if (first === undefined && report.verdict === 'exhausted') return 'none so far';
  if (first === undefined) return `nothing, of ${plural(report.properties.length, 'property', 'properties')}`;
  const more = report.violations.length - 1;
  const steps = plural(first.trace?.steps.length ?? 0, 'step');
  return `${first.property} in ${steps}${more === 0 ? '' : `, and ${more} more`}`;
}

function shortest({ violations }: Report): Report['violations'][number] | undefined {
  const length = ({ trace }: Report['violations'][number]): number => trace?.steps.length ?? Infinity;
  return [...violations].sort((a, b) => length(a) - length(b))[0];
}
