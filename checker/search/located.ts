/**
 * Errors of the user's code say which function and which parameters they come from.
 *
 * In debug mode every call is noted before it is made. Else a search notes nothing: when something was thrown, the functions are
 * asked again, in the order of the declaration, about the state that is being expanded and about the one being judged, and the
 * first that throws is named.
 */
import { instancesOf, namedJudgeOf, subjectOf } from '../evaluate/property.ts';
import { stopOf, take } from '../evaluate/step.ts';
import { OutOfMemory } from '../host/out-of-memory.ts';
import { blamed } from '../state/answers.ts';
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
        if (!isRoot || subjectOf(property) !== 'end') askState(views, name, property);
      return thrown;
    } catch (again) {
      return again;
    }
  };

/** Whether a function of the system is to blame, or a view that it used. */
const isOfFunction = (thrown: unknown): boolean =>
  thrown instanceof SystemError
    ? ['write', 'read', 'answer', 'unsteady'].includes(thrown.code)
    : !(thrown instanceof InternalError || thrown instanceof OutOfMemory);

/** Guards, effect and step properties of an action's instances in `source`. */
function askAction<S extends RecordField>(
  program: Program<S>,
  views: Views<S>,
  source: Int32Array,
  action: ProgramAction<S>,
): void {
  const { current, currentView, nextView } = views;
  action.steps.forEach((step, index) => {
    current.set(source);
    if (stopOf(action, index, currentView) !== -1) return;
    take(program, views, source, action.first + index);
    for (const [name, property] of program.properties)
      if (subjectOf(property) === 'step') namedJudgeOf(name, property)(currentView, nextView, step);
  });
}

/** A property of states: in `next`, or, of states without successor, in `current`. */
function askState<S extends RecordField>(
  { currentView, nextView }: Views<S>,
  name: string,
  property: Property<S>,
): void {
  const subject = subjectOf(property);
  if (subject === 'step' || subject === 'runs') return;
  for (const { params, claim } of instancesOf(property))
    namedJudgeOf(name, claim, params)(subject === 'end' ? currentView : nextView);
}
