/** What the page shows of a system, a run and a state: made by the explorer, on Node and in the page alike. */
import type {
  Choices,
  Explorer,
  InstanceShown,
  Json,
  NodeId,
  Picture,
  Read,
  Scalar,
  Story,
  Trace,
} from '../checker/index.ts';
import { fingerprint, plainStory } from '../checker/index.ts';
import type {
  BecauseShown,
  Details,
  Offer,
  PropertyAbout,
  RunShown,
  StepShown,
  SystemShown,
} from './data.ts';

export function systemShown(
  of: Explorer,
  story: Story,
  title: string,
  offers: readonly Offer[],
): SystemShown {
  const { system, fields, instances } = of;
  return {
    title,
    fingerprint: fingerprint(system),
    fields,
    isProgramCounter: fields.map(({ path, kind }) =>
      story === plainStory ? kind === 'enum' : story.isProgramCounter(path),
    ),
    instances,
    conjuncts: Object.fromEntries(
      Object.entries(system.actions).map(([name, { guard }]) => [name, guard.map((one) => one.name)]),
    ),
    properties: Object.fromEntries(
      Object.entries(system.properties).map(
        ([name, { kind, otherwise, source }]): [string, PropertyAbout] => [
          name,
          { kind, otherwise: otherwise ?? null, source: source ?? null },
        ],
      ),
    ),
    legend: story.legend,
    offers,
  };
}

/** The run that ends at a node. `property` is what it is a counterexample to, where that is known. */
export function runShown(
  of: Explorer,
  story: Story,
  end: NodeId,
  { property, loop }: { readonly property?: string | undefined; readonly loop?: number | undefined } = {},
): RunShown {
  const run = of.run(end);
  const path = of.path(end);
  const number = new Map(of.fields.map((field, index) => [field.path, index]));
  const answers = path.map((node) => of.properties(node));
  const last = answers.at(-1) ?? [];
  const isViolated = (name: string): boolean =>
    last.some((one) => one.property === name && one.verdict === 'violated');
  const violated =
    property !== undefined && isViolated(property)
      ? property
      : (last.find(({ verdict }) => verdict === 'violated')?.property ?? null);
  const violatedAt =
    violated === null
      ? null
      : answers.findLastIndex((all) => all.find((one) => one.property === violated)?.verdict !== 'violated') +
        1;
  // The step that did it is told, and not what came after.
  const at = path[violatedAt ?? path.length - 1] ?? end;
  const decided = violated === null ? [] : of.decided(at, violated);
  const { period } = story;
  return {
    id: run.id,
    loop: loop ?? null,
    initial: of.values(path[0] ?? end),
    period: period?.(run.initial) ?? null,
    steps: run.steps.map((step, index) =>
      stepShown(of, story, step, run.steps[index - 1]?.state ?? run.initial, number),
    ),
    violated,
    violatedAt,
    moments: of.moments(at, violated ?? undefined),
    decided: decided.flatMap((one) => number.get(one) ?? []),
    pins: pinsOf(
      of,
      story,
      violatedAt === null ? run : { ...run, steps: run.steps.slice(0, violatedAt) },
      decided,
    ),
    cure: violated === null ? [] : story.cure(run),
    verdicts: Object.fromEntries(
      last.map(({ property: name }, index) => [
        name,
        answers.map((all) => letters[all[index]?.verdict ?? 'not asked']).join(''),
      ]),
    ),
  };
}

const letters = { holds: 'h', violated: 'v', 'not asked': 'n', reached: 'r', 'not reached': 'u' } as const;

/** So many fields are told beside the lanes. */
const PINS_MAX = 5;

