/** What is cited, whatever it is: one title, one address, named facts, commands; and how that is written. */
import { shown } from '../terminal.ts';
import { fill } from '../reporters/words.ts';

export interface Citation {
  /** Short and without spaces: the key in a bibliography. */
  readonly id: string;
  readonly title: string;
  /** Of nosplit. */
  readonly version: string;
  /** `2026-11-25`: of the figures, or of the report; null where none is known. */
  readonly date: string | null;
  readonly url: string;
  /** In the order in which they are told: bounds, method, hashes. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  /** Command lines that show it again. */
  readonly commands: readonly string[];
}

export const citationFormats = ['text', 'markdown', 'bibtex', 'csl'] as const;
export type CitationFormat = (typeof citationFormats)[number];

const author = 'nosplit authors';

/** Ends with a line break. */
export function citationText(citation: Citation, format: CitationFormat, width: number): string {
  switch (format) {
    case 'text':
      return plain(citation, width);
    case 'markdown':
      return markdown(citation);
    case 'bibtex':
      return bibtex(citation);
    case 'csl':
      return `${JSON.stringify([csl(citation)], null, 2)}\n`;
  }
}

function plain({ title, version, date, url, facts, commands }: Citation, width: number): string {
  const lines = [
    ...fill(title, width),
    ...facts.flatMap(([name, text]) =>
      fill(`${name}: ${text}`, width - 2).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`),
    ),
    ...commands.map((command) => `  $ ${command}`),
    `nosplit ${version}${date === null ? '' : `, ${date}`}`,
    url,
  ];
  return `${lines.join('\n')}\n`;
}

function markdown({ title, version, date, url, facts, commands }: Citation): string {
  const lines = [
    `**${md(title)}** ([nosplit ${md(version)}](${encodeURI(url)})${date === null ? '' : `, ${md(date)}`})`,
    '',
    ...facts.map(([name, text]) => `- ${md(name)}: ${md(text)}`),
    ...commands.map((command) => `- ${code(command)}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Text that Markdown shows as it is, on one line. */
const md = (text: string): string =>
  shown(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>()#|~&!@$:]/g, (found) => `\\${found}`);

/** Code on one line: the fence is longer than any run of backticks in it. */
function code(text: string): string {
  const line = shown(text).replace(/\s+/g, ' ');
  const fence = '`'.repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)));
  return `${fence}${line.includes('`') ? ` ${line} ` : line}${fence}`;
}

function bibtex(citation: Citation): string {
  const { id, title, version, date, url } = citation;
  const fields: readonly (readonly [string, string])[] = [
    ['title', `{${tex(title)}}`],
    ['author', `{${author}}`],
    ['howpublished', `nosplit ${tex(version)}`],
    ...(date === null ? [] : [['year', date.slice(0, 4)] as const, ['date', date] as const]),
    // BibTeX has no way to write a brace in a URL.
    ['url', encodeURI(url).replace(/[{}]/g, encodeURIComponent)],
    ['note', tex(noteOf(citation))],
  ];
  return `@misc{${id.replace(/[^\w.:-]/g, '-')},\n${fields.map(([name, value]) => `  ${name} = {${value}},\n`).join('')}}\n`;
}

const texNames: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

const tex = (text: string): string =>
  shown(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\{}$&#_%~^"]/g, (found) => texNames[found] ?? (found === '"' ? "''" : `\\${found}`));

const csl = (citation: Citation): object => ({
  id: citation.id,
  type: 'report',
  title: citation.title,
  author: [{ literal: author }],
  publisher: 'nosplit',
  version: citation.version,
  URL: citation.url,
  note: noteOf(citation),
  ...(citation.date !== null && { issued: { 'date-parts': [citation.date.split('-').map(Number)] } }),
});

const noteOf = ({ facts, commands }: Citation): string =>
  [
    ...facts.map(([name, text]) => `${name}: ${text.replace(/\.$/, '')}`),
    ...commands.map((command) => `$ ${command}`),
  ].join('; ');
