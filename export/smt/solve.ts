/** Asks a solver the questions of a script, and makes the report of an induction from its answers. */
import type {
  CounterexampleToInduction,
  Description,
  InductionReport,
  Plain,
  RecordField,
  Unsafe,
} from '../../checker/index.ts';
import { stateOfRaws } from '../../checker/index.ts';
import { conjunction } from './script.ts';
import type { Posed } from './induction.ts';
import type { SmtScript } from './script.ts';
import { stepTitle } from './file.ts';

/** Gives commands of SMT-LIB 2 to a solver, which keeps what it was told, and answers with what that prints. */
export type Evaluate = (commands: string) => Promise<string>;

export interface SolveOptions {
  /** Whether to end at the first failure; else the first of each action and conjunct is found. Default false. */
  readonly first?: boolean;
  /** Hears how many questions have been answered. */
  readonly onAnswers?: (count: number) => void;
  /** Its abort makes the promise reject with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** As an enumeration has it, without its counts. */
export interface SolverReport<S extends RecordField = RecordField> extends Pick<
  InductionReport<S>,
  'verdict' | 'initial' | 'steps' | 'unsafe' | 'complete'
> {
  /** Questions that were answered: where a step preserves all conjuncts, one for all. */
  readonly questions: number;
}

/** Rejects with an Error where the solver does not know an answer, or does not understand. */
export async function solved<S extends RecordField>(
  { description, script }: Posed<S>,
  evaluate: Evaluate,
  options: SolveOptions = {},
): Promise<SolverReport<S>> {
  const asking = new Asking(description, script, evaluate, options);
  try {
    await asking.all();
  } catch (thrown) {
    if (!(thrown instanceof Enough)) throw thrown;
  }
  // Sound because the description is that of the system.
  return asking.report();
}

/** Thrown at the first failure. */
class Enough extends Error {}

type State = Plain<RecordField>;
interface Pair {
  readonly before: State;
  readonly after: State;
}

class Asking {
  readonly #description: Description;
  readonly #script: SmtScript;
  readonly #evaluate: Evaluate;
  readonly #options: SolveOptions;
  readonly #initial: { state: State; conjunct: string }[] = [];
  readonly #steps = new Map<string, CounterexampleToInduction>();
  readonly #unsafe = new Map<string, Unsafe>();
  #questions = 0;
  #complete = true;

  constructor(description: Description, script: SmtScript, evaluate: Evaluate, options: SolveOptions) {
    this.#description = description;
    this.#script = script;
    this.#evaluate = evaluate;
    this.#options = options;
  }

  report(): SolverReport {
    const [steps, unsafe] = [[...this.#steps.values()], [...this.#unsafe.values()]];
    const isInductive = this.#initial.length + steps.length + unsafe.length === 0;
    return {
      verdict: isInductive ? 'inductive' : 'not inductive',
      ...{ initial: this.#initial, steps, unsafe, complete: this.#complete, questions: this.#questions },
    };
  }

  async all(): Promise<void> {
    const { prelude, initial, conjuncts, invariant, properties } = this.#script;
    await this.#told(prelude);
    for (const state of initial)
      for (const [conjunct, { before }] of conjuncts) {
        const pair = await this.#pairWhere([state, `(not ${before})`]);
        if (pair === null) continue;
        this.#initial.push({ state: pair.before, conjunct });
        this.#fail();
        break;
      }
    await this.#told(`(assert ${invariant})`);
    for (const [property, holds] of properties) {
      const pair = await this.#pairWhere([`(not ${holds})`]);
      if (pair === null) continue;
      this.#unsafe.set(property, { property, state: pair.before, step: null });
      this.#fail();
    }
    for (const step of this.#script.steps) await this.#judge(step);
  }

  async #judge(step: SmtScript['steps'][number]): Promise<void> {
    const { action, params, faults, taken, violates } = step;
    const { conjuncts } = this.#script;
    const broken = (conjunct: string, { before, after }: Pair): void => {
      const key = `${action} ${conjunct}`;
      if (this.#steps.has(key)) return;
      this.#steps.set(key, {
        action,
        params,
        process: '',
        before,
        after,
        conjunct,
      } as CounterexampleToInduction);
      this.#fail();
    };
    const wrong = await this.#pairWhere([faults]);
    if (wrong !== null) broken('(schema)', { before: wrong.before, after: wrong.before });
    await this.#told(`(push 1) (assert ${taken}) ; ${stepTitle(step)}`);
    for (const [property, violated] of violates) {
      if (this.#unsafe.has(property)) continue;
      const pair = await this.#pairWhere([violated]);
      if (pair === null) continue;
      const { before: state, after } = pair;
      this.#unsafe.set(property, { property, state, step: { action, params, after } });
      this.#fail();
    }
    const after = [...conjuncts.values()].map((one) => one.after);
    if ((await this.#pairWhere([`(not ${conjunction(after)})`])) !== null)
      for (const [conjunct, one] of conjuncts) {
        if (this.#steps.has(`${action} ${conjunct}`)) continue;
        const pair = await this.#pairWhere([`(not ${one.after})`]);
        if (pair !== null) broken(conjunct, pair);
      }
    await this.#told('(pop 1)');
  }

  #fail(): void {
    if (this.#options.first !== true) return;
    this.#complete = false;
    throw new Enough();
  }

  async #told(commands: string): Promise<string> {
    this.#options.signal?.throwIfAborted();
    const answer = await this.#evaluate(commands);
    if (answer.includes('(error'))
      throw new Error(`the solver does not understand a question: ${answer.trim()}`);
    return answer;
  }

  /** Null where there is no such pair of states. */
  async #pairWhere(assertions: readonly string[]): Promise<Pair | null> {
    const asked = `(push 1) (assert ${conjunction(assertions)}) (check-sat)`;
    const answer = (await this.#told(asked)).trim();
    this.#questions++;
    this.#options.onAnswers?.(this.#questions);
    try {
      if (answer === 'unsat') return null;
      if (answer !== 'sat') throw new Error(`the solver answers ${answer}`);
      return await this.#pair();
    } finally {
      await this.#told('(pop 1)');
    }
  }

  async #pair(): Promise<Pair> {
    const { scalars } = this.#script;
    const names = scalars.flatMap((one) => (one === null ? [] : [one.before, one.after]));
    const values = new Map(
      [
        ...(await this.#told(`(get-value (${names.join(' ')}))`)).matchAll(
          /\((\|[^|]*\||[^\s()|]+)\s+([^\s()]+)\)/g,
        ),
      ].map(([, name = '', value = '']) => [name, rawOf(value)]),
    );
    const valueOf = (name: string): number => {
      // A solver prints a symbol without its bars where they are not needed.
      const value = values.get(name) ?? values.get(name.slice(1, -1));
      if (value === undefined) throw new Error(`the solver has no value of ${name}`);
      return value;
    };
    const stateOf = (which: 'before' | 'after'): State =>
      // Sound because the values are those of the layout's scalars.
      stateOfRaws(
        this.#description.layout,
        scalars.map((one) => (one === null ? 0 : valueOf(one[which]))),
      ) as State;
    return { before: stateOf('before'), after: stateOf('after') };
  }
}

/** `true`, `#b101` or `#x5`. */
const rawOf = (text: string): number =>
  text === 'true' ? 1 : text === 'false' ? 0 : Number(text.replace('#', '0'));
