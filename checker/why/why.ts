/**
 * `why`: asked at a state of a trace, says of an action which conjunct of its guard fails there, and of a property what it
 * read to come to its answer.
 */
import { encode } from '../state/codec.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { ActionParams, Params, System } from '../language/system.ts';
import { withViews } from '../state/views.ts';
import { whyAction } from './action.ts';
import type { Why } from './answer.ts';
import type { Asked } from './asked.ts';
import { whyProperty } from './property.ts';
import type { WhyOf, WhyQuestion } from './question.ts';

/**
 * Explains an action or a property in a state of a trace: `why(system, { trace, step: 3, name: 'Enter', params: { p: 1 } })`. A step
 * property is asked about the step that leads there.
 *
 * Throws a SystemError for a state outside the schema, and for a step, a name, a parameter or a value that does not exist.
 */
export function why<
  S extends RecordField,
  A extends ActionParams,
  P extends string,
  const N extends (keyof A & string) | P,
>(system: System<S, A, P>, question: WhyQuestion<A, N>): WhyOf<A, N> {
  // Sound because an action is looked for before a property, as the type does.
  return whyOf(system, question as WhyQuestion) as WhyOf<A, N>;
}

function whyOf(system: System, { trace, step, name, params = {} }: WhyQuestion): Why {
  const program = programOf(system);
  const state = step === 0 ? trace.initial : trace.steps[step - 1]?.state;
  if (state === undefined)
    throw new SystemError(
      `step ${String(step)}: this trace has the steps 0 to ${String(trace.steps.length)}`,
      { code: 'options' },
    );
  return withViews(system.state, 'checked', (views) => {
    const words = new Int32Array(views.layout.words);
    encode(views.layout, state, words);
    return whyAt({ program, views, trace, step, words }, name, params);
  });
}

/** {@link why} where the state is packed and the system made ready. */
export function whyAt<S extends RecordField>(asked: Asked<S>, name: string, params: Params): Why {
  const { program } = asked;
  const { system } = program;
  const action = program.actions.find((one) => one.name === name);
  if (action !== undefined) return whyAction(asked, action, params);
  const property = Object.hasOwn(system.properties, name) ? system.properties[name] : undefined;
  if (property === undefined)
    throw new SystemError(
      `${system.name} has no action and no property ${name}; it has ${[...Object.keys(system.actions), ...Object.keys(system.properties)].join(', ')}`,
      { code: 'options' },
    );
  return whyProperty(asked, name, property, params);
}
