/** The public face of the checker. Of files that hold public types alone, all are shown. */
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
export type * from './language/system.ts';
export type * from './check/report.ts';
export { check, checkWith } from './check/check.ts';
export type * from './check/options.ts';
export type { Ongoing } from './host/ongoing.ts';
export { stateGraph } from './space/graph.ts';
export type { StateGraph, StateGraphOptions } from './space/graph.ts';
export { compiled } from './state/compiled.ts';
export { inParts } from './language/flow.ts';
export type { Flow, Part } from './language/flow.ts';
export { stepper } from './traces/stepper.ts';
export type { Stepper } from './traces/stepper.ts';
export { isLiveness, subjectOf } from './evaluate/property.ts';
export type { Kind, Subject } from './evaluate/property.ts';
export { paramsBeside, plainStory } from './traces/story.ts';
export type * from './traces/story.ts';
export { difference } from './traces/difference.ts';
export { fingerprint, replay, traceThrough } from './traces/trace.ts';
export { InternalError, SystemError } from './language/system-error.ts';
export type { SystemErrorCode, SystemErrorSite } from './language/system-error.ts';
export { isId } from './traces/trace-id.ts';
export { violationOf, witnessOf } from './check/violation-of.ts';
export { isSystem, loadSystem } from './language/load-system.ts';
export { induction } from './induction/induction.ts';
export type {
  CounterexampleToInduction,
  InductionOptions,
  InductionReport,
  Invariant,
  Unsafe,
} from './induction/induction.ts';
export { explorer } from './explore/explorer.ts';
export type { Explorer } from './explore/explorer.ts';
export { requiring } from './explore/requiring.ts';
export type { Requirement } from './explore/requiring.ts';
export { without } from './explore/without.ts';
export type * from './explore/answer.ts';
export type { OperandType } from './explore/expression.ts';
export type { FindOptions } from './explore/find.ts';
export { why } from './why/why.ts';
export type * from './why/question.ts';
export type * from './why/answer.ts';
export { neverKilled } from './vacuity/findings.ts';
export type { FindingKind, MutantResult, VacuityFinding } from './vacuity/findings.ts';
export { isLiteral, staleWaivers, waive } from './vacuity/waivers.ts';
export type { Checked, Waiver } from './vacuity/waivers.ts';
export { describeSystem } from './description/description.ts';
export type {
  DescribedAction,
  DescribedInstance,
  DescribedProperty,
  Description,
} from './description/description.ts';
export { stateOfRaws } from './description/reached.ts';
export { leaves } from './structures/diagram.ts';
export type { Diagrams } from './structures/diagram.ts';
export type { Layout } from './state/layout.ts';
export type { Constraint } from './liveness/fairness.ts';
export { kernelOf } from './search/wasm/kernel.ts';
export type { Kernel } from './search/wasm/kernel.ts';
export type { KernelMemory } from './search/wasm/kernel-memory.ts';
export { reportElsewhere } from './check/elsewhere.ts';
export type { SearchElsewhere, WaysBack } from './check/elsewhere.ts';
export { chosenOf } from './check/chosen.ts';
