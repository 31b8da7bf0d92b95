/**
 * A system as data: its scalars, its initial states, and its guards, effects and properties as decision diagrams, for whoever writes it
 * down for another program.
 *
 * A function that goes too many ways on all states is described on the reached ones, for which the system is searched to its end; the
 * description says so of each.
 */
import { instancesOf, subjectOf } from '../evaluate/property.ts';
import type { Kind, Subject } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { ActionParams, Params, System } from '../language/system.ts';
import { SystemError } from '../language/system-error.ts';
import type { Constraint } from '../liveness/fairness.ts';
import { claimsOf } from '../liveness/liveness.ts';
import { encode } from '../state/codec.ts';
import type { Layout } from '../state/layout.ts';
import { viewsOf } from '../state/views.ts';
import { askStep, conjunctNumber, stepJudges, structureFrom } from '../structures/asking.ts';
import type { StepJudge } from '../structures/asking.ts';
import type { InstanceStructure } from '../structures/asking.ts';
import type { Diagram } from '../structures/diagram.ts';
import { Diagrams } from '../structures/diagram.ts';
import { Explorer } from '../structures/explore.ts';
import type { Asking, Found } from '../structures/explore.ts';
import { effectOf } from '../structures/flow.ts';
import type { EffectStructure } from '../structures/flow.ts';
import { flowOf } from '../language/flow.ts';
import { askFunctions, functionNames, unseenOf } from './functions.ts';
import { Piece, orElse } from './piece.ts';
import type { Over } from './piece.ts';
import type { Reached } from './reached.ts';
import { rawsOf, reachedOf } from './reached.ts';

/** On which states a diagram says what the function says: `all`, or those that can be reached. */
export type About = 'all' | 'reached';

export interface DescribedInstance {
  readonly params: Params;
  readonly process: string;
  /** 1 where it is enabled, else 0; `fault` where a function is at fault. */
  readonly guard: Diagram;
  /** In the order of the guard; each is asked where those before it hold. */
  readonly conjuncts: readonly { readonly name: string; readonly diagram: Diagram }[];
  /** By scalar, its stored value afterwards, or `keep`. Asked where it is enabled. */
  readonly writes: ReadonlyMap<number, Diagram>;
  /** By name of a property of steps, what it says of the step: 0 not asked, 1 holds, 2 violated. Asked where it is enabled. */
  readonly judged: ReadonlyMap<string, Diagram>;
  readonly about: { readonly guard: About; readonly effect: About };
}

export interface DescribedAction {
  readonly name: string;
  readonly source: string | undefined;
  readonly note: string | undefined;
  readonly instances: readonly DescribedInstance[];
}

export interface DescribedProperty {
  readonly name: string;
  readonly kind: Kind;
  readonly subject: Subject;
  readonly otherwise: string | undefined;
  /** Of a claim about runs the constraints on these, and what they are in words; else null. */
  readonly fairness: { readonly text: string; readonly constraints: readonly Constraint[] } | null;
  /** One without parameters where it has none, and none of a property of steps, which is judged by the instances of actions. */
  readonly instances: readonly {
    readonly params: Params | null;
    /** By the name that the property gives it; 1 where it is true. The predicate is asked where the antecedent is true. */
    readonly functions: ReadonlyMap<string, Diagram>;
    readonly about: About;
  }[];
}

export interface Description {
  readonly system: System;
  readonly layout: Layout;
  readonly diagrams: Diagrams;
  /** Stored values by scalar. */
  readonly initial: readonly (readonly number[])[];
  readonly actions: readonly DescribedAction[];
  readonly properties: readonly DescribedProperty[];
  /** Distinct states of the search that parts of it come from; null where none do. */
  readonly reached: number | null;
}

export interface DescriptionOptions {
  readonly signal?: AbortSignal;
  /** Runs of one function on states that are known in part; default 131,072. */
  readonly runsMax?: number;
  /** Whether to throw instead of following a function on the reached states alone: where all states are asked about, reachable or not. */
  readonly onAllStates?: boolean;
}

/**
 * Describes a system. Throws a SystemError where it cannot be searched to its end and a function goes too many ways, or where a function
 * goes too many ways on the reached states, too.
 */
