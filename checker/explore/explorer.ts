/**
 * `explorer`: a system that is walked through by hand. Runs form a tree; of every state that was visited it tells which steps are
 * possible, what stops the others, what each property says, and from there it searches on. Page, terminal and replay share it.
 */
import type { Change, Json, Step, Trace } from '../check/report.ts';
import type { Plain, RecordField, View } from '../language/schema.ts';
import { SystemError } from '../language/system-error.ts';
import type { Params, Scalar, System } from '../language/system.ts';
import { decode, scalarAt } from '../state/codec.ts';
import type { Story } from '../traces/story.ts';
import { plainStory } from '../traces/story.ts';
import { replay, traceOf } from '../traces/trace.ts';
import type { Why } from '../why/answer.ts';
import { whyAt } from '../why/why.ts';
import type {
  Choices,
  FieldShown,
  Followed,
  Found,
  Goal,
  InstanceShown,
  Moment,
  NodeId,
  PropertyAnswer,
  SpaceGraph,
} from './answer.ts';
import { choicesOf, instanceOf } from './choices.ts';
import type { OperandType } from './expression.ts';
import { expressionOf } from './expression.ts';
import type { FindOptions } from './find.ts';
import { searchFrom } from './find.ts';
import type { CalledHere } from './follow.ts';
import { followOn } from './follow.ts';
import { graphOf } from './graph.ts';
import { Ground } from './ground.ts';
import { knownAmong } from './known.ts';
import { momentsOf } from './moments.ts';
import { readsOf } from './reads.ts';

export interface Explorer {
  readonly system: System;
  readonly fields: readonly FieldShown[];
  /** By instance. */
  readonly instances: readonly InstanceShown[];
  /** An initial state, by its number. */
  initial(number?: number): NodeId;
  /** The last state of a run. Throws a SystemError for a trace of another system. */
  open(run: string | Trace): NodeId;
  /** The state before the last step; null at an initial state. */
  parent(at: NodeId): NodeId | null;
  /** The states from the initial one to this one, both included. */
  path(at: NodeId): readonly NodeId[];
  /** The states that were visited right after this one. */
  children(at: NodeId): readonly NodeId[];
  /** Takes the step of an instance. Throws a SystemError where it is not enabled. */
  take(at: NodeId, instance: number): NodeId;
  run(at: NodeId): Trace;
  state(at: NodeId): Json;
  /** The value of every field, in the order of `fields`. */
  values(at: NodeId): readonly Scalar[];
  /** What the last step changed. */
  changes(at: NodeId): readonly Change[];
  /** By field, the last step that changed it, counted from 1. A field that is left out has its initial value. */
  writers(at: NodeId): ReadonlyMap<string, number>;
  choices(at: NodeId): Choices;
  properties(at: NodeId): readonly PropertyAnswer[];
  /** Throws a SystemError for a name, a parameter or a value that does not exist. */
  why(at: NodeId, name: string, params?: Params): Why;
  /** The steps that tell the run up to here, and why `property` fails, where one is named. */
  moments(at: NodeId, property?: string): readonly Moment[];
  /** What the predicates of a property read that decided its answer here. */
  decided(at: NodeId, property: string): readonly string[];
  /** Takes the steps of a schedule, perhaps of another system; `calledHere` says what they are called here, if that is not the same. */
  follow(schedule: Pick<Trace, 'initial' | 'steps'>, calledHere?: CalledHere): Followed;
  /** The value of an expression in each state from the initial one to this one; undefined where there is none. */
  evaluate(
    at: NodeId,
    expression: string,
  ): { readonly type: OperandType; readonly values: readonly (Scalar | undefined)[] };
  find(at: NodeId, goal: Goal, options?: FindOptions): Promise<Found>;
  /** The states that can be reached from one, or from the initial ones: the nearest `statesMax` of them. */
  graph(from: NodeId | 'start', statesMax: number): SpaceGraph;
}

