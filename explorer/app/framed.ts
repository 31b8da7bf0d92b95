/** The explorer in a frame of the playground: the page around it hands over a run, and the code of its model. */
import type { Handed, Loading } from '../playground/messages.ts';
import { ready } from '../playground/messages.ts';

export const isFramed = (): boolean => document.documentElement.dataset['from'] === 'playground';

/** Resolves once the page around this one, and nobody else, has handed it over. */
export const handed = (): Promise<Handed> =>
  new Promise((resolve) => {
    addEventListener('message', ({ source, origin, data }: MessageEvent<Handed>) => {
      if (source === parent && origin === location.origin) resolve(data);
    });
    parent.postMessage(ready, location.origin);
  });

/** Starts workers that answer about the model. */
export const modelWorker =
  ({ code, embedded }: Handed): (() => Worker) =>
  () => {
    const worker = checkerWorker();
    const { base } = embedded.spec;
    worker.postMessage({
      code,
      params: base.kind === 'own' ? base.params : {},
      judge: false,
    } satisfies Loading);
    return worker;
  };

/** The checker in a worker that has the policy of this page: a script by its own address would have none. */
export function checkerWorker(): Worker {
  const script = `import ${JSON.stringify(new URL('checker.js', document.baseURI).href)};`;
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return new Worker(url, { type: 'module' });
}
