/** The thread of one search: takes a ModuleSource as `workerData`, answers with the report. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ModuleSource } from '../../checker/index.ts';
import { check, loadSystem } from '../../checker/index.ts';

parentPort?.postMessage(await check(await loadSystem(workerData as ModuleSource), { continue: true }));
