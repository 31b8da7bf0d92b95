/** A system that was made for a page, and what each maker does alike. */
import type { Story, System } from '../../checker/index.ts';
import { PageError } from '../address.ts';
import { changedTitle, withGuards } from '../changes.ts';
import type { Base, Offer, Spec } from '../data.ts';

export interface Made {
  readonly system: System;
  readonly story: Story;
  readonly title: string;
  /** What can be changed in its design. */
  readonly offers: readonly Offer[];
}

/** Throws a PageError for a system that cannot be made there, and a SystemError for a change of what is not there. */
export type Make = (spec: Spec) => Made;

/** With what is changed in the guards, and a title that says so. */
export const changed = ({ system, title, ...rest }: Made, { changes }: Spec): Made => ({
  ...rest,
  title: changedTitle(title, changes),
  system: withGuards(system, changes),
});

/** A page has the systems of one kind in itself. */
export const notHere = ({ kind }: Base): PageError =>
  new PageError(
    kind === 'recorded' || kind === 'own'
      ? "the model's code is not in this page: only the recorded run is shown"
      : `this page has other systems in itself, and no ${kind === 'example' ? 'example' : 'steps of a tree'}`,
  );
