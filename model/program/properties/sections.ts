/** Sections: their flag, their counts, their generation. */
import { range } from '../../../checker/index.ts';
import type { Property } from '../../../checker/index.ts';
import { isJudgedInside } from '../state/found.ts';
import type { Regions } from '../regions/regions.ts';
import type { M, ProgramConstants, ProgramSchema } from '../state/state.ts';

export function sectionProperties(
  { over, bounds, granularity }: ProgramConstants,
  { own, growth, ...regions }: Regions,
): Readonly<Record<string, Property<ProgramSchema>>> {
  const samples = bounds.parts.sections !== undefined;
  const params = { m: range(bounds.programs.length) };
  // In fine steps the states in which a section holds a buffer are judged.
  const wroteUnguarded = isJudgedInside(bounds, granularity) ? (m: M): boolean => m.unguarded : () => false;
  const grows = bounds.programs.some(({ growths }) => growths > 0);
  return {
    ...(grows && {
      OneGenerationPerOuterSection: over.always({
        params,
        when: (s, p) => growth.open(s.m.at(p.m).growth) && own.open(s.m.at(p.m).own),
        holds: (s, p) => growth.gen(s.m.at(p.m).growth) === own.gen(s.m.at(p.m).own),
        source: 'runtime/traceruntime.go, mTraceState.entryGen',
        otherwise:
          'an event that came first lands in the later generation, with a status that contradicts the outer event; the parser rejects the trace',
      }),
    }),
    // What an acquire, a release or a signal handler does in between is not judged.
    LockParityAndBalance: over.always({
      params,
      when: (s, p) => {
        const m = s.m.at(p.m);
        return regions.isResting(s, p.m) || own.open(m.own) || own.holds(m.own.at) || wroteUnguarded(m);
      },
      holds: (s, p) => {
        const m = s.m.at(p.m);
        if (wroteUnguarded(m)) return false;
        if (regions.isResting(s, p.m)) return !m.writing || (samples && m.signal.at !== 0);
        return m.writing || !(own.open(m.own) || own.holds(m.own.at));
      },
      source: 'runtime/traceruntime.go, traceRelease',
      otherwise: 'traceAdvance waits for a section that is over, or does not wait for one that is open',
    }),
    ReenteredZeroOutside: over.always({
      params,
      when: (s, p) => regions.isResting(s, p.m),
      holds: (s, p) => !regions.isResting(s, p.m) || s.m.at(p.m).reentered === 0,
      source: 'runtime/traceruntime.go, mTraceState.reentered',
      otherwise: 'the next outer release counts reentered down instead of lowering the flag',
    }),
    LocksZeroOutside: over.always({
      params,
      when: (s, p) => regions.isResting(s, p.m),
      holds: (s, p) => !regions.isResting(s, p.m) || s.m.at(p.m).locks === 0,
      source: 'runtime/proc.go, schedule',
      otherwise: 'the M can never be preempted again, and its next call of schedule throws "holding locks"',
    }),
    // A signal interrupts the M at any time, and whoever does away with an M raises the flag of it from elsewhere.
    NoPreemptionUnderFlag: over.always({
      params,
      when: (s, p) => s.m.at(p.m).writing,
      holds: (s, p) => {
        const m = s.m.at(p.m);
        if (!m.writing || m.locks > 0 || (samples && m.signal.at !== 0)) return true;
        return regions.isResting(s, p.m) || regions.isBeingDestroyed(s, p.m);
      },
      source: 'runtime/traceruntime.go, traceAcquireEnabled',
      otherwise:
        'another goroutine may run on the M, and one of the two lowers the flag under the section of the other',
    }),
    NoFlushUnderSection: over.always({
      when: (s) => {
        for (let slot = 0; slot < s.caller.length; slot++)
          if (regions.flushing(s.caller.at(slot)) !== 0) return true;
        return false;
      },
      holds: (s) => {
        for (let slot = 0; slot < s.caller.length; slot++) {
          const caller = s.caller.at(slot);
          const mp = regions.flushing(caller);
          if (mp === 0) continue;
          const m = s.m.at(mp - 1);
          // That of a generation two later is in the same slot.
          const parity = regions.ended(caller) % 2;
          if (own.open(m.own) && own.gen(m.own) % 2 === parity) return false;
          if (growth.open(m.growth) && growth.gen(m.growth) % 2 === parity) return false;
        }
        return true;
      },
      source: 'runtime/trace.go, invariant 2',
      otherwise: 'the section goes on writing into a buffer that the reader already has',
    }),
    NoWriteAfterFlushed: over.always({
      params,
      when: (s, p) => s.trace.flushedGen !== 0 && own.open(s.m.at(p.m).own),
      holds: (s, p) => {
        const { flushedGen } = s.trace;
        const m = s.m.at(p.m);
        if (flushedGen === 0) return true;
        return (
          !(own.open(m.own) && own.gen(m.own) <= flushedGen) &&
          !(growth.open(m.growth) && growth.gen(m.growth) <= flushedGen)
        );
      },
      source: 'runtime/trace.go, trace.flushedGen',
      otherwise: 'a late event goes into a queue that the reader has left for good',
    }),
  };
}
