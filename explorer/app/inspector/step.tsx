/** The step that is shown: what it did, what it changed, and its code. */
import * as state from '../state.ts';
import { Diff } from './diff.tsx';
import { Source } from './source.tsx';

export function StepPart() {
  const [run, at] = [state.run.value, state.at.value];
  const step = run?.steps[at - 1];
  if (run === null) return null;
  if (step === undefined)
    return (
      <>
        <div class="head">
          <h2>Initial state</h2>
        </div>
        <p class="pad muted">Nothing has happened yet.</p>
      </>
    );
  const section = (step.inside[1].length >= step.inside[0].length ? step.inside[1] : step.inside[0]).at(-1);
  return (
    <>
      <div class="head">
        <h2>
          Step {at} <span class="mono">{step.label}</span>
        </h2>
        <span class="muted">
          {step.process}
          {section === undefined ? '' : section === 'growth' ? ', in a growth' : `, ${section} section`}
        </span>
      </div>
      <div class="pad">
        {step.sentence === null ? null : <p class="told">{step.sentence}</p>}
        {step.remark === null || step.sentence !== null ? null : <p class="told">{step.remark}</p>}
        <Diff run={run} step={step} at={at} />
        <Source step={step} />
      </div>
    </>
  );
}
