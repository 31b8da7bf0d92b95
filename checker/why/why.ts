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
import { replay } from '../traces/trace.ts';
import { withViews } from '../state/views.ts';
import { whyAction } from './action.ts';
import type { Why } from './answer.ts';
import type { Asked } from './asked.ts';
import { whyProperty } from './property.ts';

/**
 * Explains the action or property `name` in the state after step `step` of the trace (0: the initial state), which is
 * replayed first. With `params`, only the instances whose parameters have these values, compared as text.
 * A step property is asked about the step that leads there.
 *
 * Throws a SystemError for a trace of another system, and for a step, a name, a parameter or a value that does not exist.
 */
export function why<S extends RecordField>(
  system: System<S>,
  trace: string | Trace,
  step: number,
  name: string,
  params: Params = {},
): Why {
  const program = programOf(system);
  const replayed = replay(system, trace);
  const state = replayed.steps[step - 1]?.state ?? (step === 0 ? replayed.initial : undefined);
  if (state === undefined)
    throw new SystemError(
      `step ${String(step)}: this trace has the steps 0 to ${String(replayed.steps.length)}`,
      { code: 'options' },
    );
  return withViews(system.state, 'checked', (views) => {
    const words = new Int32Array(views.layout.words);
    encode(views.layout, state, words);
    return whyAt({ program, views, trace: replayed, step, words }, name, params);
  });
}

/** {@link why} at a state that is known already. */
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
