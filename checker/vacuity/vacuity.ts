/**
 * The findings of one search: dead actions, conjuncts that are never false, antecedents that are never true.
 */
import type { Program } from '../language/program.ts';
import type { ActionReport, PropertyReport } from '../check/report.ts';
import type { RecordField } from '../language/schema.ts';
import type { SearchResult } from '../search/result.ts';
import { isTrue } from '../state/answers.ts';
import type { Views } from '../state/views.ts';
import type { VacuityFinding } from './findings.ts';
import { finding } from './findings.ts';
import type { Load } from './scan.ts';
import { scanGuard } from './scan.ts';

export interface Searched<S extends RecordField> {
  readonly program: Program<S>;
  readonly views: Views<S>;
  readonly load: Load;
  readonly levels: SearchResult['levels'];
  readonly actions: readonly ActionReport[];
  readonly properties: readonly PropertyReport[];
  /** Whether every reachable state was expanded; else each finding is one so far. */
  readonly complete: boolean;
}

/** Findings in the order of actions, their conjuncts, and properties. */
export function vacuityOf<S extends RecordField>(searched: Searched<S>): readonly VacuityFinding[] {
  const { program, actions, properties } = searched;
  return [
    ...program.actions.flatMap((action, k): VacuityFinding[] => {
      const report = actions[k];
      return report === undefined ? [] : [...ofAction(report, searched), ...ofGuard(action, searched)];
    }),
    ...properties.flatMap((report) => ofProperty(report, searched)),
  ];
}

function ofAction<S extends RecordField>(
  { action, fired, neverHeld }: ActionReport,
  { program, complete }: Searched<S>,
): VacuityFinding[] {
  // An action without a conjunct that never held is enabled in a state that was not expanded.
  if (fired > 0 || (!complete && neverHeld === null)) return [];
  const isFirst = program.system.actions[action]?.guard[0]?.name === neverHeld;
  const where = isFirst ? 'in no state' : 'in no state in which the conjuncts before it do';
  const why = neverHeld === null ? '' : `: ${neverHeld} holds ${where}`;
  return [finding('dead-action', action, `${action} ${so(complete, 'never fires')}${why}`, !complete)];
}

function ofGuard<S extends RecordField>(
  action: Program<S>['actions'][number],
  { views, load, levels, complete }: Searched<S>,
): VacuityFinding[] {
  const { everFalse, reached } = scanGuard(action, views, load, levels, complete);
  return action.action.guard.flatMap(({ name }, k) => {
    const asked = reached[k] ?? 0;
    if (everFalse[k] !== 0 || asked === 0) return [];
    const cases = asked === 1 ? 'the only case' : `all ${asked.toLocaleString('en-US')} cases`;
    const times = `in ${cases} in which it is asked`;
    const sentence = complete
      ? `${name} of ${action.name} is true ${times}: the guard is the same without it`
      : `${name} of ${action.name} is true so far, ${times}`;
    return [finding('conjunct-never-false', `${action.name}.${name}`, sentence, !complete)];
  });
}

function ofProperty<S extends RecordField>(
  { property: name, kind, verdict, exercised }: PropertyReport,
  searched: Searched<S>,
): VacuityFinding[] {
  const { complete } = searched;
  if (kind === 'sometimes' || exercised > 0) return [];
  // Liveness is judged after the search; of a claim that was not come to nothing has been counted.
  if (isLivenessKind(kind) && verdict === 'undecided') return [];
  if (kind !== 'deadlockFree') {
    const sentence = `the antecedent of ${name} is ${so(complete, 'never true')}: the property says nothing`;
    return [finding('antecedent-never-true', name, sentence, !complete)];
  }
  if (!finalAccepts(name, searched)) return [];
  const sentence = `\`final\` of ${name} accepts states, and ${so(complete, 'none of them is without a successor')}: it excuses nothing`;
  return [finding('antecedent-never-true', name, sentence, !complete)];
}

const isLivenessKind = (kind: PropertyReport['kind']): boolean =>
  kind === 'eventually' || kind === 'leadsTo' || kind === 'alwaysEventually';

/**
 * Whether a deadlock property lets runs end somewhere. One whose `final` is false in every reachable state says that no run
 * ends, and where none does it has said it without being asked once.
 */
function finalAccepts<S extends RecordField>(
  name: string,
  { program, views, load, levels }: Searched<S>,
): boolean {
  const property = program.properties.find(([known]) => known === name)?.[1];
  if (property?.kind !== 'deadlockFree') return false;
  return levels.some((ranges) =>
    ranges.some(([from, to]) => {
      for (let index = from; index < to; index++) {
        load(index);
        if (accepts(property.final, views.currentView)) return true;
      }
      return false;
    }),
  );
}

/** Asked of states with successors as well, of which no search asks it: a fault there is none of the system. */
function accepts<V>(final: (state: V) => boolean, state: V): boolean {
  try {
    return isTrue(final(state));
  } catch {
    return false;
  }
}

const so = (complete: boolean, claim: string): string => (complete ? claim : `${claim} so far`);
