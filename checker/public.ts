/** What the package shows as `nosplit/checker`. The other folders take more, from `index.ts`. */
export type * from './language/schema.ts';
export { array, bool, int, oneOf, optional, queue, record, set } from './language/schema.ts';
export { over, range } from './language/over.ts';
export type { Over } from './language/over.ts';
export { compose } from './language/compose.ts';
export type {
  Composed,
  ComposedState,
  IndexOf,
  PlacesOf,
  ProcessField,
  ProcessKind,
  ProcessKinds,
  ProcessStep,
  ProcessStepMaker,
} from './language/compose.ts';
export type { CounterPath, PlaceOf, StepMaker, StepSpec } from './language/steps.ts';
export type * from './language/system.ts';
export { SystemError } from './language/system-error.ts';
export type { SystemErrorCode, SystemErrorSite } from './language/system-error.ts';
export { loadSystem } from './language/load-system.ts';
export { check } from './check/check.ts';
export type {
  AccessOptions,
  BoundOptions,
  CheckOptions,
  CheckpointOptions,
  JudgedOptions,
  ModuleSource,
  SearchOptions,
} from './check/options.ts';
export type * from './check/report.ts';
export type { FindingKind, VacuityFinding } from './vacuity/findings.ts';
export type { Ongoing } from './host/ongoing.ts';
export { fingerprint, replay } from './traces/trace.ts';
export { stepper } from './traces/stepper.ts';
export type { Stepper } from './traces/stepper.ts';
export { stateGraph } from './space/graph.ts';
export type { StateGraph, StateGraphOptions } from './space/graph.ts';
export { why } from './why/why.ts';
export type * from './why/question.ts';
export type * from './why/answer.ts';
export type { Verdict as PropertyVerdict } from './evaluate/property.ts';
export { induction } from './induction/induction.ts';
export type * from './induction/induction.ts';
export { requiring } from './explore/requiring.ts';
export type { Requirement } from './explore/requiring.ts';
export { without } from './explore/without.ts';
