/** The thread of several searches: answers each SearchTask that it is sent with the report. */
import { parentPort } from 'node:worker_threads';
import type { SearchTask } from './search-whole.ts';
import { searchWhole } from './search-whole.ts';

parentPort?.on('message', (task: SearchTask) => {
  void searchWhole(task).then((report) => parentPort?.postMessage(report));
});
