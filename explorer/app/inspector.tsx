/** The step that is shown: what it changed and whose value that was, its code, what each property says, and what can come next. */
import { valueAt } from '../columns.ts';
import type { BecauseShown, RunShown, StepShown } from '../data.ts';
import { compare, find, hide, pin, select, take } from './actions.ts';
import { PicturePart } from './picture.tsx';
import * as state from './state.ts';
import { pathOf, spelled, split, wantsText } from './words.ts';

export function Inspector() {
  const tab = state.tab.value;
  const possible = state.here.value?.possible.length ?? 0;
  const tabs = [
    ['step', 'Step'],
    ['next', `Next ${possible === 0 ? '' : possible}`],
  ] as const;
  return (
    <div class="inspector">
      <PicturePart />
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
          <Next />
        </section>
      </div>
    </div>
  );
}

function StepPart() {
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
        <Code step={step} />
      </div>
    </>
  );
}

/** Data first, by their stem; program counters last and muted. */
function Diff({ run, step, at }: { readonly run: RunShown; readonly step: StepShown; readonly at: number }) {
  const system = state.system.value;
  const shown = step.changes.filter(([field]) => !state.hidden.value.has(field));
  const isCounter = (field: number): boolean => system?.isProgramCounter[field] === true;
  const order = [
    ...shown.filter(([field]) => !isCounter(field)),
    ...shown.filter(([field]) => isCounter(field)),
  ];
  if (step.changes.length === 0) return <p class="muted">It changes nothing.</p>;
  const left = step.changes.length - shown.length;
  let last = '';
  return (
    <>
      <div class="diff">
        {order.map(([field, value]) => {
          const path = pathOf(field);
          const [stem, leaf] = split(path);
          const before = valueAt(run, field, at - 1);
          const head = stem !== last && stem !== '' ? <span class="path stem">{stem}</span> : null;
          last = stem;
          const name = stem === '' ? path : leaf;
          return (
            <>
              {head}
              <button
                type="button"
                class={`path leaf${stem === '' ? '' : ' in'}`}
                title={`${path}: pin it with . and hide it with h`}
                onFocus={() => {
                  state.field.value = field;
                }}
                onMouseEnter={() => {
                  state.field.value = field;
                }}
                onClick={() => {
                  state.field.value = field;
                  state.panel.value = 'field';
                }}
              >
                {name}
              </button>
              <span class={`was${isCounter(field) ? ' pc' : ''}`}>
                {spelled(path, before.value)} <span aria-hidden="true">→</span>
                <span class="vh"> becomes </span> <b class="is">{spelled(path, value)}</b>
              </span>
              <span class="by">
                {before.step === 0 ? (
                  ''
                ) : (
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      select(before.step);
                    }}
                  >
                    set at {before.step}
                  </button>
                )}
              </span>
            </>
          );
        })}
      </div>
      {left === 0 ? null : (
        <p class="muted">
          {left} hidden{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              state.hidden.value = new Set();
            }}
          >
            show all
          </button>
        </p>
      )}
    </>
  );
}

function Code({ step: { code, place } }: { readonly step: StepShown }) {
  if (code === '') return null;
  const lines = state.spec.value.tree?.lines?.[place];
  return (
    <>
      <p class="where">
        <span class="mono fn">{code}</span> <span class="mono muted">{place}</span>
      </p>
      {lines === undefined ? null : (
        <pre class="code" tabIndex={0} aria-label={`Lines of ${place}`}>
          {lines.map(({ number, text, isHere }) => (
            <div key={number} class={isHere ? 'here' : ''}>
              <i>{number}</i>
              {text}
            </div>
          ))}
        </pre>
      )}
    </>
  );
}

const marks = {
  h: ['✓', 'holds', 'good'],
  v: ['✗', 'violated', 'bad'],
  n: ['–', 'not asked', 'faint'],
  r: ['✓', 'reached', 'good'],
  u: ['–', 'not reached', 'faint'],
} as const;
type Letter = keyof typeof marks;
const isLetter = (letter: string | undefined): letter is Letter => letter !== undefined && letter in marks;

