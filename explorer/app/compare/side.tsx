/** The head of either half of a comparison: which system it is, and what comes of the schedule there. */
import type { Comparison } from '../../data.ts';
import * as state from '../state.ts';

export function Side({ isOther }: { readonly isOther: boolean }) {
  const { value: comparison } = state.comparison;
  const [run, system] = [state.run.value, state.system.value];
  if (comparison === null || run === null) return null;
  const gone = comparison.steps.filter(({ taken }) => !taken).length;
  const violated = isOther
    ? (comparison.violated[0] ?? null)
    : run.violated === null
      ? null
      : { property: run.violated, step: run.violatedAt ?? 0 };
  const title = isOther ? comparison.title : (system?.title ?? '');
  const told = !isOther
    ? 'One schedule, run on both. What the right cannot do is struck through.'
    : comparison.parts === null
      ? 'It takes every step of the schedule.'
      : `The run is no longer possible at step ${comparison.parts}${reasonAt(comparison, comparison.parts)}; ${gone} ${gone === 1 ? 'step falls' : 'steps fall'} away.`;
  return (
    <div class="side">
      <div class="which">
        <h2 title={title}>{title}</h2>{' '}
        {violated === null ? (
          <span class="good">✓ nothing is violated</span>
        ) : (
          <span class="bad">
            ✗ {violated.property} at step {violated.step}
          </span>
        )}
      </div>
      <p title={told}>{told}</p>
    </div>
  );
}

/** Why the other system cannot take this step of the schedule. */
function reasonAt({ steps, stands }: Comparison, step: number): string {
  const own = state.run.value?.steps[step - 1];
  const parted = steps[step - 1];
  if (own === undefined || parted === undefined) return '';
  const { action, conjunct } = parted;
  const remark = own.remark === null ? '' : `, ${own.remark}`;
  const reason =
    conjunct === null ? `${remark}, which does not exist there` : `, where ${conjunct} of ${action} fails`;
  const where = stands.length === 0 ? '' : ` (${own.process} is at ${stands.join(' or ')})`;
  return `${reason}${where}`;
}
