/** The thread of one search: takes a SearchTask as `workerData`, answers with the report. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SearchTask } from './search-whole.ts';
import { searchWhole } from './search-whole.ts';

parentPort?.postMessage(await searchWhole(workerData as SearchTask));
