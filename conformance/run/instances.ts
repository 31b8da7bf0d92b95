/**
 * The action instances of the model, and their text, by which schedules are printed and read: `traceAcquireEnabled:225:1` is the
 * action, then its parameters in their order. Between two steps of a schedule is a comma, for the name of an action may have spaces.
 */
import type { Offer } from '../../reference/index.ts';
import type { StepView } from '../../checker/index.ts';

export class Instances {
  readonly steps: readonly StepView[];
  readonly #byText = new Map<string, number>();

  constructor(steps: readonly StepView[]) {
    this.steps = steps;
    steps.forEach((_, instance) => this.#byText.set(this.textOf(instance), instance));
  }

  textOf(instance: number): string {
    const step = this.steps[instance];
    return step === undefined ? `?${instance}` : textOfStep(step);
  }

  /** -1 where there is none of that text. */
  named(text: string): number {
    return this.#byText.get(text) ?? -1;
  }
}

export const textOfStep = ({ action, params }: StepView): string =>
  [action, ...Object.values(params).map(String)].join(':');

export const textOfOffer = ({ step, m, depth, about }: Offer): string =>
  `${step} of M${m} at depth ${depth}${about === undefined ? '' : ` about ${about}`}`;

/** A schedule as text. */
export const textOfSchedule = (steps: readonly string[]): string => steps.join(', ');

/** The steps of a text. Where commas are missing, each word is a step. */
export const stepsIn = (text: string, isStep: (text: string) => boolean): readonly string[] =>
  text
    .split(',')
    .map((piece) => piece.trim())
    .flatMap((piece) => (isStep(piece) ? [piece] : piece.split(/\s+/)))
    .filter((step) => step !== '');

/** What is to be said of a step that no program has: up to version 0.9, steps had other names. */
export const likeSteps = (text: string): string =>
  /^[A-Z]\w+(:\d)*$/.test(text)
    ? 'it is one of the actions that older versions had in place of the steps of programs, so run nosplit conform or check again'
    : 'a step looks like traceAcquireEnabled:225:0, and steps have commas between them';
