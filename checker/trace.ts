/**
 * Stepping through a system one transition at a time: traces from instances, short ids of traces, and replay.
 */
import type { Layout } from './layout.ts';
import type { Change, Step, Trace } from './report.ts';
import type { Program } from './program.ts';
import { programOf } from './program.ts';
import type { RecordField } from './schema.ts';
import type { System } from './system.ts';
import type { Views } from './views.ts';
import { InternalError, SystemError } from './system-error.ts';
import { decode, encode, scalarAt } from './codec.ts';
import { viewsOf } from './views.ts';

/**
 * Replays a trace by its id, or a saved trace by its actions and states, on `system`. Throws a SystemError where it
 * belongs to another system or layout, or where a step is not enabled or leads elsewhere.
 */
export function replay<S extends RecordField>(system: System<S>, trace: string | Trace): Trace {
  const program = programOf(system);
  const views = viewsOf(system.state, false);
  const id = typeof trace === 'string' ? trace : trace.id;
  const replayed = traceOf(program, views, ...parseId(program, views, id));
  if (typeof trace !== 'string') {
    const differs = trace.steps.findIndex(
      (step, index) => JSON.stringify(step) !== JSON.stringify(replayed.steps[index]),
    );
    const where =
      JSON.stringify(trace.initial) !== JSON.stringify(replayed.initial)
        ? 'in its initial state'
        : differs >= 0
          ? `at step ${String(differs + 1)}`
          : trace.steps.length < replayed.steps.length
            ? 'in its length'
            : undefined;
    if (where !== undefined)
      throw new SystemError(
        `the saved trace differs from its replay ${where}; the system has changed since it was saved`,
        { code: 'trace' },
      );
  }
  return typeof trace === 'string' ? replayed : { ...replayed, shortest: trace.shortest };
}

/** Names the system, its layout and its actions: what a saved trace belongs to. 8 hex digits. */
export const fingerprint = (system: System): string => programOf(system).fingerprint;

/**
 * The trace that starts in initial state number `root` and takes `instances`; `shortest` is for the caller to claim. With
 * `loop` it is a lasso, whose last step must lead back to the state of that number.
 */
export function traceOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  root: number,
  instances: readonly number[],
  shortest = false,
  loop?: number,
): Trace {
  const { layout, next } = views;
  const state = new Int32Array(layout.words);
  encode(layout, program.system.initial[root], state);
  const initial = decode(layout, state);
  const steps: Step[] = [];
  let start: Int32Array | undefined = loop === 0 ? state.slice() : undefined;
  // Digits of the id, most significant last: which of the enabled instances was taken.
  let number = 1n;
  let digest = digestOf(state);
  const digits: (readonly [digit: number, base: number])[] = [];
  for (const instance of instances) {
    const choices = enabledOf(program, views, state);
    const digit = choices.indexOf(instance);
    if (digit < 0)
      throw new SystemError(
        `step ${String(steps.length + 1)} of the trace is not enabled; it belongs to another system or design`,
        { code: 'trace' },
      );
    digits.push([digit, choices.length]);
    take(program, views, state, instance);
    const changes = changesBetween(layout, state, next);
    state.set(next);
    digest = digestOf(state, digest);
    if (steps.length + 1 === loop) start = state.slice();
    const { name, params, first } = actionOf(program, instance);
    steps.push({
      action: name,
      params: params[instance - first] ?? {},
      process: program.processOf[instance] ?? '',
      changes,
      state: decode(layout, state),
    });
  }
  if (loop !== undefined && start?.every((word, at) => word === state[at]) !== true)
    throw new SystemError(`the last step of the lasso does not lead back to state ${String(loop)}`, {
      code: 'trace',
    });
  for (const [digit, base] of digits.reverse()) number = number * BigInt(base) + BigInt(digit);
  number = number * BigInt(program.system.initial.length) + BigInt(root);
  number = number * PATH + (BigInt(digest) % PATH);
  const switches = steps.filter(
    (step, index) => index > 0 && step.process !== steps[index - 1]?.process,
  ).length;
  const length = String(instances.length) + (loop === undefined ? '' : `.${String(loop)}`);
  const id = `${program.fingerprint}-${length}-${checked(number, instances.length, loop).toString(36)}`;
  return { initial, steps, switches, id, shortest, ...(loop === undefined ? {} : { loop }) };
}

