/** What if a conjunct of a guard were not there? */
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { System } from '../language/system.ts';

/**
 * The system with conjuncts taken out of guards, each named as `Action.conjunct`. It has a name, and so trace ids, of its own.
 * Throws a SystemError for one that it does not have.
 */
export function without<S extends RecordField>(system: System<S>, conjuncts: readonly string[]): System<S> {
  const actions = { ...system.actions };
  for (const named of conjuncts) {
    const [name = '', conjunct = ''] = named.split('.');
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined)
      throw new SystemError(
        `${system.name} has no action ${name}; it has ${Object.keys(actions).join(', ')}`,
        {
          code: 'options',
        },
      );
    const guard = action.guard.filter((one) => one.name !== conjunct);
    if (guard.length === action.guard.length)
      throw new SystemError(
        `the guard of ${name} has no conjunct ${conjunct}; it has ${action.guard.map((one) => one.name).join(', ')}`,
        { code: 'options' },
      );
    actions[name] = { ...action, guard };
  }
  if (conjuncts.length === 0) return system;
  return { ...system, name: `${system.name} without ${[...conjuncts].sort().join(', ')}`, actions };
}
