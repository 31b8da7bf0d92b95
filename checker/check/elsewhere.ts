/**
 * The report of a search that was made elsewhere, by the kernel of a system: from its counts, and from the graphs of its shortest
 * counterexamples. Each counterexample is replayed here, and judged again by the system's own functions.
 */
import { subjectOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import { programOf } from '../language/program.ts';
import { SystemError } from '../language/system-error.ts';
import type { System } from '../language/system.ts';
import { withViews } from '../state/views.ts';
import type { Node } from '../traces/least-switches.ts';
import { endNode, leastOf, leastSwitches, link } from '../traces/least-switches.ts';
import { traceOf } from '../traces/trace.ts';
import { chosenOf } from './chosen.ts';
import type { CheckSettings } from './options.ts';
import type { Report, Trace, Violation, Witness } from './report.ts';
import { violation } from './report-of.ts';
import { violationOf, witnessOf } from './violation-of.ts';

/** All shortest ways to what was found, from their ends on. */
export interface WaysBack {
  /**
   * Steps by the numbers of states in their layers: from a state, by an instance, to a state of the layer before, or to -1 where the
   * step itself is the end. A layer is a depth; the last one comes first.
   */
  readonly layers: readonly (readonly (readonly [from: number, instance: number, to: number])[])[];
  /** How many states of the last depth are ends themselves. */
  readonly ends: number;
  /** The number of each initial state in the first layer; -1 where no way begins there. */
  readonly roots: readonly number[];
}

/** What a search found and counted. Lists are in the order of the system's actions, instances and chosen properties. */
export interface SearchElsewhere {
  /** New states by depth. */
  readonly levels: readonly number[];
  readonly generated: number;
  readonly expanded: number;
  readonly bytes: number;
  readonly degreeMin: number;
  readonly degreeMax: number;
  readonly fired: readonly number[];
  readonly exercised: readonly number[];
  /** States by the least instance that reached them in their first level. */
  readonly fresh: readonly number[];
  /** Of violated properties, and of situations that were reached. */
  readonly found: readonly {
    readonly property: number;
    readonly steps: number;
    readonly graph?: WaysBack | undefined;
  }[];
  readonly elapsedMs: number;
  /** Threads that searched. */
  readonly cores: number;
}

/** Throws a SystemError where a counterexample is none of the system's. */
export function reportElsewhere(
  system: System,
  of: SearchElsewhere,
  options: Pick<CheckSettings, 'properties' | 'continue' | 'safety'>,
): Report {
  const { chosen, leftOut } = chosenOf(system, options);
  const program = programOf(system, chosen);
  const distinct = of.levels.reduce((sum, one) => sum + one, 0);
  const steps = new Map(of.found.map((one) => [one.property, one.steps]));
  const traces = new Map(
    of.found.flatMap(({ property, graph }) =>
      graph === undefined ? [] : [[property, traceBack(program, graph)] as const],
    ),
  );
  const isSituation = program.properties.map(([, one]) => subjectOf(one) === 'situation');
  const violated = program.properties.flatMap((_, at) =>
    steps.has(at) && isSituation[at] !== true ? [at] : [],
  );
  const complete = of.expanded === distinct && (options.continue === true || violated.length === 0);
  const neverReached = program.properties.flatMap((_, at) =>
    complete && isSituation[at] === true && !steps.has(at) ? [at] : [],
  );
  const shown = options.continue === true ? violated : violated.filter((at) => traces.has(at));
  const violations: readonly Violation[] = [
    ...shown.map((at) => {
      const trace = traces.get(at);
      if (trace === undefined || trace.steps.length !== steps.get(at)) throw lost(program, at);
      return violationOf(system, program.properties[at]?.[0] ?? '', trace, {});
    }),
    ...neverReached.map((at) => violation(program, at, { steps: null, trace: null, params: null })),
  ];
  const transitions = of.fired.reduce((sum, count) => sum + count, 0);
  const fresh = program.actions.map(() => 0);
  of.fresh.forEach((count, instance) => {
    const action = program.actionOf[instance] ?? 0;
    fresh[action] = (fresh[action] ?? 0) + count;
  });
  return withViews(system.state, 'checked', ({ layout }): Report => ({
    schema: 'nosplit.report/1',
    system: system.name,
    verdict: violations.length > 0 ? 'violated' : complete ? 'holds' : 'exhausted',
    limit: null,
    violations,
    generated: of.generated,
    distinct,
    left: distinct - of.expanded,
    diameter: of.levels.length,
    outDegree: {
      min: of.expanded === 0 ? 0 : of.degreeMin,
      mean: of.expanded === 0 ? 0 : transitions / of.expanded,
      max: of.degreeMax,
    },
    stateBits: layout.bits,
    stateWords: layout.words,
    bytesPerState: of.bytes / distinct,
    elapsedMs: of.elapsedMs,
    statesPerSecond: (distinct / of.elapsedMs) * 1000,
    workers: of.cores,
    search: 'breadth-first',
    actions: program.actions.map(({ name, action }, at) => ({
      ...{ action: name, source: action.source ?? null, fired: of.fired[at] ?? 0 },
      // Which conjunct never held is a question to all states, which are elsewhere.
      ...{ fresh: fresh[at] ?? 0, neverHeld: null },
    })),
    properties: program.properties.map(([name, { kind }], at) => {
      const exercised = of.exercised[at] ?? 0;
      const isReached = isSituation[at] === true && steps.has(at);
      const isViolated = violated.includes(at) || neverReached.includes(at);
      return {
        ...{ property: name, kind },
        verdict: isViolated ? 'violated' : complete || isReached ? 'holds' : 'undecided',
        exercised: isSituation[at] === true ? Math.min(1, exercised) : exercised,
        ...(isReached && { witness: witnessTo(system, name, steps.get(at) ?? 0, traces.get(at)) }),
      };
    }),
    leftOut,
    liveness: null,
    vacuity: null,
    symmetry: null,
  }));
}

function witnessTo(system: System, name: string, steps: number, trace: Trace | undefined): Witness {
  return trace === undefined ? { steps, trace: null } : witnessOf(system, name, trace);
}

const lost = ({ properties }: Program, at: number): SystemError =>
  new SystemError(`${properties[at]?.[0] ?? ''} is violated, and the counterexample does not lead there`, {
    code: 'trace',
  });

/** Of all shortest ways the one that a search of this machine shows, too: with the fewest changes of process. */
function traceBack(program: Program, { layers, ends, roots }: WaysBack): Trace {
  let nodes = new Map<number, Node>();
  for (let end = 0; end < ends; end++) nodes.set(end, endNode());
  for (const layer of layers) {
    const before = new Map<number, Node>();
    for (const [from, instance, to] of layer)
      link(program, before, from, { instance, to: to < 0 ? undefined : nodes.get(to) });
    nodes = before;
  }
  const first = roots.map((root) => nodes.get(root));
  const least = leastOf(first);
  const root = first.findIndex((node) => node?.least === least);
  if (root < 0) throw new SystemError('no initial state leads to what was found', { code: 'trace' });
  const instances = leastSwitches(program, first[root]);
  return withViews(program.system.state, 'checked', (views) =>
    traceOf(program, views, { root, instances, shortest: true }),
  );
}
