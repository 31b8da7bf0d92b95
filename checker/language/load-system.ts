/**
 * Importing a system from a module, as worker threads and the command line do.
 */
import type { ModuleSource } from '../check/options.ts';
import type { System } from './system.ts';
import { SystemError } from './system-error.ts';

/**
 * Imports the module and makes its system: the default export itself, or what it returns for `params`.
 * Throws a SystemError where the default export is neither; what the module throws passes through.
 */
export async function loadSystem({ url, params }: ModuleSource): Promise<System> {
  const module = (await import(url)) as { readonly default?: unknown };
  const made: unknown =
    typeof module.default === 'function'
      ? (module.default as (params: unknown) => unknown)(params)
      : module.default;
  if (!isSystem(made)) {
    throw new SystemError(
      `${url} has no system as its default export; export default system({…}) or a function that returns one`,
      { code: 'module' },
    );
  }
  return made;
}

/** Whether a value has a system's parts; their contents are judged when it is searched. */
export function isSystem(value: unknown): value is System {
  if (typeof value !== 'object' || value === null) return false;
  const parts: Partial<Record<keyof System, unknown>> = value;
  return (
    typeof parts.name === 'string' &&
    (parts.state as System['state'] | undefined)?.kind === 'record' &&
    Array.isArray(parts.initial) &&
    typeof parts.actions === 'object' &&
    typeof parts.properties === 'object'
  );
}
