/**
 * Worker threads, kept for the next search: starting one takes longer than many a search.
 */
import { host } from '#host';
import type { Worker } from '../../host/host.ts';
import { InternalError, SystemError } from '../../language/system-error.ts';
import { revived } from '../../language/portable-error.ts';
import { posted } from './posted-job.ts';
import type { Answer, Done, Job, Notice } from './protocol.ts';
import { ANOTHER_FAILED, announceFailure, failedBy, failure } from './protocol.ts';

const idle: Worker[] = [];

const cannotStart =
  'a worker thread cannot start; allow more open files and threads (ulimit -n, ulimit -u), or search with one worker';

/** Whether a thread did not come to run for want of files or threads. */
const isShortage = (error: Error): boolean =>
  ['ERR_WORKER_INIT_FAILED', 'EMFILE', 'ENFILE', 'EAGAIN'].includes(
    String((error as NodeJS.ErrnoException).code),
  );

/** What came of a team's jobs. */
export interface Answers {
  readonly done: readonly Done[];
  /** Workers whose heap was full, by their numbers. */
  readonly full: readonly number[];
}

/** Jobs, each on a worker of its own. They keep no process alive but while their answers are waited for. */
export class Jobs {
  /** What is done with what the workers say before they answer. */
  hear: (notice: Notice) => void;
  /** All have answered. */
  isOver = false;
  readonly #workers: readonly Worker[];
  readonly #answers: Promise<readonly (Answer | Full)[]>;

  constructor(jobs: readonly Job[], hear: (notice: Notice) => void) {
    this.hear = hear;
    const tell = (notice: Notice): void => {
      this.hear(notice);
    };
    const team = jobs.map((job) => ({ job, worker: idleOrNew() }));
    this.#workers = team.map(({ worker }) => worker);
    this.#answers = Promise.all(team.map(({ worker, job }) => run(worker, job, tell))).finally(() => {
      this.isOver = true;
    });
  }

  /** Waits for all to answer. Rejects with the first one's error; a worker that ended for want of memory is no error. */
  async answers(): Promise<Answers> {
    if (!this.isOver) for (const worker of this.#workers) worker.ref();
    const answers = await this.#answers;
    const failed = answers.filter((answer) => answer.kind === 'failed');
    // The workers that stopped because another failed say only that.
    const cause = failed.find(({ error }) => error.message !== ANOTHER_FAILED) ?? failed[0];
    if (cause !== undefined) throw revived(cause.error);
    return {
      done: answers.filter((answer) => answer.kind === 'done'),
      full: answers.flatMap((answer, worker) => (answer.kind === 'full' ? [worker] : [])),
    };
  }
}

interface Full {
  readonly kind: 'full';
}

function idleOrNew(): Worker {
  const worker = idle.pop() ?? started();
  worker.unref();
  return worker;
}

async function run(worker: Worker, job: Job, hear: (notice: Notice) => void): Promise<Answer | Full> {
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.on('message', (message: Answer | Notice) => {
        if (message.kind === 'done' || message.kind === 'failed') resolve(message);
        else hear(message);
      });
      worker.once('error', (error) => {
        reject(
          isShortage(error)
            ? new SystemError(`${cannotStart} (${error.message})`, { code: 'worker', cause: error })
            : error,
        );
      });
      worker.once('exit', (code) => {
        reject(
          new SystemError(
            `a worker thread ended with code ${String(code)} while it searched; does a function of the model call process.exit?`,
            { code: 'worker' },
          ),
        );
      });
      worker.postMessage(posted(job));
    });
    worker.unref();
    idle.push(worker);
    return answer;
  } catch (error) {
    const isFull = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    announceFailure(job.control, isFull ? failure.memory : failure.threw);
    return isFull ? { kind: 'full' } : failedBy(error);
  } finally {
    // Event by event: to remove all at once would also remove the listener by which the worker's port is started again.
    for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
    watch(worker);
  }
}

function started(): Worker {
  if (host.startWorker === null) throw new InternalError('a worker thread is to start where there are none');
  return host.startWorker();
}

/** Forgets a worker that ends while it is idle, for instance by a timer that the user's module left running. */
function watch(worker: Worker): void {
  worker.on('error', () => undefined);
  worker.once('exit', () => {
    const index = idle.indexOf(worker);
    if (index >= 0) idle.splice(index, 1);
  });
}
