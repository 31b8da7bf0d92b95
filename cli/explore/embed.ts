/** What a page is given: the system as data that it can make again, the run, and the lines of the tree where they are asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Params, Trace } from '../../checker/index.ts';
import { explorer } from '../../checker/index.ts';
import type { Base, BuiltIn, Embedded, Other, SourceLine, Spec, TreeData } from '../../explorer/index.ts';
import {
  detailsShown,
  linesOf,
  mutantsOf,
  prologuesOf,
  runShown,
  systemShown,
} from '../../explorer/index.ts';
import type { Facts } from '../../facts/index.ts';
import { splitPoints } from '../../facts/index.ts';
import { history } from '../../model/index.ts';
import type { ProgramParams } from '../../model/index.ts';
import { goFunctions, permalink } from '../cite/pages.ts';
import { isExample } from '../selection/examples.ts';
import { selectDesign } from '../selection/programs.ts';
import type { Selection, Subject } from '../selection/selection.ts';
import { version } from '../version.ts';

export interface Given {
  readonly selection: Selection;
  readonly trace: Trace | null;
  /** Another tree, or release, on which the run is run, too; null for none. */
  readonly beside: Selection | null;
  /** The property that the trace violates, where a report says so. */
  readonly property: string | null;
  readonly withSource: boolean;
  readonly isServed: boolean;
  /** Whether the code of a user's model stands in the page. */
  readonly hasModel: boolean;
  /** The run as a golden test of Go's reader, where it can be one. */
  readonly golden: string | null;
}

/** Of a run of more steps, the details are asked for and not given. */
const DETAILS_MAX = 1000;

export function embeddedOf({
  selection,
  beside,
  trace,
  property,
  withSource,
  isServed,
  hasModel,
  golden,
}: Given): Embedded {
  const { system, story, title, words } = selection;
  const of = explorer(system, story);
  const end = trace === null ? of.initial() : of.open(trace);
  const spec = specOf(selection, withSource, hasModel);
  const path = of.path(end);
  const isRecorded = ['own', 'recorded'].includes(spec.base.kind) && !isServed;
  return {
    schema: 'nosplit.page/1',
    version: version(),
    isServed,
    spec,
    system: systemShown(of, story, title, [...prologuesOf(spec), ...linesOf(spec)]),
    run: runShown(of, story, end, { property: property ?? undefined, loop: trace?.loop }),
    // What is painted first; of a model whose code is not in the page, or does not run without leave, all that there may be.
    details: isRecorded
      ? path.slice(0, DETAILS_MAX).map((node) => detailsShown(of, story, node))
      : path.map((node, step) => (step === path.length - 1 ? detailsShown(of, story, node) : null)),
    words,
    golden,
    functions: functionsOf(of.instances),
    others: [
      ...(beside === null ? [] : [{ spec: besideOf(beside, spec, withSource), words: beside.words }]),
      ...releasesBeside(selection, isServed),
    ],
  };
}

/** The rows of the table of functions that steps of the system stand for. */
function functionsOf(instances: readonly { readonly source: string | null }[]): Embedded['functions'] {
  const named = new Set(instances.flatMap(({ source }) => source?.split(', ')[1] ?? []));
  if (named.size === 0) return {};
  return Object.fromEntries(
    goFunctions()
      .filter(({ name }) => named.has(name))
      .map(({ name, references, steps }) => [
        name,
        { steps, references: references.map((one) => ({ ...one, url: permalink(version(), one.file) })) },
      ]),
  );
}

/** The designs that tell the history, within the same bounds; a file has those before and after its own, or the newest two. */
function releasesBeside({ subject }: Selection, isServed: boolean): readonly Other[] {
  if (subject.kind === 'model' || subject.programs !== true) return [];
  const { config, granularity } = subject;
  const own = subject.kind === 'design' ? history.indexOf(subject.design) : -1;
  const near = own === -1 ? history.slice(-2) : [history[own - 1] ?? '', history[own + 1] ?? ''];
  return history
    .filter((name, index) => index !== own && (isServed || near.includes(name)))
    .map((name) => {
      const other = selectDesign(name, config, granularity);
      const spec = specOf(other, false, false);
      // Each has the mutants of its own page; here they would double what is in the page.
      const base = spec.base.kind === 'programs' ? { ...spec.base, mutants: {} } : spec.base;
      return { spec: { ...spec, base }, words: other.words };
    });
}

