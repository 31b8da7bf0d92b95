/** A system made ready to be explored: its tree of runs, and what is asked of single states. */
import type { Step } from '../check/report.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { InternalError } from '../language/system-error.ts';
import type { System } from '../language/system.ts';
import { actionOf, stepAt } from '../evaluate/step.ts';
import { decode } from '../state/codec.ts';
import type { Views } from '../state/views.ts';
import { viewsOf } from '../state/views.ts';
import { changesBetween } from '../traces/trace.ts';
import { judge, momentHere } from '../why/judge.ts';
import { recorderOf } from '../why/recorder.ts';
import type { Blocked, NodeId, PropertyAnswer } from './answer.ts';
import { firstFalse } from './choices.ts';
import type { Line } from './line.ts';
import { propertiesAt } from './properties.ts';
import { Runs } from './runs.ts';

export class Ground<S extends RecordField> {
  readonly program: Program<S>;
  readonly views: Views<S>;
  readonly runs: Runs<S>;
  readonly #steps = new Map<NodeId, Step>();

  constructor(system: System<S>) {
    this.program = programOf(system);
    this.views = viewsOf(system.state);
    this.runs = new Runs(this.program, this.views);
  }

  /** The run up to a state. */
  line(at: NodeId): Line {
    const [root, ...path] = this.runs.path(at);
    const { words, depth } = this.runs.node(at);
    const initial = decode(this.views.layout, this.runs.node(root ?? at).words);
    return { initial, steps: path.map((id) => this.step(id)), step: depth, words };
  }

  /** The step that leads to a state, which is no initial one. */
  step(at: NodeId): Step {
    const known = this.#steps.get(at);
    if (known !== undefined) return known;
    const { parent, taken, words } = this.runs.node(at);
    if (parent === null) throw new InternalError(`no step leads to state ${String(at)}`);
    const { layout } = this.views;
    const step: Step = {
      ...stepAt(this.program, taken),
      changes: changesBetween(layout, this.runs.node(parent).words, words),
      state: decode(layout, words),
    };
    this.#steps.set(at, step);
    return step;
  }

  properties(at: NodeId): readonly PropertyAnswer[] {
    const { parent } = this.runs.node(at);
    const before = parent === null ? null : this.runs.node(parent).words;
    return propertiesAt(this.program, this.views, this.line(at), before);
  }

  /** What stops an instance: the first conjunct that is false, with what it read; null where it is enabled. */
  stopOf(at: NodeId, instance: number): Pick<Blocked, 'conjunct' | 'reads'> | null {
    const { program, views } = this;
    const action = actionOf(program, instance);
    const line = this.line(at);
    views.current.set(line.words);
    const index = instance - action.first;
    const failed = firstFalse(views, action, index);
    if (failed === undefined) return null;
    const recorder = recorderOf<S>(views.layout, [Int32Array.from(line.words)]);
    const ask = (): boolean => failed.holds(recorder.view(0), action.params[index] ?? {});
    const { reads } = judge(recorder, momentHere(line, line.step), ask);
    return { conjunct: failed.name, reads };
  }
}
