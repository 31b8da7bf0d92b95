/** Several whole searches side by side, each on a thread of its own. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ModuleSource, Report } from '../../checker/index.ts';
import { threadLimits } from '../../checker/host/thread-limits.ts';
import { InternalError } from '../../checker/index.ts';
import { interruptSearch, searchWhole } from './search-whole.ts';
import type { SearchTask, SizeLimits } from './search-whole.ts';

/** Node 20 cannot start a worker from TypeScript: run from source, the searches take turns on the calling thread. */
const built = import.meta.url.endsWith('.js');

export interface SearchAllOptions {
  /** Without them, counterexamples have only their lengths. */
  readonly traces?: boolean;
  /** For all of them together. A search that finds no time left is exhausted where it begins. */
  readonly timeMaxMs?: number | undefined;
  /** For each of them. */
  readonly limits?: SizeLimits;
  /** Ends every search as soon as it can report what it has. */
  readonly signal?: AbortSignal;
  readonly onReport?: (report: Report, index: number) => void;
}

/**
 * Searches each module's system to its end, at most `threads` at a time; the reports stand in the order of the modules, and
 * `onReport` hears of each as it comes. Rejects with the first failure.
 */
export async function searchAll(
  modules: readonly ModuleSource[],
  threads: number,
  {
    traces = true,
    timeMaxMs,
    limits = {},
    signal = new AbortController().signal,
    onReport = () => undefined,
  }: SearchAllOptions = {},
): Promise<Report[]> {
  const startedMs = performance.now();
  const reports: Report[] = [];
  const waiting = modules.entries();
  let hasFailed = false;
  const lane = async (search: Search): Promise<void> => {
    for (const [index, module] of waiting) {
      // What another thread failed at ends the call; nothing more is begun for it.
      if (hasFailed) return;
      const leftMs =
        timeMaxMs === undefined ? null : Math.max(0, timeMaxMs - (performance.now() - startedMs));
      const report = await search({ module, traces, leftMs, limits }).catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
      reports[index] = report;
      onReport(report, index);
    }
  };
  if (!built) await lane((task) => searchWhole(task, signal));
  else
    await Promise.all(
      Array.from({ length: Math.min(threads, modules.length) }, () => onThread(lane, signal)),
    );
  return reports;
}

type Search = (task: SearchTask) => Promise<Report>;

/**
 * Hands out the searches of a thread that lasts as long as `use`: its start, the loading of the modules and V8's knowledge of
 * them are a third of what a small search costs.
 */
async function onThread(use: (search: Search) => Promise<void>, signal: AbortSignal): Promise<void> {
  const worker = new Worker(new URL('./search-worker.js', import.meta.url), { resourceLimits: threadLimits });
  const interrupt = (): void => {
    worker.postMessage(interruptSearch);
  };
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  try {
    await use(async (task) => {
      const over = new AbortController();
      const ended = once(worker, 'exit', over).then(([code]) => {
        throw new InternalError(`a thread ended with code ${String(code)} while it searched`);
      });
      worker.postMessage(task);
      // Both reject with the thread's error.
      const [report] = (await Promise.race([once(worker, 'message', over), ended])) as [Report];
      ended.catch(() => undefined);
      over.abort();
      return report;
    });
  } finally {
    signal.removeEventListener('abort', interrupt);
    await worker.terminate();
  }
}
