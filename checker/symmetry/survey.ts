/**
 * What the system's own functions say of one state: of every action instance where its guard stops or where it leads, and
 * of every property whether it is true.
 *
 * One function is generated per action, as in the engine, and for the same reason.
 */
import type { Layout } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { antecedentOf, predicateOf, subjectOf } from '../evaluate/property.ts';
import { decisionsOf, expressionOf } from '../search/decisions.ts';
import { isTrue, nothing } from '../state/answers.ts';
import { compiled } from '../state/compiled.ts';
import type { Views } from '../state/views.ts';

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
  return compiled('survey', { program, views, isTrue, nothing }, source(program, views.layout)) as Survey;
}

function source<S extends RecordField>(program: Program<S>, layout: Layout): string {
  const { words } = layout;
  const decisions = decisionsOf(program, layout);
  const each = (text: (word: string) => string): string =>
    Array.from({ length: words }, (_, word) => text(String(word))).join(' ');
  const properties = program.properties.map(([, property], index) => ({
    property,
    k: String(index),
    when: antecedentOf(property),
  }));
  const judges = properties.map(({ property, k, when }) => {
    const asked = when === null ? '' : ` const when${k} = program.properties[${k}][1].${when.name};`;
    return `const judge${k} = program.properties[${k}][1].${predicateOf(property).name};${asked}`;
  });
  const answered = ({ k, when }: (typeof properties)[number], args: string): string =>
    `${when !== null ? `!isTrue(when${k}(${args})) ? 2 : ` : ''}isTrue(judge${k}(${args})) ? 1 : 0`;
  const ofStep = properties
    .filter(({ property }) => subjectOf(property) === 'step')
    .map(
      (one) =>
        `steps[a * ${String(properties.length)} + ${one.k}] = ${answered(one, 'CURRENT, NEXT, views')};`,
    )
    .join(' ');
  const ofState = properties.map((one) => {
    const { property, k } = one;
    if (subjectOf(property) === 'step') return '';
    const text = `states[${k}] = ${answered(one, 'NEXT')};`;
    return subjectOf(property) === 'end' ? `states[${k}] = 2; if (enabled === 0) ${text}` : text;
  });
  const actions = program.actions.map(({ action, first }, index) => {
    const i = String(index);
    const guards = action.guard.map(
      (_, g) => `const g${i}_${String(g)} = program.actions[${i}].action.guard[${String(g)}].holds;`,
    );
    const stop = (holds: (g: number) => string): string =>
      `${action.guard.map((_, g) => `!${holds(g)} ? ${String(g)} : `).join('')}-1`;
    // As in the engine: what a guard asks of few bits is asked of these.
    const decided = decisions[index]?.map((conjuncts, instance) => {
      const of = (g: number): string => {
        const called = `isTrue(g${i}_${String(g)}(CURRENT, params${i}[${String(instance)}]))`;
        return `(${expressionOf(conjuncts[g] ?? 'ask', 'current', called)})`;
      };
      const a = String(first + instance);
      return `if ((stops[${a}] = ${stop(of)}) === -1) { enabled++; take${i}(successors, steps, ${String(instance)}); }`;
    });
    const called = stop((g) => `isTrue(g${i}_${String(g)}(CURRENT, p))`);
    const ask = `for (let i = 0; i < params${i}.length; i++) { const p = params${i}[i]; if ((stops[${String(first)} + i] = ${called}) === -1) { enabled++; take${i}(successors, steps, i); } }`;
    return `${guards.join(' ')} const e${i} = program.actions[${i}].action.effect, params${i} = program.actions[${i}].params, steps${i} = program.actions[${i}].steps;
function take${i}(successors, steps, i) {
  const a = ${String(first)} + i, o = a * ${String(words)};
  ${each((w) => `next[${w}] = current[${w}];`)}
  nothing(e${i}(DRAFT, params${i}[i]));
  ${each((w) => `successors[o + ${w}] = next[${w}];`)}
  ${ofStep.replaceAll(', views)', `, steps${i}[i])`)}
}
function act${i}(stops, successors, steps) {
  let enabled = 0;
  ${decided?.join('\n  ') ?? ask}
  return enabled;
}`;
  });
  return `const { current, next, currentView: CURRENT, nextDraft: DRAFT, nextView: NEXT } = views;
${judges.join('\n')}
${actions.join('\n')}
return ({ stops, successors, steps, states }) => {
  let enabled = 0;
  ${program.actions.map((_, index) => `enabled += act${String(index)}(stops, successors, steps);`).join(' ')}
  judge(states, enabled);
};
// Properties read the class that effects write, as in the engine, so that what both call sees one class.
function judge(states, enabled) {
  ${each((w) => `next[${w}] = current[${w}];`)}
  ${ofState.filter((text) => text !== '').join('\n  ')}
}`;
}
