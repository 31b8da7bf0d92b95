/** The thread of several searches: answers each SearchTask that it is sent with the report, until it is interrupted. */
import { parentPort } from 'node:worker_threads';
import type { SearchTask } from './search-whole.ts';
import { interruptSearch, searchWhole } from './search-whole.ts';

const interrupted = new AbortController();

parentPort?.on('message', (task: SearchTask | typeof interruptSearch) => {
  if (task === interruptSearch) interrupted.abort();
  else void searchWhole(task, interrupted.signal).then((report) => parentPort?.postMessage(report));
});
