export { boundsByName, boundsNamed } from './bounds.ts';
export type { Bounds, GoStatus } from './bounds.ts';
export { NothingToChange } from './program/edits/nothing-to-change.ts';
export { behaviourOf, insideWriter, writePath } from './design.ts';
export type { Design, Reentry } from './design.ts';
export { alike, designAlike, designNamed, designs, designsByName, history } from './designs.ts';
export { impliedProperties, inductiveInvariant } from './induction/invariant.ts';
export { endlessMs, viewOfOneM } from './induction/view.ts';
export type { EndlessSystem, ViewSize } from './induction/view.ts';
export { default as tracerOf, tracer, tracerModule, tracerUrl } from './module.ts';
export { mutantNamed, mutants } from './mutants/index.ts';
export type { Mutant } from './mutants/mutant.ts';
export { mutantPrograms } from './mutants/programs.ts';
export type { TreePlaces } from './story.ts';
export { default as programsOf, programModule } from './program/module.ts';
export { isOfM, kinds, kindsIn, mapKinds } from './program/language/kinds.ts';
export type { OfKinds, ThreadKind } from './program/language/kinds.ts';
export { partOf, programParts } from './program/language/parts.ts';
export type { ProgramPart } from './program/language/parts.ts';
export { leftOut, omissions } from './program/edits/left-out.ts';
export { knownLeftOut, programsOfRelease, releasesWithPrograms } from './program/releases/releases.ts';
export type { KeptPrograms, KnownLeftOut, ReleasePrograms } from './program/releases/releases.ts';
export { programsOfDesign } from './program/edits/cures.ts';
export { edited } from './program/edits/edit.ts';
export { withPrologues } from './program/edits/prologues.ts';
export type { ProgramEdit } from './program/edits/edit.ts';
export type { ProgramParams } from './program/module.ts';
export type { Granularity } from './program/places/granularity.ts';
export { moverOf } from './program/places/rules.ts';
export { stepsBegin } from './program/steps/thread.ts';
export { standingOf } from './program/told/standing.ts';
export type { Standing, StandingLocal, StandingStep } from './program/told/standing.ts';
export type { ProgramDraft, ProgramSchema, ProgramState } from './program/state/state.ts';
export { growsAt, namesIn, programSystem } from './program/system.ts';
export { passagesIn } from './program/told/ran.ts';
export { refined } from './program/told/refined.ts';
export type { Passage } from './program/told/ran.ts';
export type { SystemNames } from './program/system.ts';
export { fieldOfLock } from './program/state/state.ts';
export { FLAG_DOWN, FLAG_UP, slotStore } from './program/state/stores-fields.ts';
export { logSteps } from './program/logs/log-program.ts';
export type { LogHelpers } from './program/logs/text.ts';
export type {
  LogParams,
  LogProgram,
  LogStep,
  LogSteps,
  LogThread,
  MarksOf,
} from './program/logs/log-program.ts';
export { programsOfLogs } from './program/logs/driver.ts';
export { logBounds } from './program/logs/bounds.ts';
export {
  STATUS_MAX,
  eventKinds,
  eventNames,
  eventNumber,
  statusNumber,
  statusOf,
} from './program/scheduler/names.ts';
export type { ArgumentType, EventKind } from './program/scheduler/names.ts';
export type { Seen as GoOrProcStatus } from './trace-reader/fields.ts';
export type { ProgramOptions } from './program/system.ts';
export { programStory } from './program/told/story.ts';
export { places } from './program/places/places.ts';
export { wordsOf } from './program/language/words.ts';
export { fold } from './program/language/expr.ts';
export { livenessOf } from './program/steps/liveness.ts';
export { accessOf, localsOf, nextOf, readsOf, writesOf } from './program/language/program.ts';
export type {
  Access,
  Expr,
  Instruction,
  Operator,
  Programs,
  ThreadProgram,
  ValueType,
} from './program/language/program.ts';
