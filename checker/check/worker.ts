/**
 * The entry of a worker thread: a shell that takes jobs and answers. The work is in search/parallel/member.ts, which is handed the reduction,
 * since a search knows nothing of symmetry.
 */
import { parentPort } from 'node:worker_threads';
import { runMember } from '../search/parallel/member.ts';
import { received } from '../search/parallel/posted-job.ts';
import type { PostedJob } from '../search/parallel/posted-job.ts';
import type { Answer, Notice } from '../search/parallel/protocol.ts';
import { announceFailure, failedBy } from '../search/parallel/protocol.ts';
import { reductionOf } from '../symmetry/reduction.ts';

parentPort?.on('message', (message: PostedJob) => {
  const job = received(message);
  void runMember(job, tell, reductionOf).then(
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
