/** The graph of states beside the lanes: what it shows, what it is coloured by, and how large. */
import { useMemo, useState } from 'preact/hooks';
import { goTo, numbersIn, openGraph } from '../actions/graph.ts';
import * as state from '../state.ts';
import { Sheet } from './sheet.tsx';
import { badgesOf, tonesOf } from './tones.ts';

export function GraphPart() {
  const { value: shown } = state.graph;
  const [scale, setScale] = useState<number | null>(null);
  if (shown === null) return null;
  return (
    <section class="graph" aria-label="Graph of states">
      <div class="head">
        <h2>States</h2>
        <span class="muted">{aboutOf(shown)}</span>
        <span class="push" />
        <From from={shown.from} />
        {shown.kind === 'drawn' ? (
          <>
            <ColouredBy />
            <span class="buttons" role="group" aria-label="Size">
              <button
                type="button"
                aria-label="Smaller"
                onClick={() => {
                  setScale((scale ?? 1) / 1.4);
                }}
              >
                −
              </button>
              <button
                type="button"
                onClick={() => {
                  setScale(null);
                }}
              >
                Fit
              </button>
              <button
                type="button"
                aria-label="Larger"
                onClick={() => {
                  setScale((scale ?? 1) * 1.4);
                }}
              >
                +
              </button>
            </span>
          </>
        ) : null}
        <button
          type="button"
          class="close"
          aria-label="Close the graph"
          onClick={() => {
            void openGraph(null);
          }}
        >
          ✕
        </button>
      </div>
      {shown.kind === 'drawn' ? (
        <Drawn shown={shown} scale={scale} />
      ) : (
        <p class="pad" role="status">
          {shown.kind === 'failed' ? shown.message : 'Searching and drawing…'}
        </p>
      )}
    </section>
  );
}

function aboutOf(shown: state.GraphShown): string {
  if (shown.kind !== 'drawn') return '';
  const { graph } = shown;
  const count = graph.states.length.toLocaleString('en-US');
  const depth = graph.states.at(-1)?.distance ?? 0;
  return `${graph.isWhole ? 'all' : 'the nearest'} ${count}, up to ${depth} ${depth === 1 ? 'step' : 'steps'} far`;
}

function From({ from }: { readonly from: 'start' | 'here' }) {
  return (
    <label>
      <span class="vh">where the graph begins</span>
      <select
        value={from}
        onChange={({ currentTarget: { value } }) => {
          void openGraph(value === 'here' ? 'here' : 'start');
        }}
      >
        <option value="start">from the start</option>
        <option value="here">from this state</option>
      </select>
    </label>
  );
}

function ColouredBy() {
  const properties = Object.entries(state.system.value?.properties ?? {}).filter(
    ([, { kind }]) => kind !== 'alwaysStep',
  );
  return (
    <label>
      <span class="vh">coloured by</span>
      <select
        value={state.colouredBy.value}
        onChange={({ currentTarget: { value } }) => {
          state.colouredBy.value = value;
        }}
      >
        <option value="distance">by distance</option>
        <option value="runs">by the runs</option>
        {properties.map(([name]) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Drawn({
  shown,
  scale,
}: {
  readonly shown: Extract<state.GraphShown, { kind: 'drawn' }>;
  readonly scale: number | null;
}) {
  const { graph, layout, labels } = shown;
  const [run, runs, by] = [state.run.value, state.runs.value, state.colouredBy.value];
  const path = useMemo(() => (run === null ? [] : numbersIn(graph, run)), [graph, run]);
  const covered = useMemo(() => new Set(runs.flatMap((one) => numbersIn(graph, one))), [graph, runs]);
  const tones = useMemo(() => tonesOf(graph, by, covered), [graph, by, covered]);
  const here = path[state.at.value] ?? null;
  return (
    <>
      <Sheet
        {...{ graph, layout, labels, tones, path, here, scale }}
        onGo={(number) => {
          void goTo(number);
        }}
      />
      <p class="pad legend muted" role="status">
        {here === null
          ? 'The state that is shown is not in this graph; choose “from this state” above.'
          : `State ${here}: ${badgesOf(graph.states[here]?.verdicts ?? {})}`}
      </p>
    </>
  );
}
