/** How much of a tree's steps a log took. */
import type { LogStep, LogSteps } from '../../model/index.ts';
import { kindsIn } from '../../model/index.ts';
import type { ProgramCoverage } from '../cover/program-steps.ts';

export interface LogCoverage {
  /** Every step of the programs, by thread and place. */
  readonly steps: readonly StepCoverage[];
  /** What no step does, and how often the log showed it. */
  readonly joined: Readonly<Record<string, number>>;
  /** Lines of the tree's own steps; null where the steps of that release are not known. */
  readonly program: ProgramCoverage | null;
}

export interface StepCoverage {
  /** `traceWriter.refill:156`: function and line, with the choice. */
  readonly step: string;
  readonly taken: number;
  /** How often no record stood for it. */
  readonly hidden: number;
}

/** Counts what is taken while a log is judged. */
export class Coverage {
  readonly #rows = new Map<LogStep, { taken: number; hidden: number }>();
  readonly #joined = new Map<string, number>();

  constructor({ threads }: Pick<LogSteps, 'threads'>) {
    for (const kind of kindsIn(threads))
      for (const step of threads[kind]?.steps.flat() ?? []) this.#rows.set(step, { taken: 0, hidden: 0 });
  }

  took(step: LogStep, isHidden: boolean): void {
    const row = this.#rows.get(step);
    if (row === undefined) return;
    row.taken++;
    if (isHidden) row.hidden++;
  }

  joined(what: string): void {
    this.#joined.set(what, (this.#joined.get(what) ?? 0) + 1);
  }

  report(program: ProgramCoverage | null): LogCoverage {
    const byName = new Map<string, StepCoverage>();
    for (const [{ name }, { taken, hidden }] of this.#rows) {
      const before = byName.get(name);
      byName.set(name, {
        step: name,
        taken: taken + (before?.taken ?? 0),
        hidden: hidden + (before?.hidden ?? 0),
      });
    }
    return { steps: [...byName.values()], joined: Object.fromEntries(this.#joined), program };
  }
}
