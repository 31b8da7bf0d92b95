/** Fields, names of enums, properties and actions that the last word may become. */
import * as state from '../state.ts';

export function Completion({
  text,
  onChoose,
}: {
  readonly text: string;
  readonly onChoose: (text: string) => void;
}) {
  const system = state.system.value;
  const [word = ''] = /[\w.[\]]+$/.exec(text) ?? [];
  if (system === null || word === '') return null;
  const before = text.slice(0, text.length - word.length);
  const compared = /([\w.[\]]+)\s*[!=]=\s*$/.exec(before)?.[1];
  const values = system.fields.find(({ path }) => path === compared);
  const known = [
    ...(values?.kind === 'enum' ? values.values.map(String) : []),
    ...system.fields.map(({ path }) => path),
    ...Object.keys(system.properties),
    ...new Set(system.instances.map(({ action }) => action)),
  ];
  const fitting = known
    .filter((one) => one.toLowerCase().includes(word.toLowerCase()) && one !== word)
    .slice(0, 8);
  return (
    <span class="completion">
      {fitting.map((one) => (
        <button
          type="button"
          class="chip mono"
          key={one}
          onClick={() => {
            onChoose(before + one);
          }}
        >
          {one}
        </button>
      ))}
    </span>
  );
}
