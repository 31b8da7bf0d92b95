/**
 * Runs a search as a process of its own under GNU time, so that every tool is measured from outside by the same measure:
 * wall and CPU time from the process's start to its end, and the most memory that was resident.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Command {
  readonly command: string;
  readonly words: readonly string[];
  /** A folder that may be written to. */
  readonly cwd: string;
}

export interface Usage {
  readonly wallSeconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

const TIMEOUT_MS = 3_600_000;

/** Why nothing can be measured here, or undefined. */
export function unmeasurable(): string | undefined {
  const { status } = spawnSync('time', ['-f', '%e %U %S %M', 'true'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'no GNU time; `apt-get install time`';
}

/** Runs the command to its end. Throws where it ends with another code than 0. */
export function measure({ command, words, cwd }: Command): { output: string; usage: Usage } {
  const file = join(cwd, 'usage');
  const { stdout, stderr, error, status } = spawnSync(
    'time',
    ['-o', file, '-f', '%e %U %S %M', command, ...words],
    { cwd, encoding: 'utf8', maxBuffer: 2 ** 28, timeout: TIMEOUT_MS },
  );
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`${command} ${words.join(' ')} ended with ${String(status)}:\n${stdout}${stderr}`);
  return { output: stdout, usage: usageIn(readFileSync(file, 'utf8')) };
}

/** Reads what GNU time wrote for the format `%e %U %S %M`: seconds, and KiB. */
export function usageIn(text: string): Usage {
  const found = /^([\d.]+) ([\d.]+) ([\d.]+) (\d+)\s*$/.exec(text);
  if (found === null) throw new Error(`GNU time wrote '${text}', which is not four numbers`);
  const [wall = NaN, user = NaN, system = NaN, peak = NaN] = found.slice(1).map(Number);
  // GNU time counts hundredths: a search shorter than that would have an infinite rate.
  return {
    wallSeconds: Math.max(wall, 0.01),
    cpuSeconds: Math.max(user + system, 0.01),
    peakBytes: peak * 1024,
  };
}
