/** Starts the page: paints what stands in it, then brings up who answers. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Embedded } from '../data.ts';
import { connect } from './actions/lines.ts';
import { learn } from './actions/walk.ts';
import { serverLine, workerLine } from './ask.ts';
import { Footer, Header } from './chrome.tsx';
import { drawing } from './graph/draw.ts';
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
      <Notices />
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

/** A file has the data and the worker's script in itself; a served page asks for them, with the token of its first address. */
async function data(): Promise<{ readonly embedded: Embedded; readonly token: string | null }> {
  const own = document.getElementById('data')?.textContent ?? '';
  if (own !== '') return { embedded: JSON.parse(own) as Embedded, token: null };
  const [, given] = /[#&]token=([0-9a-f]+)/.exec(location.hash) ?? [];
  const token = given ?? sessionStorage.getItem('token') ?? '';
  if (given !== undefined) {
    sessionStorage.setItem('token', given);
    history.replaceState(null, '', `#${location.hash.replace(/^#/, '').replace(/&?token=[0-9a-f]+/, '')}`);
  }
  const response = await fetch('data', { headers: { 'x-nosplit-token': token } });
  if (!response.ok)
    throw new Error('this page was opened without its token; open the address that nosplit printed');
  return { embedded: (await response.json()) as Embedded, token };
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
  const { embedded, token } = await data();
  const { spec, system, run, details } = embedded;
  state.page.value = embedded;
  state.spec.value = spec;
  state.system.value = system;
  state.runs.value = [run];
  state.at.value = run.steps.length;
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
  const isServed = token !== null;
  const graphviz = await workers('graph', isServed);
  const draw = graphviz === null ? null : drawing(graphviz);
  const worker = await workers('worker', isServed);
  if (spec.base.kind === 'recorded' && isServed) {
    const ask = serverLine(token);
    connect({ ask, search: ask, cancel: () => undefined, draw });
  } else if (spec.base.kind !== 'recorded' && worker !== null) {
    const [walk, search] = [workerLine(worker), workerLine(worker)];
    connect({ ask: walk.ask, search: search.ask, cancel: search.end, draw });
  }
  await enter(location.hash);
  follow();
  await learn();
  document.documentElement.dataset['ready'] = 'true';
}

start().catch((error: unknown) => {
  const body = document.getElementById('page');
  if (body !== null) body.textContent = error instanceof Error ? error.message : String(error);
});
