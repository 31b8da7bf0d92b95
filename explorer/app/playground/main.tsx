/** The playground: a model in an editor, its verdict, and its run in the explorer. */
import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ExampleShown } from '../../playground/messages.ts';
import { ready } from '../../playground/messages.ts';
import { unpacked } from './link.ts';
import * as state from './state.ts';

function Playground() {
  return (
    <>
      <header>
        <a href="../">nosplit</a>
        <h1>Playground</h1>
        <p>The checker runs in this page. Nothing is sent anywhere.</p>
      </header>
      <main>
        <section aria-label="The model" class="model">
          <Choice />
          <Editor />
          <Buttons />
          <Result />
        </section>
        <section aria-label="The run" class="run">
          <Frame />
        </section>
      </main>
    </>
  );
}

function Choice() {
  const about = state.examples.value.find(({ name }) => name === state.chosen.value)?.about ?? '';
  return (
    <div class="choice">
      <label>
        Example{' '}
        <select
          value={state.chosen.value}
          onChange={({ currentTarget }) => {
            state.choose(currentTarget.value);
          }}
        >
          {state.examples.value.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label>
        Parameters{' '}
        <input
          class="mono"
          value={state.params.value}
          spellcheck={false}
          placeholder="n=3 broken=true"
          onInput={({ currentTarget }) => {
            state.params.value = currentTarget.value;
          }}
        />
      </label>
      {about === '' ? null : <p class="about">{about}</p>}
    </div>
  );
}

function Editor() {
  return (
    <textarea
      class="mono"
      aria-label="The model, in TypeScript or JavaScript"
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      wrap="off"
      value={state.code.value}
      onInput={({ currentTarget }) => {
        state.code.value = currentTarget.value;
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          state.run();
        }
      }}
    />
  );
}

function Buttons() {
  const runs = state.status.value.kind === 'runs';
  return (
    <div class="buttons">
      <button type="button" class="first" onClick={runs ? state.stop : state.run}>
        {runs ? 'Stop' : 'Check'}
      </button>
      <span class="hint">Ctrl+Enter</span>
      <span class="push" role="status">
        {state.copied.value}
      </span>
      <button
        type="button"
        onClick={() => {
          void state.share();
        }}
      >
        Copy a link
      </button>
    </div>
  );
}

function Result() {
  const { value: now } = state.status;
  return (
    <div class="result" role="status">
      {now.kind === 'idle' ? 'Check the model to see its verdict.' : null}
      {now.kind === 'runs'
        ? `Searching: ${now.distinct.toLocaleString('en')} states, ${now.depth} steps deep`
        : null}
      {now.kind === 'failed' ? <p class="bad">The model cannot be checked: {now.message}</p> : null}
      {now.kind === 'judged' ? <Verdict judged={now.judged} /> : null}
    </div>
  );
}

function Verdict({ judged }: { readonly judged: Extract<state.Status, { kind: 'judged' }>['judged'] }) {
  const { verdict, sentence, counts, properties, runs } = judged;
  return (
    <>
      <p class={verdict === 'violated' ? 'bad' : verdict === 'holds' ? 'good' : ''}>
        {verdict === 'violated' ? '✗ ' : verdict === 'holds' ? '✓ ' : ''}
        {sentence}.
      </p>
      <p class="counts">{counts}</p>
      <ul>
        {properties.map((one) => (
          <li key={one.property}>
            <span class="mono">{one.property}</span> ({one.kind}) {one.verdict}
          </li>
        ))}
      </ul>
      {runs.length < 2 ? null : (
        <div class="runs" role="group" aria-label="Runs">
          {runs.map(({ label }, index) => (
            <button
              type="button"
              key={label}
              aria-pressed={state.shown.value === index}
              onClick={() => {
                state.shown.value = index;
              }}
            >
              {label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}

/** Each run has a frame of its own, which asks for it. */
function Frame() {
  const { value: hand } = state.hand;
  useEffect(() => {
    if (hand === null) return;
    const listen = ({ data, origin, source }: MessageEvent): void => {
      if (data === ready && origin === location.origin && source !== null)
        (source as Window).postMessage(hand, location.origin);
    };
    addEventListener('message', listen);
    return () => {
      removeEventListener('message', listen);
    };
  }, [hand]);
  if (hand === null)
    return <p class="empty">The run appears here, in the explorer, once the model has been checked.</p>;
  const { run, spec } = hand.embedded;
  return (
    <iframe
      key={`${run.id} ${state.shown.value} ${JSON.stringify(spec)} ${state.count.value}`}
      title="The run in the explorer"
      src="explorer.html"
    />
  );
}

async function start(): Promise<void> {
  state.examples.value = JSON.parse(
    document.getElementById('examples')?.textContent ?? '[]',
  ) as ExampleShown[];
  state.choose(state.examples.value[0]?.name ?? '');
  // The docs around this page keep what was chosen there.
  const kept = localStorage.getItem('vitepress-theme-appearance');
  const dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  state.theme.value = dark ? 'dark' : 'light';
  document.documentElement.dataset['theme'] = state.theme.value;
  // The model of a link is shown, and runs when the reader says so.
  const linked = await unpacked(location.hash);
  if (linked !== null) {
    state.chosen.value = '';
    state.code.value = linked.code;
    state.params.value = linked.params;
  }
  const body = document.getElementById('page');
  if (body !== null) render(<Playground />, body);
  document.documentElement.dataset['ready'] = 'true';
}

void start();