export async function describeSystem<S extends RecordField, A extends ActionParams, P extends string>(
  of: System<S, A, P>,
  options: DescriptionOptions = {},
): Promise<Description> {
  // Sound because a system of any names is a system.
  const system = of as unknown as System<S>;
  const program = programOf(system);
  const { layout } = viewsOf(system.state);
  const diagrams = new Diagrams();
  const explorer = new Explorer<S>(layout, diagrams);
  const over = { explorer, diagrams, layout, runsMax: options.runsMax ?? 1 << 17 };
  const piece: MakePiece = (name, asking, about) => new Piece(over, name, asking, about);
  const steps = stepPieces(program, over, piece);
  const functions = program.properties.map(([name, property]) =>
    subjectOf(property) === 'step'
      ? []
      : instancesOf(property).map(({ params, claim }) => ({
          params,
          claim,
          piece: piece(`property ${name}`, askFunctions(explorer, claim), { unseen: unseenOf(claim) }),
        })),
  );
  const lacking = [
    ...steps.flatMap(({ guard, effect }) => ('writes' in effect ? [guard] : [guard, effect])),
    ...functions.flat().map((one) => one.piece),
  ].filter((one) => one.isLacking);
  let reached: Reached | null = null;
  const [first] = lacking;
  if (first !== undefined && options.onAllStates === true)
    throw new SystemError(
      `the ${first.name} goes too many ways to be described on all states, reachable or not; give its fields fewer values`,
      { code: 'options' },
    );
  if (first !== undefined) {
    reached = await reachedOf(system, options.signal);
    for (const one of lacking) one.see(reached.each);
  }
  const claims = new Map(claimsOf(program).map(({ property, assumption }) => [property, assumption]));
  const judges = stepJudges(program);
  const instances = steps.map((one, at) => instanceOf(program, judges, one, at));
  return {
    // Sound as above.
    system: system as unknown as System,
    layout,
    diagrams,
    initial: system.initial.map((state) => {
      const words = new Int32Array(layout.words);
      encode(layout, state, words);
      return [...rawsOf(layout, words)];
    }),
    actions: program.actions.map(({ name, action: { source, note }, first, params }) => ({
      ...{ name, source, note },
      instances: instances.slice(first, first + params.length),
    })),
    properties: program.properties.map(([name, property], at) => ({
      ...{ name, kind: property.kind, subject: subjectOf(property), otherwise: property.otherwise },
      fairness: claims.get(at) ?? null,
      instances: (functions[at] ?? []).map(({ params, claim, piece: { found, about } }) => ({
        ...{ params, about },
        functions: new Map(
          functionNames(claim).map((one, number) => [one, found.get(number) ?? found.get(-1) ?? 0]),
        ),
      })),
    })),
    reached: reached?.distinct ?? null,
  };
}

type MakePiece = (
  name: string,
  asking: Asking,
  about?: { readonly tries?: boolean; readonly unseen?: Found },
) => Piece;

/** What is found of an instance: its guard on all states, and all of it. They are one where all of it can be found on all states. */
interface StepPieces {
  readonly guard: Piece;
  readonly effect: Piece | EffectStructure;
}

function stepPieces<S extends RecordField>(
  program: Program<S>,
  { explorer, diagrams, layout, runsMax: runs }: Over<S>,
  piece: MakePiece,
): readonly StepPieces[] {
  const judges = stepJudges(program);
  return program.actions.flatMap(({ name, action, steps }) => {
    // What one instance of an action cannot be found for at this cost, the next hardly can.
    let tries = true;
    return steps.map((step) => {
      const asking = askStep(explorer, action, step, { judges, parts: true });
      const effect = piece(`action ${name}`, asking, { tries });
      tries = !effect.isLacking;
      if (tries) return { guard: effect, effect };
      const alone = { parts: true, withEffect: false };
      const guard = piece(`guard of ${name}`, askStep(explorer, action, step, alone));
      const flow = flowOf(action.effect);
      const known = guard.isLacking ? undefined : guard.found.get(0);
      if (flow === undefined || known === undefined || judges.length > 0) return { guard, effect };
      const of = { explorer, diagrams, scalars: layout.scalars.length, budget: { runs, untilMs: Infinity } };
      return { guard, effect: orElse(effect, () => effectOf(of, flow, step.params, known)) };
    });
  });
}

function instanceOf<S extends RecordField>(
  program: Program<S>,
  judges: readonly StepJudge<S>[],
  { guard, effect }: StepPieces,
  at: number,
): DescribedInstance {
  const [found, about]: readonly [InstanceStructure, About] =
    'writes' in effect
      ? [{ ...effect, judged: new Map() }, 'all']
      : [structureFrom(effect.found, judges), effect.about];
  const action = program.actions[program.actionOf[at] ?? -1];
  return {
    params: action?.params[at - action.first] ?? {},
    process: program.processOf[at] ?? '',
    guard: ('writes' in effect ? effect.guard : guard.found.get(0)) ?? 0,
    conjuncts: (action?.action.guard ?? []).map(({ name }, conjunct) => ({
      name,
      diagram: guard.found.get(conjunctNumber(conjunct)) ?? guard.found.get(-1) ?? 0,
    })),
    writes: found.writes ?? new Map(),
    judged: new Map(
      [...found.judged].map(([property, diagram]) => [program.properties[property]?.[0] ?? '', diagram]),
    ),
    about: { guard: guard.about, effect: about },
  };
}
