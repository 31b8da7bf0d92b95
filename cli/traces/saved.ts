/** A counterexample from a saved JSON report, as the report tells it: nothing of it is believed yet. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import type { Params } from '../../checker/index.ts';
import { isId } from '../../checker/index.ts';
import { UsageError } from '../errors.ts';
import { JsonError, readJsonFile } from '../json-file.ts';
import { noSuch } from '../nearest.ts';
import { parsed } from '../parsed.ts';
import type { Subject } from '../selection/selection.ts';

/** A violation, or a witness, with a trace. */
export interface SavedTrace {
  readonly property: string;
  /** The instance of a property with parameters. */
  readonly params?: Params;
  readonly lasso?: { readonly since: number; readonly fairness: string };
  readonly trace: { readonly id: string; readonly steps?: readonly object[] | undefined };
  /** Whether the trace ends in what the property looks for, and not in a violation. */
  readonly isWitness: boolean;
  /** All that the report says of it, to be compared with what its replay gives. */
  readonly told: object;
}

export interface Saved {
  readonly subject: Subject;
  readonly system: string;
  readonly fingerprint: string;
  readonly verdict: string;
  readonly properties: readonly SavedProperty[];
  /** What has a trace: the violations, then the witnesses. */
  readonly traces: readonly SavedTrace[];
  /** Which of them is asked for. */
  readonly chosen: SavedTrace;
}

const scalar = v.union([v.number(), v.boolean(), v.string()]);
const params = v.record(v.string(), scalar);
const trace = v.nullable(v.looseObject({ id: v.string(), steps: v.optional(v.array(v.looseObject({}))) }));
const violation = v.looseObject({
  property: v.string(),
  params: v.exactOptional(params),
  trace,
  lasso: v.exactOptional(v.looseObject({ since: v.number(), fairness: v.string() })),
});
const property = v.looseObject({
  property: v.string(),
  kind: v.string(),
  verdict: v.string(),
  witness: v.exactOptional(v.looseObject({ trace })),
});
type SavedProperty = v.InferOutput<typeof property>;
const ofSteps = v.exactOptional(v.literal(true));
const granularity = v.exactOptional(v.picklist(['coarse', 'fine']));
/** What was selected, as a file says it. A key that is not here is lost when a report is read, and another system is replayed. */
export const subject = v.variant('kind', [
  v.object({
    kind: v.literal('design'),
    design: v.string(),
    config: v.string(),
    programs: ofSteps,
    granularity,
  }),
  v.object({
    kind: v.literal('mutant'),
    mutant: v.string(),
    config: v.string(),
    programs: ofSteps,
    granularity,
  }),
  v.object({
    kind: v.literal('go'),
    dir: v.string(),
    version: v.nullable(v.string()),
    config: v.string(),
    programs: ofSteps,
    granularity,
    read: v.exactOptional(
      v.object({
        goos: v.optional(v.string()),
        goarch: v.optional(v.string()),
        accept: v.optional(v.array(v.string())),
      }),
    ),
  }),
  v.object({ kind: v.literal('model'), model: v.string(), params }),
]);
const report = v.object({
  schema: v.literal('nosplit.report/1'),
  subject,
  system: v.string(),
  fingerprint: v.string(),
  verdict: v.string(),
  properties: v.array(property),
  violations: v.array(violation),
});

/** Whether data are a report of `nosplit conform`, whatever else is in them. */
export const conformReport = v.object({ schema: v.picklist(['nosplit.conform/1', 'nosplit.conform/2']) });

/** The report that data from the file `given` are. Throws a UsageError for any other data. */
export function readSaved(given: string, data: unknown, property: string | undefined): Saved {
  if (v.is(conformReport, data))
    throw new UsageError(
      `${given} is a report of conform, whose schedules no single model replays; give it to nosplit emit-test`,
    );
  const kind = otherKind(data);
  if (kind !== null)
    throw new UsageError(
      `${given} is ${kind}, and no report of nosplit.report/1; save one with nosplit check --format json --out FILE`,
    );
  const found = parsed(
    report,
    data,
    (issue) =>
      new UsageError(
        `${given} is no report of nosplit.report/1 (${issue}); save one with --format json --out FILE`,
      ),
  );
  const traces = [
    ...found.violations.flatMap((told): SavedTrace[] =>
      told.trace === null ? [] : [{ ...told, trace: told.trace, isWitness: false, told }],
    ),
    ...found.properties.flatMap(({ property: name, witness }): SavedTrace[] =>
      witness?.trace ? [{ property: name, trace: witness.trace, isWitness: true, told: witness }] : [],
    ),
  ];
  return { ...found, traces, chosen: chosenFrom(given, traces, property) };
}

/** The one of that property; without a name the first counterexample, or the only witness. */
function chosenFrom(given: string, traces: readonly SavedTrace[], property: string | undefined): SavedTrace {
  const violated = traces.find(({ isWitness }) => !isWitness);
  const found =
    property === undefined
      ? (violated ?? (traces.length === 1 ? traces[0] : undefined))
      : traces.find((one) => one.property === property);
  if (found !== undefined) return found;
  const known = traces.map((one) => one.property);
  throw new UsageError(
    known.length === 0 || property === undefined
      ? `${given} holds no counterexample${known.length === 0 ? '' : `; choose a witness with --property: ${known.join(', ')}`}`
      : noSuch(
          `${given} holds no counterexample to ${property}`,
          property,
          known,
          `it has ${known.join(', ')}`,
        ),
  );
}

const kinds: Readonly<Record<string, string>> = {
  conform: 'a report of conform',
  expectations: 'the expected answers of the matrix',
  facts: 'what facts prints',
  matrix: 'a report of the matrix',
  parts: 'a report of all parts of a Go tree',
  run: 'what run prints',
  statements: 'what facts prints',
  trace: 'what decode prints',
  'vacuity-waivers': 'a file of waivers',
  validation: 'what validate prints',
  why: 'what why prints',
};

/** What data are that say so and are no report of this version; null for all else. */
function otherKind(data: unknown): string | null {
  const field = (name: string, of: unknown = data): unknown =>
    typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
  const schema = field('schema');
  if (typeof schema === 'string') {
    const [, name = '', version = ''] = /^nosplit\.([a-z-]+)\/(\d+)$/.exec(schema) ?? [];
    if (name === 'report')
      return version === '1' ? null : `a report of version ${version}, which another nosplit reads`;
    return Object.hasOwn(kinds, name) ? (kinds[name] ?? null) : null;
  }
  if (field('event') === 'start') return 'the first event of --format jsonl';
  return field('kind') === 'run' ? 'what run prints' : null;
}

/** The JSON in the file at a path; undefined where `given` is no path but an id. Throws a UsageError for any other file. */
export function readJson(given: string, cwd: string): unknown {
  const path = resolve(cwd, given);
  if (!existsSync(path)) {
    if (!isId(given) && /[/\\.]/.test(given))
      throw new UsageError(`${given}: no such file; give a report saved with --format json, or a trace id`);
    return undefined;
  }
  try {
    return readJsonFile(path);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new UsageError(`${given} ${error.message}; save a report with --format json --out FILE`);
  }
}
