/** What a reader can do: each changes the state, asks for what is missing, and never loses a run. */
import { batch } from '@preact/signals';
import type { Goal } from '../../checker/index.ts';
import type { Details, RunShown, Spec, SystemShown } from '../data.ts';
import { specAt } from '../address.ts';
import type { Ask } from './ask.ts';
import * as state from './state.ts';
import { keyOf } from './state.ts';

/** Who answers; a search has a line of its own, which is cut to cancel it. */
interface Lines {
  readonly ask: Ask;
  readonly search: Ask;
  readonly cancel: () => void;
}

let lines: Lines | null = null;
export const connect = (own: Lines): void => {
  lines = own;
};

interface Snapshot {
  readonly runs: readonly RunShown[];
  readonly on: number;
  readonly at: number;
}
const undone: Snapshot[] = [];
const done: Snapshot[] = [];
const snapshot = (): Snapshot => ({ runs: state.runs.value, on: state.on.value, at: state.at.value });

const complain = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'cancelled') return;
  state.notices.value = [...new Set([...state.notices.value, message])].slice(-3);
};

export function select(step: number): void {
  const run = state.run.value;
  if (run === null) return;
  state.at.value = Math.max(0, Math.min(run.steps.length, step));
  speak(run);
  void learn();
}

function speak(run: RunShown): void {
  const step = run.steps[state.at.value - 1];
  const broken = Object.entries(run.verdicts).flatMap(([name, letters]) =>
    letters[state.at.value] === 'v' && letters[state.at.value - 1] !== 'v' ? [`${name} is violated`] : [],
  );
  state.spoken.value =
    step === undefined
      ? 'The initial state.'
      : [`Step ${state.at.value}, ${step.label}.`, step.sentence ?? '', ...broken].join(' ');
}

/** Asks for the details of the state that is shown, and of its neighbours, as far as they are not known. */
export async function learn(): Promise<void> {
  const run = state.run.value;
  if (run === null || lines === null || !state.canRun.value) return;
  const [here, { ask }, spec] = [state.at.value, lines, state.spec.value];
  for (const step of [here, here + 1, here - 1]) {
    const key = keyOf(run, step);
    if (step < 0 || step > run.steps.length || state.details.value.has(key)) continue;
    try {
      const found = await ask({ kind: 'details', spec, id: idOf(run), at: step });
      // Another system may have been chosen meanwhile.
      if (state.spec.value === spec) keep(key, found);
    } catch (error) {
      complain(error);
      return;
    }
  }
}

const keep = (key: string, found: Details): void => {
  state.details.value = new Map([...state.details.value, [key, found]]);
};

/** A run without a step has no need of an id, and asks for none. */
const idOf = (run: RunShown): string | null => (run.steps.length === 0 ? null : run.id);

export const move = (by: number): void => {
  select(state.at.value + by);
};

/** To the next moment, or the one before. */
export function moment(by: 1 | -1): void {
  const moments = state.run.value?.moments ?? [];
  const here = state.at.value;
  const next = by === 1 ? moments.find(({ of }) => of > here) : moments.findLast(({ of }) => of < here);
  if (next !== undefined) select(next.of);
}

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

