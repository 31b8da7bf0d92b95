/** What if a fact were another, a protection missing, or a guard asked less or more? */
import { useState } from 'preact/hooks';
import { textOf } from '../../changes.ts';
import { Completion } from '../find/completion.tsx';
import * as state from '../state.ts';

interface Adding {
  readonly onAdd: (change: string) => void;
}

export function WhatIf({ onAdd }: Adding) {
  const { conjuncts = {}, offers = [] } = state.system.value ?? {};
  const groups = [...new Set(offers.map(({ group }) => group))];
  return (
    <label>
      What if?
      <select
        value=""
        onChange={({ currentTarget }) => {
          if (currentTarget.value !== '') onAdd(currentTarget.value);
          currentTarget.value = '';
        }}
      >
        <option value="">choose…</option>
        {groups.map((group) => (
          <optgroup key={group} label={group}>
            {offers
              .filter((one) => one.group === group)
              .map(({ change, words }) => (
                <option key={change} value={change}>
                  {words}
                </option>
              ))}
          </optgroup>
        ))}
        {Object.entries(conjuncts).map(([action, names]) => (
          <optgroup key={action} label={`The guard of ${action}, without`}>
            {names.map((one) => (
              <option key={one} value={textOf({ kind: 'without', conjunct: `${action}.${one}` })}>
                {one}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** An expression that is put on a guard. */
export function Requirement({ onAdd }: Adding) {
  const actions = Object.keys(state.system.value?.conjuncts ?? {});
  const [action, setAction] = useState(
    state.run.value?.steps[state.at.value - 1]?.action ?? actions[0] ?? '',
  );
  const [expression, setExpression] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (expression !== '') onAdd(textOf({ kind: 'with', action, expression }));
        setExpression('');
      }}
    >
      <label class="inline">
        What if
        <select
          aria-label="action"
          value={action}
          onChange={({ currentTarget: { value } }) => {
            setAction(value);
          }}
        >
          {actions.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        asked, too, that
        <input
          class="mono"
          aria-label="An expression that the guard asks, too"
          autocomplete="off"
          spellcheck={false}
          placeholder={`${state.system.value?.fields[0]?.path ?? 'n'} == …`}
          value={expression}
          onInput={({ currentTarget }) => {
            setExpression(currentTarget.value);
          }}
        />
        <button type="submit" disabled={expression === ''}>
          Put it on
        </button>
      </label>
      <Completion text={expression} onChoose={setExpression} />
    </form>
  );
}
