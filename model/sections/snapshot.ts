/** traceSnapshotMemory: the one place where a section opens another by a plain call. */
import type { Actions } from '../change.ts';
import { OUTER, SNAPSHOT } from '../state.ts';
import type { Constants } from '../state.ts';

export function snapshotActions({ over }: Constants): Actions {
  const Snapshot = over.action({
    // The M of StartTrace's goroutine.
    params: { m: [0] },
    guard: {
      starting: (s) => s.sections.at(0).start === 'section',
      betweenEvents: (s) => {
        const { phase } = s.m.at(0).stack.at(OUTER);
        return phase === 'section' || phase === 'release';
      },
      running: (s) => s.m.at(0).growing === 'no',
    },
    effect: (next) => {
      next.sections.at(0).start = 'snapshot';
      next.m.at(0).stack.at(SNAPSHOT).phase = 'enabled';
    },
    process: ({ m }) => `M${m}`,
    source: 'runtime/traceallocfree.go, traceSnapshotMemory',
    note: 'a plain call, before or after an event of StartTrace; its read of trace.enabled finds what StartTrace itself stored',
  });
  return { Snapshot };
}