/** What the failing predicate read and the run changed, data before program counters; else the fields that change most. */
function pinsOf(of: Explorer, story: Story, { steps }: Trace, decided: readonly string[]): readonly number[] {
  const changes = new Map<string, number>();
  for (const step of steps)
    for (const { path } of step.changes) changes.set(path, (changes.get(path) ?? 0) + 1);
  const isData = (path: string): boolean => changes.has(path) && !story.isProgramCounter(path);
  const period = steps
    .flatMap(({ state }, index) =>
      story.period !== undefined &&
      index > 0 &&
      story.period(state).name !== story.period(steps[index - 1]?.state ?? state).name
        ? (steps[index]?.changes ?? [])
        : [],
    )
    .map(({ path }) => path)
    .filter((path) => /(^|\.)gen$/.test(path));
  const often = [...changes.keys()]
    .filter(isData)
    .sort((one, other) => (changes.get(other) ?? 0) - (changes.get(one) ?? 0));
  const chosen = [
    ...new Set([
      ...period.slice(0, 1),
      ...decided.filter(isData),
      // Then what the violating step wrote, and what changes most.
      ...(decided.length === 0 ? [] : (steps.at(-1)?.changes ?? []).map(({ path }) => path).filter(isData)),
      ...(decided.length === 0 ? often : []),
    ]),
  ].slice(0, PINS_MAX);
  // In the order of the schema, as columns.
  return of.fields.flatMap(({ path }, index) => (chosen.includes(path) ? [index] : []));
}

function stepShown(
  of: Explorer,
  story: Story,
  step: Trace['steps'][number],
  before: Json,
  number: ReadonlyMap<string, number>,
): StepShown {
  const { action, params, process, changes, state } = step;
  const source = of.instances.find((one) => one.action === action)?.source ?? null;
  const [, file = '', code = ''] = /^runtime\/([\w.]+), (.+)$/.exec(source ?? '') ?? [];
  const nesting = story.nesting ?? (() => []);
  return {
    action,
    params,
    process,
    label: story.label(step, before).replace(/^› /, ''),
    sentence: story.tell?.(step, before) ?? null,
    remark: story.remark(step, before),
    code: code === '' ? (source ?? '') : code,
    place: (source === null ? null : story.placeOf(source, action)) ?? file,
    ran: story.ran?.(step, before) ?? [],
    inside: [nesting(before, process), nesting(state, process)],
    period: story.period?.(state) ?? null,
    changes: changes.flatMap(({ path, after }): (readonly [number, Scalar])[] => {
      const field = number.get(path);
      return field === undefined ? [] : [[field, after]];
    }),
  };
}

export function detailsShown(of: Explorer, story: Story, at: NodeId): Details {
  const { possible, blocked, elsewhere }: Choices = of.choices(at);
  const state = of.state(at);
  const label = ({ action, params, process }: InstanceShown): string =>
    story.label({ action, params, process, changes: [], state }, state).replace(/^› /, '');
  return {
    possible: possible.map((one) => ({ ...one, label: label(one) })),
    blocked: blocked.map(({ reads, ...one }) => ({ ...one, label: label(one), because: becauseOf(reads) })),
    elsewhere,
    picture: pictureOf(of, story, at),
  };
}

function pictureOf(of: Explorer, { picture }: Story, at: NodeId): Picture | null {
  if (picture === undefined) return null;
  const parent = of.parent(at);
  const { steps } = of.run(at);
  const process = [...steps].reverse().find((step) => /^M\d+$/.test(step.process))?.process ?? '';
  return picture(
    of.state(at),
    parent === null ? null : of.state(parent),
    steps.at(-1)?.process.startsWith('M') === true ? (steps.at(-1)?.process ?? '') : process,
  );
}

/** So many reads say why, each with so many values that would do. */
const READS_MAX = 3;
const WANTS_MAX = 4;

/** What would turn the answer alone; where nothing would, what decided it. */
export function becauseOf(reads: readonly Read[]): readonly BecauseShown[] {
  const deciding = reads.filter(({ decides }) => decides);
  const turning = deciding.filter(({ wants }) => wants !== null && wants.length > 0);
  return (turning.length > 0 ? turning : deciding)
    .slice(0, READS_MAX)
    .map(({ path, value, wants, setBy }) => ({
      path,
      value,
      wants: (wants ?? []).slice(0, WANTS_MAX),
      setBy: setBy?.step ?? null,
    }));
}
