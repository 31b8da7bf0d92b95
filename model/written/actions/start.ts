/**
 * StartTrace, as far as it publishes that tracing is on. Its own section is an ordinary one, which the Ms stand for.
 */
import type { Action } from '../../../checker/index.ts';
import { isOutside } from '../state.ts';
import type { Constants, TracerSchema, TracerState } from '../state.ts';

export function startActions(k: Constants): Readonly<Record<string, Action<TracerSchema>>> {
  const { bounds, over } = k;
  const process = (): string => 'advancer';
  const source = 'runtime/trace.go, StartTrace';

  const StartEnable = over.action({
    guard: {
      idle: (s) => s.advancer.phase === 'idle',
      off: (s) => s.trace.gen === 0,
      // Where the bounds have no stop, tracing starts once and goes on.
      ...(bounds.stop && {
        generationsLeft: (s: TracerState) => s.trace.lastNonZeroGen < bounds.generations,
        worldStopped: (s: TracerState) => s.m.every(isOutside),
      }),
    },
    effect: (next) => {
      next.trace.enabled = true;
      next.trace.flushedGen = 0;
      next.trace.readerGen = next.trace.lastNonZeroGen + 1;
      next.advancer.phase = 'publish';
    },
    process,
    source,
    note: 'plain stores while the world is stopped; Ms that leave a system call run on and may see them',
  });

  const StartPublish = over.action({
    guard: { publish: (s) => s.advancer.phase === 'publish' },
    effect: (next) => {
      next.trace.gen = next.trace.lastNonZeroGen + 1;
      next.advancer.phase = 'idle';
    },
    process,
    source,
    note: 'one atomic store, which publishes enabled',
  });

  return { StartEnable, StartPublish };
}
