/** Model and reference, side by side. */
export { disagreementAlong } from './agreement.ts';
export { isComparable } from './comparable.ts';
export type { Compared } from './agreement.ts';
export { conform, rowNames } from './conform.ts';
export type { ConformOptions, Row, RowName } from './conform.ts';
export { Lockstep, systemOf } from './lockstep.ts';
export { comparedBounds, freeBoundsOf, freeNames } from './parts/index.ts';
export { replay } from './replay.ts';
export { likeSteps, stepsIn, textOfSchedule, textOfStep } from './run/instances.ts';
export { walk } from './shrink.ts';
export { usersGo } from './users-go.ts';
