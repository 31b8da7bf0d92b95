/** Which part of the tracer bounds are about, beside its core. */
import type { Bounds } from '../../model/index.ts';
import { boundsByName } from '../../model/index.ts';
import { eventsMax } from '../run/buffer.ts';
import { freeBounds } from '../run/free-bounds.ts';
import { Run } from '../run/run.ts';
import type { Part, Subject } from '../run/run.ts';
import { memory } from './memory.ts';
import { procs } from './procs.ts';
import { reader } from './reader.ts';
import { sections } from './sections.ts';
import { statusesSyscalls } from './statuses-syscalls.ts';
import { statuses } from './statuses.ts';
import { syscalls } from './syscalls.ts';
import { threads } from './threads.ts';

/** The part; null where it is the core alone, undefined where the two are not compared. */
export function partOf({ parts, programs, eventsPerBuffer }: Bounds): Part | null | undefined {
  if (programs.some(({ endless }) => endless === true) || eventsPerBuffer > eventsMax) return undefined;
  // The reference has no system calls that are known to block.
  if ((parts.procs?.ps ?? 1) > 1 || parts.procs?.handsOff === true) return undefined;
  const has = programs.some(({ thread }) => thread !== undefined) ? ['threads'] : [];
  const named = [
    ...Object.keys(parts).map((name) =>
      parts.procs?.syscalls === true
        ? 'syscalls'
        : parts.statuses?.syscalls === true
          ? 'statuses-syscalls'
          : name,
    ),
    ...has,
  ];
  return named.length === 0 ? null : named.length === 1 ? compared[named[0] ?? ''] : undefined;
}

const compared: Readonly<Record<string, Part>> = {
  threads,
  reader,
  sections,
  memory,
  procs,
  syscalls,
  statuses,
  'statuses-syscalls': statusesSyscalls,
};

/**
 * Whether the two are compared there. In parts whose events are one step each they are not where a writer is held across statuses and
 * event, as in 1.23.
 */
export const isCompared = ({ reference, design, bounds }: Subject): boolean =>
  partOf(bounds)?.unbuffered !== true || !reference.designNamed(design).sharedWriter;

/** The reference at the beginning of its run. */
export const runOf = (subject: Subject): Run => new Run(subject, partOf(subject.bounds) ?? null);

/** Bounds far beyond those that are searched, with the same part. */
export const freeBoundsOf = (bounds: Bounds): Bounds => partOf(bounds)?.free ?? freeBounds;

/** Bounds in which the two can be compared, by name: those of the model, and the free ones. */
export const comparedBounds: Readonly<Record<string, Bounds>> = Object.fromEntries(
  [...Object.values(boundsByName), freeBounds, ...Object.values(compared).map(({ free }) => free)]
    .filter((bounds) => partOf(bounds) !== undefined)
    .map((bounds) => [bounds.name, bounds]),
);

/** The names of those that are not searched. */
export const freeNames: ReadonlySet<string> = new Set(
  [freeBounds, ...Object.values(compared).map(({ free }) => free)].map(({ name }) => name),
);
