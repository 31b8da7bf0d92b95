/** Failures that no command caught: whose they are, in one line, with the exit code. */
import { oneLine, placeIn } from '../errors.ts';
import { exitCode } from '../exit-codes.ts';
import { shown } from '../terminal.ts';
import type { ModelCode } from '../world.ts';
import type { Thrown } from './protocol.ts';

export interface Blame {
  readonly exit: number;
  readonly line: string;
}

/** How a thread, or the process, came to its end before the command did. */
export type Failure =
  | { readonly kind: 'uncaught'; readonly how: 'thrown' | 'rejected'; readonly error: Thrown }
  /** The thread cannot begin or go on. */
  | { readonly kind: 'broken'; readonly error: Thrown }
  | { readonly kind: 'exited'; readonly code: number };

/** Node's exit code where the event loop has nothing to do, and a module still waits. */
const waitsForNothing = 13;

/** `model` is the user's module whose code may have run; null where only ours did. */
export function blame(failure: Failure, model: ModelCode | null): Blame {
  switch (failure.kind) {
    case 'uncaught': {
      const { error, how } = failure;
      if (model === null || isOurs(error, model)) return internal(error);
      const what = how === 'rejected' ? 'a promise was rejected and nobody caught it' : 'a callback threw';
      return usage(model, `${what}: ${error.message}${placeIn(error, model.url)}`);
    }
    case 'broken': {
      const why = starved(failure.error);
      return why === null || model === null ? internal(failure.error) : usage(model, why.words);
    }
    case 'exited':
      if (model === null) return internal(thrown(`a thread ended with code ${failure.code}`));
      return usage(
        model,
        failure.code === waitsForNothing
          ? 'the module waits for a promise that nothing settles; look at its top-level await'
          : `the model ended its thread (process.exit, code ${failure.code}); take that call out of it`,
      );
  }
}

const usage = ({ name }: ModelCode, what: string): Blame => ({
  exit: exitCode.usage,
  line: shown(oneLine(`${name}: ${what}`)),
});

/** A fault of nosplit, or of what it stands on. */
export function internal(error: Thrown): Blame {
  const at = /^ +at .*$/m.exec(error.stack)?.[0].trim() ?? '';
  const fault = `internal error: ${error.message}${at === '' ? '' : ` (${at})`}; this is a fault of nosplit, please report it`;
  return { exit: exitCode.internal, line: shown(oneLine(starved(error)?.words ?? fault)) };
}

/** What the machine or the limits of the shell did not give; null where it is something else. */
export function starved({
  code,
  message,
}: Thrown): { readonly words: string; readonly isMemory: boolean } | null {
  const lack = (words: string, isMemory = false) => ({ words, isMemory });
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return lack(
      'the memory for JavaScript objects ran out; give more with NODE_OPTIONS=--max-old-space-size=MiB',
      true,
    );
  if (code === 'EMFILE' || /EMFILE|too many open files/.test(message))
    return lack('no more files can be opened; raise the limit with ulimit -n');
  // Node says so, too, where it had no file left to look the package up with.
  if (code === 'ERR_MODULE_NOT_FOUND')
    return lack(
      `a file that belongs to nosplit cannot be read (${message}); install it again, or raise the limit of open files (ulimit -n)`,
    );
  if (code === 'ERR_WORKER_INIT_FAILED' || code === 'EAGAIN')
    return lack(
      `a thread cannot be started (${message}); raise the limits of processes and memory (ulimit -u, ulimit -v)`,
    );
  return null;
}

const ours = new URL('../..', import.meta.url).href;

/** Whether an error that nobody caught comes from our own code: it stands first in the stack, and the model nowhere. */
function isOurs({ name, stack }: Thrown, { url }: ModelCode): boolean {
  if (name === 'InternalError') return true;
  if (name === 'SystemError' || stack.includes(url)) return false;
  return /file:\S+/.exec(stack)?.[0].startsWith(ours) ?? false;
}

/** Whatever was thrown, as plain data. */
export function thrown(value: unknown): Thrown {
  if (!(value instanceof Error)) return { name: '', message: inWords(value), stack: '', code: '' };
  const { name, message, stack = '' } = value;
  return { name, message, stack, code: 'code' in value ? String(value.code) : '' };
}

function inWords(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}
