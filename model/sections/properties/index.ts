import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { sectionsCorners } from './corners.ts';
import { flagUpForSectionOrSample } from './flag-up-for-section-or-sample.ts';
import { noSampleAfterDump } from './no-sample-after-dump.ts';
import { noSampleLeftBehind } from './no-sample-left-behind.ts';

/** What samples and nesting two deep must leave intact. The flag's own property takes the place of the core's. */
export function sectionsProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  return {
    LockParityAndBalance: flagUpForSectionOrSample(k),
    NoSampleAfterDump: noSampleAfterDump(k),
    NoSampleLeftBehind: noSampleLeftBehind(k),
    ...sectionsCorners(k),
  };
}
