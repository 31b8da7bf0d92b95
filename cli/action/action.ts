/**
 * A Go tree, or a change of one, in a workflow of GitHub: annotates its lines, writes SARIF, JUnit and HTML, and tells a pull request what it
 * changes. One search makes all of the files.
 */
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { messageOf } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import type { Found } from '../reporters/finding.ts';
import { command, githubAnnotations } from '../reporters/github.ts';
import { junit } from '../reporters/junit.ts';
import { mermaid } from '../reporters/pictures.ts';
import { sarif } from '../reporters/sarif.ts';
import type { ReportDocument } from '../reporters/document.ts';
import type { Where } from '../reporters/located.ts';
import { comment } from './comment.ts';

export interface ActionWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly write: (text: string) => void;
  /** Runs the command and answers its exit code and what it said. */
  readonly nosplit: (words: readonly string[]) => Promise<{ readonly exit: number; readonly stderr: string }>;
}

/** Answers the exit code: that of the comparison where there is a base, else that of the check. */
export async function action(world: ActionWorld): Promise<number> {
  const { env, cwd, write, nosplit } = world;
  const tree = resolve(cwd, env['NOSPLIT_TREE'] ?? '.');
  const out = resolve(cwd, env['NOSPLIT_OUT'] ?? 'nosplit');
  mkdirSync(out, { recursive: true });
  const json = join(out, 'report.json');
  const checked = await nosplit(['check', '--go', tree, '--format', 'json', '--out', json, '--quiet']);
  const document = readParts(json);
  if (document === null) {
    write(annotation('error', 'nosplit did not check the tree', lastLine(checked.stderr)));
    return checked.exit === exitCode.holds ? exitCode.internal : checked.exit;
  }
  const found = foundIn(document, relative(cwd, tree));
  const file = join(out, 'nosplit.sarif');
  writeFileSync(file, `${JSON.stringify(sarif(found, checked.exit), null, 2)}\n`);
  writeFileSync(join(out, 'junit.xml'), junit(found));
  await pages(document, out, world);
  write(githubAnnotations(found));
  output(env, { verdict: document.verdict, sarif: relative(cwd, file) });

  const base = baseOf(world);
  if (base === null) {
    summarize(env, summary(document, found));
    return checked.exit;
  }
  const markdown = join(out, 'change.md');
  const words = ['diff', '--repo', tree, '--go', base, '--format', 'markdown', '--out', markdown, '--quiet'];
  const compared = await nosplit(words);
  const text = read(markdown);
  if (text === null) {
    write(annotation('error', 'nosplit did not compare the tree', lastLine(compared.stderr)));
    return compared.exit;
  }
  summarize(env, text);
  try {
    await comment(text, env);
  } catch (error) {
    // The comparison is in the summary, too.
    write(annotation('warning', 'the pull request has no comment', messageOf(error)));
  }
  return compared.exit;
}

interface Part extends ReportDocument {
  readonly part: string;
  readonly config: string;
  readonly refusal: string | null;
}

interface Parts {
  readonly verdict: string;
  readonly parts: readonly (
    Part | { readonly part: string; readonly verdict: string; readonly refusal: string }
  )[];
}

/** What the command has just written; null where it wrote nothing. */
function readParts(path: string): Parts | null {
  const text = read(path);
  return text === null ? null : (JSON.parse(text) as Parts);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const isSearched = (part: Parts['parts'][number]): part is Part => 'reproduce' in part;

/** Findings with files as the workspace has them: the tree may lie in a folder of it. */
function foundIn({ parts }: Parts, below: string): Found {
  const inWorkspace = <Of extends { readonly file: string | null } | null>(where: Of): Of =>
    where === null || where.file === null || below === ''
      ? where
      : { ...where, file: `${below}/${where.file}` };
  return {
    reports: parts.filter(isSearched).map((document) => ({
      part: document.part,
      title: `${document.subject.kind === 'go' ? (document.subject.version ?? 'the Go tree') : document.system} at ${document.config}`,
      document: {
        ...document,
        violations: document.violations.map((one) => ({
          ...one,
          where: inWorkspace<Where | null>(one.where),
          cures: one.cures.map((cure) => inWorkspace(cure)),
          trace: one.trace && {
            ...one.trace,
            steps: one.trace.steps.map((step) => ({ ...step, where: inWorkspace<Where | null>(step.where) })),
          },
        })),
      },
    })),
    refused: parts.flatMap((part) => (part.refusal === null ? [] : [{ part: part.part, why: part.refusal }])),
  };
}

/** A page for each part that is violated, of its first counterexample. */
async function pages({ parts }: Parts, out: string, { nosplit, write }: ActionWorld): Promise<void> {
  for (const searched of parts.filter(isSearched)) {
    const { part } = searched;
    if (searched.violations.length === 0) continue;
    const report = Object.fromEntries(
      Object.entries(searched).filter(([key]) => !['part', 'config', 'refusal'].includes(key)),
    );
    const name = join(out, part.replace(/\W+/g, '-'));
    writeFileSync(`${name}.json`, JSON.stringify(report));
    const { exit, stderr } = await nosplit(['report', `${name}.json`, '--html', `${name}.html`]);
    if (exit !== exitCode.holds) write(annotation('warning', `no page for ${part}`, lastLine(stderr)));
  }
}

/** What the pull request is compared with; null for no comparison. */
function baseOf({ env }: ActionWorld): string | null {
  const given = env['NOSPLIT_BASE'] ?? '';
  if (given !== '') return given;
  const event = read(env['GITHUB_EVENT_PATH'] ?? '');
  if (event === null) return null;
  const { pull_request: request } = JSON.parse(event) as { pull_request?: { base?: { sha?: unknown } } };
  return typeof request?.base?.sha === 'string' ? request.base.sha : null;
}

function summary({ verdict, parts }: Parts, found: Found): string {
  const rows = parts.map(({ part, verdict: told }) => `| ${part} | ${told} |`);
  const pictures = mermaid(found.reports)
    .split(/\n(?=sequenceDiagram)/)
    .filter((one) => one !== '')
    .slice(0, 1)
    .map((one) => `\n\`\`\`mermaid\n${one.trimEnd()}\n\`\`\`\n`);
  return `### nosplit: ${verdict}\n\n| part | verdict |\n| --- | --- |\n${rows.join('\n')}\n${pictures.join('')}`;
}

function summarize(env: ActionWorld['env'], text: string): void {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file !== undefined && file !== '') appendFileSync(file, text);
}

function output(env: ActionWorld['env'], values: Readonly<Record<string, string>>): void {
  const file = env['GITHUB_OUTPUT'];
  if (file === undefined || file === '') return;
  for (const [name, value] of Object.entries(values))
    appendFileSync(file, `${name}=${value.replace(/[\r\n]/g, ' ')}\n`);
}

const annotation = (kind: 'error' | 'warning', title: string, text: string): string =>
  command(kind, { title }, text);

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
