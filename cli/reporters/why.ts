/** What `why` answers, as people read it: the decision first, then what decided it and who wrote that. */
import type {
  ConjunctAnswer,
  EffectAnswer,
  InstanceAnswer,
  PredicateAnswer,
  Read,
  Scalar,
  Stopped,
  Story,
  Trace,
  Why,
  WhyAction,
  WhyProperty,
  Writer,
} from '../../checker/index.ts';
import { paramsBeside, subjectOf } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';
import { codeOf } from './lanes.ts';
import { lassoLength } from './lasso.ts';
import type { Paint } from './words.ts';
import { fill, paramsText, plural, table, wrap } from './words.ts';

interface WhyView {
  readonly width: number;
  readonly paint: Paint;
}

export function whyReport(answer: Why, trace: Trace, { title, story }: Selection, view: WhyView): string {
  const { step } = answer;
  const { initial, steps, loop } = trace;
  const taken = steps[step - 1];
  const after =
    taken === undefined
      ? 'in the initial state'
      : `after step ${step} of ${steps.length}, ${named(taken.process, story.label(taken, steps[step - 2]?.state ?? initial))}`;
  const blocks =
    answer.kind === 'action'
      ? answer.instances.map((instance) => instanceLines(answer, instance, view))
      : [propertyLines(answer, story, view)];
  const round = loop === undefined || step < loop ? '' : `, in ${lassoLength(trace)}`;
  return [
    ...fill(`${title}: ${after}${round}`, view.width).map((line) => view.paint('bold', line)),
    ...blocks.flat(),
    '',
  ].join('\n');
}

/** `M0 AcquireOuter`; the action alone where its process has no name. */
const named = (process: string, label: string): string => (process === '' ? label : `${process} ${label}`);

const labelOf = ({ action, params, process }: Omit<Writer, 'step'>): string =>
  named(process, [action, ...paramsBeside(params, process)].join(' '));

function instanceLines({ action }: WhyAction, instance: InstanceAnswer, view: WhyView): string[] {
  const { enabled, failed, conjuncts, changes, effect } = instance;
  const { paint, width } = view;
  const name = labelOf({ action, ...instance });
  if (enabled) {
    const told = (changes ?? []).map(({ path, before, after }) => `${path} ${before} → ${after}`);
    const what = told.length === 0 ? 'it would change nothing' : 'it would change';
    return [
      ...fill(`${name} is enabled: ${what}`, width).map((line) => paint('green', line)),
      ...wrap(told, width - 4).map((line) => `    ${line}`),
      ...(effect === null
        ? []
        : fill(`its effect ${footprint(effect)}`, width - 2).map((line) => `  ${line}`)),
    ];
  }
  const nameWidth = Math.max(...conjuncts.map((one) => one.name.length));
  return [
    ...fill(`${name} is not enabled: ${failed ?? ''} is false`, width).map((line) => paint('red', line)),
    ...conjuncts.flatMap((conjunct) => conjunctLines(conjunct, nameWidth, view)),
  ];
}

/** `reads turn, and writes pc[0]`. */
function footprint({ reads, writes }: EffectAnswer): string {
  const paths = reads.map(({ path }) => path);
  return `reads ${paths.join(', ') || 'nothing'}, and writes ${writes.join(', ') || 'nothing'}`;
}

/** A conjunct that was not reached is told in grey: the checker does not ask it. */
function conjunctLines(conjunct: ConjunctAnswer, nameWidth: number, view: WhyView): string[] {
  const { name, reached, answer, fault, reads } = conjunct;
  const { paint } = view;
  const mark = answer === null ? '?' : answer ? '✓' : '✗';
  const head = `  ${mark} ${name.padEnd(nameWidth)}  `;
  const note = reached
    ? []
    : answer === null
      ? [`not reached, and cannot be asked here: ${fault ?? ''}`]
      : [`not reached; it ${answer ? 'holds' : 'is false too'}`];
  const lines = [...note, ...readLines(reads, view.width - head.length)];
  const colour = !reached ? 'dim' : answer === true ? 'green' : 'red';
  return (lines.length === 0 ? ['reads nothing of the state'] : lines).map((line, index) =>
    index === 0
      ? paint(colour, head) + (reached ? line : paint('dim', line))
      : ' '.repeat(head.length) + (reached ? line : paint('dim', line)),
  );
}

const verdicts: Readonly<Record<WhyProperty['verdict'], string>> = {
  holds: 'holds here',
  violated: 'is violated here',
  'not asked': 'is not asked here',
  reached: 'is reached here',
  'not reached': 'is not reached here',
};

