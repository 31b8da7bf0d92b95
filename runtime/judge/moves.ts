/** Steps of the model on a plain state: a guard that is false ends the run, and what the model and the log say must be the same. */
import type { Action, System } from '../../checker/index.ts';
import type { TracerSchema } from '../../model/index.ts';
import { grow } from './plain.ts';
import { Rejection } from './rejection.ts';
import type { LogSection, LogState } from './system.ts';

export const [OUTER, NESTED] = [0, 1];

interface P {
  readonly m: number;
  readonly depth: number;
  readonly [name: string]: number;
}

/**
 * How a step was taken where the action alone does not say it: a conjunct was true since the M's last record and is not now, or the log's
 * bytes say whether there was room.
 */
export type How = 'read earlier' | 'room' | 'no room' | null;

/** A join of steps that the model has no action for. */
export type Join =
  | 'a growth opens no further section'
  | 'a section writes again'
  | 'a section leaves unwritten'
  | 'a writer writes nothing'
  | 'an M is gone unseen';

/** Who is told of each step that is taken. `m` is -1 for the advancer and the reader. */
export interface Watch {
  readonly took: (action: string, isHidden: boolean, m: number, depth: number, how: How) => void;
  readonly joined: (what: Join, m: number, depth: number) => void;
}

export class Moves {
  readonly state: LogState;
  readonly actions: Readonly<Record<string, Action<TracerSchema>>>;
  /** Steps of the model, those that no record stands for included. */
  taken = 0;
  hidden = 0;
  /** The last record of each M; -1 before its first. */
  readonly last: number[];
  /** The last record at which an acquire could read that tracing is on. */
  traced = -1;
  readonly #params: readonly (readonly P[])[];
  readonly #watch: Watch | null;

  constructor({ actions }: System<TracerSchema>, state: LogState, watch: Watch | null) {
    this.state = state;
    this.#watch = watch;
    this.actions = actions;
    const ms = Array.from({ length: state.m.length }, (_, m) => m);
    this.last = ms.map(() => -1);
    this.#params = ms.map((m) => [OUTER, NESTED].map((depth) => ({ m, depth })));
  }

  /** An M is seen that was not there before. */
  appears(m: number): void {
    if (this.state.m.at(m).life === 'unborn') this.hide('ThreadStart', m, OUTER, 'schedLockFree');
  }

  /** A growth that opens no further section is over. */
  skipGrowth(m: number): void {
    const mp = this.state.m.at(m);
    if (mp.growing === 'no' || mp.stack.at(NESTED).phase !== 'start') return;
    mp.stack.at(NESTED).phase = 'out';
    mp.growing = 'no';
    this.join('a growth opens no further section', m, NESTED);
  }

  /** A section writes again, or leaves without having written. */
  beyond(
    m: number,
    depth: number,
    from: 'release' | 'end' | 'section',
    to: 'section' | 'event' | 'release',
  ): void {
    const section = this.section(m, depth);
    if (section.phase !== from) return;
    section.phase = to;
    this.join(to === 'release' ? 'a section leaves unwritten' : 'a section writes again', m, depth);
  }

  /** What the model has no action for, and which only joins steps that it has. */
  join(what: Join, m: number, depth: number): void {
    this.hidden++;
    this.#watch?.joined(what, m, depth);
  }

  /** An action was taken, by its effect or by what the log says of it. */
  took(action: string, m: number, depth: number, how: How = null, isHidden = false): void {
    this.taken++;
    this.#watch?.took(action, isHidden, m, depth, how);
  }

  flag(action: string, m: number, flag: number): void {
    this.same(action, m, 'flag', flag, this.state.m.at(m).writing ? 1 : 0);
  }

  same(action: string, m: number, what: string, log: number, model: number): void {
    if (log === model) return;
    const params = m === -1 ? {} : { m };
    throw new Rejection(action, params, null, `${what} ${log} in the log, ${model} in the model`);
  }

  /** Refill and flushes find room: one free buffer, and one free place in both queues. */
  spare(m: number): void {
    const mp = this.state.m.at(m);
    if (mp.bufs.every((buf) => buf.gen !== 0)) grow(mp.bufs);
    for (let parity = 0; parity < 2; parity++) {
      const queue = mp.full.at(parity);
      if (queue.at(queue.length - 1) !== 0) grow(queue);
    }
  }

  section(m: number, depth: number): LogSection {
    return this.state.m.at(m).stack.at(depth);
  }

  hide(action: string, m: number, depth = OUTER, readEarlier?: string): void {
    this.hidden++;
    this.step(action, m, depth, readEarlier, true);
  }

  /** `readEarlier` names a conjunct that may have been true at any time since the M's last record. */
  step(action: string, m = -1, depth = OUTER, readEarlier?: string, isHidden = false): void {
    const refused = this.refused(action, m, depth, readEarlier);
    if (refused !== null) this.refuse(action, m, depth, refused);
    const isEarly =
      this.#watch !== null && readEarlier !== undefined && this.refused(action, m, depth) !== null;
    this.actions[action]?.effect(this.state, this.paramsOf(m, depth));
    this.took(action, m, depth, isEarly ? 'read earlier' : null, isHidden);
  }

  /** The first conjunct that is false; null where the step can be taken, and '' where the design has no such action. */
  refused(name: string, m: number, depth: number, readEarlier?: string): string | null {
    const action = this.actions[name];
    if (action === undefined) return '';
    const params = this.paramsOf(m, depth);
    for (const conjunct of action.guard) {
      if (conjunct.holds(this.state, params)) continue;
      const wasTrue = conjunct.name === 'schedLockFree' || (m >= 0 && this.traced >= (this.last[m] ?? -1));
      if (conjunct.name !== readEarlier || !wasTrue) return conjunct.name;
    }
    return null;
  }

  refuse(action: string, m: number, depth: number, conjunct: string): never {
    const message = conjunct === '' ? `the design has no ${action}` : `${conjunct} does not hold`;
    throw new Rejection(action, this.paramsOf(m, depth), conjunct === '' ? null : conjunct, message);
  }

  paramsOf(m: number, depth: number): P | Readonly<Record<string, never>> {
    return this.#params[m]?.[depth] ?? {};
  }
}
