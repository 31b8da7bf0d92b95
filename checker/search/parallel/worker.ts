/**
 * The entry of a worker thread: a shell that takes jobs and answers; the work is in member.ts.
 */
import { parentPort } from 'node:worker_threads';
import { runMember } from './member.ts';
import type { Answer, Job } from './protocol.ts';
import { word } from './protocol.ts';

parentPort?.on('message', (job: Job) => {
  void runMember(job).then(
    (done) => {
      answer(done);
    },
    (error: unknown) => {
      Atomics.store(job.control, word.failed, 1);
      Atomics.add(job.control, word.round, 1);
      Atomics.notify(job.control, word.round);
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      answer({ kind: 'failed', name, message, stack: stack ?? '' });
    },
  );
});

function answer(message: Answer): void {
  parentPort?.postMessage(message);
}
