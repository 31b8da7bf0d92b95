/** The first line of a report: the verdict, and what it rests on. */
import type { Report, Violation } from '../../checker/index.ts';
import type { Selection } from '../selection/selection.ts';
import { lassoLength } from './lasso.ts';
import type { Paint } from './words.ts';
import { instanceName, plural } from './words.ts';

/** How a report is written as text: of what it is, as wide as this, in these colours. */
export interface View {
  readonly width: number;
  readonly paint: Paint;
  readonly selection: Pick<Selection, 'title' | 'notes' | 'story'>;
}

/** `violated: Go 1.26 at small: NoDoubleQueue in 17 steps`. */
export function verdictLine(
  report: Report,
  { paint, selection }: Pick<View, 'paint'> & { readonly selection: Pick<Selection, 'title'> },
): string {
  const word = paint('bold', paintVerdict(report, paint));
  return `${word}: ${selection.title}: ${outcome(report)}`;
}

export const paintVerdict = (
  { verdict }: { readonly verdict: Report['verdict'] | 'refused' },
  paint: Paint,
): string => paint(verdict === 'holds' ? 'green' : verdict === 'violated' ? 'red' : 'yellow', verdict);

/** What the verdict rests on, in one clause. */
function outcome({ verdict, limit, violations, properties, leftOut }: Report): string {
  if (verdict === 'violated') {
    const told = violations.map(({ property }) => property);
    const more = properties.filter((one) => one.verdict === 'violated' && !told.includes(one.property));
    const also = more.length === 0 ? '' : ` (and ${more.map(({ property }) => property).join(', ')})`;
    return `${violations.map(broken).join(', ')}${also}`;
  }
  if (verdict === 'holds' || limit === 'symmetry') {
    const some = leftOut.length === 0 ? '' : ' of states and steps';
    const count = Math.min(2, properties.length);
    const claims = [
      'nothing is claimed',
      `its property${some}`,
      `all ${properties.length} properties${some}`,
    ];
    const hold = verdict === 'holds' ? ',' : count === 1 ? ' holds' : ' hold';
    const runs = properties.some(({ fairness }) => fairness !== undefined) ? ' and run' : '';
    const unjudged = leftOut.length === 0 ? '' : `; not judged: ${leftOut.join(', ')}`;
    return `${claims[count] ?? ''}${hold} in every reachable state${runs}${unjudged}`;
  }
  return `${limit === 'interrupt' ? 'interrupted' : `stopped by the ${limit ?? 'search'} limit`} before the end; nothing was violated so far`;
}

const broken = (violation: Violation): string => {
  const { steps, trace } = violation;
  const claim = instanceName(violation);
  return trace === null
    ? steps === null
      ? `${claim} is never reached`
      : `${claim} in ${plural(steps, 'step')}`
    : trace.loop === undefined
      ? `${claim} in ${plural(trace.steps.length, 'step')}`
      : `${claim} by ${lassoLength(trace)}`;
};
