/**
 * The core of Go's execution tracer as a transition system, for one design and within bounds.
 */
import { over } from '../checker/index.ts';
import type { System } from '../checker/index.ts';
import { acquireActions } from './actions/acquire.ts';
import { advanceActions } from './actions/advance.ts';
import { growthActions } from './actions/growth.ts';
import { readerActions } from './actions/reader.ts';
import { startActions } from './actions/start.ts';
import { writeActions } from './actions/write.ts';
import type { Bounds } from './bounds.ts';
import type { Design } from './design.ts';
import { tracerProperties } from './properties/index.ts';
import { constantsOf, initialState } from './state.ts';
import type { TracerSchema } from './state.ts';

/** Throws a RangeError where the design names a split point that the model does not know. */
export function tracer(design: Design, bounds: Bounds): System<TracerSchema> {
  const k = constantsOf(design, bounds);
  return over(k.schema).system({
    name: `tracer ${design.name} ${bounds.name}`,
    initial: [initialState(k)],
    actions: {
      ...startActions(k),
      ...acquireActions(k),
      ...writeActions(k),
      ...growthActions(k),
      ...advanceActions(k),
      ...readerActions(k),
    },
    properties: tracerProperties(k),
  });
}
