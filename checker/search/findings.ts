/**
 * The violations that a search has met, of which only the shortest of each property are kept.
 */
import type { Program } from '../language/program.ts';
import type { Violated } from '../check/report.ts';
import type { Subject } from '../evaluate/property.ts';
import { subjectOf } from '../evaluate/property.ts';
import type { Sink } from './engine.ts';

/** All shortest violations of one property: states, or for a step property states and the instance taken there. */
export interface Finding {
  readonly property: number;
  /** Steps of a counterexample, the violating step included. */
  readonly length: number;
  readonly states: number[];
  /** The violating instance at each state; -1 where the state itself is the violation. */
  readonly instances: number[];
}

/** A finding to which more may be added, of its own. */
export const copyOf = ({ states, instances, ...rest }: Finding): Finding => ({
  ...rest,
  states: [...states],
  instances: [...instances],
});

/** Findings as progress tells them. */
export const violatedBy = (
  { properties }: Pick<Program, 'properties'>,
  findings: readonly (Pick<Finding, 'property' | 'length'> | undefined)[],
): readonly Violated[] =>
  findings.flatMap((finding) =>
    finding === undefined
      ? []
      : [{ property: properties[finding.property]?.[0] ?? '', steps: finding.length }],
  );

/** Collects what an engine reports while states of depth `depth` are expanded (-1: while the roots are added). */
export class Findings implements Sink {
  depth = -1;
  readonly byProperty: (Finding | undefined)[];
  readonly #subjects: readonly Subject[];
  readonly #claim: (property: number, length: number) => boolean;

  /** `claim` says whether a violation of this length is among the shortest that anyone has met. */
  constructor(
    program: Pick<Program, 'properties'>,
    claim: (property: number, length: number) => boolean = () => true,
  ) {
    this.#claim = claim;
    this.#subjects = program.properties.map(([, property]) => subjectOf(property));
    this.byProperty = this.#subjects.map(() => undefined);
  }

  get any(): boolean {
    return this.byProperty.some((finding) => finding !== undefined);
  }

  violated(property: number, index: number, instance: number): void {
    const length = this.#subjects[property] === 'end' ? this.depth : this.depth + 1;
    if (!this.#claim(property, length)) return;
    const finding = (this.byProperty[property] ??= { property, length, states: [], instances: [] });
    if (finding.length !== length) return;
    finding.states.push(index);
    finding.instances.push(instance);
  }
}
