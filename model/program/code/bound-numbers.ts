/** What the bounds fix of an expression. */
import type { Bounds } from '../../bounds.ts';
import { gsOf } from '../../bounds.ts';
import type { Expr } from '../language/program.ts';
import { psOf } from '../scheduler/proc-fields.ts';

type BoundName = Exclude<Extract<Expr, { bound: string }>['bound'], 'ownM'>;

export function boundNumber(name: BoundName, bounds: Bounds): number {
  if (name === 'gs') return gsOf(bounds);
  if (name === 'ps') return psOf(bounds);
  const { programs, generations, eventsPerBuffer } = bounds;
  return name === 'capacity'
    ? 2 * eventsPerBuffer
    : name === 'allMs'
      ? 2 ** programs.length - 1
      : generations;
}
