/** Calls about system calls, as text over the state `S`. */
import type { Bounds } from '../../bounds.ts';
import type { Primitive } from '../language/program.ts';
import type { ProgramState } from '../state/state.ts';
import { statusNumber } from './names.ts';
import { CALLERS_P } from './proc-fields.ts';

const running = statusNumber('running');
const idle = statusNumber('idle');
/** The P that the thread's M has had from the beginning. */
const ownP = `(p.m + ${1 + CALLERS_P})`;
const own = `S.p.at(${ownP} - 1)`;

/** By the name of the call: what it does. `to` is the local for its answer, `a` its argument. */
export function syscallText(
  { name }: Primitive,
  to: string,
  [a = '', b = '']: readonly string[],
  bounds: Bounds,
): string | undefined {
  const m = `S.m.at(${a} - 1)`;
  switch (name) {
    case 'setScan':
      return `${to} = ${stopped(a, b)}; if (${to}) ${m}.scan = true;`;
    case 'clearScan':
      return `${m}.scan = false;`;
    case 'holderOf':
      return `${to} = H.holderOf(S, ${a});`;
    case 'ticks':
      return bounds.programs
        .map((_, index) => `if (S.m.at(${index}).ticks === ${a}) S.m.at(${index}).ticks = 0;`)
        .join(' ');
    case 'loseP':
      return `${own}.status = ${idle}; ${own}.m = 0; ${own}.idle = true; M.p = 0; M.ticks = 0;`;
    case 'regainP':
      return `${own}.status = ${running}; ${own}.m = p.m + 1; ${own}.idle = false; M.p = ${ownP};`;
    case 'takeOwnP':
      return `${to} = ${ownP}; ${own}.idle = false;`;
    case 'goesOn':
      return `M.goroutine = ${running};`;
    default:
      return undefined;
  }
}

const stopped = (gp: string, status: string): string =>
  `S.m.at(${gp} - 1).goroutine === ${status} && !S.m.at(${gp} - 1).scan ? 1 : 0`;

/** What a call answers, which a guard may ask. */
export function syscallAnswer(
  { name }: Pick<Primitive, 'name'>,
  [a = '', b = '']: readonly string[],
): string | undefined {
  if (name === 'setScan') return stopped(a, b);
  if (name === 'takeOwnP') return ownP;
  return name === 'holderOf' ? `H.holderOf(S, ${a})` : undefined;
}

export interface SyscallHelpers {
  /** The M that has the P, from 1; 0 is none. */
  readonly holderOf: (s: ProgramState, pp: number) => number;
}

export const syscallHelpers: SyscallHelpers = {
  holderOf: (s, pp) => {
    for (let m = 0; m < s.m.length; m++) if (s.m.at(m).p === pp) return m + 1;
    return 0;
  },
};
