/** Several whole searches side by side, each on a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { ModuleSource, Report } from '../../checker/index.ts';
import { check, loadSystem } from '../../checker/index.ts';

/** Node 20 cannot start a worker from TypeScript: run from source, the searches take turns on the calling thread. */
const built = import.meta.url.endsWith('.js');

/**
 * Searches each module's system to its end, at most `threads` at a time; the reports stand in the order of the modules.
 * Rejects with the first failure.
 */
export async function searchAll(modules: readonly ModuleSource[], threads: number): Promise<Report[]> {
  const reports: Report[] = [];
  const waiting = modules.entries();
  const lane = async (): Promise<void> => {
    for (const [index, module] of waiting) {
      reports[index] = built
        ? await onThread(module)
        : await check(await loadSystem(module), { continue: true });
    }
  };
  await Promise.all(Array.from({ length: built ? threads : 1 }, lane));
  return reports;
}

function onThread(module: ModuleSource): Promise<Report> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./search-worker.js', import.meta.url), { workerData: module });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
