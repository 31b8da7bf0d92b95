/** Takes steps and keeps the runs that come of them: none is ever lost. */
import { batch } from '@preact/signals';
import type { RunShown } from '../../data.ts';
import * as state from '../state.ts';
import { compare } from './compare.ts';
import { lines, complain, idOf } from './lines.ts';
import { learn, move, select } from './walk.ts';

interface Snapshot {
  readonly runs: readonly RunShown[];
  readonly on: number;
  readonly at: number;
}
const undone: Snapshot[] = [];
const done: Snapshot[] = [];
const snapshot = (): Snapshot => ({ runs: state.runs.value, on: state.on.value, at: state.at.value });

/** Takes a step: the run's own next, or the first of a branch. */
export async function take(instance: number): Promise<void> {
  const run = state.run.value;
  if (run === null || lines === null || !state.canRun.value) return;
  const step = state.at.value;
  try {
    const taken = await lines.ask({
      kind: 'take',
      spec: state.spec.value,
      id: idOf(run),
      at: step,
      instance,
    });
    show(taken, step + 1);
  } catch (error) {
    complain(error);
  }
}

let typed: Promise<void> = Promise.resolve();

/** Takes the possible step of this number, from 1, after those that were typed before it and as soon as its state's steps are known. */
export function takeNumber(number: number): void {
  typed = typed.then(async () => {
    const [run, at] = [state.run.value, state.at.value];
    if (state.here.value === null) await learn();
    // What the reader went on to meanwhile has other steps under this number.
    if (state.run.value !== run || state.at.value !== at) return;
    const step = state.here.value?.possible[number - 1];
    if (step !== undefined) await take(step.instance);
  });
}

/** Shows a run, as a branch where it is none of those that are there; what only goes on from a branch takes its place. */
export function show(run: RunShown, step: number): void {
  done.push(snapshot());
  undone.length = 0;
  batch(() => {
    const all = state.runs.value;
    const current = state.run.value;
    const isSame = current !== null && isPrefix(run, current);
    const known = all.findIndex((one) => isPrefix(run, one));
    if (!isSame) {
      if (known !== -1) state.on.value = known;
      else if (state.on.value > 0 && current !== null && isPrefix(current, run))
        state.runs.value = all.map((one, index) => (index === state.on.value ? run : one));
      else {
        state.runs.value = [...all, run];
        state.on.value = all.length;
      }
    }
    select(step);
  });
}

/** Whether the steps of one run are the first of another. */
const isPrefix = (one: RunShown, other: RunShown): boolean =>
  one.steps.length <= other.steps.length &&
  JSON.stringify(one.initial) === JSON.stringify(other.initial) &&
  one.steps.every(({ action, params }, index) => {
    const step = other.steps[index];
    return step?.action === action && JSON.stringify(step.params) === JSON.stringify(params);
  });

export function undo(): void {
  const before = done.pop();
  if (before === undefined) {
    move(-1);
    return;
  }
  undone.push(snapshot());
  restore(before);
}

export function redo(): void {
  const after = undone.pop();
  if (after === undefined) {
    move(1);
    return;
  }
  done.push(snapshot());
  restore(after);
}

function restore({ runs, on, at }: Snapshot): void {
  batch(() => {
    state.runs.value = runs;
    state.on.value = on;
    select(at);
  });
}

/** Begins a branch at the state that is shown: a run that ends here. */
export async function branch(): Promise<void> {
  const run = state.run.value;
  if (run === null || lines === null || !state.canRun.value) return;
  const step = state.at.value;
  try {
    const cut = await lines.ask({ kind: 'run', spec: state.spec.value, id: idOf(run), at: step });
    done.push(snapshot());
    batch(() => {
      state.runs.value = [...state.runs.value, cut];
      state.on.value = state.runs.value.length - 1;
      select(step);
    });
  } catch (error) {
    complain(error);
  }
}

export function showRun(number: number): void {
  const count = state.runs.value.length;
  if (count === 0) return;
  batch(() => {
    state.on.value = ((number % count) + count) % count;
    select(Math.min(state.at.value, state.run.value?.steps.length ?? 0));
  });
  const { value: vs } = state.vs;
  if (vs !== null) void compare(vs.address, vs.changes);
}