/** Shows a run that goes on from the one that is shown. */
function show(run: RunShown, step: number): void {
  done.push(snapshot());
  undone.length = 0;
  batch(() => {
    const all = state.runs.value;
    const current = state.run.value;
    const isSame = current !== null && isPrefix(run, current);
    const known = all.findIndex((one) => isPrefix(run, one));
    if (!isSame) {
      if (known !== -1) state.on.value = known;
      else if (state.on.value > 0 && current !== null && state.at.value === current.steps.length)
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
  if (state.vs.value !== null) void compare(state.vs.value);
}

export function pin(field: number): void {
  const pins = state.pins.value;
  state.pinned.value = pins.includes(field)
    ? pins.filter((one) => one !== field)
    : [...pins, field].slice(-8);
}

export function hide(field: number): void {
  const hidden = new Set(state.hidden.value);
  if (!hidden.delete(field)) hidden.add(field);
  state.hidden.value = hidden;
  state.pinned.value = state.pins.value.filter((one) => !hidden.has(one));
}

/** Runs the schedule on another system; null ends the comparison. */
export async function compare(address: string | null, without?: readonly string[]): Promise<void> {
  const [run, embedded] = [state.run.value, state.page.value];
  state.panel.value = null;
  if (address === null || run === null || embedded === null || lines === null) {
    batch(() => {
      state.vs.value = null;
      state.comparison.value = null;
    });
    return;
  }
  try {
    const [name = '', taken = ''] = address.split('~');
    const base = name === '' ? { ...state.spec.value } : specAt(name, embedded.spec);
    const other: Spec = { ...base, without: without ?? taken.split('+').filter((one) => one !== '') };
    const found = await lines.ask({ kind: 'follow', spec: state.spec.value, id: idOf(run), other });
    batch(() => {
      state.vs.value = other.without.length === 0 ? name : `${name}~${other.without.join('+')}`;
      state.comparison.value = found;
    });
    state.spoken.value =
      found.parts === null ? `${found.title} takes every step.` : `The runs part at step ${found.parts}.`;
  } catch (error) {
    complain(error);
  }
}

/** Searches from the state that is shown; what is found is a branch from here. */
export async function find(goal: Goal, depthMax: number | null): Promise<void> {
  const run = state.run.value;
  if (run === null || lines === null || !state.canRun.value) return;
  const step = state.at.value;
  state.finding.value = { kind: 'runs', states: 0, depth: 0 };
  try {
    const { found, run: reached } = await lines.search(
      { kind: 'find', spec: state.spec.value, id: idOf(run), at: step, goal, depthMax },
      ({ states, depth }) => {
        if (state.finding.value?.kind === 'runs') state.finding.value = { kind: 'runs', states, depth };
      },
    );
    if (reached !== null && found.kind === 'found' && found.steps > 0) show(reached, reached.steps.length);
    state.finding.value = { kind: 'ended', found, what: goal.kind === 'expression' ? goal.text : '' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const { value } = state.finding;
    state.finding.value =
      message === 'cancelled' && value.kind === 'runs'
        ? { kind: 'ended', what: '', found: { kind: 'cancelled', states: value.states, depth: value.depth } }
        : { kind: 'failed', message };
  }
}

export const cancel = (): void => {
  lines?.cancel();
};

/** Shows an expression along the run; an empty one takes it away. */
export async function watch(text: string): Promise<void> {
  const run = state.run.value;
  if (text === '' || run === null || lines === null || !state.canRun.value) {
    state.watched.value = null;
    return;
  }
  try {
    const values = await lines.ask({ kind: 'evaluate', spec: state.spec.value, id: idOf(run), text });
    state.watched.value = { text, values };
    state.finding.value = null;
  } catch (error) {
    state.finding.value = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Opens a run by its id, in a system: from an address. */
export async function open(spec: Spec, id: string | null, property?: string): Promise<RunShown | null> {
  if (lines === null) return null;
  try {
    return await lines.ask({ kind: 'run', spec, id, ...(property !== undefined && { property }) });
  } catch (error) {
    complain(error);
    return null;
  }
}

/** What is shown of a system; null where it cannot be made. */
export async function systemOf(spec: Spec): Promise<SystemShown | null> {
  if (lines === null) return null;
  try {
    return await lines.ask({ kind: 'system', spec });
  } catch (error) {
    complain(error);
    return null;
  }
}

/** Chooses another system, from its initial state. */
export async function choose(spec: Spec): Promise<void> {
  if (lines === null) return;
  try {
    const system = await lines.ask({ kind: 'system', spec });
    const run = await lines.ask({ kind: 'run', spec, id: null });
    batch(() => {
      state.spec.value = spec;
      state.system.value = system;
      state.details.value = new Map();
      state.comparison.value = null;
      state.vs.value = null;
      state.pinned.value = null;
      state.runs.value = [run];
      state.on.value = 0;
      state.at.value = 0;
    });
    await learn();
  } catch (error) {
    complain(error);
  }
}

export function toggleTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  state.theme.value = (state.theme.value ?? (dark ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
}
