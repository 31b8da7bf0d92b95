/** The programs of a design beside the reference: which of their steps a step of it is, and what its state stands for. */
import { stepper } from '../checker/index.ts';
import type { RecordField, Stepper, System } from '../checker/index.ts';
import { kinds, kindsIn, partOf, programSystem, programsOfDesign, standingOf } from '../model/index.ts';
import type { ProgramDraft, ProgramSchema, ProgramState, Standing, ThreadKind } from '../model/index.ts';
import type { Offer } from '../reference/index.ts';
import { abstractPlaces } from './abstraction.ts';
import { endsComparison, writerHolds } from './end-of-comparison.ts';
import { answersIn, choiceOf, coreChoices } from './names.ts';
import type { Choice } from './names.ts';
import type { Pairing } from './pairing.ts';
import { Instances } from './run/instances.ts';
import type { Run, StopsOfKinds, Subject } from './run/run.ts';
import { coreStops } from './stops.ts';

/** A step at a place, with each of the choices that it stands for. */
interface Here {
  readonly choices: ReadonlySet<string>;
  /** By the index of the thread. */
  readonly instances: number[];
}

interface Record {
  at: number;
  [field: string]: number;
}

/** Throws a RangeError for a design that does not exist. */
export function programsBeside({ design, debug, bounds }: Omit<Subject, 'reference'>): ProgramPairing {
  const { programs, files } = programsOfDesign(design, partOf(bounds));
  // In the reference, a buffer that is free has nothing in it that anybody would look at.
  const options = { name: design, granularity: 'fine', garbage: false, files } as const;
  const system = programSystem(programs, bounds, options);
  return new ProgramPairing(system, standingOf(programs, bounds, 'fine'), debug);
}

export class ProgramPairing implements Pairing {
  readonly system: System;
  readonly walk: Stepper<RecordField>;
  readonly instances: Instances;
  misplaced: string | null = null;
  readonly #walk: Stepper<ProgramSchema>;
  readonly #standing: Standing;
  readonly #kinds: readonly ThreadKind[];
  /** By kind, then by the number of a place. */
  readonly #here = new Map<ThreadKind, (readonly Here[])[]>();
  /** Actions that no thread of the programs takes, such as a growth, by name; then by M. */
  readonly #others = new Map<string, number[]>();
  /**
   * By kind, then by where a thread of the reference stands: the number of the place of the program. It is learnt where a thread is first
   * seen there, and held to from then on.
   */
  readonly #places = new Map<ThreadKind, Map<string, number>>();
  readonly #ends: (state: ProgramState) => boolean;
  readonly #debug: boolean;
  readonly #writes: ReturnType<typeof writerHolds>;

  constructor(system: System<ProgramSchema>, standing: Standing, debug: boolean) {
    this.#walk = stepper(system);
    this.#standing = standing;
    // Sound because the stepper is that of the system; who has it asks for nothing of its schema.
    this.system = system;
    this.walk = this.#walk;
    this.instances = new Instances(this.walk.steps);
    this.#kinds = kindsIn(standing.locals);
    for (const kind of this.#kinds) this.#places.set(kind, new Map());
    this.#ends = endsComparison(system, standing);
    this.#debug = debug;
    this.#writes = writerHolds(standing);
    if (standing.callers !== 1)
      throw new RangeError(`the reference has one caller at a time, and the programs ${standing.callers}`);
    const here = new Map<string, Here>();
    this.walk.steps.forEach(({ action, params }, instance) => {
      const index = Number(params['m'] ?? 0);
      const step = standing.steps.get(action);
      if (step === undefined) {
        const other = this.#others.get(action) ?? [];
        this.#others.set(action, other);
        other[index] = instance;
        return;
      }
      let one = here.get(action);
      if (one === undefined) {
        one = { choices: new Set(step.choice.split(' or ')), instances: [] };
        here.set(action, one);
        const places = this.#here.get(step.kind) ?? [];
        this.#here.set(step.kind, places);
        places[step.place] = [...(places[step.place] ?? []), one];
      }
      one.instances[index] = instance;
    });
  }

  abstraction(run: Run): boolean {
    const { draft, view } = this.#walk;
    this.misplaced = null;
    const isCounted = abstractPlaces(run, draft);
    run.part?.places?.(run, draft);
    const stops: StopsOfKinds = run.part?.stops ?? coreStops;
    for (const kind of this.#kinds) {
      const count = kinds[kind].per === 'm' ? run.ms.length : 1;
      for (let index = 0; index < count; index++) this.#abstractThread(run, stops, kind, index, view, draft);
    }
    return isCounted;
  }

  #abstractThread(
    run: Run,
    stops: StopsOfKinds,
    kind: ThreadKind,
    index: number,
    view: ProgramState,
    draft: ProgramDraft,
  ): void {
    const of = stops[kind];
    const places = this.#places.get(kind);
    if (of === undefined || places === undefined)
      throw new Error(`the reference has no threads of the kind ${kind}`);
    const from = recordOf(view, kind, index);
    const stop = of.stop(run, index);
    let place = places.get(stop);
    if (place === undefined) places.set(stop, (place = from.at));
    const values = this.#standing.locals[kind] ?? [];
    const to = recordOf(draft, kind, index);
    if (place !== from.at)
      this.misplaced = `${kind} ${index} of the reference stands before ${stop}, and the program is elsewhere`;
    to.at = place;
    for (const { field, type, heldAt } of values)
      to[field] = heldAt.has(place) ? (of.local?.(run, index, type, field) ?? from[field] ?? 0) : 0;
  }

