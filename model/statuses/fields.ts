/**
 * State of the part `statuses`: goroutines, what the tracer keeps of each, and what a reader makes of the events.
 * Source: runtime/tracestatus.go (traceSchedResourceState), runtime/runtime2.go (m.curg, g.atomicstatus).
 *
 * Everything stands in one array of length 1, or 0 where the part is off.
 */
import { array, bool, int, oneOf, record } from '../../checker/index.ts';
import type { Plain } from '../../checker/index.ts';
import { gsOf } from '../bounds.ts';
import type { Bounds } from '../bounds.ts';
import { initialReader, readerFields, seen } from '../trace-reader/fields.ts';

export const statusesFields = (bounds: Bounds) => {
  const {
    programs,
    parts: { statuses },
  } = bounds;
  const ms = programs.length;
  const gs = gsOf(bounds);
  // Each section takes one sequence number at most.
  const seq = int(
    0,
    programs.reduce((sum, { sections }) => sum + sections, 1),
  );
  const status = oneOf('runnable', 'running', 'waiting', 'dead', 'syscall');
  return array(
    statuses === undefined ? 0 : 1,
    record({
      m: array(
        ms,
        record({
          /** m.curg: the number of the G that runs on the M, from 1; 0 is nil. */
          curg: int(0, gs),
          /** What the outer section is for. */
          op: oneOf(
            'none',
            'start',
            'park',
            'ready',
            'create',
            'end',
            'other',
            'sysBegin',
            'sysEnd',
            'sysBlocked',
          ),
          /** The G that the section is about; 0 where it has none. */
          g: int(0, gs),
          /** Whether the G has made its transition. */
          moved: bool(),
          /** By depth: the G whose status has been acquired, and not yet written. */
          acquired: array(2, int(0, gs)),
          /** By depth: of which Gs the section has written the status; each is asked for once. */
          asked: array(2, oneOf('none', 'other', 'both')),
        }),
      ),
      g: array(
        gs,
        record({
          status,
          /** An M has taken it from where others could find it: a wait queue, the free list. */
          owned: bool(),
          statusTraced: array(3, bool()),
          seq: array(2, seq),
        }),
      ),
      /** traceAdvance: the G to look at next, and `untracedGs` with the status noted down. */
      advance: record({ next: int(0, gs), untraced: array(gs, seen) }),
      ...readerFields(gs, seq),
    }),
  );
};

export type StatusesField = ReturnType<typeof statusesFields>;

export function initialStatuses({ programs, parts: { statuses } }: Bounds): Plain<StatusesField> {
  if (statuses === undefined) return [];
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
  const { gs } = statuses;
  const running = gs.flatMap((status, index) => (status === 'running' ? [index + 1] : []));
  return [
    {
      m: programs.map((_, m) => ({
        curg: running[m] ?? 0,
        op: 'none',
        g: 0,
        moved: false,
        acquired: [0, 0],
        asked: ['none' as const, 'none' as const],
      })),
      g: gs.map((status) => ({ status, owned: false, statusTraced: times(3, false), seq: [0, 0] })),
      advance: { next: 0, untraced: gs.map(() => 'none' as const) },
      ...initialReader(gs.map((status) => (status === 'dead' ? 'dead' : 'none'))),
    },
  ];
}
