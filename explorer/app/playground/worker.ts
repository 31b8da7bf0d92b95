/**
 * The checker in a worker of the playground: it judges a model, or answers the page of the explorer about it. The model imports the
 * checker from this very script, so that both have one.
 */
import type { System } from '../../../checker/index.ts';
import { loadSystem } from '../../../checker/index.ts';
import type { Scope } from '../../answering.ts';
import { answerIn, makeOwn } from '../../answering.ts';
import type { Asked } from '../../data.ts';
import { judged } from '../../playground/judged.ts';
import type { Loading, Told } from '../../playground/messages.ts';
import { withChecker } from '../../playground/module.ts';
export * from '../../../checker/index.ts';

declare const VERSION: string;

/** As much as a page can hold. */
const MEMORY_BYTES = 2 ** 29;

const tell = (told: Told): void => {
  postMessage(told);
};

async function imported(code: string, params: Loading['params']): Promise<System> {
  const text = withChecker(code, import.meta.url);
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  try {
    return await loadSystem({ url, params });
  } catch (error) {
    // The address is ours, and says nothing.
    if (error instanceof Error) error.message = error.message.replaceAll(url, 'the model');
    throw error;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** A model in JavaScript as it is; what is no JavaScript may be TypeScript, whose types are left out. */
async function systemOf({ code, params }: Loading): Promise<System> {
  try {
    return await imported(code, params);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { stripped } = (await import(new URL('strip.js', import.meta.url).href)) as {
      readonly stripped: (code: string) => string;
    };
    return await imported(stripped(code), params);
  }
}

async function judge(loading: Loading): Promise<void> {
  try {
    const system = await systemOf(loading);
    tell({
      kind: 'judged',
      judged: await judged(system, {
        params: loading.params,
        version: VERSION,
        memoryMaxBytes: MEMORY_BYTES,
        onProgress: ({ distinct, depth }) => {
          tell({ kind: 'progress', distinct, depth });
        },
      }),
    });
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

async function answering(loading: Loading): Promise<Scope> {
  const system = await systemOf(loading);
  const scope: Scope = {
    onmessage: null,
    postMessage: (reply) => {
      postMessage(reply);
    },
  };
  answerIn(scope, makeOwn(system));
  return scope;
}

let answers: Promise<Scope> | null = null;
addEventListener('message', ({ data }: MessageEvent<Loading | Asked>) => {
  if ('question' in data)
    void answers?.then((scope) => {
      scope.onmessage?.({ data });
    });
  else if (data.judge) void judge(data);
  else answers = answering(data);
});
