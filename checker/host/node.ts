/** The host in Node: worker threads, files, and the limits of machine, cgroup and shell. */
import { readFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Host, Limited } from './host.ts';
import { threadLimits } from './thread-limits.ts';
import { files } from './whole-file.ts';

/** Node 20 cannot start a worker from TypeScript: run from source, the built worker is started. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? '../../build/checker/check/worker.js' : '../check/worker.js',
  import.meta.url,
);

export const host: Host = {
  // Loaded when it is asked for, as is that of checksums: each takes Node as long to load as much of the checker.
  sha256: (text) => process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex'),
  nextTurn: () => new Promise((resume) => setImmediate(resume)),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  memoryBytes: () => Math.min(totalmem(), constrained()),
  memoryLimits,
  startWorker: () => new Worker(entry, { resourceLimits: threadLimits }),
  files,
};

/** The cgroup's limit, read once; without one the kernel says a number beyond all memory, or none. */
let cgroupBytes = 0;
const constrained = (): number => (cgroupBytes ||= process.constrainedMemory() || Infinity);

function memoryLimits(): readonly Limited[] {
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
