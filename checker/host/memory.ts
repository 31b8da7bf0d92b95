/**
 * How much memory a search may take: what the machine has, the process's cgroup allows, and `ulimit -v` and `ulimit -d`
 * leave. A reservation beyond the first two ends in the kernel's out-of-memory killer, and one beyond the others makes V8
 * end the process as soon as its own heap grows. So something is always left for the heap and for worker threads.
 */
import { host } from '#host';
import type { Limited, Room } from './host.ts';

const MIB = 2 ** 20;
/** What the calling thread needs beside a store: addresses, and memory in use. */
const OWN_ADDRESSED = 192 * MIB;
const OWN_RESIDENT = 64 * MIB;
/** The same for a worker thread. Measured: 110 to 300 MiB, and 30 MiB. */
const WORKER_ADDRESSED = 400 * MIB;
const WORKER_RESIDENT = 48 * MIB;

/**
 * What a store may take where `workers` more threads are to be started: the least of what each limit leaves. Of addresses it
 * is half, because a store reserves them at once, and what comes after the search needs some, too.
 */
export function roomBeside(workers: number, limits: readonly Limited[] = host.memoryLimits()): Room {
  return limits
    .map(({ bytes, used, kind, of }): Room => {
      const [own, each] =
        kind === 'addresses' ? [OWN_ADDRESSED, WORKER_ADDRESSED] : [OWN_RESIDENT, WORKER_RESIDENT];
      const left = Math.max(0, bytes - used - own - workers * each);
      return { bytes: kind === 'addresses' ? left / 2 : left, of };
    })
    .reduce((least, one) => (one.bytes < least.bytes ? one : least));
}

/** The most threads, up to `workers`, beside which there is room for a store; at least 1, the calling thread. */
export function workersThatFit(workers: number, limits: readonly Limited[] = host.memoryLimits()): number {
  let fit = workers;
  while (fit > 1 && roomBeside(fit, limits).bytes < STORE_MIN) fit--;
  return fit;
}

/** Less than this is no store worth a second thread. */
const STORE_MIN = 16 * MIB;

/** The bound of a search that is given none: half of what machine and cgroup have. */
export const memoryDefaultBytes = (): number => Math.floor(host.memoryBytes() / 2);
