/** Answers what the page asks: in a worker of the page, or on the server where the model's code is. */
import type { Explorer, FindProgress, Goal, NodeId, Story } from '../checker/index.ts';
import { explorer } from '../checker/index.ts';
import type { Answers, Comparison, Offer, Question, RunShown, Spec, StepShown } from './data.ts';
import { followOther, standsAt } from './counterparts.ts';
import { becauseOf, detailsShown, runShown, systemShown } from './show.ts';
import type { Make } from './systems/made.ts';

interface Seat {
  readonly of: Explorer;
  readonly story: Story;
  readonly title: string;
  readonly offers: readonly Offer[];
  /** What is made of the same base has the same names. */
  readonly base: string;
}

/** So many states a search in a page keeps at most. */
const MEMORY_BYTES = 512 * 2 ** 20;
/** A picture of more states helps nobody. */
const GRAPH_STATES = 1500;

/** A state of a run: the one of this number, else the last. */
function nodeOf(of: Explorer, { id, at }: { readonly id: string | null; readonly at?: number }): NodeId {
  const end = id === null ? of.initial() : of.open(id);
  return of.path(end)[at ?? Infinity] ?? end;
}

export class Desk {
  readonly #make: Make;
  readonly #seats = new Map<string, Seat>();

  constructor(make: Make) {
    this.#make = make;
  }

  /** Rejects with an error whose message is for people. */
  async answer<K extends Question['kind']>(
    question: Extract<Question, { readonly kind: K }>,
    onProgress: (progress: FindProgress) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<Answers[K]> {
    // Sound because each kind has the answer of its name.
    return (await this.#answerTo(question, onProgress, signal)) as Answers[K];
  }

  async #answerTo(
    question: Question,
    onProgress: (progress: FindProgress) => void,
    signal: AbortSignal | undefined,
  ): Promise<Answers[keyof Answers]> {
    const { of, story, title, offers } = this.#seat(question.spec);
    if (question.kind === 'system') return systemShown(of, story, title, offers);
    if (question.kind === 'walk') {
      const { from, instances } = question;
      const begin = 'initial' in from ? of.initial(from.initial) : nodeOf(of, from);
      return runShown(
        of,
        story,
        instances.reduce((at, instance) => of.take(at, instance), begin),
      );
    }
    const end = nodeOf(of, { id: question.id });
    const at = nodeOf(of, question);
    switch (question.kind) {
      case 'run':
        return runShown(of, story, at, { property: question.property });
      case 'details':
        return detailsShown(of, story, at);
      case 'take':
        return runShown(of, story, of.take(at, question.instance));
      case 'why':
        return of.why(at, question.name, question.params);
      case 'follow':
        return this.#follow(question.spec, end, question.other);
      case 'evaluate':
        return of.evaluate(end, question.text).values.map((value) => value ?? null);
      case 'graph':
        return of.graph(question.from === 'start' ? 'start' : at, GRAPH_STATES);
      case 'find': {
        const { goal: asked } = question;
        const goal: Goal =
          asked.kind === 'runs'
            ? { kind: 'states', nodes: asked.ids.flatMap((id) => of.path(nodeOf(of, { id }))) }
            : asked;
        const found = await of.find(at, goal, {
          memoryMaxBytes: MEMORY_BYTES,
          onProgress,
          ...(signal && { signal }),
          ...(question.depthMax !== null && { depthMax: question.depthMax }),
        });
        return { found, run: found.kind === 'found' ? runShown(of, story, found.node) : null };
      }
    }
  }

  #follow(spec: Spec, end: NodeId, other: Spec): Comparison {
    const own = this.#seat(spec);
    const { of } = own;
    const seat = this.#seat(other);
    const isOtherTree = other.base.kind === 'programs' && seat.base !== own.base;
    const followed = isOtherTree ? followOther(own, end, seat) : seat.of.follow(of.run(end));
    return {
      title: seat.title,
      steps: followed.steps.map((step) =>
        step.taken
          ? { action: step.action, taken: true, conjunct: null, because: [] }
          : {
              action: step.action,
              taken: false,
              conjunct: step.conjunct,
              because: becauseOf(step.reads),
            },
      ),
      parts: followed.parts,
      stands: isOtherTree ? standsAt(seat.of, followed) : [],
      violated: followed.violated,
      run: renumbered(runShown(seat.of, seat.story, followed.end), seat.of, of),
    };
  }

  #seat(spec: Spec): Seat {
    const base = JSON.stringify(spec.base);
    const key = JSON.stringify([base, spec.changes]);
    let seat = this.#seats.get(key);
    if (seat === undefined) {
      const { system, ...rest } = this.#make(spec);
      seat = { of: explorer(system, rest.story), base, ...rest };
      this.#seats.set(key, seat);
    }
    return seat;
  }
}

/** A run of another system by the numbers that this one has for its fields; what only the other has is left out. */
function renumbered(run: RunShown, other: Explorer, own: Explorer): RunShown {
  const number = new Map(own.fields.map(({ path }, index) => [path, index]));
  const numbers = other.fields.map(({ path }) => number.get(path));
  const initial = new Map(numbers.map((field, index) => [field, run.initial[index]]));
  const known = (fields: readonly number[]): readonly number[] =>
    fields.flatMap((field) => numbers[field] ?? []);
  return {
    ...run,
    initial: own.fields.map((_, index) => initial.get(index) ?? 0),
    decided: known(run.decided),
    pins: known(run.pins),
    steps: run.steps.map((step) => ({
      ...step,
      changes: step.changes.flatMap(([field, value]) =>
        known([field]).map((one): StepShown['changes'][number] => [one, value]),
      ),
    })),
  };
}
