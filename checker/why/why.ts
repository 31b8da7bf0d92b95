/**
 * `why`: asked at a state of a trace, says of an action which conjunct of its guard fails there, and of a property what it
 * read to come to its answer.
 */
import { encode } from '../state/codec.ts';
import { programOf } from '../language/program.ts';
import type { Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Params, System } from '../language/system.ts';
import { withViews } from '../state/views.ts';
import { whyAction } from './action.ts';
import type { Why } from './answer.ts';
import type { Asked } from './asked.ts';
import { whyProperty } from './property.ts';

/** A state of a trace, as `replay` gives one. A state alone is the initial one of a trace without steps. */
export interface At {
  readonly trace: Pick<Trace, 'initial' | 'steps'>;
  /** The state is that after this step; 0 is the initial one. */
  readonly step: number;
}

/**
 * Explains the action or property `name` in a state. With `params`, only the instances whose parameters have these values, compared
 * as text. A step property is asked about the step that leads there.
 *
 * Throws a SystemError for a state outside the schema, and for a step, a name, a parameter or a value that does not exist.
 */
export function why<S extends RecordField>(
  system: System<S>,
  { trace, step }: At,
  name: string,
  params: Params = {},
): Why {
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
