/** The report as it is saved: what the checker answered, and what it was asked. `schema/report.schema.json` describes it. */
import type { Json, PropertyReport, Report } from '../../checker/index.ts';
import { fingerprint } from '../../checker/index.ts';
import type { Confirmation, TreeHash, TreeSources } from '../../facts/index.ts';
import { treeHash } from '../../facts/index.ts';
import type { Bounds } from '../../model/index.ts';
import { boundsByName } from '../../model/index.ts';
import type { Selection, Subject } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import { version } from '../version.ts';
import type { LocatedViolation, LocatedWitness } from './located.ts';
import { locatedViolation, locatedWitness } from './located.ts';

export type LocatedProperty = Omit<PropertyReport, 'witness'> & { readonly witness?: LocatedWitness };

export interface ReportDocument extends Omit<Report, 'violations' | 'properties'> {
  readonly tool: { readonly name: 'nosplit'; readonly version: string };
  /** When it was written, in ISO 8601. */
  readonly date: string;
  readonly subject: Subject;
  /** Of the system's layout and actions: what the traces belong to. */
  readonly fingerprint: string;
  /** What was read of a Go tree; null where none was. */
  readonly tree: TreeHash | null;
  /**
   * SHA-256 of what the tracer's model is made of, names left out, as JSON with sorted keys: the facts of a design, a mutant's name, or
   * programs of steps. null for other models.
   */
  readonly design: string | null;
  /** The bounds of the tracer's model; null for other models. */
  readonly bounds: Bounds | null;
  readonly violations: readonly LocatedViolation[];
  readonly properties: readonly LocatedProperty[];
  /** With --confirm: what the tree's machine code says about its sources. */
  readonly confirmation: Confirmation | null;
  /** A command line that runs the same check. */
  readonly reproduce: string;
}

/** What was asked, beside the search itself. */
export interface Asked {
  readonly selection: Selection;
  readonly confirmation: Confirmation | null;
  /** The words after `nosplit` that run this again. */
  readonly reproduce: readonly string[];
  /** Commands by which the real runtime follows the counterexamples. */
  readonly forced?: readonly string[];
}

export const documentOf = (
  report: Report,
  { selection, confirmation, reproduce }: Asked,
): ReportDocument => ({
  ...report,
  tool: { name: 'nosplit', version: version() },
  date: new Date().toISOString(),
  subject: selection.subject,
  fingerprint: fingerprint(selection.system),
  tree: hashOf(selection.sources),
  design: designHash(selection),
  bounds: boundsOf(selection.subject),
  violations: report.violations.map((violation) => locatedViolation(violation, selection)),
  properties: report.properties.map(({ witness, ...property }) => ({
    ...property,
    ...(witness === undefined ? {} : { witness: locatedWitness(witness, selection) }),
  })),
  confirmation,
  reproduce: `nosplit ${commandLine(reproduce)}`,
});

const known = new WeakMap<TreeSources, TreeHash>();

function hashOf(sources: TreeSources | null): TreeHash | null {
  if (sources === null) return null;
  const hash = known.get(sources) ?? treeHash(sources);
  known.set(sources, hash);
  return hash;
}

/** A module of the tracer is given what it is made of as its parameters. */
function designHash({ subject, module }: Selection): string | null {
  if (subject.kind === 'model') return null;
  const { design, programs } = fieldsOf(module.params);
  const facts = Object.entries(fieldsOf(design)).filter(([key]) => key !== 'name' && key !== 'title');
  const text = JSON.stringify(canonical(programs ?? Object.fromEntries(facts)));
  return `sha256:${process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')}`;
}

const fieldsOf = (value: Json | undefined): Readonly<Record<string, Json>> =>
  typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {};

/** With the keys of every object in their order, so that equal values are equal texts. */
function canonical(value: Json): Json {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one: Json) => canonical(one));
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]: [string, Json]) => [key, canonical(one)]),
  );
}

const boundsOf = (subject: Subject): Bounds | null =>
  subject.kind === 'model' ? null : (boundsByName[subject.config] ?? null);
