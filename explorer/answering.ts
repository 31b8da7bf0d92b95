/** What stands in a worker of the page: it answers one question after another. */
import type { System } from '../checker/index.ts';
import { plainStory } from '../checker/index.ts';
import { PageError } from './address.ts';
import { refuseOthers } from './changes.ts';
import type { Asked, Reply } from './data.ts';
import { Desk } from './desk.ts';
import type { Make } from './systems/made.ts';
import { changed } from './systems/made.ts';

/** A worker's global object. */
export interface Scope {
  onmessage: ((event: { readonly data: Asked }) => void) | null;
  postMessage(reply: Reply): void;
}

export function answerIn(scope: Scope, make: Make): void {
  const desk = new Desk(make);
  scope.onmessage = ({ data: { number, question } }) => {
    desk
      .answer(question, (progress) => {
        scope.postMessage({ number, progress });
      })
      .then(
        (answer) => {
          scope.postMessage({ number, answer });
        },
        (error: unknown) => {
          scope.postMessage({ number, error: error instanceof Error ? error.message : String(error) });
        },
      );
  };
}

/** Makes the system of a user's model, whose default export is a system or a function from parameters to it. */
export const makeOwn =
  (exported: unknown): Make =>
  (spec) => {
    const { base, changes } = spec;
    if (base.kind !== 'own') throw new PageError('this page has one model in it, and no other system');
    refuseOthers(changes);
    // Sound because a system was made of this export before it was put into the page.
    const system =
      typeof exported === 'function'
        ? (exported as (params: unknown) => System)(base.params)
        : (exported as System);
    return changed({ system, story: plainStory, title: base.title, offers: [] }, spec);
  };
