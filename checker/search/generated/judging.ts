/** The generated code that judges: new states, steps, and states without successor. */
import { antecedentOf, predicateOf, subjectOf } from '../../evaluate/property.ts';
import type { Subject } from '../../evaluate/property.ts';
import type { Program } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { SystemErrorSite } from '../../language/system-error.ts';
import type { Verdicts } from '../verdicts.ts';
import { recallOf } from '../verdicts.ts';
import type { Calls } from './calls.ts';

export interface Judging {
  /** Constants, and the function `judge(index)` of the state in `next`. */
  readonly text: string;
  /** Whether anything is said of states, so that `judge` is to be called. */
  readonly judgesStates: boolean;
  /** The properties that are to be reached, by their numbers. */
  readonly situations: readonly string[];
  /** Statements that judge a step of an action, whose instance is the expression `instance`; `p`, `i` and `steps` are its own. */
  ofStep(action: string, instance: string): string;
  /** Statements that judge the state in `current`, which has no successor. */
  readonly ofEnd: string;
  /** Statements that add what was counted since to `exercised`. */
  readonly counted: string;
}

export function judgingOf<S extends RecordField>(
  program: Program<S>,
  words: number,
  verdicts: Verdicts,
  calls: Calls,
): Judging {
  const properties = program.properties.map(([name, property], index) => ({
    at: { function: 'property', property: name } as const,
    subject: subjectOf(property),
    k: String(index),
    predicate: predicateOf(property).name,
    when: antecedentOf(property)?.name,
  }));
  type One = (typeof properties)[number];
  const about = (subject: Subject): readonly One[] => properties.filter((one) => one.subject === subject);
  /** Counts and judges the property where its antecedent, if it has one, is true. */
  const judged = (
    { k, when }: One,
    { at, params, args, instance }: { at: SystemErrorSite; params: string; args: string; instance: string },
  ): string => {
    const antecedent = when === undefined ? '' : `if (${calls.ask(at, params, `when${k}(${args})`)}) `;
    const holds = calls.ask(at, params, `holds${k}(${args})`);
    return `${antecedent}{ exercised[${k}]++; if (!${holds}) sink.violated(${k}, index, ${instance}); }`;
  };
  const functions = properties.map(({ k, predicate, when }) => {
    const of = `program.properties[${k}][1]`;
    return `const holds${k} = ${of}.${predicate}${when === undefined ? '' : `, when${k} = ${of}.${when}`};`;
  });
  const situations = about('situation');
  const reach = situations.map(
    ({ at, k }) =>
      `  if (exercised[${k}] === 0 && ${calls.ask(at, 'undefined', `holds${k}(NEXT)`)}) { exercised[${k}] = 1; at[UNREACHED]--; }`,
  );
  const remembered = new Set(verdicts.properties.map(String));
  const invariants = about('state').filter(({ k }) => !remembered.has(k));
  const ofState = [
    ...invariants.map((one) =>
      judged(one, { at: one.at, params: 'undefined', args: 'NEXT', instance: '-1' }),
    ),
    ...(situations.length === 0 ? [] : ['if (at[UNREACHED] !== 0) reach();']),
  ];
  const recall = recallOf(verdicts, words);
  return {
    judgesStates: ofState.length + verdicts.groups.length > 0,
    situations: situations.map(({ k }) => k),
    ofStep: (action, instance) =>
      about('step')
        .map((one) =>
          judged(one, { at: { ...one.at, action }, params: 'p', args: 'CURRENT, NEXT, steps[i]', instance }),
        )
        .join(' '),
    ofEnd: about('end')
      .map((one) => judged(one, { at: one.at, params: 'undefined', args: 'CURRENT', instance: '-1' }))
      .join(' '),
    counted: recall.counted,
    text: `${functions.join('\n')}
${recall.declared}
function reach() {
${reach.join('\n')}
}
function judge(index) {
  ${[...ofState, recall.text].join('\n  ')}
}`,
  };
}
