/**
 * Stepping through a system one transition at a time: traces from instances, short ids of traces, and replay.
 */
import { enabledOf, stepAt, take } from '../evaluate/step.ts';
import { decode, encode, scalarAt } from '../state/codec.ts';
import { difference } from './difference.ts';
import type { Layout } from '../state/layout.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { Change, Step, StepsOf, Trace } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { ActionParams, System } from '../language/system.ts';
import type { Digit } from './trace-id.ts';
import { PATH, codedBy, idOf, named } from './trace-id.ts';
import type { Views } from '../state/views.ts';
import { withViews } from '../state/views.ts';

/**
 * Replays a trace by its id, or a saved trace by its id and then all that it says, on `system`. Throws a SystemError where it belongs to
 * another system or layout, or says anything else than its replay. Only `shortest` is not looked into, because that would take a search.
 * A saved trace keeps it, and a trace that comes from an id does not claim it.
 */
export function replay<S extends RecordField, A extends ActionParams, P extends string>(
  system: System<S, A, P>,
  trace: string | Trace,
): Trace<S, StepsOf<A>> {
  // Sound because the trace is replayed on the system.
  return replayed(system, trace) as unknown as Trace<S, StepsOf<A>>;
}

function replayed(system: System, trace: string | Trace): Trace {
  const program = programOf(system);
  const byId = withViews(system.state, 'checked', (views) =>
    traceById(program, views, typeof trace === 'string' ? trace : trace.id),
  );
  if (typeof trace === 'string') return byId;
  const whole = { ...byId, shortest: trace.shortest };
  const found = difference(trace, whole);
  if (found !== null)
    throw new SystemError(
      `the saved trace differs from its replay: ${found}; it was edited, or the system has changed since it was saved`,
      { code: 'trace' },
    );
  return whole;
}

/** Names the system, its layout and its actions: what a saved trace belongs to. 8 hex digits. */
export const fingerprint = (system: System): string => programOf(system).fingerprint;

/** The steps of a trace, by their numbers. */
export interface Path {
  /** The number of the initial state. */
  readonly root: number;
  readonly instances: readonly number[];
  /** Of a lasso, the number of the state that its last step must lead back to. */
  readonly loop?: number;
  /** For the caller to claim; default false. */
  readonly shortest?: boolean;
}

/** Throws a SystemError for a step that is not enabled, and for a lasso that does not lead back. */
export function traceOf<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  { root, instances, loop, shortest = false }: Path,
): Trace {
  const { fingerprint, system } = program;
  const digits: Digit[] = [];
  const { path, ...walked } = walk(
    program,
    views,
    { root, length: instances.length, loop },
    (choices, step) => {
      const instance = instances[step - 1] ?? -1;
      const digit = choices.indexOf(instance);
      if (digit < 0)
        throw new SystemError(
          `step ${String(step)} of the trace is not enabled; it belongs to another system or design`,
          { code: 'trace' },
        );
      digits.push([digit, choices.length]);
      return instance;
    },
  );
  const id = idOf({ fingerprint, loop, path, root: [root, system.initial.length], steps: digits });
  return { ...walked, id, shortest, ...(loop === undefined ? {} : { loop }) };
}

/**
 * The trace from initial state number `root` through `instances`, which are numbered as in {@link Stepper.steps}; a lasso with `loop`.
 * Throws a SystemError for a step that is not enabled, and for a lasso that does not lead back to the state of that number.
 */
export const traceThrough = <S extends RecordField>(system: System<S>, path: Omit<Path, 'shortest'>): Trace =>
  withViews(system.state, 'checked', (views) => traceOf(programOf(system), views, path));

/** The trace that an id names. Throws a SystemError for an id of another system. */
function traceById<S extends RecordField>(program: Program<S>, views: Views<S>, id: string): Trace {
  const coded = codedBy(id);
  const { system } = program;
  if (coded.fingerprint !== program.fingerprint)
    throw new SystemError(
      `trace ${named(id)} belongs to another model or layout: its mark is ${coded.fingerprint}, that of ${system.name} is ${program.fingerprint}`,
      { code: 'trace' },
    );
  const claimed = coded.digit(PATH);
  const root = coded.digit(system.initial.length);
  const { steps, loop } = coded;
  const { path, ...walked } = walk(program, views, { root, length: steps, loop }, (choices, step) => {
    const instance = choices[choices.length === 0 ? 0 : coded.digit(choices.length)];
    if (instance === undefined)
      throw new SystemError(`trace ${named(id)} ends at step ${String(step)}: no action is enabled there`, {
        code: 'trace',
      });
    return instance;
  });
  if (!coded.isRead() || path !== claimed)
    throw new SystemError(
      `trace ${named(id)} does not fit ${system.name}; replay it with the parameters and sources that it came from`,
      { code: 'trace' },
    );
  return { ...walked, id, shortest: false, ...(loop === undefined ? {} : { loop }) };
}

/** So many steps from an initial state, each of which `choose` picks from the enabled instances; `path` is of the states passed. */
function walk<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  {
    root,
    length,
    loop,
  }: { readonly root: number; readonly length: number; readonly loop: number | undefined },
  choose: (choices: readonly number[], step: number) => number,
): Pick<Trace, 'initial' | 'steps' | 'switches'> & { readonly path: number } {
  const { layout, next } = views;
  const state = new Int32Array(layout.words);
  encode(layout, program.system.initial[root], state);
  const initial = decode(layout, state);
  const steps: Step[] = [];
  let start: Int32Array | undefined = loop === 0 ? state.slice() : undefined;
  let digest = digestOf(state);
  let switches = 0;
  for (let step = 1; step <= length; step++) {
    const instance = choose(enabledOf(program, views, state), step);
    take(program, views, state, instance);
    const changes = changesBetween(layout, state, next);
    state.set(next);
    digest = digestOf(state, digest);
    if (step === loop) start = state.slice();
    const taken = stepAt(program, instance);
    if (step > 1 && taken.process !== steps[step - 2]?.process) switches++;
    steps.push({ ...taken, changes, state: decode(layout, state) });
  }
  if (loop !== undefined && start?.every((word, at) => word === state[at]) !== true)
    throw new SystemError(`the last step of the lasso does not lead back to state ${String(loop)}`, {
      code: 'trace',
    });
  return { initial, steps, switches, path: digest % PATH };
}

/** The scalars in which two packed states differ, in the order of the schema. */
export function changesBetween({ scalars }: Layout, from: Int32Array, to: Int32Array): readonly Change[] {
  const changes: Change[] = [];
  for (const shape of scalars) {
    const [before, after] = [scalarAt(shape, from), scalarAt(shape, to)];
    if (before !== after) changes.push({ path: shape.path, before, after });
  }
  return changes;
}

/** A hash of the states passed so far, by which an id of the same system with other guards or effects is told. */
const digestOf = (state: Int32Array, before = 0): number =>
  state.reduce((hash, word) => Math.imul(hash ^ word, 0x01000193) >>> 0, before ^ 0x811c9dc5);
