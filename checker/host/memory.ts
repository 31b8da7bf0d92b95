/**
 * How much memory a search may take: what the machine has, the process's cgroup allows, and `ulimit -v` and `ulimit -d`
 * leave. A reservation beyond the first two ends in the kernel's out-of-memory killer, and one beyond the others makes V8
 * end the process as soon as its own heap grows. So something is always left for the heap and for worker threads.
 */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';

const MIB = 2 ** 20;
/** What the calling thread needs beside a store: addresses, and memory in use. */
const OWN_ADDRESSED = 192 * MIB;
const OWN_RESIDENT = 64 * MIB;
/** The same for a worker thread, whose range of code is {@link CODE_RANGE_MIB}. Measured: 110 to 300 MiB, and 30 MiB. */
const WORKER_ADDRESSED = 400 * MIB;
const WORKER_RESIDENT = 48 * MIB;

/** V8 reserves 512 MiB of addresses for the code of each thread unless told otherwise, and ends the process if it cannot. */
export const CODE_RANGE_MIB = 128;

/** Bytes that are left, and what ends them. */
export interface Room {
  readonly bytes: number;
  readonly of: 'the machine' | 'the cgroup' | 'ulimit -v' | 'ulimit -d';
}

/** A limit with what the process uses of it. */
export interface Limited extends Room {
  readonly used: number;
  readonly kind: 'addresses' | 'memory';
}

/**
 * What a store may take where `workers` more threads are to be started: the least of what each limit leaves. Of addresses it
 * is half, because a store reserves them at once, and what comes after the search needs some, too.
 */
export function roomBeside(workers: number, limits: readonly Limited[] = limitsHere()): Room {
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
export function workersThatFit(workers: number, limits: readonly Limited[] = limitsHere()): number {
  let fit = workers;
  while (fit > 1 && roomBeside(fit, limits).bytes < STORE_MIN) fit--;
  return fit;
}

/** Less than this is no store worth a second thread. */
const STORE_MIN = 16 * MIB;

/** The bound of a search that is given none: half of what machine and cgroup have. */
export const memoryDefaultBytes = (): number => Math.floor(Math.min(totalmem(), constrained()) / 2);

/** The cgroup's limit, read once; without one the kernel says a number beyond all memory, or none. */
let cgroupBytes = 0;
const constrained = (): number => (cgroupBytes ||= process.constrainedMemory() || Infinity);

function limitsHere(): readonly Limited[] {
  const [status, meminfo, limits] = ['self/status', 'meminfo', 'self/limits'].map(textOf);
  const kib = (text: string, name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? NaN) * 1024;
  const limit = (name: string): number =>
    Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(limits ?? '')?.[1] ?? Infinity);
  const available = kib(meminfo ?? '', 'MemAvailable') + kib(meminfo ?? '', 'SwapFree');
  return [
    {
      of: 'the machine',
      kind: 'memory',
      bytes: Number.isNaN(available) ? totalmem() : available,
      used: 0,
    },
    { of: 'the cgroup', kind: 'memory', bytes: constrained(), used: kib(status ?? '', 'VmRSS') || 0 },
    {
      of: 'ulimit -v',
      kind: 'addresses',
      bytes: limit('Max address space'),
      used: kib(status ?? '', 'VmSize') || 0,
    },
    {
      of: 'ulimit -d',
      kind: 'addresses',
      bytes: limit('Max data size'),
      used: kib(status ?? '', 'VmData') || 0,
    },
  ];
}

/** A file of /proc; empty where there is none. */
function textOf(name: string): string {
  try {
    return readFileSync(`/proc/${name}`, 'utf8');
  } catch {
    return '';
  }
}
