/** How far a search has come, and what it found: a search that ended early says so. */
import { cancel } from '../actions/find.ts';
import * as state from '../state.ts';

export function Finding() {
  const { value: finding } = state.finding;
  if (finding === null) return null;
  const count = (value: number): string => value.toLocaleString('en-US');
  if (finding.kind === 'failed')
    return (
      <p class="bad" role="alert">
        {finding.message}
      </p>
    );
  if (finding.kind === 'runs')
    return (
      <p role="status">
        {count(finding.states)} states, depth {finding.depth}…{' '}
        <button type="button" onClick={cancel}>
          Cancel
        </button>
      </p>
    );
  const { found } = finding;
  const states = `${count(found.states)} states`;
  const text =
    found.kind === 'found'
      ? found.steps === 0
        ? found.property === null
          ? finding.what === 'known'
            ? 'This very state is on another run, too.'
            : 'It is true in this very state.'
          : `${found.property} is violated in this very state.`
        : `${found.property === null ? (finding.what === 'known' ? 'Back on another run' : 'Found') : `${found.property} is violated`} after ${found.steps} more ${found.steps === 1 ? 'step' : 'steps'} (${states} searched); the run is a branch.`
      : found.kind === 'none'
        ? `None within the bounds: all ${states} that can be reached from here were searched.`
        : found.kind === 'cancelled'
          ? `Cancelled after ${states}; nothing is known of the rest.`
          : `None up to depth ${found.depth} (${states}); the ${found.limit} limit ended the search.`;
  return <p role="status">{text}</p>;
}