/** Two trees of one version have one title; the second says that it is the other. */
function besideOf(beside: Selection, { base }: Spec, withSource: boolean): Spec {
  const spec = specOf(beside, withSource, false);
  if (spec.base.kind !== 'programs' || base.kind !== 'programs') return spec;
  const { params } = spec.base;
  const name = params.name === base.params.name ? `the other tree of ${params.name}` : params.name;
  return { ...spec, base: { ...spec.base, params: { ...params, name }, isBeside: true } };
}

function specOf(selection: Selection, withSource: boolean, hasModel: boolean): Spec {
  const tree = selection.facts === null ? null : treeOf(selection, selection.facts, withSource);
  return { base: baseOf(selection, hasModel), changes: [], ...(tree !== null && { tree }) };
}

function baseOf({ subject, module, title }: Selection, hasModel: boolean): Base {
  switch (subject.kind) {
    case 'model':
      return isExample(subject.model)
        ? { kind: 'example', name: subject.model, params: subject.params }
        : hasModel
          ? { kind: 'own', title, params: module.params as Params }
          : { kind: 'recorded' };
    default:
      // Sound because these are the parameters that the module was selected with.
      return subject.programs === true
        ? programsBase(module.params as unknown as ProgramParams, builtInOf(subject))
        : { kind: 'recorded' };
  }
}

const builtInOf = (subject: Exclude<Subject, { readonly kind: 'model' }>): BuiltIn | null =>
  subject.kind === 'go'
    ? null
    : { kind: subject.kind, name: subject.kind === 'design' ? subject.design : subject.mutant };

const programsBase = (params: ProgramParams, builtIn: BuiltIn | null): Base => ({
  kind: 'programs',
  params,
  mutants: mutantsOf(params),
  ...(builtIn !== null && { builtIn }),
});

function treeOf(selection: Selection, facts: Facts, withSource: boolean): TreeData {
  const { system, story } = selection;
  const sources = [...Object.values(system.actions), ...Object.values(system.properties)].flatMap(
    ({ source }) => source ?? [],
  );
  const places: Readonly<Record<string, string>> = Object.fromEntries(
    [...new Set(sources)].flatMap((source) => {
      const place = story.placeOf(source);
      return place === null ? [] : [[source, place] as const];
    }),
  );
  return {
    places,
    nestedAcquire: { file: facts.reentry.file, line: facts.reentry.line },
    growths: splitPoints(facts)
      .filter(({ insideWriter }) => insideWriter)
      .map(({ name, file, line, sentence }) => ({ name, file, line, sentence })),
    ...(withSource && {
      lines: Object.fromEntries(
        [...new Set([...Object.values(places), ...placesOfSteps(selection)])].map(
          (place) => [place, linesAt(facts.runtimeDir, place)] as const,
        ),
      ),
    }),
  };
}

/** Every line that a step of a tree's own programs runs. */
function placesOfSteps({ subject, module }: Selection): readonly string[] {
  if (subject.kind !== 'go' || subject.programs !== true) return [];
  // Sound because these are the parameters that the module was selected with.
  const { programs, files } = module.params as unknown as ProgramParams;
  return Object.values(programs).flatMap(({ list }) =>
    list.flatMap(({ fn, line }) => (Object.hasOwn(files, fn) ? [`${files[fn] ?? ''}:${line}`] : [])),
  );
}

/** Lines around a place, so many on each side. */
const AROUND = 4;

function linesAt(folder: string, place: string): readonly SourceLine[] {
  const [, file = '', digits = ''] = /^(.+):(\d+)$/.exec(place) ?? [];
  const line = Number(digits);
  try {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    return lines.slice(Math.max(0, line - 1 - AROUND), line + AROUND).map((text, index) => ({
      number: Math.max(1, line - AROUND) + index,
      text,
      isHere: Math.max(1, line - AROUND) + index === line,
    }));
  } catch {
    // A file that was there when the tree was read.
    return [];
  }
}
