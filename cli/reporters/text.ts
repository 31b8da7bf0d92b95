/** A report as people read it: the verdict first, then what was searched, then the counterexamples. */
import { stripVTControlCharacters } from 'node:util';
import type { ActionReport, PropertyReport, Report, Trace, Violation } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import { againLines } from './again.ts';
import { confirmationLines } from './confirmation.ts';
import type { Asked } from './document.ts';
import { codeOf, lanes } from './lanes.ts';
import { lassoLength, lassoSentences } from './lasso.ts';
import { vacuityLines } from './vacuity.ts';
import type { Cell, Paint } from './words.ts';
import { count, dimmed, duration, fill, instanceName, plural, right, short, table, wrap } from './words.ts';

export interface TextView extends Asked {
  readonly width: number;
  readonly paint: Paint;
}

export function textReport(report: Report, view: TextView): string {
  const { paint, selection } = view;
  const blocks: (readonly string[])[] = [
    [
      verdictLine(report, view),
      ...selection.notes.flatMap((note) => fill(note, view.width)),
      ...counts(report, view),
    ],
    view.confirmation === null ? [] : confirmationLines(view.confirmation, view.width, paint),
    properties(report, view),
    actions(report, view),
    report.vacuity === null ? [] : vacuityLines(report.vacuity, view),
    ...report.violations.map((violation) => explain(violation, report, view)),
    ...witnesses(report).map(([property, trace]) => witnessLines(property, trace, report, view)),
    [
      `${paint('dim', 'reproduce:')} nosplit ${commandLine(view.reproduce)}`,
      ...againLines(
        report.violations.map(({ trace }) => trace),
        witnesses(report).map(([, trace]) => trace),
        selection,
        paint,
      ),
    ],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

/** `violated: Go 1.26 at small: NoDoubleQueue in 17 steps`. */
export function verdictLine(
  report: Report,
  { paint, selection }: Pick<TextView, 'paint' | 'selection'>,
): string {
  const word = paint('bold', paintVerdict(report, paint));
  return `${word}: ${selection.title}: ${outcome(report)}`;
}

export const paintVerdict = (
  { verdict }: { readonly verdict: Report['verdict'] | 'refused' },
  paint: Paint,
): string => paint(verdict === 'holds' ? 'green' : verdict === 'violated' ? 'red' : 'yellow', verdict);

/** What the verdict rests on, in one clause. */
function outcome({ verdict, limit, violations, properties, leftOut }: Report): string {
  if (verdict === 'violated') {
    const told = violations.map(({ property }) => property);
    const more = properties.filter((one) => one.verdict === 'violated' && !told.includes(one.property));
    const also = more.length === 0 ? '' : ` (and ${more.map(({ property }) => property).join(', ')})`;
    return `${violations.map(broken).join(', ')}${also}`;
  }
  if (verdict === 'holds' || limit === 'symmetry') {
    const some = leftOut.length === 0 ? '' : ' of states and steps';
    const count = Math.min(2, properties.length);
    const claims = [
      'nothing is claimed',
      `its property${some}`,
      `all ${properties.length} properties${some}`,
    ];
    const hold = verdict === 'holds' ? ',' : count === 1 ? ' holds' : ' hold';
    const runs = properties.some(({ fairness }) => fairness !== undefined) ? ' and run' : '';
    const unjudged = leftOut.length === 0 ? '' : `; not judged: ${leftOut.join(', ')}`;
    return `${claims[count] ?? ''}${hold} in every reachable state${runs}${unjudged}`;
  }
  return `${limit === 'interrupt' ? 'interrupted' : `stopped by the ${limit ?? 'search'} limit`} before the end; nothing was violated so far`;
}

const broken = (violation: Violation): string => {
  const { steps, trace } = violation;
  const claim = instanceName(violation);
  return trace === null
    ? steps === null
      ? `${claim} is never reached`
      : `${claim} in ${plural(steps, 'step')}`
    : trace.loop === undefined
      ? `${claim} in ${plural(trace.steps.length, 'step')}`
      : `${claim} by ${lassoLength(trace)}`;
};

function counts(report: Report, { width }: TextView): string[] {
  const { generated, distinct, left, diameter, outDegree, stateBits, stateWords, workers, symmetry } = report;
  const sets = (symmetry?.sets ?? []).map(({ name, size }) => `${name} (${size})`).join(', ');
  return [
    ...fill(
      `${plural(generated, 'state')} generated, ${plural(distinct, 'distinct state')} found, ${plural(left, 'state')} left on queue.`,
      width,
    ),
    ...(symmetry === null
      ? []
      : fill(
          `symmetry of ${sets}: they stand for ${plural(symmetry.states, 'state')}, each of which was asked whether it is as declared.`,
          width,
        )),
    ...(report.unchecked === true
      ? fill('unchecked: a write or a read outside the schema would have passed unnoticed.', width)
      : []),
    ...(stateBits === 0
      ? [`to depth ${count(diameter)} in ${duration(report.elapsedMs)}, ${plural(workers, 'worker')}`]
      : [
          `diameter ${count(diameter)}, out-degree ${outDegree.min} to ${outDegree.max} (mean ${outDegree.mean.toFixed(2)}), ${report.search}`,
          `${report.bytesPerState.toFixed(1)} bytes per state (${plural(stateBits, 'bit')} in ${plural(stateWords, 'word')}), ${short(report.statesPerSecond)} states/s, ${duration(report.elapsedMs)}, ${plural(workers, 'worker')}`,
        ]),
  ];
}

/** Every claim with its verdict, and how often its antecedent was true: a claim about nothing is flagged. */
function properties(report: Report, { width, paint }: TextView): string[] {
  const { properties } = report;
  const reached = properties.filter(({ kind, verdict }) => kind === 'sometimes' && verdict === 'holds');
  const rows = properties.filter((property) => !reached.includes(property));
  const verdictOf = ({ verdict }: PropertyReport): Cell => ({
    text: verdict,
    paint: (text) => paint(verdict === 'violated' ? 'red' : verdict === 'holds' ? 'green' : 'yellow', text),
  });
  const antecedents = ['always', 'alwaysStep', 'leadsTo'];
  const flag = ({ kind, verdict, exercised }: PropertyReport): Cell => ({
    text:
      exercised === 0 && verdict !== 'undecided' && antecedents.includes(kind)
        ? 'never exercised: says nothing'
        : '',
    paint: (text) => paint('yellow', text),
  });
  return [
    ...(rows.length === 0
      ? []
      : table([
          ['property', 'kind', 'verdict', right('exercised')].map((cell) => dimmed(cell, paint)),
          ...rows.map((property) => [
            property.property,
            kindName[property.kind],
            verdictOf(property),
            right(property.kind === 'sometimes' ? 'not reached' : count(property.exercised)),
            flag(property),
          ]),
        ])),
    ...livenessLines(report, width),
    ...leftOutLines(report, width),
    ...(reached.length === 0
      ? []
      : wrap(
          reached.map(
            ({ property, witness }, at) =>
              `${at === 0 ? 'reached, as it should be: ' : ''}${property} (${plural(witness?.steps ?? 0, 'step')})`,
          ),
          width,
        )),
  ];
}

/** Why claims about runs are not judged. */
function leftOutLines({ leftOut, limit, symmetry }: Report, width: number): string[] {
  if (leftOut.length === 0) return [];
  const why =
    symmetry === null
      ? 'claims about runs, which --safety leaves out'
      : `claims about runs, which a search with symmetry does not judge${limit === 'symmetry' ? '; --safety says that this is meant' : ''}`;
  return fill(`not judged: ${leftOut.join(', ')}: ${why}`, width);
}

/** The runs that liveness properties are about, and why some are undecided. */
function livenessLines({ properties, limit, liveness, left }: Report, width: number): string[] {
  const live = properties.filter(({ fairness }) => fairness !== undefined);
  const named = (some: readonly PropertyReport[]): string => some.map(({ property }) => property).join(', ');
  const assumptions = [...new Set(live.map(({ fairness }) => fairness))];
  const undecided = live.filter(({ verdict }) => verdict === 'undecided');
  const why =
    liveness !== null || (left === 0 && limit === 'memory')
      ? `judging liveness was stopped by the ${limit ?? 'search'} limit`
      : `liveness is judged over the whole space, and the search ended ${limit === null ? 'at a violation' : `by the ${limit} limit`}`;
  return [
    ...assumptions.map((one) => `under ${one}: ${named(live.filter(({ fairness }) => fairness === one))}`),
    ...(undecided.length === 0 ? [] : [`undecided: ${named(undecided)}: ${why}`]),
  ].flatMap((line) => fill(line, width));
}

export const kindName: Readonly<Record<Violation['kind'], string>> = {
  always: 'always',
  alwaysStep: 'each step',
  sometimes: 'sometimes',
  deadlockFree: 'deadlock',
  eventually: 'eventually',
  leadsTo: 'leads to',
  alwaysEventually: 'always eventually',
  eventuallyAlways: 'eventually always',
};

/** Transitions and new states of each action, in two columns where there is room; then those that were never enabled. */
function actions({ actions, left }: Report, { width, paint }: TextView): string[] {
  if (actions.length === 0) return [];
  const fired = actions.filter((action) => action.fired > 0);
  const never = actions.filter((action) => action.fired === 0);
  const head = ['action', right('fired'), right('new')].map((cell) => dimmed(cell, paint));
  const row = (action: ActionReport) => [
    action.action,
    right(count(action.fired)),
    right(count(action.fresh)),
  ];
  const half = Math.ceil(fired.length / 2);
  const columns = table([
    [...head, '', ...head],
    ...fired.slice(0, half).map((action, index) => {
      const beside = fired[half + index];
      return [...row(action), '', ...(beside === undefined ? [] : row(beside))];
    }),
  ]);
  const fits = fired.length > 4 && Math.max(...columns.map(visible)) <= width;
  return [
    ...(fits ? columns : table([head, ...fired.map(row)])),
    ...never.map(
      ({ action, neverHeld }) =>
        `${action}: ${paint('yellow', left === 0 ? 'never enabled' : 'not enabled so far')}${neverHeld === null ? '' : ` (${neverHeld} never held)`}`,
    ),
  ];
}

/** Witnesses are shown where nothing else is asked for; a report of many claims has them in JSON. */
const witnesses = ({ properties }: Report): (readonly [property: string, trace: Trace])[] =>
  properties.every(({ kind }) => kind === 'sometimes')
    ? properties.flatMap(({ property, witness }) =>
        witness?.trace ? [[property, witness.trace] as const] : [],
      )
    : [];

/** The steps to a situation that should be possible. */
function witnessLines(property: string, trace: Trace, report: Report, view: TextView): string[] {
  const { width, paint, selection } = view;
  return [
    ...fill(`witness of ${property}: ${lengthOf(trace)}`, width).map((line) => paint('bold', line)),
    ...lanesOf(trace, report, { width, paint, story: selection.story, brief: false }),
    paint('green', `✓ ${property} is reached`),
  ];
}

/** `6 steps, 3 changes of process, no shorter one exists`. */
function lengthOf(trace: Trace): string {
  const steps = trace.loop === undefined ? plural(trace.steps.length, 'step') : lassoLength(trace);
  const switches = plural(trace.switches, 'change of process', 'changes of process');
  return `${steps}, ${switches}${trace.shortest ? ', no shorter one exists' : ', shorter ones may exist'}`;
}

interface LaneView extends Pick<TextView, 'width' | 'paint'> {
  readonly story: Selection['story'];
  readonly brief: boolean;
}

function lanesOf(trace: Trace, report: Report, { story, paint, ...view }: LaneView): string[] {
  const sources = new Map(report.actions.map(({ action, source }) => [action, source]));
  const sourceOf = (action: string): string | null => sources.get(action) ?? null;
  return [
    ...(story.legend === '' ? [] : [paint('dim', story.legend)]),
    ...lanes(trace, { ...view, paint, story, sourceOf }),
  ];
}

const visible = (line: string): number => stripVTControlCharacters(line).length;
/** A violation as a story: what is broken, the steps, and what would mend it. */
export function explain(
  violation: Violation,
  report: Report,
  {
    width,
    paint,
    selection,
    brief = false,
  }: Pick<TextView, 'width' | 'paint' | 'selection'> & { readonly brief?: boolean },
): string[] {
  const { trace, otherwise, source, lasso } = violation;
  const property = instanceName(violation);
  const { story } = selection;
  const claim = source === null ? '' : ` (${codeOf(source, story)})`;
  if (trace === null && violation.steps !== null)
    return [`counterexample to ${property}: ${plural(violation.steps, 'step')}, which were not put together`];
  if (trace === null)
    return [`${paint('bold', property)}${claim} is never reached, in all ${count(report.distinct)} states.`];
  return [
    ...fill(`counterexample to ${property}: ${lengthOf(trace)}`, width).map((line) => paint('bold', line)),
    ...lanesOf(trace, report, { width, paint, story, brief }),
    ...fill(`✗ ${property}${claim}: ${otherwise ?? ending[violation.kind]}`, width).map((line) =>
      paint('red', line),
    ),
    ...(lasso === undefined ? [] : lassoSentences(lasso))
      .flatMap((sentence) => fill(sentence, width))
      .map((line) => paint('dim', line)),
    ...story
      .cure(trace)
      .flatMap(({ sentence }) => fill(`→ ${sentence}`, width))
      .map((line) => paint('green', line)),
  ];
}

const ending: Readonly<Record<Violation['kind'], string>> = {
  always: 'the claim is false in this state',
  alwaysStep: 'the claim is false of this step',
  sometimes: 'never reached',
  deadlockFree: 'no action is enabled here, and this state is not declared final',
  eventually: 'it is never reached',
  leadsTo: 'it is owed and never comes',
  alwaysEventually: 'from some point on it is never reached again',
  eventuallyAlways: 'it is false again and again',
};
