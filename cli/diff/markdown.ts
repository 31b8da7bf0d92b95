/** A comparison as Markdown, for a comment on a change under review. */
import { explain } from '../reporters/explained.ts';
import { plural } from '../reporters/words.ts';
import type { Row } from '../../facts/index.ts';
import { headline, nameOf, partSentence, refusalsOf, toTell } from './comparison.ts';
import type { ChangedFunction, Comparison } from './comparison.ts';

export function diffMarkdown(comparison: Comparison): string {
  const { old, new: now, design, functions, parts } = comparison;
  const sections = [
    `### nosplit: ${escaped(headline(comparison))}`,
    `${escaped(nameOf(old))} → ${escaped(nameOf(now))}`,
    tableOf(
      ['part', 'before', 'after', 'counterexamples'],
      parts.map((part) => [
        part.part,
        part.old.verdict,
        part.old.verdict === part.new.verdict ? part.new.verdict : `**${part.new.verdict}**`,
        escaped(partSentence(part)),
      ]),
    ),
    ...refusalsOf(comparison).map(({ side, why }) => `The ${side} tree is refused: ${escaped(why)}`),
    ...counterexamples(comparison),
    ...(design.length === 0
      ? []
      : [
          tableOf(
            ['design', 'before', 'after'],
            design.map((one) => [one.name, escaped(one.old), escaped(one.new)]),
          ),
        ]),
    ...(functions.length === 0
      ? ['No function that is read differs.']
      : [
          details(
            `${plural(functions.length, 'function')} that ${functions.length === 1 ? 'is' : 'are'} read ${functions.length === 1 ? 'differs' : 'differ'}`,
            functions.flatMap(functionLines),
            'diff',
          ),
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function functionLines({ name, old, new: now, statements, steps }: ChangedFunction): string[] {
  const at = (place: ChangedFunction['old']): string =>
    place === null ? 'not there' : `${place.file}:${place.line}`;
  const rows = (
    title: string,
    all: readonly Row<{ line: number; says: string; class?: string }>[],
  ): string[] =>
    all.length === 0
      ? []
      : [
          `# ${title}`,
          ...all.flatMap((row) =>
            (
              [
                ['-', row.old],
                ['+', row.new],
              ] as const
            ).flatMap(([sign, one]) =>
              one === null
                ? []
                : [`${sign} ${one.line}: ${one.says}${one.class === undefined ? '' : ` (${one.class})`}`],
            ),
          ),
        ];
  return [`@@ ${name} ${at(old)} ${at(now)} @@`, ...rows('statements', statements), ...rows('steps', steps)];
}

const plain = (_: string, text: string): string => text;

const counterexamples = (comparison: Comparison): string[] =>
  toTell(comparison).map(({ part, violation, report, selection, alsoViolates }) =>
    details(
      `${[violation.property, ...alsoViolates].join(', ')} in ${part}`,
      explain(violation, report, { width: 120, paint: plain, selection, brief: true }),
      'text',
    ),
  );

const details = (summary: string, lines: readonly string[], language: string): string => {
  // A fence that no line of the text can end.
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>${escaped(summary)}</summary>\n\n${fence}${language}\n${lines.join('\n')}\n${fence}\n\n</details>`;
};

/** What stands in a tree is text, and no markup. */
const escaped = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|#&]/g, (mark) => (mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`))
    .replace(/\s*\n\s*/g, ' ');

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
