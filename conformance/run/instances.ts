/**
 * The action instances of the model, by what a step of the reference is called and about; and their text, by which schedules are
 * printed and read: `AcquireLoadGen:0:1` is the action, then its parameters in their order.
 */
import type { Offer } from '../../reference/index.ts';
import type { StepView } from '../../checker/index.ts';

const depthsMax = 3;
/** Gs or Ps that a step can be about, and none. */
const aboutMax = 8;

interface ByAction {
  readonly hasM: boolean;
  readonly hasDepth: boolean;
  /** By (m × depthsMax + depth) × aboutMax + about. */
  readonly instances: Int32Array;
}

export class Instances {
  readonly steps: readonly StepView[];
  readonly #byAction = new Map<string, ByAction>();
  readonly #byText = new Map<string, number>();

  constructor(steps: readonly StepView[]) {
    this.steps = steps;
    steps.forEach(({ action, params }, instance) => {
      const { m, depth, g, p } = params;
      let one = this.#byAction.get(action);
      if (one === undefined) {
        one = {
          hasM: m !== undefined,
          hasDepth: depth !== undefined,
          instances: new Int32Array(64 * depthsMax * aboutMax).fill(-1),
        };
        this.#byAction.set(action, one);
      }
      const place = (Number(m ?? 0) * depthsMax + Number(depth ?? 0)) * aboutMax + Number(g ?? p ?? 0);
      one.instances[place] = instance;
      this.#byText.set(this.textOf(instance), instance);
    });
  }

  /** Of an action of the model, and what the step is about; -1 where the model has no such step. */
  of(action: string | null, m: number, depth: number, about = 0): number {
    if (action === null) return -1;
    const one = this.#byAction.get(action);
    if (one === undefined) return -1;
    const place = (one.hasM ? m : 0) * depthsMax + (one.hasDepth ? depth : 0);
    return one.instances[place * aboutMax + about] ?? -1;
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
