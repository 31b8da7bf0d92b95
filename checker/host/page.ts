/** The host in a page: no threads, no files, and as much memory as the browser says that the device has. */
import type { Host } from './host.ts';
import { sha256 } from './sha256.ts';

const GIB = 2 ** 30;
/** Where the browser does not tell. */
const GIB_ASSUMED = 4;

const memoryBytes = (): number => {
  const { navigator } = globalThis as { readonly navigator?: { readonly deviceMemory?: number } };
  return (navigator?.deviceMemory ?? GIB_ASSUMED) * GIB;
};

export const host: Host = {
  sha256,
  // A message and no timer: timers of a page wait for 4 ms after the first few.
  nextTurn: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener(
        'message',
        () => {
          port1.close();
          resolve();
        },
        { once: true },
      );
      port1.start();
      port2.postMessage(null);
    }),
  // A page does not tell.
  cpuMs: () => performance.now(),
  memoryBytes,
  memoryLimits: () => [{ of: 'the page', kind: 'memory', bytes: memoryBytes(), used: 0 }],
  startWorker: null,
  files: null,
};
