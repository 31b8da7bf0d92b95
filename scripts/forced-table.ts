/**
 * Writes the table of docs/reproduce.md that says which counterexamples real threads followed, from what `nosplit reproduce --all --runs N
 * --format json` has written.
 *
 *   npx tsx scripts/forced-table.ts FILE.json…
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/** The part of cli/schema/reproduce.schema.json that is shown. */
export interface ForcedReport {
  readonly plans: readonly (Named & {
    readonly scheduled: number | null;
    readonly obstacle: { readonly action: string | null; readonly why: string } | null;
  })[];
  readonly forced: readonly {
    readonly counterexamples: readonly Named[];
    readonly schedule: readonly { readonly record: string }[];
    readonly builds: readonly {
      readonly version: string;
      readonly runtime: 'as it is' | 'cured';
      readonly runs: readonly Run[];
    }[];
  }[];
}

interface Named {
  readonly design: string;
  readonly property: string;
  readonly config: string;
}

interface Run {
  readonly outcome: 'followed' | 'diverged' | 'timed out';
  readonly followed: number;
  readonly ended: string;
  readonly words: string;
  /** The rule of the execution trace that is broken, or `valid`; null where it was not read. */
  readonly trace: string | null;
  /** Of its log: accepted, violated, rejected, inconclusive; null where there is none. */
  readonly verdict: string | null;
  /** The property that the log violates first, or what rejects it. */
  readonly what: string | null;
}

interface Row {
  readonly cells: readonly string[];
  readonly releases: string[];
}

/** The lines of the table. Rows that are the same in several releases are one. */
export function forcedTable(reports: readonly ForcedReport[]): string[] {
  const rows = new Map<string, Row>();
  const add = (release: string, cells: readonly string[]): void => {
    const row = rows.get(cells.join('|')) ?? { cells, releases: [] };
    row.releases.push(release);
    rows.set(cells.join('|'), row);
  };
  for (const { plans, forced } of reports) {
    const version = forced[0]?.builds[0]?.version.replace(/^go/, '') ?? '';
    const designs = new Set(
      forced.flatMap(({ counterexamples }) => counterexamples).map(({ design }) => design),
    );
    for (const { counterexamples, schedule, builds } of forced) {
      const [asItIs, cured] = (['as it is', 'cured'] as const).map((name) =>
        builds.find(({ runtime }) => runtime === name),
      );
      add(version, [
        names(counterexamples),
        String(schedule.length),
        became(schedule, asItIs?.runs ?? []),
        cured === undefined ? 'no cure' : became(schedule, cured.runs),
      ]);
    }
    for (const { scheduled, obstacle, ...named } of plans)
      if (scheduled === null && designs.has(named.design))
        add(version, [names([named]), 'none', `not possible: ${obstacle?.why ?? 'as a whole'}`, '']);
  }
  return [
    '| release | counterexample | turns | the tree as it is | with the cure |',
    '| --- | --- | --- | --- | --- |',
    ...[...rows.values()].map(({ cells, releases }) => `| ${[releases.join(', '), ...cells].join(' | ')} |`),
  ];
}

/** Properties, by the bounds in which they are broken. */
function names(all: readonly Named[]): string {
  const byProperties = new Map<string, string[]>();
  const configs = new Map<string, string[]>();
  for (const { property, config } of all)
    configs.set(config, [...(configs.get(config) ?? []), `\`${property}\``]);
  for (const [config, properties] of configs) {
    const key = properties.join(', ');
    byProperties.set(key, [...(byProperties.get(key) ?? []), `\`${config}\``]);
  }
  return [...byProperties].map(([properties, at]) => `${properties} at ${at.join(', ')}`).join('; ');
}

/** What became of the runs: those that went alike are counted together, with the verdicts of all their logs. */
function became(schedule: readonly { readonly record: string }[], runs: readonly Run[]): string {
  const groups = new Map<string, readonly Run[]>();
  for (const run of runs) {
    const words = wordsOf(schedule, run);
    groups.set(words, [...(groups.get(words) ?? []), run]);
  }
  return [...groups]
    .map(([words, of]) => {
      const verdicts = [...new Set(of.map(verdictOf))].sort().join(' or ');
      return `${of.length} of ${runs.length} ${words}, log ${verdicts}`;
    })
    .join('; ');
}

const verdictOf = ({ verdict, what }: Run): string =>
  verdict === null ? 'empty' : `${verdict}${what === null ? '' : ` (\`${what}\`)`}`;

function wordsOf(schedule: readonly { readonly record: string }[], run: Run): string {
  const { outcome, followed, ended, words, trace } = run;
  const where =
    outcome === 'followed' ? '' : ` after ${followed}, before ${schedule[followed]?.record ?? 'its end'}`;
  const died =
    ended === 'exit 0'
      ? ''
      : `, ${words === '' ? ended : `\`${words.replace(/: segmentation violation$|^fatal error: /, '')}\``}`;
  const refused = trace === null || trace === 'valid' ? '' : ', trace refused';
  return `${outcome}${where}${died}${refused}`;
}

const [begin, end] = ['<!-- forced -->', '<!-- /forced -->'];

/** The page with the table in place of the one that it has. */
export function withTable(page: string, lines: readonly string[]): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`the page has no ${begin} before ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${lines.join('\n')}\n\n${page.slice(to)}`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const target = fileURLToPath(new URL('../docs/reproduce.md', import.meta.url));
  const reports = argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')) as ForcedReport);
  writeFileSync(target, withTable(readFileSync(target, 'utf8'), forcedTable(reports)));
}