/** Where nobody wrote a story for the system, every enum is taken for a program counter. */
export function explorer<S extends RecordField>(system: System<S>, story: Story = plainStory): Explorer {
  const ground = new Ground(system);
  const { program, views, runs } = ground;
  const { layout } = views;
  const kinds = new Map(layout.scalars.map(({ path, field }) => [path, field.kind]));
  const isProgramCounter =
    story === plainStory ? (path: string) => kinds.get(path) === 'enum' : story.isProgramCounter;
  const before = (at: NodeId): Json => {
    const { parent } = runs.node(at);
    return decode(layout, runs.node(parent ?? at).words);
  };
  const why = (at: NodeId, name: string, params: Params = {}): Why => {
    const line = ground.line(at);
    return whyAt({ program, views, trace: line, step: line.step, words: line.words }, name, params);
  };
  const decided = (at: NodeId, property: string): readonly string[] => {
    const answer = why(at, property);
    if (answer.kind !== 'property') return [];
    const failing = answer.predicates.filter(
      (one) => one.name !== 'when' && one.name !== 'from' && !one.answer,
    );
    const reads = failing.flatMap((one) => one.reads).filter((read) => read.decides);
    return [...new Set(reads.map(({ path }) => path))];
  };

  return {
    system,
    fields: layout.scalars.map(({ path, field }): FieldShown => ({
      path,
      kind: field.kind,
      values:
        field.kind === 'enum' ? field.values : field.kind === 'int' ? [field.min, field.max] : [false, true],
    })),
    instances: program.actions.flatMap((action) =>
      action.params.map((_, index) => instanceOf(program, action, index)),
    ),
    initial(number = 0) {
      if (system.initial[number] === undefined)
        throw new SystemError(
          `${system.name} has ${String(system.initial.length)} initial states, and none of number ${String(number)}`,
          { code: 'options' },
        );
      return runs.root(number);
    },
    open(run) {
      const trace = replay(system, run);
      const initial = rootOf(trace);
      return trace.steps.reduce((at, step) => runs.take(at, runs.numberOf(step) ?? -1), runs.root(initial));
    },
    parent: (at) => runs.node(at).parent,
    path: (at) => runs.path(at),
    children: (at) => [...runs.node(at).children.values()],
    take(at, instance) {
      const stop = ground.stopOf(at, instance);
      if (stop !== null)
        throw new SystemError(`this step is not possible here: ${stop.conjunct} is false`, {
          code: 'options',
        });
      return runs.take(at, instance);
    },
    run: (at) =>
      traceOf(program, views, { root: runs.node(runs.path(at)[0] ?? at).taken, instances: runs.taken(at) }),
    state: (at) => decode(layout, runs.node(at).words),
    values: (at) => layout.scalars.map((shape) => scalarAt(shape, runs.node(at).words)),
    changes: (at) => (runs.node(at).parent === null ? [] : ground.step(at).changes),
    writers: (at) =>
      new Map(
        ground
          .line(at)
          .steps.flatMap(({ changes }, index) => changes.map(({ path }) => [path, index + 1] as const)),
      ),
    choices: (at) => choicesOf(program, views, ground.line(at), isProgramCounter),
    properties: (at) => ground.properties(at),
    why,
    decided,
    moments(at, property) {
      const path = runs.path(at);
      const of = <T>(number: number, ask: (step: Step, before: Json) => T): T => {
        const node = path[number] ?? at;
        return ask(ground.step(node), before(node));
      };
      const { nesting = () => [], tell = () => null } = story;
      return momentsOf({
        steps: ground.line(at).steps,
        decided: property === undefined ? [] : decided(at, property),
        isViolated: property !== undefined,
        readsOf: (number) => {
          const { parent, taken } = runs.node(path[number] ?? at);
          return parent === null ? [] : readsOf(program, views, runs.node(parent).words, taken);
        },
        isProgramCounter,
        remark: (number) => of(number, story.remark),
        depth: (number) =>
          of(number, ({ process, state }, was) =>
            Math.max(nesting(state, process).length, nesting(was, process).length),
          ),
        tell: (number) => of(number, (step, was) => tell(step, was) ?? plainly(step, isProgramCounter)),
      });
    },
    follow: (schedule, calledHere) => followOn(ground, schedule, calledHere),
    graph: (from, statesMax) => graphOf(ground, from, statesMax),
    evaluate(at, text) {
      const { type, evaluate } = expressionOf(program, layout, text);
      const values = runs.path(at).map((id) => {
        views.current.set(runs.node(id).words);
        return evaluate(views.currentView);
      });
      return { type, values };
    },
    async find(at, goal, options = {}) {
      // Sound because the packed words were made by the same layout.
      const state = decode(layout, runs.node(at).words) as Plain<S>;
      const found = await searchFrom(system, state, { goal, reached: reachedOf(goal) }, options);
      if (found.kind !== 'found') return found;
      const { steps, ...rest } = found;
      const node = steps.reduce((from, step) => runs.take(from, runs.numberOf(step) ?? -1), at);
      return { ...rest, node, steps: steps.length };
    },
  };

  /** What says of a state whether it is the goal; null where a violation is looked for. */
  function reachedOf(goal: Goal): ((state: View<S>) => boolean) | null {
    if (goal.kind === 'violation') return null;
    if (goal.kind === 'states')
      return knownAmong(
        views,
        goal.nodes.map((node) => runs.node(node).words),
      );
    const { type, evaluate } = expressionOf(program, layout, goal.text);
    if (type.kind !== 'bool')
      throw new SystemError('only what is true or false can be looked for; compare it with a value', {
        code: 'options',
      });
    return (state) => evaluate(state) === true;
  }

  /** The number of the initial state that a replayed trace starts in. */
  function rootOf({ initial }: Trace): number {
    const text = JSON.stringify(initial);
    const index = system.initial.findIndex(
      (_, number) => JSON.stringify(decode(layout, runs.node(runs.root(number)).words)) === text,
    );
    return Math.max(0, index);
  }
}

/** A step by its name and what it changes: `End: m[0].buf[1] 1 → 2`. */
function plainly(
  { action, changes }: Trace['steps'][number],
  isProgramCounter: (path: string) => boolean,
): string {
  const data = changes.filter(({ path }) => !isProgramCounter(path));
  const told = (data.length > 0 ? data : changes).slice(0, 2);
  return `${action}: ${told.length === 0 ? 'changes nothing' : told.map((one) => `${one.path} ${String(one.before)} → ${String(one.after)}`).join(', ')}`;
}
