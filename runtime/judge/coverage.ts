/** How much of a design a log took: its actions, and both answers of each conjunct of their guards. */
import type { Action, System } from '../../checker/index.ts';
import type { TracerSchema } from '../../model/index.ts';
import type { ProgramCoverage } from '../cover/program-steps.ts';
import type { LogState } from './system.ts';

export interface LogCoverage {
  /** Every action of the design, in the model's order. */
  readonly actions: readonly ActionCoverage[];
  /** Joins of steps that the model has no action for, and how often the log needed each. */
  readonly joined: Readonly<Record<string, number>>;
  /** Lines of the tree's own steps; null where the steps of that release are not known. */
  readonly program: ProgramCoverage | null;
}

export interface ActionCoverage {
  readonly action: string;
  readonly taken: number;
  /** How often no record stood for it. */
  readonly hidden: number;
  /** Of its guard, whether each was true, and whether it was false. They are asked before each record, about the M that it is of. */
  readonly conjuncts: readonly ConjunctCoverage[];
}

export interface ConjunctCoverage {
  readonly name: string;
  /** It was asked, those before it being true, and was true. */
  readonly held: boolean;
  readonly failed: boolean;
}

/** Conjuncts that were true each time they were asked. */
export const neverFalse = ({ conjuncts }: ActionCoverage): readonly string[] =>
  conjuncts.filter(({ held, failed }) => held && !failed).map(({ name }) => name);

/** Of an action that was never taken, the first conjunct that was never true when it was asked; null where there is none. */
export const neverHeld = ({ taken, conjuncts }: ActionCoverage): string | null =>
  taken > 0 ? null : (conjuncts.find(({ held }) => !held)?.name ?? null);

/** Actions that write no record, and that no record follows from: they read that tracing is off. */
export const notInLogs: readonly string[] = ['AcquireDisabled', 'ReapUntraced'];

/** An action that is asked about. */
interface Asked {
  readonly action: Action<TracerSchema>;
  readonly ofM: boolean;
  readonly depths: readonly number[];
  readonly held: boolean[];
  readonly failed: boolean[];
}

/** Counts what is taken while a log is judged. */
export class Coverage {
  readonly #state: LogState;
  readonly #rows = new Map<string, { taken: number; hidden: number; asked: Asked }>();
  readonly #joined = new Map<string, number>();
  /** Those of which an answer is still to be seen. */
  #open: readonly Asked[];

  constructor({ actions }: Pick<System<TracerSchema>, 'actions'>, state: LogState) {
    this.#state = state;
    for (const [name, action] of Object.entries(actions)) {
      const domains = Object.keys(action.params);
      const none = action.guard.map(() => false);
      const asked = {
        action,
        ofM: domains.includes('m'),
        depths: domains.includes('depth') ? [0, 1] : [0],
        held: [...none],
        failed: [...none],
      };
      this.#rows.set(name, { taken: 0, hidden: 0, asked });
    }
    this.#open = [...this.#rows.values()].map(({ asked }) => asked);
  }

  took(action: string, isHidden: boolean): void {
    const row = this.#rows.get(action);
    if (row === undefined) return;
    row.taken++;
    if (isHidden) row.hidden++;
  }

  joined(what: string): void {
    this.#joined.set(what, (this.#joined.get(what) ?? 0) + 1);
  }

  /** Asks the guards, about an M or, with -1, about the other threads alone. */
  ask(m: number): void {
    let isNew = false;
    for (const asked of this.#open) {
      if (!asked.ofM) isNew = this.#answer(asked, {}) || isNew;
      else if (m !== -1) for (const depth of asked.depths) isNew = this.#answer(asked, { m, depth }) || isNew;
    }
    if (isNew)
      this.#open = this.#open.filter(({ held, failed }) => held.includes(false) || failed.includes(false));
  }

  /** Whether a conjunct gave an answer that it had not given before. */
  #answer({ action, held, failed }: Asked, params: Readonly<Record<string, number>>): boolean {
    let isNew = false;
    for (const [index, { holds }] of action.guard.entries()) {
      const seen = holds(this.#state, params) ? held : failed;
      isNew ||= seen[index] !== true;
      seen[index] = true;
      if (seen === failed) break;
    }
    return isNew;
  }

  report(program: ProgramCoverage | null): LogCoverage {
    const actions = [...this.#rows].map(([name, { taken, hidden, asked }]): ActionCoverage => {
      const { held, failed, action } = asked;
      const conjuncts = action.guard.map((conjunct, index) => ({
        name: conjunct.name,
        held: held[index] === true,
        failed: failed[index] === true,
      }));
      return { action: name, taken, hidden, conjuncts };
    });
    return { actions, joined: Object.fromEntries(this.#joined), program };
  }
}
