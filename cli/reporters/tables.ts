/** The tables of a report: what was searched, every property, every action. */
import { stripVTControlCharacters } from 'node:util';
import type { ActionReport, PropertyReport, Report, Violation } from '../../checker/index.ts';
import type { View } from './verdict.ts';
import type { Cell } from './words.ts';
import { count, dimmed, duration, fill, plural, right, short, table, wrap } from './words.ts';

/** What was searched. */
export function counts(report: Report, { width }: Pick<View, 'width'>): string[] {
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
          `symmetry of ${sets}: they stand for ${Number.isSafeInteger(symmetry.states) ? '' : 'about '}${plural(symmetry.states, 'state')}, each of which was checked to be as declared.`,
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
export function properties(report: Report, { width, paint }: Pick<View, 'width' | 'paint'>): string[] {
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
export function actions(
  { actions, left }: Report,
  { width, paint }: Pick<View, 'width' | 'paint'>,
): string[] {
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

const visible = (line: string): number => stripVTControlCharacters(line).length;
