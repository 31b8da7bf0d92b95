/** One's own code, driven along the steps of a model: after each, what can be seen of the code is compared with the model's state. */
import { SystemError, difference, stepper } from '../checker/index.ts';
import type { ActionParams, Plain, RecordField, StepView, StepsOf, System } from '../checker/index.ts';
import type { Path } from './cover.ts';

/** The code as a model's actions call it. */
export interface Driver<S extends RecordField, A extends ActionParams> {
  /** What the code does where the model takes an action. */
  readonly actions: { readonly [K in keyof A]: (params: A[K]) => unknown };
  /** What is seen of the code: fields of the model's state, as plain data. Those that are left out are not compared. */
  readonly state: () => Partial<Plain<S>> | Promise<Partial<Plain<S>>>;
  /** Called when a run is over, however it ended. */
  readonly close?: () => unknown;
}

/** Makes the code anew for each run, in the initial state that it is given. */
export type MakeDriver<S extends RecordField, A extends ActionParams> = (
  initial: Plain<S>,
) => Driver<S, A> | Promise<Driver<S, A>>;

/** The driver of a system, made anew for each run: `const driver: DriverOf<typeof ring> = () => ({ … })`. */
export type DriverOf<Y> = Y extends System<infer S, infer A> ? MakeDriver<S, A> : never;

/** The code does other than the model says. */
export class DriveError extends Error {
  override readonly name = 'DriveError';
  /** The steps up to the one after which they differ; empty where they differ at first. */
  readonly steps: readonly StepView[];

  constructor(message: string, steps: readonly StepView[], options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.steps = steps;
  }
}

/**
 * Drives the code along a path. Resolves with the number of steps; rejects with a DriveError where the code throws, or a field that it
 * shows differs from the model's, and with a SystemError where the path is none of the system's.
 */
export async function drive<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  make: MakeDriver<S, A>,
  { initial, steps }: Path<StepsOf<A>>,
): Promise<number> {
  const walk = stepper(system);
  walk.reset(initial);
  const driver = await make(walk.plain(walk.state));
  // Sound because a step has the parameters of its action.
  const actions = driver.actions as Readonly<Record<string, (params: StepView['params']) => unknown>>;
  try {
    differs(walk.plain(walk.state), await driver.state(), steps.slice(0, 0));
    for (const [index, step] of steps.entries()) {
      const taken = steps.slice(0, index + 1);
      walk.take(instanceOf(walk, step));
      const act = Object.hasOwn(actions, step.action) ? actions[step.action] : undefined;
      if (act === undefined)
        throw new SystemError(`the driver has no function for ${step.action}`, { code: 'options' });
      try {
        await act(step.params);
      } catch (cause) {
        throw new DriveError(`${after(taken)} the code throws: ${textOf(cause)}`, taken, { cause });
      }
      differs(walk.plain(walk.state), await driver.state(), taken);
    }
  } finally {
    await driver.close?.();
  }
  return steps.length;
}

function instanceOf(
  walk: Pick<ReturnType<typeof stepper>, 'steps' | 'isEnabled'>,
  { action, params }: StepView,
): number {
  const instance = walk.steps.findIndex(
    (one) => one.action === action && difference(params, one.params) === null,
  );
  if (instance === -1 || !walk.isEnabled(instance))
    throw new SystemError(`${named({ action, params })} is no step that the system can take here`, {
      code: 'trace',
    });
  return instance;
}

/** Throws where a field that the code shows is not that of the model. */
function differs(model: object, code: object, taken: readonly StepView[]): void {
  const seen = Object.fromEntries(
    Object.keys(code).map((name) => [name, Reflect.get(model, name) as unknown]),
  );
  const found = difference(code, seen);
  if (found !== null)
    throw new DriveError(`${after(taken)} the code differs from the model: ${found}`, taken);
}

const after = (steps: readonly StepView[]): string =>
  steps.length === 0 ? 'at first' : `after ${steps.map(named).join(', ')}`;

const named = ({ action, params }: StepView): string =>
  [action, ...Object.entries(params).map(([name, value]) => `${name}=${String(value)}`)].join(' ');

const textOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
