/**
 * Sections of other kinds than the core's. StartTrace has a section of its own, in which traceSnapshotMemory opens
 * another by a plain call; a growth there nests two deep. And a CPU-profile signal may interrupt an M at any step:
 * traceCPUSample then raises the flag, unless it is up, without being a section. Source: runtime/trace.go (StartTrace),
 * runtime/traceallocfree.go, runtime/tracecpu.go.
 */
import { array, bool, int, oneOf, record } from '../../checker/index.ts';
import type { Bounds } from '../bounds.ts';

const countOf = ({ parts }: Bounds): number => (parts.sections === undefined ? 0 : 1);

export const sectionsFields = (bounds: Bounds) =>
  array(
    countOf(bounds),
    record({
      /** How far StartTrace is, whose goroutine is on M0: its section is due or open, without or with the snapshot's. */
      start: oneOf('returned', 'section', 'snapshot'),
      /** trace.cpuLogWrite by gen%2: the oldest generation of which a sample waits there, 0 for none. */
      cpuLog: array(2, int(0, bounds.generations)),
    }),
  );

/** The signal handler that interrupts an M. */
export const signalFields = (bounds: Bounds) =>
  array(
    countOf(bounds),
    record({
      /** Where traceCPUSample stands. */
      phase: oneOf('no', 'loadGen', 'write', 'clear'),
      /** traceCPUSample's `locked`: the flag was down, and it has raised it. */
      locked: bool(),
      gen: int(0, bounds.generations),
      /** Signals that may still come. */
      left: int(0, bounds.parts.sections?.samplesPerM ?? 0),
    }),
  );

export const sectionsInitial = (bounds: Bounds) =>
  Array.from({ length: countOf(bounds) }, () => ({ start: 'returned' as const, cpuLog: [0, 0] }));

export const signalInitial = (bounds: Bounds) =>
  Array.from({ length: countOf(bounds) }, () => ({
    phase: 'no' as const,
    locked: false,
    gen: 0,
    left: bounds.parts.sections?.samplesPerM ?? 0,
  }));
