/** How many sections an M has left, as text over the M `M`: of one that goes on for ever, those in which it writes are counted. */
import type { Bounds } from '../../bounds.ts';
import { endlessMs } from '../steps/endless.ts';
import type { Primitive } from '../language/program.ts';
import { mayBegin } from '../scheduler/begin.ts';

/** What `outside` and `writes` do. */
export function sectionText(
  { name, to: gives }: Primitive,
  to: string | undefined,
  option: number,
  bounds: Bounds,
): string {
  const some = endlessMs(bounds) !== 0;
  if (name === 'writes')
    return `${to ?? ''} = ${option};${option === 0 && some ? ` if (${endless(bounds)}) M.sections--;` : ''}`;
  if (gives === undefined) return `${some ? `if (!${endless(bounds)}) ` : ''}M.sections--;`;
  return `${to ?? ''} = M.sections > 0 ? 1 : 0; if (${to ?? ''}) M.sections--;`;
}

/** What they wait for. */
export function sectionWaits({ name, to }: Primitive, option: number, bounds: Bounds): string {
  if (name === 'writes') return option === 0 ? `M.sections > 0 || !${endless(bounds)}` : endless(bounds);
  if (to !== undefined) return mayBegin(bounds);
  return `M.sections > 0${endlessMs(bounds) === 0 ? '' : ` || ${endless(bounds)}`}`;
}

/** Whether the M goes on for ever. */
const endless = (bounds: Bounds): string => `(${endlessMs(bounds)} >> p.m & 1)`;
