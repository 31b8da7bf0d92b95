/**
 * What Ms do with Ps and system calls as hand-written actions: what conformance compares the reference with in these two parts, until
 * it does so with steps.
 */
import { over } from '../../checker/index.ts';
import type { System } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';
import type { Design } from '../design.ts';
import { acquireActions } from './actions/acquire.ts';
import { advanceActions } from './actions/advance.ts';
import { readerActions } from './actions/reader.ts';
import { startActions } from './actions/start.ts';
import { withProcs } from './procs/actions.ts';
import { constantsOf, initialState } from './state.ts';
import type { TracerSchema } from './state.ts';

export function procsByHand(design: Design, bounds: Bounds): System<TracerSchema> {
  const k = constantsOf(design, bounds);
  const core = {
    ...startActions(k),
    ...acquireActions(k),
    ...advanceActions(k),
    ...readerActions(k),
  };
  return over(k.schema).system({
    name: `procs ${design.name} ${bounds.name}`,
    initial: [initialState(k)],
    actions: withProcs(k, core),
    properties: {},
  });
}