function propertyLines(answer: WhyProperty, story: Story, view: WhyView): string[] {
  const { property, propertyKind, verdict, predicates, enabled, source, otherwise } = answer;
  const goal = subjectOf({ kind: propertyKind }) === 'runs' ? "'s goal" : '';
  const { paint, width } = view;
  const claim = source === null ? '' : ` (${codeOf(source, story)})`;
  const several = new Set(predicates.map(({ params }) => JSON.stringify(params))).size > 1;
  const because =
    verdict !== 'not asked'
      ? ''
      : enabled === null
        ? ': its antecedent is false'
        : `: ${plural(enabled.length, 'action')} ${enabled.length === 1 ? 'is' : 'are'} enabled`;
  const colour =
    verdict === 'violated' || (verdict === 'not reached' && goal === '')
      ? 'red'
      : verdict === 'not asked' || verdict === 'not reached'
        ? 'yellow'
        : 'green';
  return [
    ...fill(`${property}${goal}${claim} ${verdicts[verdict]}${because}`, width).map((line) =>
      paint(colour, line),
    ),
    ...(verdict === 'violated' && otherwise !== null ? fill(`✗ ${otherwise}`, width) : []),
    ...wrap((enabled ?? []).map(labelOf), width - 4).map((line) => `    ${line}`),
    ...(enabled?.length === 0 ? stoppedLines(answer.stopped ?? [], view) : []),
    ...shown(answer).flatMap((predicate) => predicateLines(predicate, several, view)),
  ];
}

/** So many action instances of a deadlock are told. */
const STOPPED_MAX = 40;

/** In a deadlock, what stops each action instance, with the fields that alone would let it go on. */
function stoppedLines(stopped: readonly Stopped[], { width }: WhyView): string[] {
  const rows = table(
    stopped.slice(0, STOPPED_MAX).map((one) => {
      const turning = one.reads.filter(({ wants }) => wants !== null && wants.length > 0);
      const told = (turning.length > 0 ? turning : one.reads.filter(({ decides }) => decides)).slice(0, 2);
      const values = told.map(({ path, value }) => `${path} = ${String(value)}`);
      return [`  ✗ ${labelOf(one)}`, one.failed, values.join(', ')];
    }),
  );
  const left = stopped.length - STOPPED_MAX;
  return [
    ...rows.flatMap((row) => (row.length <= width ? [row] : fill(row, width))),
    ...(left > 0 ? [`  and ${plural(left, 'instance')} more (--format json)`] : []),
  ];
}

/** Of a property with parameters, where some instances are violated or not reached, only these. */
function shown({ predicates, verdict }: WhyProperty): readonly PredicateAnswer[] {
  const instance = ({ params }: PredicateAnswer): string => JSON.stringify(params);
  const failing = predicates.filter(({ name, answer }) => name !== 'when' && name !== 'from' && !answer);
  return verdict === 'violated' || verdict === 'not reached'
    ? predicates.filter((one) => failing.some((other) => instance(other) === instance(one)))
    : predicates;
}

function predicateLines(
  { name, params, answer, reads }: PredicateAnswer,
  several: boolean,
  view: WhyView,
): string[] {
  const of = params === undefined || !several ? '' : ` of ${paramsText(params)}`;
  const head = `  ${name}${of} is ${String(answer)}`;
  const lines = readLines(reads, view.width - 4);
  return [
    view.paint(
      answer ? 'green' : 'red',
      lines.length === 0 ? `${head}; it reads nothing of the state` : head,
    ),
    ...lines.map((line) => `    ${line}`),
  ];
}

/** Of reads that decide nothing by themselves, so many are told. */
const READS_MAX = 12;

/**
 * What was read, a line each: first what alone would turn the answer, then what was read beside it. An element that an
 * `every` or a `some` passed over is left out.
 */
function readLines(reads: readonly Read[], width: number): string[] {
  const deciding = reads.filter(({ decides }) => decides);
  const turning = deciding.filter(({ wants }) => wants !== null && wants.length > 0);
  const beside = deciding.filter((read) => !turning.includes(read));
  const shown = [...turning, ...beside.slice(0, READS_MAX)];
  const left = reads.length - shown.length;
  const rows = table(
    shown.map((read) => [
      `${spelledState(read)}${read.path} = ${String(read.value)}`,
      read.setBy === null ? 'initial' : `step ${read.setBy.step}: ${labelOf(read.setBy)}`,
      read.wants === null || read.wants.length === 0 ? '' : `wants ${spelled(read.wants)}`,
    ]),
  );
  return [
    ...rows.flatMap((row) => (row.length <= width ? [row] : fill(row, width))),
    ...(left === 0 ? [] : [`and ${plural(left, 'read')} more, which decided nothing alone (--format json)`]),
  ];
}

const spelledState = ({ state }: Read): string => (state === 'here' ? '' : `${state}.`);

/** So many values are spelled out. */
const VALUES_MAX = 4;

/** Values as `idle or busy`, integers in a row as `2..5`. */
function spelled(values: readonly Scalar[]): string {
  const parts: string[] = [];
  for (let from = 0; from < values.length;) {
    const first = values[from];
    let to = from;
    while (typeof first === 'number' && values[to + 1] === first + to + 1 - from) to++;
    if (to - from > 1) parts.push(`${String(first)}..${String(values[to])}`);
    else parts.push(...values.slice(from, to + 1).map(String));
    from = to + 1;
  }
  if (parts.length > VALUES_MAX)
    parts.splice(VALUES_MAX - 1, Infinity, `${parts.length - VALUES_MAX + 1} more`);
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} or ${last}`;
}
