/** Asks the worker that lays out graphs. */
import type { Drawn } from './graphviz.ts';

/** Resolves to Graphviz's plain output. A graph that was asked for before and is not drawn yet is given up. */
export type Draw = (dot: string) => Promise<string>;

export function drawing(start: () => Worker): Draw {
  let worker: Worker | null = null;
  let number = 0;
  let isBusy = false;
  return (dot) => {
    // What it is at is of no use any more.
    if (isBusy) worker?.terminate();
    if (isBusy || worker === null) worker = start();
    const [own, asked] = [worker, ++number];
    isBusy = true;
    return new Promise((resolve, reject) => {
      own.onmessage = ({ data }: MessageEvent<Drawn>) => {
        if (data.number !== asked) return;
        isBusy = false;
        if (data.plain === undefined) reject(new Error(data.error ?? 'no picture'));
        else resolve(data.plain);
      };
      own.onerror = (event) => {
        isBusy = false;
        worker = null;
        reject(new Error(event.message || 'the worker that draws graphs does not start'));
      };
      own.postMessage({ number: asked, dot });
    });
  };
}
