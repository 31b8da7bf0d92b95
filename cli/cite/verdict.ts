/** A saved report as a citation: what was read, within which bounds, when, by which command. */
import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { parsed } from '../parsed.ts';
import { count } from '../reporters/words.ts';
import { commandLine } from '../selection/selection.ts';
import type { Citation } from './citation.ts';
import { permalink } from './pages.ts';

const tree = v.nullable(v.object({ hash: v.string(), files: v.array(v.string()) }));
const searched = v.object({
  tool: v.object({ version: v.string() }),
  date: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT/)),
  system: v.string(),
  subject: v.looseObject({ kind: v.string() }),
  tree,
  design: v.nullable(v.string()),
  bounds: v.nullable(v.looseObject({ name: v.string() })),
  verdict: v.string(),
  limit: v.nullable(v.string()),
  distinct: v.number(),
  violations: v.array(v.looseObject({ property: v.string(), steps: v.nullable(v.number()) })),
  properties: v.array(v.looseObject({ property: v.string() })),
  reproduce: v.string(),
});
type Searched = v.InferOutput<typeof searched>;
const parts = v.object({
  schema: v.literal('nosplit.parts/1'),
  verdict: v.string(),
  parts: v.array(
    v.union([
      v.intersect([searched, v.looseObject({ part: v.string() })]),
      v.looseObject({ part: v.string(), refusal: v.string(), reproduce: v.optional(v.undefined()) }),
    ]),
  ),
});
const report = v.intersect([searched, v.object({ schema: v.literal('nosplit.report/1') })]);

/** Throws a UsageError for what is no report of check, or one of a version that did not say what was read. */
export function citedVerdict(given: string, data: unknown): Citation {
  const isParts =
    typeof data === 'object' && data !== null && Reflect.get(data, 'schema') === 'nosplit.parts/1';
  const wrong = (issue: string): UsageError =>
    new UsageError(
      `${given} is no report that says what was read (${issue}); save one with nosplit check --format json --out FILE`,
    );
  if (!isParts) {
    const found = parsed(report, data, wrong);
    return citation(subjectOf(found), found, [['verdict', verdictOf(found)], ...boundsOf(found)]);
  }
  const { verdict, parts: all } = parsed(parts, data, wrong);
  // The part of which most was read.
  const [first] = all
    .filter(isSearched)
    .toSorted((one, other) => (other.tree?.files.length ?? 0) - (one.tree?.files.length ?? 0));
  if (first === undefined) throw wrong('no part was searched');
  const { dir } = first.subject;
  return {
    ...citation(subjectOf(first), { ...first, design: null }, [
      ['verdict', verdict],
      ...all.map((one): [string, string] => [
        one.part,
        isSearched(one)
          ? [verdictOf(one), ...boundsOf(one).map(([, text]) => text)].join('; ')
          : `refused: ${one.refusal}`,
      ]),
    ]),
    commands: [`nosplit check --go ${typeof dir === 'string' ? commandLine([dir]) : ''}`.trimEnd()],
  };
}

type Part = v.InferOutput<typeof parts>['parts'][number];
const isSearched = (part: Part): part is Part & Searched => 'reproduce' in part;

function citation(title: string, one: Searched, facts: readonly (readonly [string, string])[]): Citation {
  const { tool, date, design, reproduce } = one;
  return {
    id: `nosplit-${title.replace(/\W+/g, '-')}-${date.slice(0, 10)}`,
    title: `nosplit's verdict on ${title}: ${facts[0]?.[1] ?? ''}`,
    version: tool.version,
    date: date.slice(0, 10),
    url: permalink(tool.version, 'proofs-notes.md'),
    facts: [
      ...facts.slice(1),
      ...(one.tree === null
        ? []
        : [
            [
              'read',
              `${count(one.tree.files.length)} files of src/runtime, ${one.tree.hash} (sha256sum FILE... | sha256sum)`,
            ] as const,
          ]),
      ...(design === null ? [] : [['design', design] as const]),
      ['said by', 'the report; nosplit replay judges its counterexamples'],
    ],
    commands: [reproduce],
  };
}

function subjectOf({ subject, system }: Searched): string {
  const of = (name: string): string | null => {
    const value = subject[name];
    return typeof value === 'string' ? value : null;
  };
  return of('version') ?? of('design') ?? of('mutant') ?? of('model') ?? system;
}

function verdictOf({ verdict, limit, violations, properties }: Searched): string {
  const broken = violations.map(
    ({ property, steps }) => `${property}${steps === null ? '' : ` in ${steps} steps`}`,
  );
  return broken.length > 0
    ? `${verdict} (${broken.join(', ')})`
    : verdict === 'holds'
      ? `holds, all ${properties.length} properties in every reachable state`
      : `${verdict} (${limit ?? 'stopped'})`;
}

const boundsOf = ({ bounds, distinct }: Searched): [string, string][] => [
  ['bounds', `${bounds === null ? 'those of the model' : bounds.name}, ${count(distinct)} distinct states`],
];
