export { array, bool, int, oneOf, optional, queue, record, set } from './schema.ts';
export type {
  ArrayField,
  BoolField,
  Draft,
  DraftItems,
  DraftOptional,
  DraftQueue,
  DraftSet,
  EnumField,
  Field,
  Fields,
  IntField,
  OptionalField,
  Plain,
  QueueField,
  ReadItems,
  ReadOptional,
  ReadQueue,
  ReadScalars,
  ReadSet,
  RecordField,
  ScalarField,
  SetField,
  View,
} from './schema.ts';
export { over, range } from './system.ts';
export type {
  About,
  AboutRuns,
  Action,
  ActionSpec,
  Always,
  AlwaysEventually,
  AlwaysStep,
  Conjunct,
  DeadlockFree,
  Domains,
  Eventually,
  FairEach,
  FairSelection,
  FairUnit,
  FairUnits,
  Fairness,
  GoalSpec,
  LeadsTo,
  LeadsToSpec,
  Liveness,
  MemberReference,
  Over,
  Params,
  Property,
  RunsInstance,
  Scalar,
  Sometimes,
  StepView,
  SymmetricSet,
  System,
} from './system.ts';
export type {
  ActionReport,
  Change,
  CheckOptions,
  CheckpointOptions,
  FairnessShown,
  Json,
  LassoReport,
  Limit,
  LivenessReport,
  ModuleSource,
  Progress,
  PropertyReport,
  Report,
  Step,
  SymmetryReport,
  Trace,
  Verdict,
  Violated,
  Violation,
  Witness,
} from './report.ts';
export { check } from './check.ts';
export { stateGraph } from './graph.ts';
export type { StateGraph } from './graph.ts';
export { stepper } from './stepper.ts';
export type { Stepper } from './stepper.ts';
export { difference } from './difference.ts';
export { fingerprint, replay } from './trace.ts';
export { InternalError, SystemError } from './system-error.ts';
export type { SystemErrorCode, SystemErrorSite } from './system-error.ts';
export { isId } from './trace-id.ts';
export { violationOf, witnessOf } from './violation-of.ts';
export { loadSystem } from './load-system.ts';
export { induction } from './induction/induction.ts';
export type {
  CounterexampleToInduction,
  InductionOptions,
  InductionReport,
  Invariant,
  Unsafe,
} from './induction/induction.ts';
export { why } from './why/why.ts';
export type {
  ConjunctAnswer,
  InstanceAnswer,
  Judgement,
  PredicateAnswer,
  Read,
  Stopped,
  Why,
  WhyAction,
  WhyProperty,
  Writer,
} from './why/answer.ts';
export { neverKilled } from './vacuity/findings.ts';
export type { FindingKind, MutantResult, VacuityFinding } from './vacuity/findings.ts';
export { isLiteral, staleWaivers, waive } from './vacuity/waivers.ts';
export type { Checked, Waiver } from './vacuity/waivers.ts';
