/** The thread that runs a command: whatever a model's functions do happens here, while the main thread stays in charge. */
import { Readable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import { run } from '../run.ts';
import type { Out, World } from '../world.ts';
import type { Message, Start } from './protocol.ts';
import { thrown } from './blame.ts';

const { words, stdout, stderr, cwd, cores } = workerData as Start;

const say = (message: Message): void => {
  parentPort?.postMessage(message);
};

const out = (to: 'stdout' | 'stderr', shape: Start['stdout']): Out => ({
  ...shape,
  write: (data) => {
    say({ kind: 'write', to, data });
  },
  // The message has a copy of the bytes.
  writeBytes: (data) => {
    say({ kind: 'write', to, data });
    return Promise.resolve(true);
  },
});

function onInterrupt(first: () => void): () => void {
  parentPort?.on('message', first);
  say({ kind: 'listen', listens: true });
  return () => {
    parentPort?.off('message', first);
    say({ kind: 'listen', listens: false });
  };
}

process.on('uncaughtException', (error, origin) => {
  say({
    kind: 'uncaught',
    how: origin === 'unhandledRejection' ? 'rejected' : 'thrown',
    error: thrown(error),
  });
});
process.on('unhandledRejection', (reason) => {
  say({ kind: 'uncaught', how: 'rejected', error: thrown(reason) });
});

const world: World = {
  stdout: out('stdout', stdout),
  stderr: out('stderr', stderr),
  // No command that runs here reads it.
  stdin: { isTTY: false, chunks: () => Readable.from([]) },
  cwd,
  cores,
  now: () => performance.now(),
  onInterrupt,
  endAfter: (ms, last) => {
    say({ kind: 'end after', ms, words: last });
  },
  runsModel: (model) => {
    say({ kind: 'runs model', model });
  },
};

say({ kind: 'ended', exit: await run(words, world) });