  instancesOf(run: Run, offer: Offer): readonly number[] {
    const other = otherOf(run, offer);
    if (other !== undefined) {
      const instances = this.#others.get(other) ?? [];
      return only(instances.length === 1 ? instances[0] : instances[offer.m]);
    }
    const { kind, index } = run.threadOf(offer);
    const { at } = recordOf(this.#walk.view, kind, index);
    const here = this.#here.get(kind)?.[at] ?? [];
    const [first] = here;
    if (here.length < 2) return only(first?.instances[index]);
    const choice = this.#choiceOf(run, offer);
    if (choice === undefined) return only(first?.instances[index]);
    const instances = here.flatMap((one) =>
      isChosen(choice, one.choices) ? only(one.instances[index]) : [],
    );
    if (typeof choice === 'object') return instances.filter((one) => this.#walk.isEnabled(one));
    // Of branches with the same choice, the state says which it is.
    return only(instances.find((one) => instances.length === 1 || this.#walk.isEnabled(one)));
  }

  answersOf(run: Run, offer: Offer, instance: number): readonly boolean[] {
    const choice = this.#choiceOf(run, offer);
    const step = this.#standing.steps.get(this.walk.steps[instance]?.action ?? '');
    return typeof choice === 'object' && step !== undefined ? answersIn(step.choice, choice) : [];
  }

  /** Where threads of the reference have stood so far, and the functions in which the programs stood then. */
  stood(): readonly string[] {
    return this.#kinds.flatMap((kind) =>
      [...(this.#places.get(kind) ?? [])].map(([stop, place]) => {
        const fns = [...this.#standing.steps.values()].filter(
          (one) => one.kind === kind && one.place === place,
        );
        return `${kind} before ${stop}: ${[...new Set(fns.map(({ fn }) => fn))].join(', ')}`;
      }),
    );
  }

  /** By its thread and its choice alone: the threads of the model are not looked at. */
  offerOf(run: Run, instance: number): Offer | undefined {
    const { action = '', params = {} } = this.walk.steps[instance] ?? {};
    const step = this.#standing.steps.get(action);
    const m = Number(params['m'] ?? 0);
    const own = run.offers().filter((offer) => {
      const other = otherOf(run, offer);
      if (step === undefined || other !== undefined)
        return other === action && (params['m'] === undefined || offer.m === m);
      const { kind, index } = run.threadOf(offer);
      return kind === step.kind && index === m;
    });
    const chosen = own.find((offer) => {
      const choice = this.#choiceOf(run, offer);
      return choice !== undefined && isChosen(choice, new Set(step?.choice.split(' or ')));
    });
    return chosen ?? own.find((offer) => own.length === 1 || this.#choiceOf(run, offer) === undefined);
  }

  #choiceOf(run: Run, offer: Offer): NonNullable<Choice> | undefined {
    return choiceOf(offer, run.part?.choices ?? coreChoices) ?? undefined;
  }

  isDamaged(): boolean {
    const { view } = this.#walk;
    return view.m.some((m) => this.#mustThrow(m)) || this.#ends(view);
  }

  /** A build with debugTraceReentrancy throws where a stack grows between writer() and end(). */
  #mustThrow(m: ReturnType<ProgramState['m']['at']>): boolean {
    return this.#debug && m.growth.at !== 0 && this.#writes(m);
  }

  thrown({ ms }: Run): string | null {
    const { view } = this.#walk;
    for (const { id, thrown, curg } of ms) {
      const m = view.m.at(id);
      if (thrown !== '' && !this.#mustThrow(m)) return `M${id} of the reference throws: ${thrown}`;
      if (thrown === '' && this.#mustThrow(m))
        return `M${id} of the reference does not throw where its stack grows between writer() and end()`;
      const splits = this.#debug && this.#writes(m);
      if (curg !== null && curg.throwsplit !== splits)
        return `m[${id}].curg.throwsplit is ${splits}, and ${curg.throwsplit} in the reference`;
    }
    return null;
  }
}

/** The action of a step that no thread of the programs takes; undefined for the others. */
const otherOf = (run: Run, offer: Offer): string | undefined =>
  offer.step === 'newstack' ? 'StackGrowth' : run.part?.other?.(run, offer);

const only = (instance: number | undefined): readonly number[] => (instance === undefined ? [] : [instance]);

const isChosen = (choice: NonNullable<Choice>, among: ReadonlySet<string>): boolean =>
  typeof choice === 'string' ? among.has(choice) : [...among].some((one) => one.startsWith(choice.any));

/** Sound because a state has the records of just the kinds that its programs have. */
function recordOf(state: ProgramState | ProgramDraft, kind: ThreadKind, index: number): Record {
  const { per } = kinds[kind];
  if (per === 'm') return state.m.at(index)[kind as 'own'] as Record;
  return (per === 'caller' ? state.caller.at(index) : state[kind as 'reader']) as Record;
}
