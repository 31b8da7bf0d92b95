/**
 * A system made ready to run: its actions flattened into numbered instances, and their processes numbered.
 */
import { host } from '#host';
import { SystemError } from './system-error.ts';
import type { RecordField } from './schema.ts';
import type { Action, Params, Property, StepView, System } from './system.ts';
import { combinations } from './over.ts';

export interface ProgramAction<S extends RecordField> {
  readonly name: string;
  readonly action: Action<S>;
  /** The id of its first instance; instance `first + i` has `params[i]`. */
  readonly first: number;
  readonly params: readonly Params[];
  readonly steps: readonly StepView[];
}

export interface Program<S extends RecordField = RecordField> {
  readonly system: System<S>;
  readonly actions: readonly ProgramAction<S>[];
  readonly properties: readonly (readonly [name: string, property: Property<S>])[];
  /** Action index and process of each instance. */
  readonly actionOf: readonly number[];
  readonly processOf: readonly string[];
  readonly instances: number;
  /** Whether the search keeps one state of each orbit of the declared symmetry. */
  readonly symmetric: boolean;
  /** Names what a saved trace belongs to: name, schema, initial states and actions with their parameters. 8 hex digits. */
  readonly fingerprint: string;
}

/** Instance ids are stored in at most 16 bits. */
const INSTANCES_MAX = 0xffff;

/** Throws a SystemError where the system is not one that can be searched. */
export function programOf<S extends RecordField>(
  system: System<S>,
  properties?: readonly string[],
  symmetric = false,
): Program<S> {
  // Counted before they are made: they may be more than memory holds.
  const instances = Object.values(system.actions)
    .map(({ params }) => Object.values(params).reduce((product, values) => product * values.length, 1))
    .reduce((sum, count) => sum + count, 0);
  if (instances > INSTANCES_MAX) {
    throw new SystemError(
      `${system.name} has ${String(instances)} action instances, at most ${String(INSTANCES_MAX)} can be stored; narrow the parameters' domains`,
    );
  }
  const actions: ProgramAction<S>[] = [];
  const actionOf: number[] = [];
  const processOf: string[] = [];
  for (const [name, action] of Object.entries(system.actions)) {
    const params = combinations(`action ${name}`, action.params);
    const steps = params.map((values) => Object.freeze({ action: name, params: values }));
    actions.push({ name, action, first: actionOf.length, params, steps });
    for (const values of params) {
      actionOf.push(actions.length - 1);
      processOf.push(action.process(values));
    }
  }
  if (system.initial.length === 0)
    throw new SystemError(`${system.name} has no initial state; give at least one in \`initial\``);
  const unknown = properties?.find((name) => !Object.hasOwn(system.properties, name));
  if (unknown !== undefined) {
    throw new SystemError(
      `${system.name} has no property ${unknown}; it has ${Object.keys(system.properties).join(', ')}`,
      { code: 'options' },
    );
  }
  const chosen = Object.entries(system.properties).filter(([name]) => properties?.includes(name) ?? true);
  let fingerprint: string | undefined;
  return {
    system,
    actions,
    properties: chosen,
    actionOf,
    processOf,
    instances: actionOf.length,
    symmetric,
    get fingerprint() {
      fingerprint ??= fingerprintOf(system, actions);
      return fingerprint;
    },
  };
}

/** Initial states that are in the fingerprint. Where more differ, the states of a run do, and so the mark of its path. */
const INITIAL_MAX = 1 << 10;

/** Made when it is asked for: a search that finds no run needs none, nor Node's module of hashes, which takes long to load. */
function fingerprintOf({ name, state, initial }: System, actions: Program['actions']): string {
  const params = actions.map((action) => [action.name, action.params]);
  return host.sha256(JSON.stringify([name, state, initial.slice(0, INITIAL_MAX), params])).slice(0, 8);
}
