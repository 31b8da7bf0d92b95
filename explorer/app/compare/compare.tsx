/** The choice of another system, on which the schedule of this run is run, too. */
import { useState } from 'preact/hooks';
import { addressOf, specAt, titleOf } from '../../address.ts';
import type { Spec } from '../../data.ts';
import { compare } from '../actions/compare.ts';
import { choose } from '../actions/open.ts';
import * as state from '../state.ts';

export function Compare() {
  const embedded = state.page.value;
  const run = state.run.value;
  const own = addressOf(state.spec.value);
  const [name, setName] = useState(state.vs.value?.split('~')[0] ?? '');
  const [without, setWithout] = useState<readonly string[]>(state.vs.value?.split('~')[1]?.split('+') ?? []);
  const conjuncts = Object.entries(state.system.value?.conjuncts ?? {});
  if (embedded === null || run === null) return null;
  const { value: standstill } = state.standstill;
  if (standstill !== null) return <p>{standstill}</p>;
  const chosen = without.filter((one) => one !== '');
  const other = name === '' ? state.spec.value : specAt(name, embedded.spec);
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
          {[...new Set([...embedded.others, addressOf(embedded.spec)])]
            .filter((one) => one !== own)
            .map((one) => (
              <option key={one} value={one}>
                {one === 'report' ? embedded.system.title : titleOf(specAt(one, embedded.spec).base)}
              </option>
            ))}
        </select>
      </label>
      <label>
        What if a conjunct of a guard were not there?
        <select
          value=""
          onChange={({ currentTarget: { value } }) => {
            if (value !== '' && !chosen.includes(value)) setWithout([...chosen, value]);
          }}
        >
          <option value="">choose…</option>
          {conjuncts.map(([action, names]) => (
            <optgroup key={action} label={action}>
              {names.map((one) => (
                <option key={one} value={`${action}.${one}`}>
                  {action}.{one}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <p>
        {chosen.map((one) => (
          <button
            type="button"
            class="chip mono"
            key={one}
            onClick={() => {
              setWithout(chosen.filter((other) => other !== one));
            }}
          >
            without {one} ✕
          </button>
        ))}
      </p>
      <p class="buttons">
        <button
          type="button"
          disabled={name === '' && chosen.length === 0}
          onClick={() => {
            void compare(name, chosen);
          }}
        >
          Compare
        </button>
        <button
          type="button"
          disabled={name === '' && chosen.length === 0}
          title="leave this run, and walk through the other system from its start"
          onClick={() => {
            state.panel.value = null;
            void choose({ ...other, without: chosen } satisfies Spec);
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