/** The scalars in which two packed states differ, in the order of the schema. */
export const changesBetween = ({ scalars }: Layout, from: Int32Array, to: Int32Array): readonly Change[] =>
  scalars.flatMap((shape) => {
    const [before, after] = [scalarAt(shape, from), scalarAt(shape, to)];
    return before === after ? [] : [{ path: shape.path, before, after }];
  });

/** The number with check digits, by which an id with a wrong or missing character is told. */
const checked = (number: bigint, length: number, loop: number | undefined): bigint =>
  number * CHECK +
  ((number * 31n + BigInt(length) + (loop === undefined ? 0n : 500n + BigInt(loop) * 37n)) % CHECK);
const CHECK = 1009n;

/** A hash of the states passed so far, by which an id of the same system with other guards or effects is told. */
const digestOf = (state: Int32Array, before = 0): number =>
  state.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193) >>> 0, before ^ 0x811c9dc5);
const PATH = 997n;

/** An initial state's number, the instances and the loop that an id names. */
function parseId<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  id: string,
): [root: number, instances: number[], shortest: boolean, loop: number | undefined] {
  const [, owner, length, back, digits] =
    /^([0-9a-f]{8})-(\d{1,6})(?:\.(\d{1,6}))?-([0-9a-z]+)$/.exec(id) ?? [];
  if (owner === undefined || length === undefined || digits === undefined) {
    throw new SystemError(`"${id}" is not a trace id; an id looks like 0f3a9c21-12-k3f9x2`, {
      code: 'trace',
    });
  }
  if (owner !== program.fingerprint) {
    throw new SystemError(
      `trace ${id} belongs to another model or layout: its mark is ${owner}, that of ${program.system.name} is ${program.fingerprint}`,
      { code: 'trace' },
    );
  }
  let number = 0n;
  for (const digit of digits) number = number * 36n + BigInt(parseInt(digit, 36));
  const coded = number;
  const loop = back === undefined ? undefined : Number(back);
  number /= CHECK;
  if (checked(number, Number(length), loop) !== coded)
    throw new SystemError(`trace id ${id} has a wrong or missing character; copy it again`, {
      code: 'trace',
    });
  const digit = (base: number): number => {
    const value = Number(number % BigInt(base));
    number /= BigInt(base);
    return value;
  };
  const path = digit(Number(PATH));
  const root = digit(program.system.initial.length);
  const state = new Int32Array(views.layout.words);
  encode(views.layout, program.system.initial[root], state);
  const instances: number[] = [];
  let digest = digestOf(state);
  for (let step = 1; step <= Number(length); step++) {
    const choices = enabledOf(program, views, state);
    const instance = choices[choices.length === 0 ? 0 : digit(choices.length)];
    if (instance === undefined)
      throw new SystemError(`trace ${id} ends at step ${String(step)}: no action is enabled there`, {
        code: 'trace',
      });
    take(program, views, state, instance);
    state.set(views.next);
    digest = digestOf(state, digest);
    instances.push(instance);
  }
  if (number !== 1n || BigInt(digest) % PATH !== BigInt(path))
    throw new SystemError(
      `trace ${id} does not fit ${program.system.name}; replay it with the parameters and sources that it came from`,
      { code: 'trace' },
    );
  return [root, instances, false, loop];
}

/** The instances that are enabled in a packed state, in order. */
export function enabledOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  state: Int32Array,
): number[] {
  views.current.set(state);
  return program.actions.flatMap(({ action, first, params }) =>
    params.flatMap((values, index) =>
      action.guard.every(({ holds }) => holds(views.currentView, values)) ? [first + index] : [],
    ),
  );
}

/** Leaves the successor of a packed state by an instance in `views.next`. */
export function take<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  state: Int32Array,
  instance: number,
): void {
  const { action, params, first } = actionOf(program, instance);
  views.next.set(state);
  action.effect(views.nextDraft, params[instance - first] ?? {});
}

function actionOf<S extends RecordField>(
  program: Program<S>,
  instance: number,
): Program<S>['actions'][number] {
  const action = program.actions[program.actionOf[instance] ?? -1];
  if (action === undefined)
    throw new InternalError(`${program.system.name} has no action instance ${String(instance)}`);
  return action;
}
