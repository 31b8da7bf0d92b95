/** The steps that can come next, and why others cannot. */
import { textOf } from '../../changes.ts';
import type { BecauseShown } from '../../data.ts';
import { compare } from '../actions/compare.ts';
import { find } from '../actions/find.ts';
import { take } from '../actions/runs.ts';
import { select } from '../actions/walk.ts';
import * as state from '../state.ts';
import { spelled, wantsText } from '../words.ts';

export function Choices() {
  const [details, at] = [state.here.value, state.at.value];
  if (details === null) return <p class="pad muted">{state.standstill.value ?? 'Asking…'}</p>;
  const { possible, blocked, elsewhere } = details;
  return (
    <>
      <div class="head">
        <h2>Next</h2>
        <span class="muted">
          {possible.length} possible {at === 0 ? 'at the start' : `after step ${at}`}
        </span>
      </div>
      <div class="pad">
        {possible.length === 0 ? <p class="muted">No step is possible here.</p> : null}
        <ol class="acts">
          {possible.map((one, index) => {
            const data = one.changes.filter(({ path }) => !/\.(phase|pc|at)$|^pc\[/.test(path));
            const told = (data.length > 0 ? data : one.changes).slice(0, 3);
            return (
              <li key={one.instance}>
                <button
                  type="button"
                  class="take"
                  disabled={!state.canRun.value}
                  onClick={() => {
                    void take(one.instance);
                  }}
                >
                  <kbd>{index + 1}</kbd>
                  <span>
                    <span class="what">
                      {one.label} <span>{one.process}</span>
                    </span>
                    <span class="eff">
                      {told.length === 0
                        ? 'changes nothing'
                        : told
                            .map(
                              ({ path, before, after }) =>
                                `${path} ${spelled(path, before)} → ${spelled(path, after)}`,
                            )
                            .join(', ')}
                      {one.changes.length > told.length ? ', …' : ''}
                    </span>
                  </span>
                </button>
              </li>
            );
          })}
        </ol>
        {blocked.length === 0 ? null : <h3>Not possible, and why</h3>}
        <ul class="acts">
          {blocked.map((one, index) => (
            <li key={one.instance} class="no" id={`blocked-${index}`} tabIndex={-1}>
              <span aria-hidden="true">⊘</span>
              <span>
                <span class="what">
                  {one.label} <span>{one.process}</span>
                </span>
                <span class="eff">
                  <code>{one.conjunct}</code>: <Because because={one.because} />
                  {' · '}
                  {state.canRun.value ? (
                    <button
                      type="button"
                      class="link"
                      title={`run the schedule on a system whose ${one.action} does not ask ${one.conjunct}`}
                      onClick={() => {
                        void compare('', [
                          ...state.spec.value.changes,
                          textOf({ kind: 'without', conjunct: `${one.action}.${one.conjunct}` }),
                        ]);
                      }}
                    >
                      without it
                    </button>
                  ) : null}
                </span>
              </span>
            </li>
          ))}
        </ul>
        {elsewhere === 0 ? null : (
          <p class="faint">
            {elsewhere} more {elsewhere === 1 ? 'step is' : 'steps are'} of processes that stand elsewhere
          </p>
        )}
        {state.canRun.value ? (
          <p>
            <button
              type="button"
              onClick={() => {
                state.panel.value = 'find';
                void find({ kind: 'violation' }, null);
              }}
            >
              Nearest violation from here
            </button>
          </p>
        ) : null}
      </div>
    </>
  );
}

function Because({ because }: { readonly because: readonly BecauseShown[] }) {
  if (because.length === 0) return <>it reads nothing of the state</>;
  return (
    <>
      {because.map((read, index) => (
        <span key={read.path}>
          {index === 0 ? '' : '; or '}
          <code>{read.path}</code> is {spelled(read.path, read.value)}
          {wantsText(read)}
          {read.setBy === null ? null : (
            <>
              ,{' '}
              <button
                type="button"
                class="link"
                onClick={() => {
                  select(read.setBy ?? 0);
                }}
              >
                set at {read.setBy}
              </button>
            </>
          )}
        </span>
      ))}
    </>
  );
}
