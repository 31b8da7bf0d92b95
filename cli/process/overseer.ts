/**
 * A command on a thread of its own, seen from the main thread, which never runs a model's code. The main thread writes what the command
 * says and counts interrupts. It ends the other if the time is over and a function of the model does not return.
 */
import { Worker } from 'node:worker_threads';
import { threadLimits } from '../../checker/host/thread-limits.ts';
import { deliver } from '../output.ts';
import type { LastWords, ModelCode, World } from '../world.ts';
import type { Failure } from './blame.ts';
import { blame, thrown } from './blame.ts';
import { withFlags } from './flags.ts';
import type { Message, Start } from './protocol.ts';
import { interrupt } from './protocol.ts';

/** How long a thread may take to answer once its time is over. */
const graceMs = 500;

/** Runs the words on a thread and resolves to the exit code, whatever becomes of the thread. */
export function oversee(
  words: readonly string[],
  world: Omit<World, 'endAfter' | 'runsModel'>,
): Promise<number> {
  const { stdout, stderr, cwd, cores } = world;
  return new Promise((resolve) => {
    const shape = ({ isTTY, columns, colour }: Start['stdout']): Start['stdout'] => ({
      isTTY,
      columns,
      colour,
    });
    const start: Start = { words, cwd, cores, stdout: shape(stdout), stderr: shape(stderr) };
    let model: ModelCode | null = null;
    let timer: NodeJS.Timeout | undefined;
    let release = notListening;
    const end = (exit: number): void => {
      clearTimeout(timer);
      release();
      // What the thread says after its end is of no interest, nor is how it ends.
      worker.removeAllListeners();
      resolve(exit);
    };
    const fail = (failure: Failure): void => {
      const { exit, line } = blame(failure, model);
      stderr.write(line);
      end(exit);
    };
    const say = ({ stderr: line, text, out, beside, exit }: LastWords): void => {
      stderr.write(line);
      if (deliver(text, out, world)) stdout.write(beside);
      end(exit);
    };

    const worker = withFlags(
      loaderFor(words),
      (flags) =>
        new Worker(new URL('./thread.js', import.meta.url), {
          ...flags,
          workerData: start,
          resourceLimits: threadLimits,
          // What a model prints is not part of the result.
          stdout: true,
        }),
    );
    worker.stdout.on('data', (data: Buffer) => {
      stderr.write(data.toString());
    });
    worker.on('message', (message: Message) => {
      switch (message.kind) {
        case 'write':
          if (typeof message.data === 'string') world[message.to].write(message.data);
          else void world[message.to].writeBytes(message.data);
          return;
        case 'listen':
          release();
          release = message.listens
            ? world.onInterrupt(() => {
                worker.postMessage(interrupt);
              })
            : notListening;
          return;
        case 'runs model':
          model = message.model;
          return;
        case 'end after':
          clearTimeout(timer);
          // Node's timers count to 2^31 ms, which is 24 days.
          if (message.ms < 2 ** 31 - graceMs) timer = setTimeout(say, message.ms + graceMs, message.words);
          return;
        case 'ended':
          end(message.exit);
          return;
        case 'uncaught':
          fail(message);
      }
    });
    worker.on('error', (error) => {
      fail({ kind: 'broken', error: thrown(error) });
    });
    worker.on('exit', (code) => {
      fail({ kind: 'exited', code });
    });
  });
}

const notListening = (): void => undefined;

/** A model in TypeScript needs a loader where Node has none. The threads of a search inherit it. */
function loaderFor(words: readonly string[]): string[] {
  const isNeeded = words.some((word) => /\.[cm]?ts$/.test(word)) && !stripsTypes();
  return isNeeded ? ['--import', new URL('../typescript/register.js', import.meta.url).href] : [];
}

/** What Node 22.18 and 23.6 do by default, and some before them where they are asked to. */
const stripsTypes = (): boolean => 'typescript' in process.features && process.features.typescript !== false;
