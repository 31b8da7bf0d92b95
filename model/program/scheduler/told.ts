/** Calls of the parts that have Gs or Ps, as text; a reader of the trace is told what it makes of events (events.ts, proc-events.ts). */
import type { Bounds } from '../../bounds.ts';
import { gsOf } from '../../bounds.ts';
import type { Expr, Primitive } from '../language/program.ts';
import { procText, twice } from './proc-calls.ts';
import { followsPs } from './proc-fields.ts';
import { syscallText } from './syscall-calls.ts';

/** There are Gs or Ps. */
export const hasReaderOfEvents = (bounds: Bounds): boolean => gsOf(bounds) > 0 || followsPs(bounds);

export function toldText(
  bounds: Bounds,
  what: 'event' | 'start' | 'end',
  ...args: readonly string[]
): string {
  const given = ['S', ...args].join(', ');
  const of = [...(gsOf(bounds) > 0 ? [what] : []), ...(followsPs(bounds) ? [`${what}OfPs`] : [])];
  return of.map((name) => `H.${name}(${given});`).join(' ');
}

/** Undefined for a call that is about something else. */
export function schedulerText(
  one: Primitive,
  option: number,
  bounds: Bounds,
  text: (expr: Expr) => string,
): string | undefined {
  const { name, of } = one;
  const [a = '0', b = '', ...args] = of.map(text);
  const local = one.to?.[0] === undefined ? '' : text({ local: one.to[0] });
  switch (name) {
    case 'takeG':
      return `${local} = ${option + 1}; S.g.at(${option}).owned = true;`;
    case 'listed':
      return `${twice(`!S.g.at(${a} - 1).owned`)} S.g.at(${a} - 1).owned = false;`;
    case 'event':
    case 'statusEvent':
    case 'lateEvent':
      return toldText(
        bounds,
        'event',
        name === 'event' ? 'M' : 'null',
        a,
        b,
        `[${args.join(', ')}]`,
        name === 'event' ? 'p.m + 1' : '0',
      );
    case 'stopTheWorld':
      return `${hasReaderOfEvents(bounds) ? 'S.stopped = true;' : ''}${followsPs(bounds) ? ' H.stopPs(S);' : ''}`;
    case 'startTheWorld':
      return hasReaderOfEvents(bounds) ? 'S.stopped = false;' : '';
    default:
      return procText(one, option, bounds, [local, a]) ?? syscallText(one, local, [a, b], bounds);
  }
}
