/** The bars above and below: what is shown, what can be done, and where in the run one is. */
import { toggleTheme } from './actions/fields.ts';
import { openGraph } from './actions/graph.ts';
import { choose } from './actions/open.ts';
import { branch, showRun } from './actions/runs.ts';
import { move, select } from './actions/walk.ts';
import { changeWords } from '../changes.ts';
import * as state from './state.ts';

export function Header() {
  const [system, run] = [state.system.value, state.run.value];
  const { value: vs } = state.vs;
  const { changes } = state.spec.value;
  return (
    <header>
      <span class="name">nosplit</span>
      <span class="sep">/</span>
      <span class="title">{system?.title}</span>
      {run?.violated == null ? null : (
        <>
          <span class="sep wide">/</span>
          <span class="mono wide">{run.violated}</span>
        </>
      )}
      <span class="of wide mono">
        {run === null || run.steps.length === 0 || run.id.length > 60 ? '' : run.id}
      </span>
      {changes.map((one) => (
        <button
          type="button"
          key={one}
          class="chip"
          title="put it back"
          onClick={() => {
            void choose({ ...state.spec.value, changes: changes.filter((other) => other !== one) });
          }}
        >
          {changeWords(one)} ✕
        </button>
      ))}
      <span class="push" />
      <Tool panel="compare" text={vs === null ? 'Compare' : 'Compared'} letter="c" pressed={vs !== null} />
      <Tool panel="find" text="Find" letter="/" />
      <button
        type="button"
        aria-pressed={state.graph.value !== null}
        onClick={() => {
          void openGraph(state.graph.value === null ? 'start' : null);
        }}
      >
        States <kbd>m</kbd>
      </button>
      <Tool panel="share" text="Share" letter="s" />
      <button type="button" class="wide" onClick={toggleTheme}>
        Theme <kbd>t</kbd>
      </button>
      <button
        type="button"
        aria-label="Keys"
        onClick={() => {
          state.panel.value = 'keys';
        }}
      >
        ?
      </button>
    </header>
  );
}

function Tool({
  panel,
  text,
  letter,
  pressed,
}: {
  readonly panel: state.Panel;
  readonly text: string;
  readonly letter: string;
  readonly pressed?: boolean;
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={() => {
        state.panel.value = state.panel.value === panel ? null : panel;
      }}
    >
      {text} <kbd>{letter}</kbd>
    </button>
  );
}

/** So many cells of the scrubber; of a longer run each stands for several steps. */
const CELLS_MAX = 120;

export function Footer() {
  const [run, at] = [state.run.value, state.at.value];
  if (run === null) return null;
  const { steps } = run;
  const cells = Math.min(steps.length, CELLS_MAX);
  const keys = new Set(run.moments.map(({ of }) => of));
  const stepOf = (cell: number): number => Math.round(((cell + 1) * steps.length) / Math.max(1, cells));
  const go = (event: MouseEvent & { readonly currentTarget: HTMLElement }): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    select(Math.ceil(((event.clientX - left) / width) * steps.length));
  };
  return (
    <footer>
      <span class="go">
        <Go label="First" path="M2 2h2v8H2zM10 2v8L4.5 6z" to={-Infinity} />
        <Go label="Back" path="M9 2v8L3 6z" to={-1} />
        <Go label="On" path="M3 2v8l6-4z" to={1} />
        <Go label="Last" path="M8 2h2v8H8zM2 2v8l5.5-4z" to={Infinity} />
      </span>
      <span class="mono count">
        {at} / {steps.length}
      </span>
      <div
        class="track"
        role="slider"
        tabIndex={0}
        aria-label="Step"
        aria-valuemin={0}
        aria-valuemax={steps.length}
        aria-valuenow={at}
        aria-valuetext={at === 0 ? 'initial state' : `step ${at}, ${steps[at - 1]?.label ?? ''}`}
        onClick={go}
      >
        {Array.from({ length: cells }, (_, cell) => {
          const number = stepOf(cell);
          const step = steps[number - 1];
          const isLast =
            run.violatedAt !== null &&
            run.violatedAt <= number &&
            run.violatedAt > (cell === 0 ? -1 : stepOf(cell - 1));
          const isAt = at <= number && at > (cell === 0 ? -1 : stepOf(cell - 1));
          const tone = step?.process === 'advancer' ? 'A' : step?.process === 'reader' ? 'R' : 'M';
          const isKey = [...keys].some((key) => key <= number && key > (cell === 0 ? -1 : stepOf(cell - 1)));
          return (
            <span
              key={cell}
              class={`cell tone${tone} band-${step?.period?.tone ?? 'none'}${isKey ? ' key' : ''}${isLast ? ' v' : ''}${isAt ? ' at' : ''}`}
            />
          );
        })}
      </div>
      <Runs />
    </footer>
  );
}

function Go({ label, path, to }: { readonly label: string; readonly path: string; readonly to: number }) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={() => {
        if (Math.abs(to) === 1) move(to);
        else select(to < 0 ? 0 : (state.run.value?.steps.length ?? 0));
      }}
    >
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}

function Runs() {
  const [runs, on] = [state.runs.value, state.on.value];
  const first = runs[0];
  return (
    <span class="runs" role="group" aria-label="Runs">
      {runs.map((run, index) => (
        <button
          type="button"
          key={index}
          aria-current={index === on ? 'true' : undefined}
          title={`${run.steps.length} steps${run.violated === null ? '' : `, violates ${run.violated}`}`}
          onClick={() => {
            showRun(index);
          }}
        >
          {index > 0 ? `Branch ${index}` : first?.violated != null ? 'Counterexample' : 'Run'}
        </button>
      ))}
      <button
        type="button"
        disabled={!state.canRun.value}
        title="a branch that begins at this state (b)"
        onClick={() => {
          void branch();
        }}
      >
        + Branch
      </button>
    </span>
  );
}
