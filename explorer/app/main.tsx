/** Starts the page: paints what stands in it, then brings up who answers. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Embedded } from '../data.ts';
import { connect } from './actions/lines.ts';
import { learn } from './actions/walk.ts';
import { goldenLine, serverLine, workerLine } from './ask.ts';
import { Footer, Header } from './chrome.tsx';
import { handed, isFramed, modelWorker } from './framed.ts';
import { drawing } from './graph/draw.ts';
import type { Handed } from '../playground/messages.ts';
import { Inspector } from './inspector/inspector.tsx';
import { listen } from './keys.ts';
import { Lanes } from './lanes/lanes.tsx';
import { PanelPart } from './panels/panels.tsx';
import { enter, follow } from './place.ts';
import * as state from './state.ts';
import { keyOf } from './state.ts';
import { StoryPart } from './story.tsx';

function Page() {
  const isCompared = state.comparison.value !== null;
  return (
    <>
      <Header />
      <div class="told-above">
        <Leave />
        <Notices />
      </div>
      <StoryPart />
      <main class={isCompared ? 'compared' : ''}>
        <Lanes side="own" />
        {isCompared ? <Lanes side="other" /> : <Inspector />}
      </main>
      <Footer />
      <PanelPart />
      <p class="vh" aria-live="polite">
        {state.spoken.value}
      </p>
    </>
  );
}

/** The code of a model is its sender's: it runs when the reader says so. */
function Leave() {
  if (state.spec.value.base.kind !== 'own' || state.isAllowed.value) return null;
  return (
    <div class="leave" role="region" aria-label="The model's code">
      This is the run as it was recorded. The code of the model stands in this file, too; it reaches neither
      network nor files.
      <button
        type="button"
        onClick={() => {
          state.isAllowed.value = true;
        }}
      >
        Run the model's code
      </button>
    </div>
  );
}

function Notices() {
  if (state.notices.value.length === 0) return null;
  return (
    <div class="notices" role="alert">
      {state.notices.value.map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
      <button
        type="button"
        aria-label="Close the notice"
        onClick={() => {
          state.notices.value = [];
        }}
      >
        ✕
      </button>
    </div>
  );
}

interface Given {
  readonly embedded: Embedded;
  /** Of a server that answers. */
  readonly token: string | null;
  /** By the playground around this page. */
  readonly handed: Handed | null;
}

/** A file has the data and the worker's script in itself; a served page asks for them, with the token of its first address. */
async function data(): Promise<Given> {
  if (isFramed()) {
    const given = await handed();
    return { embedded: given.embedded, token: null, handed: given };
  }
  const own = document.getElementById('data')?.textContent ?? '';
  if (own !== '') return { embedded: JSON.parse(own) as Embedded, token: null, handed: null };
  const [, given] = /[#&]token=([0-9a-f]+)/.exec(location.hash) ?? [];
  const token = given ?? sessionStorage.getItem('token') ?? '';
  if (given !== undefined) {
    sessionStorage.setItem('token', given);
    history.replaceState(null, '', `#${location.hash.replace(/^#/, '').replace(/&?token=[0-9a-f]+/, '')}`);
  }
  const response = await fetch('data', { headers: { 'x-nosplit-token': token } });
  if (!response.ok)
    throw new Error('this page was opened without its token; open the address that nosplit printed');
  return { embedded: (await response.json()) as Embedded, token, handed: null };
}

/** Starts workers: from the script that stands packed in the file, or from the server's; null where the file has none. */
async function workers(name: 'worker' | 'graph', isServed: boolean): Promise<(() => Worker) | null> {
  if (isServed) return () => new Worker(`${name}.js`);
  const packed = document.getElementById(name)?.textContent ?? '';
  if (packed === '') return null;
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const text = await new Response(
    new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')),
  ).text();
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return () => new Worker(url);
}

async function start(): Promise<void> {
  const given = await data();
  const { embedded } = given;
  const { spec, system, run, details } = embedded;
  state.page.value = embedded;
  state.spec.value = spec;
  state.system.value = system;
  state.runs.value = [run];
  state.at.value = run.steps.length;
  if (given.handed !== null) {
    // Who runs a model in the playground has let its code run.
    state.isAllowed.value = true;
    state.theme.value = given.handed.theme;
  }
  state.details.value = new Map(
    details.flatMap((one, step) => (one === null ? [] : [[keyOf(run, step), one] as const])),
  );
  effect(() => {
    const { value } = state.theme;
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    document.documentElement.dataset['theme'] = value ?? (dark ? 'dark' : 'light');
  });
  const body = document.getElementById('page');
  if (body !== null) render(<Page />, body);
  performance.mark('painted');
  listen();
  const asked = location.hash;
  await answered(given);
  await enter(asked);
  follow();
  await learn();
  // What the address asks for is shown as soon as the code may run that can answer.
  if (given.handed === null) {
    const end = effect(() => {
      if (!state.isAllowed.value) return;
      end();
      void answered(given).then(() => enter(asked === '' ? location.hash : asked));
    });
  }
  document.documentElement.dataset['ready'] = 'true';
}

/** Brings up who answers: a worker, or the server. The code of somebody's model waits until it is allowed to run. */
async function answered({ embedded, token, handed }: Given): Promise<void> {
  const { base } = embedded.spec;
  const isServed = token !== null;
  const graphviz = await workers('graph', isServed || handed !== null);
  const draw = graphviz === null ? null : drawing(graphviz);
  const golden = token === null ? null : goldenLine(token);
  if (base.kind === 'recorded' && isServed) {
    const ask = serverLine(token);
    connect({ ask, search: ask, cancel: () => undefined, draw, golden });
    return;
  }
  if (!state.canRun.value) return;
  const worker = handed === null ? await workers('worker', isServed) : modelWorker(handed);
  if (worker === null) return;
  const [walk, search] = [workerLine(worker), workerLine(worker)];
  connect({ ask: walk.ask, search: search.ask, cancel: search.end, draw, golden });
}

start().catch((error: unknown) => {
  const body = document.getElementById('page');
  if (body !== null) body.textContent = error instanceof Error ? error.message : String(error);
});
