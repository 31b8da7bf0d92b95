/**
 * The findings of one search: dead actions, conjuncts that are never false, antecedents that are never true.
 */
import type { ActionReport, PropertyReport, Report } from '../check/report.ts';
import { subjectOf, judgeOf } from '../evaluate/property.ts';
import type { Program } from '../language/program.ts';
import type { RecordField } from '../language/schema.ts';
import type { Space } from '../space/space.ts';
import { someState } from '../space/space.ts';
import type { VacuityFinding } from './findings.ts';
import { finding } from './findings.ts';
import { scanGuard } from './scan.ts';

/** A space with what a report says of its actions and properties. */
interface Searched<S extends RecordField> extends Space<S> {
  /** Whether every reachable state was expanded; else each finding is one so far. */
  readonly complete: boolean;
}

/** Findings in the order of actions, their conjuncts, and properties. */
export function vacuityOf<S extends RecordField>(
  space: Space<S>,
  { actions, properties }: Pick<Report, 'actions' | 'properties'>,
  complete: boolean,
): readonly VacuityFinding[] {
  const searched = { ...space, complete };
  return [
    ...space.program.actions.flatMap((action, k): VacuityFinding[] => {
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
  searched: Searched<S>,
): VacuityFinding[] {
  const { complete } = searched;
  const { everFalse, reached } = scanGuard(searched, action, complete);
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
  const subject = subjectOf({ kind });
  if (subject === 'situation' || exercised > 0) return [];
  // Liveness is judged after the search. Nothing was counted for a claim that the search did not reach.
  if (subject === 'runs' && verdict === 'undecided') return [];
  if (subject !== 'end') {
    const sentence = `the antecedent of ${name} is ${so(complete, 'never true')}: the property says nothing`;
    return [finding('antecedent-never-true', name, sentence, !complete)];
  }
  if (!finalAccepts(name, searched)) return [];
  const sentence = `\`final\` of ${name} accepts states, and ${so(complete, 'none of them is without a successor')}: it excuses nothing`;
  return [finding('antecedent-never-true', name, sentence, !complete)];
}

/**
 * Whether a deadlock property lets runs end somewhere. One whose `final` is false in every reachable state says that no run
 * ends, and where none does it has said it without being asked once.
 */
function finalAccepts<S extends RecordField>(
  name: string,
  { program, views, engine, result }: Searched<S>,
): boolean {
  const property = program.properties.find(([known]) => known === name)?.[1];
  if (property === undefined) return false;
  const judge = judgeOf(property);
  return someState(result.levels, (index) => {
    engine.load(index);
    try {
      return judge(views.currentView) === 'holds';
    } catch {
      // Asked of states with successors as well, of which no search asks it: a fault there is none of the system.
      return false;
    }
  });
}

const so = (complete: boolean, claim: string): string => (complete ? claim : `${claim} so far`);
