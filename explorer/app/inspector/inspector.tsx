/** The step that is shown, and what can come next, as two tabs where there is little room. */
import { GraphPart } from '../graph/graph.tsx';
import * as state from '../state.ts';
import { Choices } from './choices.tsx';
import { PicturePart } from './picture.tsx';
import { Properties } from './properties.tsx';
import { StepPart } from './step.tsx';

export function Inspector() {
  const tab = state.tab.value;
  const possible = state.here.value?.possible.length ?? 0;
  const tabs = [
    ['step', 'Step'],
    ['next', `Next ${possible === 0 ? '' : possible}`],
  ] as const;
  return (
    <div class={`inspector${state.graph.value === null ? '' : ' with-graph'}`}>
      {state.graph.value === null ? <PicturePart /> : <GraphPart />}
      <div class="two">
        <div class="tabs" role="tablist" aria-label="Step or next">
          {tabs.map(([name, text]) => (
            <button
              type="button"
              key={name}
              role="tab"
              id={`tab-${name}`}
              aria-selected={tab === name}
              aria-controls={`panel-${name}`}
              tabIndex={tab === name ? 0 : -1}
              onKeyDown={({ key }) => {
                if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
                state.tab.value = tab === 'step' ? 'next' : 'step';
                document.getElementById(`tab-${state.tab.value}`)?.focus();
              }}
              onClick={() => {
                state.tab.value = name;
              }}
            >
              {text}
            </button>
          ))}
        </div>
        <section class={`panel${tab === 'step' ? ' on' : ''}`} id="panel-step" aria-label="Step" tabIndex={0}>
          <StepPart />
          <Properties />
        </section>
        <section class={`panel${tab === 'next' ? ' on' : ''}`} id="panel-next" aria-label="Next" tabIndex={0}>
          <Choices />
        </section>
      </div>
    </div>
  );
}
