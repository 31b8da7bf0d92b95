/** What the playground shows, and what a reader does with it. */
import { batch, computed, signal } from '@preact/signals';
import type { Judged } from '../../playground/judged.ts';
import type { ExampleShown, Handed, Loading, Told } from '../../playground/messages.ts';
import { paramsOf } from '../../playground/module.ts';
import { checkerWorker } from '../framed.ts';
import { packed } from './link.ts';

export type Status =
  | { readonly kind: 'idle' }
  | { readonly kind: 'runs'; readonly distinct: number; readonly depth: number }
  | { readonly kind: 'failed'; readonly message: string }
  /** `code` is what was judged, whatever the editor has by now. */
  | { readonly kind: 'judged'; readonly judged: Judged; readonly code: string };

export const examples = signal<readonly ExampleShown[]>([]);
/** The name of the example that was chosen last. */
export const chosen = signal('');
export const code = signal('');
export const params = signal('');
export const status = signal<Status>({ kind: 'idle' });
/** The run that the explorer shows, of those that came with the verdict. */
export const shown = signal(0);
export const copied = signal('');
/** How many searches have ended: each has a frame of its own, even with the run of the one before. */
export const count = signal(0);

export const theme = signal<'light' | 'dark'>('light');

/** What the frame is handed when it says that it is there. */
export const hand = computed<Handed | null>(() => {
  const now = status.value;
  if (now.kind !== 'judged') return null;
  const run = now.judged.runs[shown.value];
  return run === undefined ? null : { embedded: run.page, code: now.code, theme: theme.value };
});

export function choose(name: string): void {
  const example = examples.value.find((one) => one.name === name);
  if (example === undefined) return;
  stop();
  batch(() => {
    chosen.value = name;
    code.value = example.text;
    params.value = example.params;
    status.value = { kind: 'idle' };
  });
}

let worker: Worker | null = null;

/** Searches what the editor has, in a worker of its own. */
export function run(): void {
  stop();
  const text = code.value;
  let given: Loading;
  try {
    given = { code: text, params: paramsOf(params.value), judge: true };
  } catch (error) {
    status.value = { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    return;
  }
  const own = checkerWorker();
  worker = own;
  status.value = { kind: 'runs', distinct: 0, depth: 0 };
  const end = (next: Status): void => {
    own.terminate();
    worker = null;
    batch(() => {
      shown.value = 0;
      count.value++;
      status.value = next;
    });
  };
  own.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data.kind === 'progress') status.value = { kind: 'runs', distinct: data.distinct, depth: data.depth };
    else if (data.kind === 'failed') end({ kind: 'failed', message: data.message });
    else end({ kind: 'judged', judged: data.judged, code: text });
  };
  own.onerror = (event) => {
    end({ kind: 'failed', message: event.message || 'the checker does not start in this browser' });
  };
  own.postMessage(given);
}

export function stop(): void {
  if (worker === null) return;
  worker.terminate();
  worker = null;
  status.value = { kind: 'idle' };
}

/** Puts a link to this model into the address, and copies it. */
export async function share(): Promise<void> {
  history.replaceState(null, '', `#${await packed({ code: code.value, params: params.value })}`);
  try {
    await navigator.clipboard.writeText(location.href);
    copied.value = 'The link is copied.';
  } catch {
    copied.value = 'The link is in the address bar.';
  }
}
