import type { View } from '../../checker/index.ts';
import { NESTED, onUserStack } from '../state.ts';
import type { M, TracerSchema } from '../state.ts';

type Section = View<TracerSchema['fields']['m']['of']['fields']['stack']['of']>;

/** The section whose code runs: a growth suspends the outer one. */
export function running(m: M): Section {
  return m.stack.at(m.growing === 'no' ? onUserStack(m) : NESTED);
}
