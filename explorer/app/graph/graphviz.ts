/** The worker that lays out graphs: Graphviz, as WebAssembly. It is started at the first graph. */
import { instance } from '@viz-js/viz';

export interface Drawn {
  readonly number: number;
  /** What it drew, as plain text; or what went wrong. */
  readonly plain?: string;
  readonly error?: string;
}

const up = instance();
const say = (drawn: Drawn): void => {
  postMessage(drawn);
};

globalThis.onmessage = ({ data }: MessageEvent<{ readonly number: number; readonly dot: string }>) => {
  const { number, dot } = data;
  up.then((viz) => viz.renderString(dot, { format: 'plain', engine: 'dot' })).then(
    (plain) => {
      say({ number, plain });
    },
    (error: unknown) => {
      say({ number, error: error instanceof Error ? error.message : String(error) });
    },
  );
};
