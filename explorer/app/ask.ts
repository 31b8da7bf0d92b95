/** Questions to whoever has the system: a worker of the page, or the server where the model's code is. */
import type { FindProgress } from '../../checker/index.ts';
import type { Answers, Asked, Question, Reply, RunOfDesign } from '../data.ts';

export type Ask = <K extends Question['kind']>(
  question: Extract<Question, { readonly kind: K }>,
  onProgress?: (progress: FindProgress) => void,
) => Promise<Answers[K]>;

interface Waiting {
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: FindProgress) => void;
}

/** A worker that answers; `end` stops it in the middle of what it does, and rejects what was not answered. */
export function workerLine(start: () => Worker): { readonly ask: Ask; readonly end: () => void } {
  let worker: Worker | null = null;
  let number = 0;
  const waiting = new Map<number, Waiting>();
  const fail = (message: string): void => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  };
  const open = (): Worker => {
    const own = start();
    own.onmessage = ({ data }: MessageEvent<Reply>) => {
      const one = waiting.get(data.number);
      if (one === undefined) return;
      if ('progress' in data) {
        one.onProgress(data.progress);
        return;
      }
      waiting.delete(data.number);
      if ('answer' in data) one.resolve(data.answer);
      else one.reject(new Error(data.error));
    };
    own.onerror = (event) => {
      fail(event.message || 'the worker of this page does not start');
    };
    return own;
  };
  return {
    ask: <K extends Question['kind']>(
      question: Extract<Question, { readonly kind: K }>,
      onProgress: (progress: FindProgress) => void = () => undefined,
    ) =>
      new Promise<Answers[K]>((resolve, reject) => {
        worker ??= open();
        number++;
        // Sound because the answer to a question is of its kind.
        waiting.set(number, { resolve: resolve as Waiting['resolve'], reject, onProgress });
        worker.postMessage({ number, question } satisfies Asked);
      }),
    end() {
      worker?.terminate();
      worker = null;
      fail('cancelled');
    },
  };
}

/** The server answers: the model's code is a module of its file system. */
export const serverLine =
  (token: string): Ask =>
  <K extends Question['kind']>(question: Extract<Question, { readonly kind: K }>) =>
    asked<Answers[K]>('ask', token, question);

/** The server has the reference, which runs the steps, and writes what it traced. */
export const goldenLine =
  (token: string) =>
  (run: RunOfDesign): Promise<string> =>
    asked<string>('golden', token, run);

async function asked<T>(path: string, token: string, question: Question | RunOfDesign): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-nosplit-token': token },
    body: JSON.stringify(question),
  });
  const reply = (await response.json()) as { readonly answer: T } | { readonly error: string };
  if ('error' in reply) throw new Error(reply.error);
  return reply.answer;
}
