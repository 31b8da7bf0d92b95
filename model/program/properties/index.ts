/** The properties of programs, by name: the core's. */
import type { Property } from '../../../checker/index.ts';
import type { Regions } from '../regions/regions.ts';
import type { ProgramConstants, ProgramSchema } from '../state/state.ts';
import { bufferProperties } from './buffers.ts';
import { partOf } from '../language/parts.ts';
import { procsProperties, statusesProperties, syscallsProperties } from '../scheduler/properties.ts';
import { corners } from './corners.ts';
import { lifeCorners, lifeProperties } from './lives.ts';
import { memoryProperties } from './memory.ts';
import { readerCorners, readerProperties } from './reader.ts';
import { sampleCorners, sampleProperties } from './samples.ts';
import { sectionProperties } from './sections.ts';
import { threadProperties } from './threads.ts';

export function programProperties(
  k: ProgramConstants,
  regions: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const ofScheduler = {
    statuses: statusesProperties,
    procs: procsProperties,
    syscalls: syscallsProperties,
    'statuses-syscalls': statusesProperties,
  };
  const part = partOf(k.bounds);
  if (part === 'statuses' || part === 'procs' || part === 'syscalls' || part === 'statuses-syscalls')
    return {
      ...sectionProperties(k, regions),
      ...threadProperties(k, regions),
      ...ofScheduler[part](k, regions),
    };
  return {
    ...bufferProperties(k, regions),
    ...sectionProperties(k, regions),
    ...threadProperties(k, regions),
    ...lifeProperties(k, regions),
    ...readerProperties(k, regions),
    ...sampleProperties(k, regions),
    ...memoryProperties(k, regions),
    ...corners(k, regions),
    ...readerCorners(k, regions),
    ...sampleCorners(k, regions),
    ...lifeCorners(k, regions),
  };
}
