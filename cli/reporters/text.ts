/** A report as people read it: the verdict first, then what was searched, then the counterexamples. */
import { stripVTControlCharacters } from 'node:util';
import type { ActionReport, PropertyReport, Report, Violation } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';
import { commandLine } from '../selection/selection.ts';
import { lanes } from './lanes.ts';
import type { Paint } from './words.ts';
import { count, duration, fill, plural, right, short, table, wrap } from './words.ts';

export interface TextView {
  readonly width: number;
  readonly paint: Paint;
  readonly selection: Selection;
  /** The words after `nosplit` that run this again. */
  readonly reproduce: readonly string[];
}

export function textReport(report: Report, view: TextView): string {
  const { paint, selection } = view;
  const blocks = [
    [verdictLine(report, view), ...counts(report, view)],
    properties(report, view),
    actions(report, view),
    ...report.violations.map((violation) => explain(violation, report, view)),
    [
      `${paint('dim', 'reproduce:')} nosplit ${commandLine(view.reproduce)}`,
      ...report.violations.flatMap(({ trace }) =>
        trace === null
          ? []
          : [`${paint('dim', 'replay:')}    nosplit replay ${trace.id} ${commandLine(selection.words)}`],
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

export const paintVerdict = ({ verdict }: Report, paint: Paint): string =>
  paint(verdict === 'holds' ? 'green' : verdict === 'violated' ? 'red' : 'yellow', verdict);

/** What the verdict rests on, in one clause. */
export function outcome({ verdict, limit, violations, properties }: Report): string {
  if (verdict === 'violated') return violations.map(broken).join(', ');
  if (verdict === 'holds')
    return `${properties.length === 1 ? 'its property' : `all ${properties.length} properties`}, in every reachable state`;
  return `${limit === 'interrupt' ? 'interrupted' : `stopped by the ${limit ?? 'search'} limit`} before the end; nothing was violated so far`;
}

const broken = ({ property, trace }: Violation): string =>
  trace === null ? `${property} is never reached` : `${property} in ${plural(trace.steps.length, 'step')}`;

function counts(report: Report, { width }: TextView): string[] {
  const { generated, distinct, left, diameter, outDegree, stateBits, stateWords, workers } = report;
  return [
    `${plural(generated, 'state')} generated, ${plural(distinct, 'distinct state')} found, ${plural(left, 'state')} left on queue.`,
    ...wrap(
      [
        `diameter ${count(diameter)}`,
        `out-degree ${outDegree.min} to ${outDegree.max} (mean ${outDegree.mean.toFixed(2)})`,
        `${report.bytesPerState.toFixed(1)} bytes per state (${plural(stateBits, 'bit')} in ${plural(stateWords, 'word')})`,
        `${short(report.statesPerSecond)} states/s`,
        duration(report.elapsedMs),
        plural(workers, 'worker'),
        report.search,
      ],
      width,
    ),
  ];
}

/** Every property with its verdict, and how often its antecedent was true: a claim about nothing is flagged. */
function properties({ properties }: Report, { paint }: TextView): string[] {
  const verdictOf = ({ verdict }: PropertyReport) => ({
    text: verdict,
    paint: (text: string) =>
      paint(verdict === 'violated' ? 'red' : verdict === 'holds' ? 'green' : 'yellow', text),
  });
  return table([
    ['property', 'kind', 'verdict', right('exercised')].map((cell) => dimmed(cell, paint)),
    ...properties.map((property) => [
      property.property,
      kindName[property.kind],
      verdictOf(property),
      right(
        property.kind === 'sometimes'
          ? property.exercised > 0
            ? 'reached'
            : 'not reached'
          : count(property.exercised),
      ),
      property.exercised > 0 || property.kind === 'sometimes' || property.kind === 'deadlockFree'
        ? ''
        : { text: 'never exercised: says nothing here', paint: (text: string) => paint('yellow', text) },
    ]),
  ]);
}

const kindName: Readonly<Record<Violation['kind'], string>> = {
  always: 'always',
  alwaysStep: 'each step',
  sometimes: 'sometimes',
  deadlockFree: 'deadlock',
};

/** Transitions and new states of each action, in two columns where there is room; then those that were never enabled. */
function actions({ actions }: Report, { width, paint }: TextView): string[] {
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
        `${action}: ${paint('yellow', 'never enabled')}${neverHeld === null ? '' : ` (${neverHeld} never held)`}`,
    ),
  ];
}

const dimmed = (cell: string | { text: string; align?: 'left' | 'right' }, paint: Paint) => ({
  ...(typeof cell === 'string' ? { text: cell } : cell),
  paint: (text: string) => paint('dim', text),
});

const visible = (line: string): number => stripVTControlCharacters(line).length;
/** A violation as a story: what is broken, the steps, and what can be done. */
export function explain(
  violation: Violation,
  report: Report,
  { width, paint, selection }: TextView,
): string[] {
  const { property, trace, otherwise, source } = violation;
  const claim = source === null ? [] : [`${paint('dim', 'claim:')} ${source}`];
  if (trace === null)
    return [
      `${paint('bold', property)} is never reached, in all ${count(report.distinct)} states.`,
      ...claim,
    ];
  const steps = plural(trace.steps.length, 'step');
  const switches = plural(trace.switches, 'change of process', 'changes of process');
  const shortest = trace.shortest ? ', no shorter one exists' : ', shorter ones may exist';
  const sources = new Map(report.actions.map(({ action, source }) => [action, source]));
  return [
    `${paint('bold', `counterexample to ${property}`)}: ${steps}, ${switches}${shortest}`,
    ...lanes(trace.steps, { width, paint, codeOf: (action) => code(sources.get(action) ?? null, selection) }),
    ...fill(`✗ ${otherwise ?? ending[violation.kind]}`, width).map((line) => paint('red', line)),
    ...claim,
    ...selection.cure,
  ];
}

const ending: Readonly<Record<Violation['kind'], string>> = {
  always: 'the claim is false in this state',
  alwaysStep: 'the claim is false of this step',
  sometimes: 'never reached',
  deadlockFree: 'no action is enabled here, and this state is not declared final',
};

/** `runtime/tracebuf.go, traceWriter.refill` as `traceWriter.refill tracebuf.go:156`, the line where a tree was read. */
export function code(source: string | null, { placeOf }: Pick<Selection, 'placeOf'>): string {
  if (source === null) return '';
  const [, file, name] = /^runtime\/([\w.]+), (.+)$/.exec(source) ?? [];
  return file === undefined || name === undefined ? source : `${name} ${placeOf(source) ?? file}`;
}
