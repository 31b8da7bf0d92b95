/**
 * The generated code that takes steps: for each action one function that runs the effect of an instance, and a dispatch that
 * calls it for each instance whose guard holds.
 *
 * Guards are decided by the bits of `current` as far as decisions.ts finds out how. Where they are not, and in debug mode,
 * which calls every conjunct, the action's function goes through the instances itself. V8 inlines the user's functions
 * into these; one function over all actions exceeds the inlining budget.
 */
import type { Program, ProgramAction } from '../../language/program.ts';
import type { RecordField } from '../../language/schema.ts';
import type { Layout } from '../../state/layout.ts';
import type { Decision, Option } from '../decisions.ts';
import { decisionsOf, dispatch, inParts } from '../decisions.ts';
import type { Calls } from './calls.ts';
import { eachOf } from './calls.ts';
import type { Judging } from './judging.ts';

export interface Stepping {
  readonly text: string;
  /** Statements that take every step from the state in `current`, in any order. */
  readonly act: string;
  /** Statements that show every successor to `visitor`, in the order of the instances. */
  readonly visit: string;
}

/** What a step does with the successor in `next`. */
interface Use {
  readonly name: 'act' | 'visit';
  /** Statements in which `index` is the source, `i` the instance within its action, `instance` its number, `p` its parameters. */
  readonly then: (instance: string) => string;
}

export function steppingOf<S extends RecordField>(
  program: Program<S>,
  layout: Layout,
  judging: Judging,
  calls: Calls,
): Stepping {
  const each = eachOf(layout.words);
  const decisions = calls.debug ? undefined : decisionsOf(program, layout);
  const changes = each((w) => `next[${String(w)}] !== current[${String(w)}]`, ' || ');
  const actions = program.actions.map((action, k) => {
    const i = String(k);
    const uses: readonly Use[] = [
      {
        name: 'act',
        then: (instance) =>
          `${judging.ofStep(action.name, instance)}
  fired[${i}]++; at[DEGREE]++;
  if (${changes}) defer(index, ${instance});`,
      },
      { name: 'visit', then: (instance) => `visitor(find(), ${instance});` },
    ];
    const decided = decisions?.[k];
    return {
      text: [
        constantsOf(action, i),
        ...uses.map((use) => functionOf(action, i, use, decided !== undefined)),
      ].join('\n'),
      options: (of: Use['name']): readonly Option[] => optionsOf(of, i, decided),
    };
  });
  const acting = inParts(
    'actOn',
    dispatch(
      actions.flatMap(({ options }) => options('act')),
      'current',
    ),
  );
  const visiting = inParts(
    'visitOf',
    actions.map(({ options }) =>
      options('visit')
        .flatMap((option) => dispatch([option], 'current'))
        .join('\n'),
    ),
  );
  return {
    text: [...actions.map(({ text }) => text), acting.text, visiting.text].join('\n'),
    act: acting.calls,
    visit: visiting.calls,
  };

  /** A function that takes the step of an instance, or, where guards are not decided beforehand, of each that is enabled. */
  function functionOf(
    { name, action, first }: ProgramAction<S>,
    i: string,
    use: Use,
    isDecided: boolean,
  ): string {
    const effect = `nothing(e${i}(DRAFT, p))`;
    const take = `const p = params${i}[i], steps = steps${i};
  ${each((w) => `next[${String(w)}] = current[${String(w)}];`)}
  ${calls.note({ function: 'effect', action: name }, 'p', effect)};
  ${calls.debug ? twice(effect) : ''}
  ${use.then(`${String(first)} + i`)}`;
    if (isDecided) return `function ${use.name}${i}(index, i) {\n  ${take}\n}`;
    const guard = action.guard.map(({ name: conjunct }, g) =>
      calls.ask({ function: 'guard', action: name, conjunct }, 'p', `g${i}_${String(g)}(CURRENT, p)`),
    );
    return `function ${use.name}${i}(index) {
  for (let i = 0; i < params${i}.length; i++) {
  const p = params${i}[i];
  if (${guard.join(' && ') || 'true'}) {
  ${take}
  }
  }
}`;
  }

  /** In debug mode an effect is run again on the same state, and has to lead to the same. */
  function twice(effect: string): string {
    const kept = each(
      (w) => `const d${String(w)} = next[${String(w)}]; next[${String(w)}] = current[${String(w)}];`,
    );
    const differs = each((w) => `d${String(w)} !== next[${String(w)}]`, ' || ');
    return `${kept} ${effect}; if (${differs}) fault('run twice on one state, it leads to two states');`;
  }
}

const constantsOf = <S extends RecordField>({ action }: ProgramAction<S>, i: string): string =>
  [
    ...action.guard.map(
      (_, g) => `const g${i}_${String(g)} = program.actions[${i}].action.guard[${String(g)}].holds;`,
    ),
    `const e${i} = program.actions[${i}].action.effect, params${i} = program.actions[${i}].params, steps${i} = program.actions[${i}].steps;`,
  ].join(' ');

/** What the dispatch chooses from: the action as a whole, or each of its instances where their guards are decided. */
const optionsOf = (
  of: Use['name'],
  i: string,
  decided: readonly (readonly Decision[])[] | undefined,
): readonly Option[] =>
  decided === undefined
    ? [{ conjuncts: [], ask: () => '', then: `${of}${i}(index);` }]
    : decided.map((conjuncts, instance) => ({
        conjuncts,
        ask: (g) => `isTrue(g${i}_${String(g)}(CURRENT, params${i}[${String(instance)}]))`,
        then: `${of}${i}(index, ${String(instance)});`,
      }));
