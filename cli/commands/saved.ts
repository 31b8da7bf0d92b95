/** A counterexample from a saved JSON report. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import type { Json, Params, Trace } from '../../checker/index.ts';
import { UsageError, fileError, messageOf } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { parsed } from '../parsed.ts';
import type { Subject } from '../selection/selection.ts';

export interface Saved {
  readonly subject: Subject;
  readonly fingerprint: string;
  readonly property: string;
  /** The instance of a property with parameters. */
  readonly params?: Params;
  readonly trace: Trace;
  /** Whether the trace ends in what the property looks for, and not in a violation. */
  readonly isWitness: boolean;
}

const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.number(), v.boolean(), v.string(), v.array(json), v.record(v.string(), json)]),
);
const scalar = v.union([v.number(), v.boolean(), v.string()]);
const params = v.record(v.string(), scalar);
const step = v.object({
  action: v.string(),
  params,
  process: v.string(),
  changes: v.array(v.object({ path: v.string(), before: scalar, after: scalar })),
  state: json,
});
const trace = v.object({
  initial: json,
  steps: v.array(step),
  switches: v.number(),
  id: v.string(),
  shortest: v.boolean(),
  loop: v.exactOptional(v.number()),
});
const subject = v.variant('kind', [
  v.object({ kind: v.literal('design'), design: v.string(), config: v.string() }),
  v.object({ kind: v.literal('mutant'), mutant: v.string(), config: v.string() }),
  v.object({ kind: v.literal('go'), dir: v.string(), version: v.nullable(v.string()), config: v.string() }),
  v.object({ kind: v.literal('model'), model: v.string(), params }),
]);
const report = v.object({
  schema: v.literal('nosplit.report/1'),
  subject,
  fingerprint: v.string(),
  violations: v.array(
    v.object({ property: v.string(), params: v.exactOptional(params), trace: v.nullable(trace) }),
  ),
  properties: v.exactOptional(
    v.array(
      v.object({
        property: v.string(),
        witness: v.exactOptional(v.object({ trace: v.nullable(trace) })),
      }),
    ),
  ),
});

/** Whether data are a report of `nosplit conform`, whatever else is in them. */
export const conformReport = v.object({ schema: v.literal('nosplit.conform/1') });

/** Reads the report at a path; null where `given` is no path but an id. Throws a UsageError for any other file. */
export function readSaved(given: string, property: string | undefined, cwd: string): Saved | null {
  const data = readJson(given, cwd);
  if (data === undefined) {
    if (property !== undefined)
      throw new UsageError('--property chooses from a saved report; an id names one trace already');
    return null;
  }
  if (v.is(conformReport, data))
    throw new UsageError(
      `${given} is a report of conform, whose schedules no single model replays; give it to nosplit emit-test`,
    );
  const {
    subject: searched,
    fingerprint,
    violations,
    properties = [],
  } = parsed(
    report,
    data,
    (issue) =>
      new UsageError(
        `${given} is no report of nosplit.report/1 (${issue}); save one with --format json --out FILE`,
      ),
  );
  const traces = violations.flatMap(({ trace, ...violation }) =>
    trace === null ? [] : [{ ...violation, trace, isWitness: false }],
  );
  const reached = properties.flatMap(({ property: name, witness }) =>
    witness?.trace ? [{ property: name, trace: witness.trace, isWitness: true }] : [],
  );
  const chosen =
    property === undefined
      ? (traces[0] ?? (reached.length === 1 ? reached[0] : undefined))
      : [...traces, ...reached].find((one) => one.property === property);
  if (chosen === undefined) {
    const known = [...traces, ...reached].map((one) => one.property);
    throw new UsageError(
      known.length === 0 || property === undefined
        ? `${given} holds no counterexample${known.length === 0 ? '' : `; choose a witness with --property: ${known.join(', ')}`}`
        : `${given} holds no counterexample to ${property}${didYouMean(property, known)}; it has ${known.join(', ')}`,
    );
  }
  return { subject: searched, fingerprint, ...chosen };
}

/** The JSON in the file at a path; undefined where `given` is no path but an id. Throws a UsageError for any other file. */
export function readJson(given: string, cwd: string): unknown {
  const path = resolve(cwd, given);
  if (!existsSync(path)) {
    if (/[/\\.]/.test(given))
      throw new UsageError(`${given}: no such file; give a report saved with --format json, or a trace id`);
    return undefined;
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `${given} cannot be read (${fileError(error)}); give a report saved with --format json`,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(
      `${given} is no JSON (${messageOf(error)}); save a report with --format json --out FILE`,
    );
  }
}
