/** Several whole searches side by side, each on a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { ModuleSource, Report } from '../../checker/index.ts';
import { searchWhole } from './search-whole.ts';
import type { SearchTask } from './search-whole.ts';

/** Node 20 cannot start a worker from TypeScript: run from source, the searches take turns on the calling thread. */
const built = import.meta.url.endsWith('.js');

/**
 * Searches each module's system to its end, at most `threads` at a time; the reports stand in the order of the modules, and
 * `onReport` hears of each as it comes. Without `traces`, counterexamples have only their lengths. Rejects with the first failure.
 */
export async function searchAll(
  modules: readonly ModuleSource[],
  threads: number,
  {
    traces = true,
    onReport = () => undefined,
  }: { readonly traces?: boolean; readonly onReport?: (report: Report, index: number) => void } = {},
): Promise<Report[]> {
  const reports: Report[] = [];
  const waiting = modules.entries();
  const lane = async (): Promise<void> => {
    for (const [index, module] of waiting) {
      const report = built ? await onThread({ module, traces }) : await searchWhole({ module, traces });
      reports[index] = report;
      onReport(report, index);
    }
  };
  await Promise.all(Array.from({ length: built ? threads : 1 }, lane));
  return reports;
}

function onThread(task: SearchTask): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./search-worker.js', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
