/** What if a guard asked for more? */
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { System } from '../language/system.ts';
import { layoutOf } from '../state/layout.ts';
import { expressionOf } from './expression.ts';

/** A conjunct that is put on the guard of an action. */
export interface Requirement {
  readonly action: string;
  /** An expression over the state before the step, as `find` takes it. */
  readonly expression: string;
}

/**
 * The system with more conjuncts in its guards. It has a name, and so trace ids, of its own.
 * Throws a SystemError for an action that it does not have, and for an expression that is none or not true or false.
 */
export function requiring<S extends RecordField>(
  system: System<S>,
  requirements: readonly Requirement[],
): System<S> {
  if (requirements.length === 0) return system;
  const program = programOf(system);
  const layout = layoutOf(system.state);
  const actions = { ...system.actions };
  for (const { action: name, expression: text } of requirements) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined)
      throw new SystemError(
        `${system.name} has no action ${name}; it has ${Object.keys(actions).join(', ')}`,
        { code: 'options' },
      );
    const { type, evaluate } = expressionOf(program, layout, text);
    if (type.kind !== 'bool')
      throw new SystemError(
        `a guard asks what is true or false, and ${text} is neither; compare it with a value`,
        {
          code: 'options',
        },
      );
    const conjunct = {
      name: text,
      holds: (state: Parameters<typeof evaluate>[0]) => evaluate(state) === true,
    };
    actions[name] = { ...action, guard: [...action.guard, conjunct] };
  }
  const words = requirements.map(({ action, expression }) => `${expression} in ${action}`).sort();
  return { ...system, name: `${system.name} with ${words.join(', ')}`, actions };
}
