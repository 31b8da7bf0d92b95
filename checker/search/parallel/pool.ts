/**
 * Worker threads, kept for the next search: starting one takes longer than many a search.
 */
import { Worker } from 'node:worker_threads';
import type { Answer, Done, Job } from './protocol.ts';
import { ANOTHER_FAILED, word } from './protocol.ts';

/** Node 20 cannot start a worker from TypeScript: run from source, the built worker is started. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? '../../../dist/checker/search/parallel/worker.js' : './worker.js',
  import.meta.url,
);

const idle: Worker[] = [];

/** Runs each job on a worker of its own. Rejects with the first worker's error after all have answered. */
export async function runJobs(jobs: readonly Job[]): Promise<readonly Done[]> {
  const answers = await Promise.all(jobs.map(runJob));
  const failed = answers.filter((answer) => answer.kind === 'failed');
  // The workers that stopped because another failed say only that.
  const cause = failed.find(({ message }) => message !== ANOTHER_FAILED) ?? failed[0];
  if (cause !== undefined) {
    const error = new Error(cause.message);
    error.name = cause.name;
    error.stack = cause.stack;
    throw error;
  }
  return answers.filter((answer) => answer.kind === 'done');
}

async function runJob(job: Job): Promise<Answer> {
  const worker = idle.pop() ?? new Worker(entry);
  worker.ref();
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.postMessage(job);
    });
    worker.removeAllListeners();
    worker.unref();
    idle.push(worker);
    return answer;
  } catch (error) {
    Atomics.store(job.control, word.failed, 1);
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', name, message, stack: stack ?? '' };
  }
}
