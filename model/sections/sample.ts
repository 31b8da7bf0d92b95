/**
 * traceCPUSample, in a signal handler on the M that it interrupts, which does nothing else meanwhile. It raises the flag only
 * if it is down, and lowers it only if it raised it.
 */
import { range } from '../../checker/index.ts';
import type { Actions } from '../change.ts';
import type { Constants, TracerState } from '../state.ts';

export function sampleActions({ ms, over }: Constants): Actions {
  const params = { m: range(ms) };
  type P = Readonly<{ m: number }>;
  const process = (p: P): string => `M${p.m}`;
  const source = 'runtime/tracecpu.go, traceCPUSample';
  const signals = (s: TracerState, p: P): boolean => s.m.at(p.m).signal.at(0).left > 0;
  const notInSignal = (s: TracerState, p: P): boolean => s.m.at(p.m).signal.at(0).phase === 'no';
  const seenEnabled = (s: TracerState): boolean => s.trace.enabled || s.trace.shutdown;

  const SampleSetFlag = over.action({
    params,
    guard: { notInSignal, signals, seenEnabled, flagDown: (s, p) => !s.m.at(p.m).writing },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const signal = mp.signal.at(0);
      mp.writing = true;
      signal.left--;
      signal.locked = true;
      signal.phase = 'loadGen';
    },
    process,
    source,
    note: "one sequentially consistent store; the reads before it are of trace.enabled, which may be stale, and of the M's own flag",
  });

  const SampleInSection = over.action({
    params,
    guard: { notInSignal, signals, seenEnabled, flagUp: (s, p) => s.m.at(p.m).writing },
    effect: (next, p) => {
      const signal = next.m.at(p.m).signal.at(0);
      signal.left--;
      signal.gen = next.trace.gen;
      if (next.trace.gen !== 0) signal.phase = 'write';
    },
    process,
    source,
    note: "one atomic load of trace.gen, which may be the generation after the section's; the M's own flag, which is up, is read before it",
  });

  const SampleLoadGen = over.action({
    params,
    guard: { loadGen: (s, p) => s.m.at(p.m).signal.at(0).phase === 'loadGen' },
    effect: (next, p) => {
      const signal = next.m.at(p.m).signal.at(0);
      signal.gen = next.trace.gen;
      signal.phase = next.trace.gen === 0 ? 'clear' : 'write';
    },
    process,
    source,
    note: 'one atomic load of trace.gen, apart from the store of the flag: an advance may fall between them',
  });

  const SampleWrite = over.action({
    params,
    guard: { write: (s, p) => s.m.at(p.m).signal.at(0).phase === 'write' },
    effect: (next, p) => {
      const signal = next.m.at(p.m).signal.at(0);
      const { cpuLog } = next.sections.at(0);
      const parity = signal.gen % 2;
      const oldest = cpuLog.at(parity);
      if (oldest === 0 || oldest > signal.gen) cpuLog.set(parity, signal.gen);
      signal.gen = 0;
      signal.phase = signal.locked ? 'clear' : 'no';
    },
    process,
    source,
    note: 'one record of a profBuf, of which signalLock makes this the only writer',
  });

  const SampleClear = over.action({
    params,
    guard: { clear: (s, p) => s.m.at(p.m).signal.at(0).phase === 'clear' },
    effect: (next, p) => {
      const mp = next.m.at(p.m);
      const signal = mp.signal.at(0);
      mp.writing = false;
      signal.locked = false;
      signal.phase = 'no';
    },
    process,
    source,
    note: 'one store to the flag that the handler raised',
  });

  return { SampleSetFlag, SampleInSection, SampleLoadGen, SampleWrite, SampleClear };
}
