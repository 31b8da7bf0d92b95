import type { Property } from '../../../checker/index.ts';
import type { Constants, TracerSchema } from '../../state.ts';
import { memoryCorners } from './corners.ts';
import { flagUpInMemory } from './flag-up-in-memory.ts';
import { slotsInMemory } from './slots-in-memory.ts';

/** What the memory must look like for the core's properties to survive store buffers. */
export function memoryProperties(k: Constants): Readonly<Record<string, Property<TracerSchema>>> {
  return {
    FlagUpInMemory: flagUpInMemory(k),
    SlotsInMemoryWhileFlagDown: slotsInMemory(k),
    ...memoryCorners(k),
  };
}
