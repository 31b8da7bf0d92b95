/** Who answers what the page asks, and what is said where an answer fails. */
import type { RunOfDesign, RunShown } from '../../data.ts';
import type { Ask } from '../ask.ts';
import type { Draw } from '../graph/draw.ts';
import * as state from '../state.ts';

/** Who answers; a search has a line of its own, which is cut to cancel it. */
interface Lines {
  readonly ask: Ask;
  readonly search: Ask;
  readonly cancel: () => void;
  /** Null where this page cannot draw a graph. */
  readonly draw: Draw | null;
  /** Makes a golden test of Go's reader of a run; null where nobody has the reference. */
  readonly golden: ((run: RunOfDesign) => Promise<string>) | null;
}

/** Null before anybody answers. */
export let lines: Lines | null = null;
export const connect = (own: Lines): void => {
  lines = own;
};

export const complain = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  if (message === 'cancelled') return;
  state.notices.value = [...new Set([...state.notices.value, message])].slice(-3);
};

/** A run without a step has no need of an id, and asks for none. */
export const idOf = (run: RunShown): string | null => (run.steps.length === 0 ? null : run.id);
