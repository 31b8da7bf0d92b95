/** Which properties a check judges. */
import { isLiveness } from '../evaluate/property.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { System } from '../language/system.ts';
import type { CheckSettings } from './options.ts';

/**
 * The properties to judge, and those that are left out because they speak of runs: where `safety` asks for it, and with
 * symmetry, since a loop of representatives need not be a loop of states.
 */
export function chosenOf<S extends RecordField>(
  system: System<S>,
  { properties, safety = false, symmetry = false }: Pick<CheckSettings, 'properties' | 'safety' | 'symmetry'>,
): { readonly chosen: readonly string[] | undefined; readonly leftOut: readonly string[] } {
  if (!safety && !symmetry) return { chosen: properties, leftOut: [] };
  const runs = Object.entries(system.properties).flatMap(([name, of]) => (isLiveness(of) ? [name] : []));
  const asked = properties ?? Object.keys(system.properties);
  const chosen = asked.filter((name) => !runs.includes(name));
  const leftOut = asked.filter((name) => runs.includes(name));
  if (leftOut[0] !== undefined && chosen.length === 0)
    throw new SystemError(
      `${leftOut.join(', ')}: only claims about runs are chosen, and ${symmetry ? 'a search with symmetry does not judge them' : '`safety` leaves them out'}; choose other properties, or search without it`,
      { code: 'options' },
    );
  return { chosen: leftOut.length === 0 ? properties : chosen, leftOut };
}