/** So many states of a run are told one by one. */
const STRIP_MAX = 60;

function Properties() {
  const [run, system, at] = [state.run.value, state.system.value, state.at.value];
  if (run === null || system === null) return null;
  const rows = Object.entries(run.verdicts).map(([name, letters]) => ({ name, letters, here: letters[at] }));
  const order = ['v', 'h', 'r', 'u', 'n'];
  const told = rows
    .filter(({ letters, here }) => here === 'v' || here === 'h' || letters.includes('v'))
    .sort((one, other) => order.indexOf(one.here ?? 'n') - order.indexOf(other.here ?? 'n'));
  const left = rows.length - told.length;
  return (
    <div class="pad">
      <h3>Properties here and over the run</h3>
      <ul class="props">
        {told.map(({ name, letters, here }) => {
          const [mark, word, tone] = marks[isLetter(here) ? here : 'n'];
          const from = Math.max(0, Math.min(at - STRIP_MAX / 2, letters.length - STRIP_MAX));
          const first = letters.indexOf('v');
          return (
            <li key={name}>
              <span class={tone} aria-hidden="true">
                {mark}
              </span>
              <span class={`n ${tone}`} title={system.properties[name]?.otherwise ?? ''}>
                {name}
                <span class="vh"> {word}</span>
              </span>
              <button
                type="button"
                class="strip"
                disabled={first === -1}
                aria-label={
                  first === -1
                    ? `${name} is violated nowhere`
                    : `${name}: violated first at step ${first}, go there`
                }
                onClick={() => {
                  if (first !== -1) select(first);
                }}
              >
                {Array.from(letters.slice(from, from + STRIP_MAX)).map((letter, index) => (
                  <i key={from + index} class={`${letter}${from + index === at ? ' at' : ''}`} />
                ))}
              </button>
            </li>
          );
        })}
      </ul>
      {left === 0 ? null : <p class="faint">{left} more are not asked here</p>}
    </div>
  );
}

function Next() {
  const [details, at] = [state.here.value, state.at.value];
  if (details === null)
    return <p class="pad muted">{state.canRun.value ? 'Asking…' : "The model's code is not here."}</p>;
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
                        void compare('', [...state.spec.value.without, `${one.action}.${one.conjunct}`]);
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

/** The history of one field, with what can be done with it. */
export function FieldPanel() {
  const [field, run] = [state.field.value, state.run.value];
  if (field === null || run === null) return null;
  const path = pathOf(field);
  const writes = Array.from({ length: run.steps.length + 1 }, (_, step) => valueAt(run, field, step)).filter(
    (one, step) => one.step === step,
  );
  const isPinned = state.pins.value.includes(field);
  return (
    <>
      <h2 class="mono">{path}</h2>
      <ol class="history">
        {writes.map(({ step, value }) => (
          <li key={step}>
            <button
              type="button"
              class="link"
              onClick={() => {
                select(step);
              }}
            >
              {step === 0 ? 'initial' : `step ${step}`}
            </button>{' '}
            <b class="mono">{spelled(path, value)}</b>{' '}
            <span class="muted mono">
              {step === 0 ? '' : `${run.steps[step - 1]?.process ?? ''} ${run.steps[step - 1]?.label ?? ''}`}
            </span>
          </li>
        ))}
      </ol>
      <p class="buttons">
        <button
          type="button"
          onClick={() => {
            pin(field);
          }}
        >
          {isPinned ? 'Unpin' : 'Pin'} <kbd>.</kbd>
        </button>
        <button
          type="button"
          onClick={() => {
            hide(field);
          }}
        >
          {state.hidden.value.has(field) ? 'Show' : 'Hide'} <kbd>h</kbd>
        </button>
      </p>
    </>
  );
}
