/** The search for the nearest state in which an expression is true, or a property violated. */
import { useState } from 'preact/hooks';
import { find, watch } from '../actions/find.ts';
import * as state from '../state.ts';
import { Completion } from './completion.tsx';
import { Finding } from './finding.tsx';

export function Find() {
  const [text, setText] = useState(state.watched.value?.text ?? '');
  const [depth, setDepth] = useState('');
  const system = state.system.value;
  const { value: finding } = state.finding;
  const isRunning = finding?.kind === 'runs';
  const depthMax = /^\d+$/.test(depth) ? Number(depth) : null;
  const safe = Object.entries(system?.properties ?? {}).filter(([, { kind }]) =>
    ['always', 'alwaysStep', 'deadlockFree'].includes(kind),
  );
  const { value: standstill } = state.standstill;
  if (standstill !== null) return <p>{standstill}</p>;
  return (
    <>
      <h2>Find from {state.at.value === 0 ? 'the initial state' : `step ${state.at.value}`}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void find({ kind: 'expression', text }, depthMax);
        }}
      >
        <label>
          An expression that shall be true
          <input
            class="mono"
            list="words"
            autocomplete="off"
            spellcheck={false}
            placeholder={`${system?.fields[0]?.path ?? 'n'} == …`}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
            }}
          />
        </label>
        <Completion text={text} onChoose={setText} />
        <label class="inline">
          at most
          <input
            inputMode="numeric"
            size={4}
            value={depth}
            onInput={({ currentTarget }) => {
              setDepth(currentTarget.value);
            }}
          />
          steps far
        </label>
        <p class="buttons">
          <button type="submit" disabled={isRunning || text === ''}>
            Find the nearest state
          </button>
          <button
            type="button"
            disabled={isRunning || text === ''}
            onClick={() => {
              void watch(text);
            }}
          >
            Show along the run
          </button>
          {state.watched.value === null ? null : (
            <button
              type="button"
              onClick={() => {
                void watch('');
              }}
            >
              Hide it
            </button>
          )}
        </p>
        <label class="inline">
          or the nearest violation of
          <select
            aria-label="property"
            onChange={({ currentTarget: { value } }) => {
              if (value !== '')
                void find(
                  value === '*' ? { kind: 'violation' } : { kind: 'violation', property: value },
                  depthMax,
                );
            }}
          >
            <option value="">choose…</option>
            <option value="*">any property</option>
            {safe.map(([name]) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {state.runs.value.length < 2 ? null : (
          <p>
            <button
              type="button"
              disabled={isRunning}
              onClick={() => {
                void find({ kind: 'known' }, depthMax);
              }}
            >
              The shortest way back to another run
            </button>
          </p>
        )}
      </form>
      <Finding />
    </>
  );
}
