/** The choice of another system, on which the schedule of this run is run, too: another design, or this one with something changed. */
import { useState } from 'preact/hooks';
import { addressOf, specAt, titleOf } from '../../address.ts';
import { changeWords } from '../../changes.ts';
import type { Spec } from '../../data.ts';
import { compare } from '../actions/compare.ts';
import { choose } from '../actions/open.ts';
import * as state from '../state.ts';
import { Requirement, WhatIf } from './what-if.tsx';

export function Compare() {
  const embedded = state.page.value;
  const run = state.run.value;
  const spec = state.spec.value;
  const [name, setName] = useState(state.vs.value?.address ?? '');
  const [changes, setChanges] = useState(state.vs.value?.changes ?? spec.changes);
  if (embedded === null || run === null) return null;
  const { value: standstill } = state.standstill;
  if (standstill !== null) return <p>{standstill}</p>;
  const own = addressOf(spec);
  const other: Spec = { ...(name === '' ? spec : specAt(name, embedded)), changes };
  const isSame = name === '' && changes.join('\n') === spec.changes.join('\n');
  const add = (change: string): void => {
    if (!changes.includes(change)) setChanges([...changes, change]);
  };
  return (
    <>
      <h2>Run this schedule on another system</h2>
      <label>
        System
        <select
          value={name}
          onChange={({ currentTarget: { value } }) => {
            setName(value);
          }}
        >
          <option value="">the same</option>
          {[embedded.spec, ...embedded.others.map((one) => one.spec)]
            .map((one) => ({
              address: addressOf(one),
              title: one === embedded.spec ? embedded.system.title : titleOf(one.base),
            }))
            .filter(({ address }) => address !== own)
            .map(({ address, title }) => (
              <option key={address} value={address}>
                {title}
              </option>
            ))}
        </select>
      </label>
      <WhatIf onAdd={add} />
      <Requirement onAdd={add} />
      <p>
        {changes.map((one) => (
          <button
            type="button"
            class="chip mono"
            key={one}
            onClick={() => {
              setChanges(changes.filter((kept) => kept !== one));
            }}
          >
            {changeWords(one)} ✕
          </button>
        ))}
      </p>
      <p class="buttons">
        <button
          type="button"
          disabled={isSame}
          onClick={() => {
            void compare(name, changes);
          }}
        >
          Compare
        </button>
        <button
          type="button"
          disabled={isSame}
          title="leave this run, and walk through the other system from its start"
          onClick={() => {
            state.panel.value = null;
            void choose(other);
          }}
        >
          Explore it from its start
        </button>
        {state.vs.value === null ? null : (
          <button
            type="button"
            onClick={() => {
              void compare(null);
            }}
          >
            End the comparison
          </button>
        )}
      </p>
    </>
  );
}
