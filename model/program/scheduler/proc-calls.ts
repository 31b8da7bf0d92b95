/** Calls about Ps: as text over the state `S` and the M `M`, and what they do to it. */
import type { Bounds } from '../../bounds.ts';
import type { Primitive } from '../language/program.ts';
import { faultNumber } from '../state/state.ts';
import type { ProgramDraft, ProgramState } from '../state/state.ts';
import { begun } from './begin.ts';
import { statusNumber } from './names.ts';
import { CALLERS_P, followsPs } from './proc-fields.ts';

const idle = statusNumber('idle');

/** The P that a choice is about: those of the bounds come after that of callers. */
const chosen = (option: number): number => option + 1 + CALLERS_P;

/** By the name of the call: what it does. `to` is the local for its answer, `a` its argument. */
export function procText(
  { name }: Primitive,
  option: number,
  bounds: Bounds,
  [to, a]: readonly [string, string],
): string | undefined {
  switch (name) {
    case 'takeP':
      return `${to} = ${chosen(option)}; S.p.at(${chosen(option) - 1}).idle = false;`;
    case 'someP':
      return `${to} = ${chosen(option)};`;
    case 'putP':
      return `${twice(`S.p.at(${a} - 1).idle`)} S.p.at(${a} - 1).idle = true;${followsPs(bounds) ? ` S.p.at(${a} - 1).link = 0;` : ''}`;
    case 'idlePs':
      return 'H.startPs(S);';
    case 'moreP':
    case 'countPs':
      return `${to} = ${procAnswer({ name }, option, a)};`;
    case 'resize':
      return `${to} = ${procAnswer({ name }, option, a)}; S.resizes--;`;
    default:
      return undefined;
  }
}

/** Whoever is not alone with a G or P puts it on a list where it may stand already, and two Ms could take it. */
export const twice = (stands: string): string =>
  `if (${stands} && S.fault === 0) S.fault = ${faultNumber('unlocked')};`;

/** What a call answers, which a guard may ask. */
export function procAnswer({ name }: Pick<Primitive, 'name'>, option: number, a: string): string | undefined {
  switch (name) {
    case 'takeP':
    case 'someP':
      return String(chosen(option));
    case 'moreP':
      return `${a} < S.allp ? 1 : 0`;
    case 'resize':
    case 'countPs':
      return String(option + 1);
    default:
      return undefined;
  }
}

/** What a call waits for; undefined for one that never does. */
export function procWaits(
  { name }: Primitive,
  option: number,
  bounds: Bounds,
  a: string,
): string | undefined {
  switch (name) {
    case 'takeP':
      return `S.p.at(${chosen(option) - 1}).idle`;
    case 'takeOwnP':
      return `S.p.at(p.m + ${CALLERS_P}).idle`;
    case 'awaitScan':
      return `!S.m.at(${a} - 1).scan`;
    case 'lookAtP':
      return `H.isAtSafePoint(S, ${a})`;
    case 'resize':
      return `${begun(bounds)} && S.resizes > 0 && S.allp !== ${option + 1}`;
    case 'countPs':
      return `S.allp === ${option + 1}`;
    case 'stopTheWorld':
      return followsPs(bounds) ? 'H.canStop(S)' : undefined;
    default:
      return undefined;
  }
}

export interface ProcHelpers {
  /** The P is on the idle list, the caller's own, or its M is between sections, and runs what it is asked to. */
  readonly isAtSafePoint: (s: ProgramState, pp: number) => boolean;
  /** Ms have given their Ps away. While tracing is off they do so without an event, in the step that stops the world. */
  readonly canStop: (s: ProgramState) => boolean;
  /** Every P is off the idle list, and only callers have one. */
  readonly stopPs: (s: ProgramDraft) => void;
  /** Every P that there is is idle again. */
  readonly startPs: (s: ProgramDraft) => void;
}

/** `isOutside`: whether an M at a place is between its sections. */
export const procHelpers = (isOutside: (at: number) => boolean): ProcHelpers => ({
  isAtSafePoint: (s, pp) =>
    pp === CALLERS_P || s.p.at(pp - 1).idle || s.m.some((m) => m.p === pp && isOutside(m.own.at)),
  canStop: (s) => s.trace.gen === 0 || s.m.every(({ p }) => p === 0),
  stopPs: (s) => {
    for (let index = 0; index < s.m.length; index++) {
      const m = s.m.at(index);
      if (m.p === 0) continue;
      const pp = s.p.at(m.p - 1);
      pp.status = idle;
      pp.m = 0;
      m.p = 0;
    }
    for (let index = 0; index < s.p.length; index++) s.p.at(index).idle = false;
  },
  startPs: (s) => {
    for (let index = CALLERS_P; index < s.allp; index++) s.p.at(index).idle = true;
  },
});
