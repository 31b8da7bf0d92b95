/** The keyboard. No key acts while a field has the focus, or with Ctrl, Alt or Meta. */
import { batch } from '@preact/signals';
import { compare } from './actions/compare.ts';
import { hide, pin, toggleTheme } from './actions/fields.ts';
import { branch, redo, showRun, takeNumber, undo } from './actions/runs.ts';
import { openGraph } from './actions/graph.ts';
import { moment, move, select } from './actions/walk.ts';
import * as state from './state.ts';

/** For people. */
export const keyList: readonly (readonly [keys: string, about: string])[] = [
  ['j k ↓ ↑', 'next step, step before'],
  ['n p', 'next moment, moment before'],
  ['g G Home End', 'initial state, last state'],
  ['1 … 9', 'take the step of that number'],
  ['u U', 'undo, redo'],
  ['b', 'begin a branch here'],
  ['[ ]', 'another run'],
  ['w', 'why: the steps that are not possible'],
  ['c', 'compare with another system'],
  ['/', 'find, or an expression'],
  ['m', 'the graph of states'],
  ['. h', 'pin, hide the field under the cursor'],
  ['s', 'share'],
  ['t', 'light or dark'],
  ['?', 'this list'],
  ['Esc', 'close'],
];

const open = (panel: state.Panel) => (): void => {
  state.panel.value = panel;
};
const field = (act: (field: number) => void) => (): void => {
  if (state.field.value !== null) act(state.field.value);
};
let blocked = 0;

const keys: Readonly<Record<string, () => void>> = {
  j: () => {
    move(1);
  },
  k: () => {
    move(-1);
  },
  ArrowDown: () => {
    move(1);
  },
  ArrowUp: () => {
    move(-1);
  },
  n: () => {
    moment(1);
  },
  p: () => {
    moment(-1);
  },
  g: () => {
    select(0);
  },
  Home: () => {
    select(0);
  },
  G: () => {
    select(Infinity);
  },
  End: () => {
    select(Infinity);
  },
  u: undo,
  U: redo,
  b: () => {
    void branch();
  },
  '[': () => {
    showRun(state.on.value - 1);
  },
  ']': () => {
    showRun(state.on.value + 1);
  },
  w: () => {
    state.tab.value = 'next';
    const count = state.here.value?.blocked.length ?? 0;
    if (count === 0) return;
    const next = document.getElementById(`blocked-${blocked++ % count}`);
    next?.scrollIntoView({ block: 'nearest' });
    next?.focus();
  },
  c: () => {
    if (state.vs.value === null) state.panel.value = 'compare';
    else void compare(null);
  },
  '/': open('find'),
  m: () => {
    void openGraph(state.graph.value === null ? 'start' : null);
  },
  s: open('share'),
  '?': open('keys'),
  t: toggleTheme,
  '.': field(pin),
  h: field(hide),
};

export function listen(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Escape') {
      batch(() => {
        state.panel.value = null;
        state.notices.value = [];
      });
      return;
    }
    const { target } = event;
    if (target instanceof HTMLElement && target.matches('input, select, textarea')) return;
    // A dialog keeps its own keys, and a slider moves as sliders do.
    if (state.panel.value !== null && event.key !== '.' && event.key !== 'h') return;
    const isSlider = target instanceof HTMLElement && target.matches('[role=slider]');
    const act =
      isSlider && event.key === 'ArrowRight'
        ? keys['j']
        : isSlider && event.key === 'ArrowLeft'
          ? keys['k']
          : Object.hasOwn(keys, event.key)
            ? keys[event.key]
            : undefined;
    if (act !== undefined) act();
    else if (/^[1-9]$/.test(event.key)) takeNumber(Number(event.key));
    else return;
    event.preventDefault();
  });
}
