/** A run as text for others: Markdown for a review, a Mermaid sequence diagram, and a test. What a reader would obey is escaped. */
import type { Scalar } from '../../checker/index.ts';
import type { RunShown, SystemShown } from '../data.ts';
import { valueAt } from '../columns.ts';
import { walkTest } from './test-file.ts';

export interface Shared {
  readonly system: SystemShown;
  readonly run: RunShown;
  /** A command line that comes to the run again. */
  readonly command: string;
}

/** The verdict, the moments and the steps as a table, as a comment of a review takes it. */
export function markdownOf({ system, run, command }: Shared): string {
  const { violated, steps, moments, cure } = run;
  const about = violated === null ? undefined : system.properties[violated];
  const head =
    violated === null
      ? `${md(system.title)}: a run of ${steps.length} steps, at whose end nothing is violated`
      : `${md(system.title)}: **${md(violated)}** is violated after ${run.violatedAt ?? 0} steps`;
  return [
    head,
    ...(about?.otherwise == null ? [] : ['', `> ${md(about.otherwise)}`]),
    ...(moments.length === 0
      ? []
      : [
          '',
          ...moments.map(
            ({ first, last, sentence }) =>
              `- step ${first === last ? first : `${first}–${last}`}: ${md(sentence)}`,
          ),
        ]),
    ...(cure.length === 0 ? [] : ['', ...cure.map(({ sentence }) => `→ ${md(sentence)}`)]),
    '',
    '<details><summary>All steps</summary>',
    '',
    '| step | process | action | changes | code |',
    '| ---: | --- | --- | --- | --- |',
    ...steps.map(
      (step, index) =>
        `| ${index + 1} | ${md(step.process)} | ${md(step.label)} | ${md(changesText({ system, run }, index + 1))} | ${md([step.code, step.place].filter((part) => part !== '').join(' '))} |`,
    ),
    '',
    '</details>',
    '',
    `\`${plain(command).replaceAll('`', "'")}\``,
    '',
  ].join('\n');
}

/** What Markdown, HTML and GitHub's references would read in a text stands there as it is. */
const md = (text: string): string =>
  plain(text)
    .replaceAll(/[\\`*_{}[\]()#+!|~>@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');

/** On one line, without characters that change how others are read. */
const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, ' ').slice(0, 500);

function changesText({ system, run }: Pick<Shared, 'system' | 'run'>, step: number): string {
  const changes = run.steps[step - 1]?.changes ?? [];
  const data = changes.filter(([field]) => system.isProgramCounter[field] !== true);
  const told = data.length > 0 ? data : changes;
  const spelled = ([field, after]: readonly [number, Scalar]): string =>
    `${system.fields[field]?.path ?? ''} ${String(valueAt(run, field, step - 1).value)} → ${String(after)}`;
  return told.length === 0 ? 'nothing' : told.map(spelled).join(', ');
}

/** A sequence diagram: a participant for each process, a note for each step. */
export function mermaidOf({ system, run }: Shared): string {
  const processes = [...new Set(run.steps.map(({ process }) => process))];
  const name = (process: string): string => `P${processes.indexOf(process)}`;
  return [
    'sequenceDiagram',
    `  %% ${mermaid(system.title)}`,
    ...processes.map(
      (process) => `  participant ${name(process)} as ${mermaid(process === '' ? 'system' : process)}`,
    ),
    ...run.steps.map((step, index) => {
      const text = mermaid(`${index + 1} ${step.label}: ${changesText({ system, run }, index + 1)}`);
      return `  ${name(step.process)}->>${name(step.process)}: ${text}`;
    }),
    ...(run.violated === null || processes.length === 0
      ? []
      : [
          `  Note over ${name(run.steps[(run.violatedAt ?? 0) - 1]?.process ?? '')}: ✗ ${mermaid(run.violated)}`,
        ]),
    '',
  ].join('\n');
}

/** Letters, digits and a few signs stay; all else is an entity of Mermaid's, `#60;`. */
const mermaid = (text: string): string =>
  plain(text).replaceAll(/[^\p{L}\p{N} .,_=→✗[\]/-]/gu, (letter) => `#${letter.codePointAt(0) ?? 32};`);

/** A vitest file that takes the steps again, of a system that `expression` makes. */
export function vitestOf({ system, run, command }: Shared, imports: string, expression: string): string {
  const violated = Object.entries(run.verdicts).flatMap(([name, letters]) =>
    letters.endsWith('v') && system.properties[name]?.kind === 'always' ? [name] : [],
  );
  const schedule = run.steps.map(({ action, params }) =>
    [action, ...Object.values(params).map(String)].join(':'),
  );
  const by = `Written by nosplit's explorer; the same: ${plain(command)}`;
  return walkTest({ by, imports: [imports], expression, title: system.title, schedule, violated });
}
