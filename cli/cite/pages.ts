/** The pages of the package that can be cited: proofs-notes.md by its claims, docs/functions.md by its rows. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InternalError } from '../../checker/index.ts';

export interface Claim {
  /** `H1`. */
  readonly name: string;
  readonly statement: string;
  /** What its list says: `Bounds`, `Method`, `Go`. */
  readonly fields: readonly (readonly [name: string, text: string])[];
  readonly commands: readonly string[];
  /** All of it, to look a name up in. */
  readonly text: string;
}

export interface GoFunction {
  /** `traceWriter.refill`. */
  readonly name: string;
  /** `src/runtime/tracebuf.go`. */
  readonly file: string;
  /** `refill` in `reference/runtime/tracewriter.ts`; empty for none. */
  readonly references: readonly { readonly name: string; readonly file: string }[];
  readonly steps: readonly string[];
}

export const repositoryUrl = 'https://github.com/nosplit/nosplit';

/** A file of the package at its version. */
export const permalink = (version: string, path: string): string =>
  `${repositoryUrl}/blob/v${version}/${path}`;

/** The claims of proofs-notes.md, and the date of their figures. */
export function claims(): { readonly claims: readonly Claim[]; readonly date: string | null } {
  const notes = page('proofs-notes.md');
  const [, date = null] =
    /Figures\s+without\s+another\s+date\s+are\s+of\s+(\d{4}-\d\d-\d\d)/.exec(notes) ?? [];
  return {
    date,
    claims: notes.split(/^(?=#{2,3} )/m).flatMap((section) => {
      const [, name] = /^### ([HF]\d+)$/m.exec(section) ?? [];
      return name === undefined ? [] : [claimOf(name, section)];
    }),
  };
}

function claimOf(name: string, section: string): Claim {
  const prose = section.replace(/^```[\s\S]*?^```/gm, '');
  const [, statement = ''] = /\*\*([\s\S]+?)\*\*/.exec(prose) ?? [];
  return {
    name,
    statement: unmarked(statement),
    fields: [...prose.matchAll(/^- ([A-Z][\w ]*): ((?:.|\n {2})*)/gm)].map(
      ([, field = '', text = '']) => [field, unmarked(text)] as const,
    ),
    commands: [...section.matchAll(/^\$ (nosplit .*)$/gm)].map(([, command = '']) => command),
    text: section,
  };
}

/** The rows of docs/functions.md. */
export function goFunctions(): GoFunction[] {
  const row = /^\| `([\w.]+)` +\| `([\w/.]+)` +\| (.*?) *\| (.*?) *\|$/gm;
  return [...page('docs/functions.md').matchAll(row)].map(
    ([, name = '', file = '', reference = '', steps = '']) => ({
      name,
      file: `src/${file}`,
      references: [...reference.matchAll(/\[`(\w+)`\]\[(reference\/[\w/.-]+)\]/g)].map(
        ([, one = '', path = '']) => ({ name: one, file: path }),
      ),
      steps: [...steps.matchAll(/`([^`]+)`/g)].map(([, step = '']) => step),
    }),
  );
}

/** On one line, without Markdown's marks. */
const unmarked = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();

/** One or two folders up: from the sources, or from dist. */
function page(name: string): string {
  for (const above of ['../../', '../../../']) {
    const path = fileURLToPath(new URL(above + name, import.meta.url));
    if (existsSync(path)) return readFileSync(path, 'utf8');
  }
  throw new InternalError(`the package lacks ${name}`);
}
