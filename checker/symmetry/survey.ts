/**
 * What the system's own functions say of one state: of every action instance where its guard stops or where it leads, and
 * of every property whether it is true.
 *
 * One function is generated per action, as in the engine, and for the same reason.
 */
import type { Program } from '../program.ts';
import type { RecordField } from '../schema.ts';
import type { Views } from '../views.ts';

/** Room for the answers of one state. */
export interface Answers {
  /** By instance: the first conjunct that is false; -1 where it is enabled. */
  readonly stops: Int32Array;
  /** By instance: its packed successor, where it is enabled. */
  readonly successors: Int32Array;
  /** By instance and property: 0 or 1 for a step property's answer, 2 where its antecedent is false. */
  readonly steps: Uint8Array;
  /** By property: its answer about the state, likewise. */
  readonly states: Uint8Array;
}

export const answersFor = ({ instances, properties }: Program, words: number): Answers => ({
  stops: new Int32Array(instances),
  successors: new Int32Array(instances * words),
  steps: new Uint8Array(instances * properties.length),
  states: new Uint8Array(properties.length),
});

/** Writes the answers about the state in `views.current`; `views.next` is overwritten. */
export type Survey = (answers: Answers) => void;

export function surveyOf<S extends RecordField>(program: Program<S>, views: Views<S>): Survey {
  // The text is made of the program's shape (counts and numbers); the user's functions are passed in by reference.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see the line above
  const build = new Function('program', 'views', source(program, views.layout.words)) as (
    program: Program<S>,
    views: Views<S>,
  ) => Survey;
  return build(program, views);
}

function source<S extends RecordField>(program: Program<S>, words: number): string {
  const each = (text: (word: string) => string): string =>
    Array.from({ length: words }, (_, word) => text(String(word))).join(' ');
  const properties = program.properties.map(([, property], index) => ({
    property,
    k: String(index),
    hasWhen: 'when' in property && (property.when as unknown) !== undefined,
  }));
  const judges = properties.map(({ property, k, hasWhen }) => {
    const predicate =
      property.kind === 'sometimes' ? 'reached' : property.kind === 'deadlockFree' ? 'final' : 'holds';
    const when = hasWhen ? ` const when${k} = program.properties[${k}][1].when;` : '';
    return `const judge${k} = program.properties[${k}][1].${predicate};${when}`;
  });
  const answered = (k: string, hasWhen: boolean, args: string): string =>
    `${hasWhen ? `!when${k}(${args}) ? 2 : ` : ''}judge${k}(${args}) ? 1 : 0`;
  const ofStep = properties
    .filter(({ property }) => property.kind === 'alwaysStep')
    .map(
      ({ k, hasWhen }) =>
        `steps[a * ${String(properties.length)} + ${k}] = ${answered(k, hasWhen, 'CURRENT, NEXT, views')};`,
    )
    .join(' ');
  const ofState = properties.map(({ property, k, hasWhen }) => {
    if (property.kind === 'alwaysStep') return '';
    const text = `states[${k}] = ${answered(k, hasWhen, 'CURRENT')};`;
    return property.kind === 'deadlockFree' ? `states[${k}] = 2; if (enabled === 0) ${text}` : text;
  });
  const actions = program.actions.map(({ action, first }, index) => {
    const i = String(index);
    const guards = action.guard.map(
      (_, g) => `const g${i}_${String(g)} = program.actions[${i}].action.guard[${String(g)}].holds;`,
    );
    const stop = action.guard.map((_, g) => `!g${i}_${String(g)}(CURRENT, p) ? ${String(g)} : `).join('');
    return `${guards.join(' ')} const e${i} = program.actions[${i}].action.effect, params${i} = program.actions[${i}].params, steps${i} = program.actions[${i}].steps;
function act${i}(stops, successors, steps) {
  let enabled = 0;
  for (let i = 0; i < params${i}.length; i++) {
    const p = params${i}[i], a = ${String(first)} + i, stop = ${stop}-1;
    stops[a] = stop;
    if (stop !== -1) continue;
    enabled++;
    ${each((w) => `next[${w}] = current[${w}];`)}
    e${i}(DRAFT, p);
    const o = a * ${String(words)};
    ${each((w) => `successors[o + ${w}] = next[${w}];`)}
    ${ofStep.replaceAll(', views)', `, steps${i}[i])`)}
  }
  return enabled;
}`;
  });
  return `'use strict';
const { current, next, currentView: CURRENT, nextDraft: DRAFT, nextView: NEXT } = views;
${judges.join('\n')}
${actions.join('\n')}
return ({ stops, successors, steps, states }) => {
  let enabled = 0;
  ${program.actions.map((_, index) => `enabled += act${String(index)}(stops, successors, steps);`).join(' ')}
  ${ofState.filter((text) => text !== '').join('\n  ')}
};`;
}
