/**
 * Errors of the user's code say which function and which parameters they come from.
 *
 * In debug mode every call is noted before it is made. Else a search notes nothing: when something was thrown, the functions are
 * asked again, in the order of the declaration, about the state that is being expanded and about the one being judged, and the
 * first that throws is named.
 */
import { attempt, blamed, isTrue, runEffect } from '../state/answers.ts';
import type { Program, ProgramAction } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import { InternalError, SystemError } from '../language/system-error.ts';
import type { SystemErrorSite } from '../language/system-error.ts';
import type { Params, Property } from '../language/system.ts';
import type { Views } from '../state/views.ts';

/** What of the user's code runs, noted in debug mode only. */
export interface Site {
  at: SystemErrorSite | undefined;
  params: Params | undefined;
}

/** The part of an engine that calls the user's code. */
interface Running {
  addRoot(): void;
  expand(from: number, to: number): number;
}

/** Where an error may come from: an initial state is judged only, others are expanded as well. */
export type Locate = (thrown: unknown, isRoot: boolean) => unknown;

/** The engine with errors of the user's code that say where they come from. */
export function located<E extends Running>(engine: E, locate: Locate): E {
  const guarded = <T>(isRoot: boolean, run: () => T): T => {
    try {
      return run();
    } catch (thrown) {
      throw locate(thrown, isRoot);
    }
  };
  return {
    ...engine,
    addRoot: () => {
      guarded(true, () => {
        engine.addRoot();
      });
    },
    expand: (from, to) => guarded(false, () => engine.expand(from, to)),
  };
}

/** By what was noted, in debug mode; of what was not, by asking again. */
export const locateNoted =
  (site: Site, again: Locate): Locate =>
  (thrown, isRoot) => {
    if (!isOfFunction(thrown)) return thrown;
    if (site.at === undefined) return again(thrown, isRoot);
    return blamed({ ...site.at, ...(site.params === undefined ? {} : { params: site.params }) }, thrown);
  };

/** By asking again. What does not throw a second time is passed on as it is. */
export const locateAgain =
  <S extends RecordField>(program: Program<S>, views: Views<S>): Locate =>
  (thrown, isRoot) => {
    if (!isOfFunction(thrown)) return thrown;
    const { current, next } = views;
    const [source, judged] = [current.slice(), next.slice()];
    try {
      if (!isRoot) for (const action of program.actions) askAction(program, views, source, action);
      next.set(judged);
      for (const [name, property] of program.properties)
        if (!isRoot || property.kind !== 'deadlockFree') askState(views, name, property);
      return thrown;
    } catch (again) {
      return again;
    }
  };

/** Whether a function of the system is to blame, or a view that it used. */
const isOfFunction = (thrown: unknown): boolean =>
  thrown instanceof SystemError
    ? ['write', 'read', 'answer', 'unsteady'].includes(thrown.code)
    : !(thrown instanceof InternalError);

/** Guards, effect and step properties of an action's instances in `current`. */
function askAction<S extends RecordField>(
  program: Program<S>,
  { current, next, currentView, nextDraft, nextView }: Views<S>,
  source: Int32Array,
  { name, action, params, steps }: ProgramAction<S>,
): void {
  params.forEach((values, index) => {
    current.set(source);
    const at = { action: name, params: values };
    const holds = action.guard.every((conjunct) =>
      attempt({ function: 'guard', conjunct: conjunct.name, ...at }, () =>
        isTrue(conjunct.holds(currentView, values)),
      ),
    );
    if (!holds) return;
    next.set(source);
    attempt({ function: 'effect', ...at }, () => {
      runEffect(action.effect, nextDraft, values);
    });
    const step = steps[index];
    for (const [of, property] of program.properties) {
      if (property.kind !== 'alwaysStep' || step === undefined) continue;
      attempt({ function: 'property', property: of, ...at }, () => {
        const { when } = property;
        if (when === undefined || isTrue(when(currentView, nextView, step)))
          isTrue(property.holds(currentView, nextView, step));
      });
    }
  });
}

/** A property of states: in `next`, or, of states without successor, in `current`. */
function askState<S extends RecordField>(
  { currentView, nextView }: Views<S>,
  name: string,
  property: Property<S>,
): void {
  const site = { function: 'property', property: name } as const;
  if (property.kind === 'always') {
    for (const one of property.instances ?? [property]) {
      const params = 'params' in one ? { params: one.params } : {};
      attempt({ ...site, ...params }, () => {
        if (one.when === undefined || isTrue(one.when(nextView))) isTrue(one.holds(nextView));
      });
    }
  } else if (property.kind === 'sometimes') {
    attempt(site, () => isTrue(property.reached(nextView)));
  } else if (property.kind === 'deadlockFree') {
    attempt(site, () => isTrue(property.final(currentView)));
  }
}
