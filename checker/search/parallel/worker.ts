/**
 * The entry of a worker thread: a shell that takes jobs and answers; the work is in member.ts.
 */
import { parentPort } from 'node:worker_threads';
import { runMember } from './member.ts';
import type { Answer, Job, Notice } from './protocol.ts';
import { announceFailure, failedBy } from './protocol.ts';

parentPort?.on('message', (job: Job) => {
  void runMember(job, tell).then(
    (done) => {
      answer(done);
    },
    (error: unknown) => {
      announceFailure(job.control);
      answer(failedBy(error));
    },
  );
});

function tell(notice: Notice): void {
  parentPort?.postMessage(notice);
}

/** A promise that the model's functions left rejected ends this thread first, which the other side hears of. */
function answer(message: Answer): void {
  setImmediate(() => parentPort?.postMessage(message));
}
