/** Traces as stories: counterexamples with what is broken and what would mend it, and witnesses. */
import type { Report, Trace, Violation } from '../../checker/index.ts';
import { codeOf, lanes } from './lanes.ts';
import { lassoLength, lassoSentences } from './lasso.ts';
import type { View } from './verdict.ts';
import { count, fill, instanceName, plural } from './words.ts';

/** Witnesses are shown where nothing else is asked for; a report of many claims has them in JSON. */
export const witnesses = ({ properties }: Report): (readonly [property: string, trace: Trace])[] =>
  properties.every(({ kind }) => kind === 'sometimes')
    ? properties.flatMap(({ property, witness }) =>
        witness?.trace ? [[property, witness.trace] as const] : [],
      )
    : [];

/** The steps to a situation that should be possible. */
export function witnessLines(property: string, trace: Trace, report: Report, view: View): string[] {
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

interface LaneView extends Pick<View, 'width' | 'paint'> {
  readonly story: View['selection']['story'];
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

/** A violation as a story: what is broken, the steps, and what would mend it. */
export function explain(
  violation: Violation,
  report: Report,
  {
    width,
    paint,
    selection,
    brief = false,
  }: Omit<View, 'selection'> & {
    readonly selection: Pick<View['selection'], 'story'>;
    readonly brief?: boolean;
  },
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
